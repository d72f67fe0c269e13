#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack the headers of one of Debian's kernels, from Debian 12 or 13.
#   recipe-headers.sh list             the releases of all that there are for amd64,
#                                      and the last of each series for other machines
#   recipe-headers.sh version KIND     the version; KIND is headers-RELEASE, or the
#                                      oldest or newest of amd64: headers-oldest
#   recipe-headers.sh build KIND DIR   DIR/build to build modules in, and DIR/machine:
#                                      which Debian has the compiler (root-RELEASE-ARCH)
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

. "$(dirname "$0")/debian.sh"

# releases SUITE ARCH PATTERN: of kernels, the oldest first
releases() {
	debian "$1" "$2"
	names 'linux-headers-[0-9]+\.[0-9]+\.[0-9].*'"$3" | sed s/linux-headers-// | sort -V
}

# The newest of each series.
newest() {
	awk '{ match($0, /^[0-9]+\.[0-9]+/); last[substr($0, 1, RLENGTH)] = $0 }
		END { for (series in last) print last[series] }' | sort -V
}

list() {
	local suite arch
	for suite in bookworm trixie; do
		releases $suite amd64 '[0-9]-amd64'
		releases $suite amd64 '-cloud-amd64' | newest
		releases $suite amd64 '-rt-amd64' | newest
		for arch in arm64:arm64 armhf:armmp s390x:s390x i386:686-pae riscv64:riscv64; do
			case $suite-$arch in
			trixie-i386* | bookworm-riscv64*) continue ;; # there are none
			esac
			releases $suite ${arch%:*} "[0-9]-${arch#*:}" | newest
		done
	done
}

if [ "$1" = list ]; then
	list
	exit
fi

case $2 in
*-oldest) rel=$(releases bookworm amd64 '[0-9]-amd64' | sed -n 1p) ;;
*-newest) rel=$(releases trixie amd64 '[0-9]-amd64' | tail -n 1) ;;
*) rel=${2#headers-} ;;
esac
case $rel in
*+deb13*) suite=trixie ;;
*) suite=bookworm ;;
esac
case $rel in
*amd64) arch=amd64 linux=x86 ;;
*arm64) arch=arm64 linux=arm64 ;;
*armmp) arch=armhf linux=arm ;;
*686-pae) arch=i386 linux=x86 ;;
*s390x) arch=s390x linux=s390 ;;
*riscv64) arch=riscv64 linux=riscv ;;
*) exit 2 ;;
esac
debian $suite $arch
if [ "$1" = version ]; then
	field Version "linux-headers-$rel"
	exit
fi

cd "$3"
mkdir deb
(
	cd deb
	depends=$(field Depends "linux-headers-$rel")
	get "linux-headers-$rel" "$(grep -o 'linux-headers-[^ ,]*' <<<"$depends")"
	# Programs run on this machine.
	debian $suite amd64
	get "$(grep -o 'linux-kbuild-[^ ,]*' <<<"$depends")"
	for p in *.deb; do
		dpkg-deb -x "$p" ../root
	done
)
mkdir tree
mv root/usr/src/linux-headers-* root/usr/lib/linux-kbuild-* tree
rm -r deb root

# The headers name their places absolutely.
common=$(basename tree/linux-headers-*-common*)
kbuild=$(basename tree/linux-kbuild-*)
for h in "tree/linux-headers-$rel" "tree/$common"; do
	for l in scripts tools; do
		ln -sfn "../$kbuild/$l" "$h/$l"
	done
done
# shellcheck disable=SC2016 # make shall expand them
sed -i 's|^KBUILD_OUTPUT=|KBUILD_OUTPUT:=|; s|/usr/src/|$(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)/|' \
	"tree/linux-headers-$rel/Makefile"
# Without vmlinux no type information is made for modules: nobody reads it.
rm -f "tree/linux-headers-$rel/vmlinux"
find "tree/$common/arch" -mindepth 1 -maxdepth 1 ! -name $linux -exec rm -r {} +
ln -s "tree/linux-headers-$rel" build
echo "root-$suite-$arch" >machine
