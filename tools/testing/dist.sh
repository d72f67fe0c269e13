#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Is the tarball of the source whole, and the same every time?
#   dist.sh
# Prints TAP.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-dist.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
unset MAKEFLAGS MFLAGS MAKELEVEL O SOURCE_DATE_EPOCH
name=fama-$(cat "$top/VERSION")
made=$scratch/made/$name.tar.xz

case_made() {
	make -C "$top" dist O="$scratch/made" && [ -s "$made" ]
}

# Whoever has the tarball can make it: with another umask, at another time, and without git.
case_made_of_itself() {
	(umask 077 && tar -C "$scratch" -xf "$made") || return
	find "$scratch/$name" -exec touch {} +
	make -C "$scratch/$name" dist O="$scratch/again" && cmp "$made" "$scratch/again/$name.tar.xz"
}

# What make has left in the tree is not a part of the source.
case_after_a_build() {
	local file
	for file in out/log core/main.o fama.ko mn.mod.c core/.main.o.cmd Module.symvers \
		compat/fama-features.h tools/fama/fama tools/fama/main.d core/.main.d; do
		mkdir -p "$(dirname "$scratch/$name/$file")"
		: >"$scratch/$name/$file"
	done
	make -C "$scratch/$name" dist O="$scratch/built" && cmp "$made" "$scratch/built/$name.tar.xz"
}

case_whole() {
	local file
	for file in Kbuild Makefile README.md LICENSE CHANGELOG.md VERSION dkms.conf core/main.c \
		dar/main.c mn/main.c include/uapi/linux/dar.h kunit/Kbuild tools/fama/main.c \
		Documentation/protocol.rst tools/testing/check.sh; do
		[ -s "$scratch/$name/$file" ] || {
			echo "$file is not there"
			return 1
		}
	done
	[ -x "$scratch/$name/tools/kdir.sh" ] && [ ! -e "$scratch/$name/.git" ]
}

# A version that CHANGELOG.md does not know has no date, and no tarball.
case_unknown_version() {
	echo 99.0 >"$scratch/$name/VERSION"
	! make -C "$scratch/$name" dist O="$scratch/unknown" 2>"$scratch/said" &&
		grep -q "CHANGELOG.md has no line '## 99.0 (DATE)'" "$scratch/said" &&
		[ -z "$(ls -A "$scratch/unknown")" ]
}

. "$here/cases.sh"
run_cases "$scratch/log" made made_of_itself after_a_build whole unknown_version
