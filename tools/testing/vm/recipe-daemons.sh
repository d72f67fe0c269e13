#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack a Debian with the programs that manage the network of a host. Nothing is installed:
# each of them would take over the network of the machine that tests.
#   recipe-daemons.sh version KIND     KIND is daemons-RELEASE
#   recipe-daemons.sh build KIND DIR   the root is DIR/root
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
debian "${2#daemons-}" amd64
programs="network-manager wpasupplicant dbus-daemon systemd firewalld ufw ifupdown dhcpcd-base"
if [ "$1" = version ]; then
	for p in $programs; do
		field Version "$p"
	done | sha256sum | cut -c1-12
	exit
fi

root=$3/root
mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{dev,proc,root,run,sys,tmp,var} "$3/deb"
chmod 1777 "$root/tmp"
ln -s ../run "$root/var/run"
for d in bin sbin lib lib64; do
	ln -s "usr/$d" "$root/$d"
done
cd "$3/deb"
# shellcheck disable=SC2086 # several words
get_all base-files base-passwd bash coreutils dash findutils grep iproute2 kmod mawk nftables \
	procps sed util-linux $programs
for p in *.deb; do
	dpkg-deb --fsys-tarfile "$p" | tar -C "$root" --keep-directory-symlink -x
done
# All that is wanted of what the packages' scripts would do.
ln -sf dash "$root/usr/bin/sh"
ln -sf mawk "$root/usr/bin/awk"
for f in passwd group; do
	cp "$root/usr/share/base-passwd/$f.master" "$root/etc/$f"
done
id=900
for name in _dhcpcd dhcpcd messagebus polkitd systemd-network; do
	id=$((id + 1))
	echo "$name:x:$id:$id::/:/usr/sbin/nologin" >>"$root/etc/passwd"
	echo "$name:x:$id:" >>"$root/etc/group"
done
mkdir -p "$root/etc/ufw"
cp "$root"/usr/share/ufw/{ufw.conf,*.init,*.rules} "$root/etc/ufw"
for name in ip6tables ip6tables-restore iptables iptables-restore; do
	ln -s xtables-nft-multi "$root/usr/sbin/$name"
done
rm -rf "$3/deb" "$root"/usr/share/{doc,locale,man,info}
