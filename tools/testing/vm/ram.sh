#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run a program whose memory is a file in $TMPDIR, that is, User Mode Linux.
#   ram.sh DIR MOUNTPOINT COMMAND [ARG...]
# The file is in huge pages, as what a kernel itself runs on is: in small ones
# each far access would pay for page tables of the host. Where the host has none,
# or does not let us mount, it is in DIR.
set -eu

if [ "$1" != --inside ]; then
	mkdir -p "$2"
	if unshare -m true 2>/dev/null; then
		exec unshare -m "$0" --inside "$@"
	fi
	TMPDIR=$1
else
	shift
	TMPDIR=$1
	! mount -t tmpfs -o huge=always,size="${FAMA_MEMORY:-1200m}" fama "$2" 2>/dev/null || TMPDIR=$2
fi
export TMPDIR
shift 2
exec "$@"
