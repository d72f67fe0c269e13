#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Where to build modules: the headers of kernel $1, else the newest installed,
# for the machine that builds need not be the one that runs.
set -eu

for dir in "/lib/modules/$1/build" \
	   $(find /usr/src -maxdepth 1 -name 'linux-headers-*' ! -name '*common*' | sort -rV); do
	if [ -e "$dir/Makefile" ]; then
		echo "$dir"
		exit
	fi
done
