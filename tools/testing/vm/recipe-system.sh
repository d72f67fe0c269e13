#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Install a Debian in which packages are built and installed: with a compiler, the headers
# of its kernel, and what the packaging of fama needs.
#   recipe-system.sh version KIND     KIND is system-RELEASE
#   recipe-system.sh build KIND DIR   the root is DIR/root
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
release=${2#system-}
debian "$release" amd64
packages="dkms dh-dkms linux-headers-amd64"
if [ "$1" = version ]; then
	for p in base-files $packages; do
		field Version "$p"
	done | sha256sum | cut -c1-12
	exit
fi

# Its packages come from where those of all recipes come.
cache=$3/archives
mkdir -p "$cache"
# shellcheck disable=SC2154 # debian() has set it
mirror=$(awk '$4 == release { print $3; exit }' release="$release" "$apt/sources.list")
wanted="build-essential,debhelper,fakeroot,kmod,libmnl-dev,libssl-dev,openssl,pkg-config,python3"
debootstrap --variant=minbase --cache-dir="$cache" \
	--keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
	--include="$wanted,${packages// /,}" "$release" "$3/root" "$mirror" >&2
rm -rf "$cache" "$3"/root/var/cache/apt/archives/*.deb "$3"/root/usr/share/{doc,locale,man,info}/*
