#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack a Debian to build modules in: the compiler of its kernels, and what their
# headers run, need the C library of their release.
#   recipe-root.sh version KIND     KIND is root-RELEASE-ARCH; ARCH is the kernel's
#   recipe-root.sh build KIND DIR   the root is DIR/root
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

. "$(dirname "$0")/debian.sh"
IFS=- read -r _ release arch <<<"$2"
case $release in
bookworm) gcc=gcc-12 libs="libelf1 libssl3" ;;
trixie) gcc=gcc-14 libs="libelf1t64 libssl3t64 pahole" ;;
*) exit 2 ;;
esac
case $arch in
amd64) libs="$libs sparse" ;;
i386) gcc=$gcc-i686-linux-gnu ;;
arm64) gcc=$gcc-aarch64-linux-gnu ;;
armhf) gcc=$gcc-arm-linux-gnueabihf ;;
s390x | riscv64) gcc=$gcc-$arch-linux-gnu ;;
*) exit 2 ;;
esac
debian "$release" amd64
if [ "$1" = version ]; then
	field Version $gcc
	exit
fi

root=$3/root
mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{dev,proc,tmp} "$3/deb"
for d in bin sbin lib lib64; do
	ln -s "usr/$d" "$root/$d"
done
cd "$3/deb"
# shellcheck disable=SC2086 # several words
get_all bash coreutils dash dpkg findutils grep kmod make mawk perl python3 sed \
	$gcc $libs
# Nothing is configured: a compiler runs without it, and so do perl and python3, which
# the kernel's scripts want.
for p in *.deb; do
	dpkg-deb --fsys-tarfile "$p" | tar -C "$root" --keep-directory-symlink -x
done
ln -sf dash "$root/usr/bin/sh"
ln -sf mawk "$root/usr/bin/awk"
rm -rf "$3/deb" "$root"/usr/share/{doc,locale,man,info}
