#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack Debian's own kernel: nothing is installed, the boot menu stays as it is.
#   recipe-debian.sh version SERIES     the version it would unpack
#   recipe-debian.sh build SERIES DIR   DIR/vmlinuz, DIR/lib/modules/RELEASE,
#                                       and DIR/tree to build modules
# kernel.sh keys its cache on this file: leave out what does not alter a result.
# The headers come along although 6.1's could be installed: 6.12's drag in the
# image, and headers and image of one kernel must be of one version.
set -eu

series=$2
case $series in
6.1) meta=linux-image-amd64 ;;
*) meta=linux-image-$series-amd64 ;;
esac

# field NAME PACKAGE: one field of the version apt would install
field() {
	apt-cache show --no-all-versions "$2" 2>/dev/null | sed -n "s/^$1: //p"
}

release() {
	field Depends "$meta" | sed -n 's/^linux-image-\([^ ,]*\).*/\1/p'
}

rel=$(release)
if [ -z "$rel" ]; then
	# A fresh system has no package lists yet.
	apt-get -qq update >&2
	rel=$(release)
fi
if [ "$1" = version ]; then
	[ -n "$rel" ] && field Version "linux-image-$rel"
	exit
fi

dir=$3
common=${rel%-amd64}-common
kbuild=$(field Depends "linux-headers-$rel" |
	grep -o 'linux-kbuild-[^ ,]*')

# Packages come and go in the archive: stale lists name files that are gone.
mkdir "$dir/deb"
cd "$dir/deb"
get() {
	apt-get -q download "linux-image-$rel" "linux-headers-$rel" \
		"linux-headers-$common" "$kbuild"
}
get || { apt-get -qq update && get; }
for p in *.deb; do
	dpkg-deb -x "$p" "$dir/root"
done
cd "$dir"
rm -r deb

mv "root/boot/vmlinuz-$rel" vmlinuz
mv "root/boot/config-$rel" config

# Modules: what a network test may want. Busybox cannot read .xz.
keep=root/lib/modules/$rel
[ -d "$keep" ] || keep=root/usr/lib/modules/$rel
mkdir -p "lib/modules/$rel"
(cd "$keep" && find kernel/arch/x86/crypto kernel/crypto kernel/lib kernel/net \
	kernel/fs/9p kernel/fs/fscache kernel/fs/netfs kernel/fs/overlayfs \
	kernel/drivers/block kernel/drivers/char kernel/drivers/virtio \
	kernel/drivers/net -maxdepth 3 \( -path '*/net/wireless' -o \
	-path '*/net/ethernet' -o -path '*/net/usb' -o -path '*/net/can' \) \
	-prune -o -name '*.ko*' -print 2>/dev/null || true) >list
rsync -a --files-from=list "$keep/" "lib/modules/$rel/"
cp "$keep"/modules.builtin* "$keep"/modules.order "lib/modules/$rel/"
find lib -name '*.ko.xz' -exec xz -d {} +
depmod -b . "$rel"

# The headers name their places absolutely.
mkdir tree
mv "root/usr/src/linux-headers-$rel" "tree/linux-headers-$rel"
mv "root/usr/src/linux-headers-$common" "tree/linux-headers-$common"
mv "root/usr/lib/$kbuild" "tree/$kbuild"
for h in "tree/linux-headers-$rel" "tree/linux-headers-$common"; do
	for l in scripts tools; do
		ln -sfn "../$kbuild/$l" "$h/$l"
	done
done
echo "include \$(dir \$(lastword \$(MAKEFILE_LIST)))../linux-headers-$common/Makefile" \
	>"tree/linux-headers-$rel/Makefile"
# Without vmlinux no type information is made for modules: nobody reads it.
rm -f "tree/linux-headers-$rel/vmlinux"
find "tree/linux-headers-$common/arch" -mindepth 1 -maxdepth 1 ! -name x86 \
	-exec rm -r {} +
ln -s "tree/linux-headers-$rel" build
rm -rf root list
