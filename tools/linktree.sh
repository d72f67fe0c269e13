#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Make DIR a tree of links to the sources of the modules:
#   linktree.sh DIR
# Kbuild writes its results beside the sources, and can be told another place only
# since Linux 6.13.
set -eu

dir=$1
cd "$(dirname "$0")/.."
mkdir -p "$dir"
# A source file that is gone must not be built.
find "$dir" -type l ! -exec test -e {} \; -delete
find Kbuild VERSION core dar mn include compat kunit -type f \
	\( -name '*.[ch]' -o -name '*.sh' -o -name Kbuild -o -name VERSION \) \
	! -name '*.mod.c' ! -name fama-features.h |
	while read -r file; do
		[ "$(readlink "$dir/$file")" != "$PWD/$file" ] || continue
		mkdir -p "$dir/$(dirname "$file")"
		ln -sf "$PWD/$file" "$dir/$file"
	done
