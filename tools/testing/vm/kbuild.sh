#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Run make for a kernel's modules, with the compiler that made the kernel:
#   kbuild.sh DIR ARG...
# DIR is what kernel.sh says, or where a kernel's headers or tree are.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
kernel=$1
shift

host=root-$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)-$(dpkg --print-architecture)
machine=$(cat "$kernel/machine" 2>/dev/null) || machine=$host
run=()
if [ "$machine" != "$host" ]; then
	root=$("$here/kernel.sh" "$machine" | tail -n 1)
	run=("$here/inroot.sh" "$root/root" "$cache" "$top" --)
fi
case $machine in
*-amd64) args=() ;;
*-i386) args=(ARCH=i386 CROSS_COMPILE=i686-linux-gnu-) ;;
*-arm64) args=(ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-) ;;
*-armhf) args=(ARCH=arm CROSS_COMPILE=arm-linux-gnueabihf-) ;;
*-s390x) args=(ARCH=s390 CROSS_COMPILE=s390x-linux-gnu-) ;;
*-riscv64) args=(ARCH=riscv CROSS_COMPILE=riscv64-linux-gnu-) ;;
esac
dir=$kernel
for sub in build tree; do
	[ ! -e "$kernel/$sub/Makefile" ] || dir=$kernel/$sub
done
! grep -qsx CONFIG_UML=y "$dir/include/config/auto.conf" || args=(ARCH=um)
exec "${run[@]}" make -C "$dir" "${args[@]}" "$@"
