#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Which headers to build modules with:
#   kdir.sh [VERSION]
# Those of kernel VERSION; it is an error if they are not installed. Without one,
# those of the running kernel; or else, for the machine that builds need not be
# the one that runs, the newest installed ones of a kernel that this machine can
# run, a plain one rather than one for clouds or real time.
# FAMA_ROOT: look below this directory.
set -eu

root=${FAMA_ROOT:-}

# headers VERSION: their directory, if they are installed
headers() {
	for dir in "$root/lib/modules/$1/build" "$root/usr/src/linux-headers-$1"; do
		if [ -e "$dir/Makefile" ]; then
			echo "$dir"
			return
		fi
	done
	return 1
}

# The names of all that this machine can run, plain ones first, the newest first.
installed() {
	case ${FAMA_MACHINE:-$(uname -m)} in
	x86_64) flavour='amd64' ;;
	aarch64) flavour='arm64(-16k)?' ;;
	i?86) flavour='686(-pae)?' ;;
	arm*) flavour='armmp(-lpae)?' ;;
	*) flavour=${FAMA_MACHINE:-$(uname -m)} ;;
	esac
	for dir in "$root"/lib/modules/*/build "$root"/usr/src/linux-headers-*; do
		[ -e "$dir/Makefile" ] || continue
		dir=${dir%/build}
		echo "${dir##*/}"
	done | sed 's/^linux-headers-//' | grep -E "^[0-9].*[0-9]-(cloud-|rt-)?$flavour\$" |
		sed -E 's/^(.*-(cloud|rt)-.*)$/0 \1/; t; s/^/1 /' |
		sort -u -k1,1r -k2,2Vr | cut -d ' ' -f 2
}

if [ -n "${1:-}" ]; then
	headers "$1" || {
		echo "fama: no headers of kernel $1 are installed;" \
			"there are: $(installed | tr '\n' ' ')" >&2
		exit 1
	}
	exit
fi
for version in $(uname -r) $(installed); do
	! headers "$version" || exit 0
done
echo "fama: no kernel headers are installed: install linux-headers-amd64" \
	"(or the one of your architecture), or set KDIR=" >&2
exit 1
