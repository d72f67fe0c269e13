#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Pack the source:
#   dist.sh DIR
# makes DIR/fama-VERSION.tar.xz, and says so. The same source gives the same bytes: all
# files are as old as the version, whose date is in CHANGELOG.md, or SOURCE_DATE_EPOCH.
set -eu -o pipefail

mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
version=$(cat VERSION)
date=$(sed -n "s/^## $version (\(.*\))$/\1/p" CHANGELOG.md)
[ -n "$date" ] || {
	echo "dist.sh: CHANGELOG.md has no line '## $version (DATE)'" >&2
	exit 1
}
epoch=${SOURCE_DATE_EPOCH:-$(date -u -d "$date" +%s)}

# What git knows; in a tarball, which has no git, all but what make leaves there.
files() {
	if [ -e .git ]; then
		git ls-files -z
	else
		find . -path ./out -prune -o -path ./tools/fama/fama -o -path ./tools/fama/fama-key \
			-o -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' \
			-o -name '.*.cmd' -o -name '.*.d' -o -path './tools/fama/*.d' -o -name modules.order \
			-o -name Module.symvers -o -path ./compat/fama-features.h -o -name __pycache__ -prune \
			-o \( -type f -o -type l \) -printf '%P\0'
	fi
}

made=$out/fama-$version.tar.xz
# A file in git may be gone from the disk: then tar fails, and there is no tarball.
files | LC_ALL=C sort -z | tar --null --no-recursion --verbatim-files-from -T - -c \
	--transform "s,^,fama-$version/," --format=gnu --mtime="@$epoch" --owner=0 --group=0 \
	--numeric-owner --mode=u+rw,go+r,go-w,a+X | xz -T1 >"$made.tmp"
mv "$made.tmp" "$made"
echo "$made"
