#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run a command in another root, which sees one directory of the host as well:
#   inroot.sh ROOT DIR COMMAND [ARG...]
set -eu

if [ "$1" != --inside ]; then
	exec unshare -m "$0" --inside "$@"
fi
root=$2
dir=$3
shift 3
mkdir -p "$root$dir"
mount --bind "$dir" "$root$dir"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
