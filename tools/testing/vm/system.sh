#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Run a command where there is a Debian of a release that can be changed: its root is
# SCRATCH/root, and what is changed is gone afterwards, in a tmpfs. The packages of a newer
# kernel are in SCRATCH/newer.
#   system.sh RELEASE SCRATCH COMMAND [ARG...]
set -u

here=$(cd "$(dirname "$0")" && pwd)
if [ "$1" != --inside ]; then
	system=$("$here/kernel.sh" "system-$1" | tail -n 1)
	[ -n "$system" ] || exit 1
	shift
	exec unshare -m "$0" --inside "$system" "$@"
fi
system=$2
scratch=$3
shift 3
mkdir -p "$scratch/over" "$scratch/root" "$scratch/newer" &&
	mount -t tmpfs tmpfs "$scratch/over" && mkdir "$scratch/over/upper" "$scratch/over/work" &&
	mount -t overlay -o "lowerdir=$system/root,upperdir=$scratch/over/upper,workdir=$scratch/over/work" \
		overlay "$scratch/root" &&
	mount --bind "$system/newer" "$scratch/newer" || exit
exec "$@"
