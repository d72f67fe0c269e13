#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Install a Debian in which packages are built and installed, and which boots: with a
# compiler, its kernel with headers, what the packaging of fama needs, and what routers and
# nodes run. The packages of the newest kernel of that release are beside the root.
#   recipe-system.sh version KIND     KIND is system-RELEASE
#   recipe-system.sh build KIND DIR   the root is DIR/root, the packages DIR/newer/*.deb
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
release=${2#system-}
case $release in
bookworm) suite=bookworm newer=6.12-amd64 ;;
trixie) suite=trixie-backports newer=amd64 ;;
*) exit 2 ;;
esac
packages="dkms dh-dkms linux-headers-amd64 linux-image-amd64"
if [ "$1" = version ]; then
	{
		debian "$release" amd64
		for p in base-files $packages; do
			field Version "$p"
		done
		debian "$suite" amd64
		field Version "linux-image-$newer"
	} | sha256sum | cut -c1-12
	exit
fi
debian "$release" amd64

# Its packages come from where those of all recipes come.
cache=$3/archives
mkdir -p "$cache"
# shellcheck disable=SC2154 # debian() has set it
mirror=$(awk '$4 == release { print $3; exit }' release="$release" "$apt/sources.list")
wanted="build-essential,debhelper,fakeroot,kmod,libmnl-dev,libssl-dev,openssl,pkg-config,python3"
wanted="$wanted,iproute2,iputils-ping,pahole,procps,radvd,systemd-sysv,udev"
debootstrap --variant=minbase --cache-dir="$cache" \
	--keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
	--include="$wanted,${packages// /,}" "$release" "$3/root" "$mirror" >&2
rm -rf "$cache" "$3"/root/var/cache/apt/archives/*.deb "$3"/root/usr/share/{doc,locale,man,info}/*

# What apt would install for the newer kernel and is not there yet.
mkdir "$3/newer"
cd "$3/newer"
debian "$suite" amd64
depends() {
	field Depends "$1" | grep -oE 'linux-[a-z]+-[0-9][^ ,]*' | grep -v unsigned || true
}
release=$(depends "linux-image-$newer" | sed -n 's/^linux-image-//p')
for p in "linux-image-$release" "linux-headers-$release"; do
	# shellcheck disable=SC2046 # several names
	get "$p" $(depends "$p")
done
# That of backports wants a newer one before it is unpacked, and the compiler by another name.
get linux-base
case $suite in trixie-backports) get gcc-14-for-host cpp-14-for-host ;; esac
