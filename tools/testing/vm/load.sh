#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Load modules from a build directory, with what they need of the kernel's own.
#   load.sh BUILD_DIR NAME...
set -eu

build=$1
shift

# load NAME: a module that is there already is no error
load() {
	[ ! -d "/sys/module/$1" ] || return 0
	set -- "$1" "$(find "$build" -name "$1.ko" | head -n 1)"
	if [ -z "$2" ]; then
		modprobe "$1"
		return
	fi
	for need in $(modinfo -F depends "$2" | tr , ' '); do
		load "$need"
	done
	insmod "$2"
}

for name; do
	load "$name"
done
