#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules for every kernel whose headers are at hand, and print a table.
#   kernels.sh [DIR...]
# Those are the installed ones, those of the kernels that tests run on, and DIRs,
# each of which is the headers or the tree of a kernel. Any warning is an error;
# the status is that there was none.
set -u -o pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-kernels.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$top" || exit

has() {
	grep -qx "CONFIG_$1=y" "$kernel/include/config/auto.conf"
}

# What Debian calls the architecture, and what Kbuild needs to know of it.
architecture() {
	if has UML; then
		echo "um ARCH=um"
	elif has X86_64; then
		echo "amd64 ARCH=x86_64"
	elif has X86_32; then
		echo "i386 ARCH=i386"
	elif has ARM64; then
		echo "arm64 ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-"
	elif has ARM; then
		echo "armhf ARCH=arm CROSS_COMPILE=arm-linux-gnueabihf-"
	elif has S390; then
		echo "s390x ARCH=s390 CROSS_COMPILE=s390x-linux-gnu-"
	else
		echo "another"
	fi
}

# build DIR ARG...: says how it went
build() {
	local log=$scratch/log first
	rm -rf "$scratch/obj"
	if make -s "-j$(nproc)" KDIR="$1" O="$scratch/obj" "${@:2}" FAMA_KUNIT=y W=1 \
		KCFLAGS=-Werror modules >"$log" 2>&1 && ! grep -q 'warning:' "$log"; then
		echo builds
		return
	fi
	first=$(grep -m 1 -E 'error:|warning:|not found' "$log") || first=$(tail -n 1 "$log")
	echo "fails: ${first#"$scratch/obj/"}"
	return 1
}

headers() {
	local dir
	for dir in /lib/modules/*/build /usr/src/linux-headers-* "$cache"/debian-*/build \
		"$cache"/uml-*/tree "$@"; do
		[ ! -e "$dir/include/config/auto.conf" ] || realpath "$dir"
	done | sort -u
}

while read -r kernel; do
	read -r name args < <(architecture)
	release=$(sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' "$kernel/include/generated/utsrelease.h")
	compiler=$(sed -n 's/^CONFIG_GCC_VERSION=//p' "$kernel/include/config/auto.conf")
	# shellcheck disable=SC2086 # several words
	result=$(build "$kernel" $args)
	echo "$release|$name|gcc $((compiler / 10000))|$result"
done < <(headers "$@") | sort -V | {
	echo "| kernel | architecture | compiler | modules |"
	echo "|---|---|---|---|"
	sed 's/|/ | /g; s/.*/| & |/'
} >"$scratch/table"
cat "$scratch/table"
! grep -q '| fails' "$scratch/table"
