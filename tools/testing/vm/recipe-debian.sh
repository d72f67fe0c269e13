#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack Debian's own kernel: nothing is installed, the boot menu stays as it is.
#   recipe-debian.sh version KIND     the version it would unpack: debian-6.1 and
#                                     debian-6.12 are of Debian 12, trixie-6.12 and
#                                     trixie-backports (its newest) of Debian 13,
#                                     arm64-6.12 of Debian 12 for that machine
#   recipe-debian.sh build KIND DIR   DIR/vmlinuz, DIR/lib/modules/RELEASE, and what
#                                     recipe-headers.sh makes
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
arch=amd64
case $2 in
debian-6.1) suite=bookworm meta=linux-image-amd64 ;;
debian-6.12) suite=bookworm meta=linux-image-6.12-amd64 ;;
arm64-6.12) suite=bookworm arch=arm64 meta=linux-image-6.12-arm64 ;;
trixie-6.12) suite=trixie meta=linux-image-amd64 ;;
trixie-backports) suite=trixie-backports meta=linux-image-amd64 ;;
*) exit 2 ;;
esac
debian $suite $arch
rel=$(field Depends $meta | grep -oE 'linux-image-[0-9][^ ,]*' | sed s/linux-image-//)
if [ "$1" = version ]; then
	field Version "linux-image-$rel"
	exit
fi

dir=$3
"$here/recipe-headers.sh" build "headers-$rel" "$dir"

# The kernel itself is in packages of their own since 7.x.
mkdir "$dir/deb"
cd "$dir/deb"
# shellcheck disable=SC2046 # several names
get "linux-image-$rel" $(field Depends "linux-image-$rel" |
	grep -oE 'linux-(base|binary|modules)-[0-9][^ ,]*')
for p in *.deb; do
	dpkg-deb -x "$p" "$dir/image"
done
cd "$dir"
rm -r deb
find image -name 'vmlinuz*' -type f -exec mv {} vmlinuz \;

# Modules: what a network test may want. Busybox cannot read .xz.
keep=image/lib/modules/$rel
[ -d "$keep" ] || keep=image/usr/lib/modules/$rel
mkdir -p "lib/modules/$rel"
(cd "$keep" && find kernel/arch/*/crypto kernel/crypto kernel/lib kernel/net \
	kernel/fs/9p kernel/fs/fscache kernel/fs/netfs kernel/fs/overlayfs \
	kernel/drivers/block kernel/drivers/char kernel/drivers/virtio \
	kernel/drivers/net -maxdepth 3 \( -path '*/net/wireless' -o \
	-path '*/net/ethernet' -o -path '*/net/usb' -o -path '*/net/can' \) \
	-prune -o -name '*.ko*' -print 2>/dev/null || true) >list
# Of Wi-Fi: the stack, and radios that are none.
(cd "$keep" && find kernel/net/wireless kernel/net/rfkill kernel/drivers/net/wireless \
	-name 'cfg80211.ko*' -o -name 'rfkill.ko*' -o -name 'mac80211_hwsim.ko*') >>list
rsync -a --files-from=list "$keep/" "lib/modules/$rel/"
cp "$keep"/modules.builtin* "$keep"/modules.order "lib/modules/$rel/"
find lib -name '*.ko.xz' -exec xz -d {} +
depmod -b . "$rel"
rm -rf image list
