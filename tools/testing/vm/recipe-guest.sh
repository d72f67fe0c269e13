#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack a Debian 12 of another machine for tests to run in: what the scenarios run,
# and what programs are linked with.
#   recipe-guest.sh version KIND     KIND is guest-ARCH
#   recipe-guest.sh build KIND DIR   the root is DIR/root, with a directory /host
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
debian bookworm "${2#guest-}"
if [ "$1" = version ]; then
	field Version base-files
	exit
fi

root=$3/root
mkdir -p "$root"/usr/{bin,sbin,lib} "$root"/{dev,host,proc,root,run,sys,tmp,var} "$3/deb"
ln -s ../run "$root/var/run"
for d in bin sbin lib; do
	ln -s "usr/$d" "$root/$d"
done
cd "$3/deb"
programs=$(sed -n '/^# programs the scenarios run/,/^$/s/^[a-z].*/&/p' "$here/../packages")
# shellcheck disable=SC2086 # several words
get_all base-files base-passwd bash busybox-static coreutils dash findutils grep gzip \
	hostname kmod mawk mount sed util-linux libc6-dev libmnl-dev libssl-dev \
	python3-jsonschema python3-yaml $programs
for p in *.deb; do
	dpkg-deb --fsys-tarfile "$p" | tar -C "$root" --keep-directory-symlink -x
done
# All that is wanted of what the packages' scripts would do.
ln -sf dash "$root/usr/bin/sh"
ln -sf mawk "$root/usr/bin/awk"
for f in passwd group; do
	cp "$root/usr/share/base-passwd/$f.master" "$root/etc/$f"
done
rm -rf "$3/deb" "$root"/usr/share/{doc,locale,man,info}
