#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run a command in another root, which sees some directories of the host as well:
#   inroot.sh ROOT DIR... -- COMMAND [ARG...]
set -eu

if [ "$1" != --inside ]; then
	exec unshare -m "$0" --inside "$@"
fi
root=$2
shift 2
while [ "$1" != -- ]; do
	mkdir -p "$root$1"
	mount --bind "$1" "$root$1"
	shift
done
shift
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
# It has no other locale.
LANG=C LC_ALL=C exec chroot "$root" "$@"
