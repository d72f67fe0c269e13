#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack a kernel of Debian 13, and a Debian 13 to build modules in: its compiler
# and what its headers run need that release's C library.
#   recipe-trixie.sh version SERIES     the version it would unpack: 6.12, or
#                                       backports for the newest there is
#   recipe-trixie.sh build SERIES DIR   DIR/vmlinuz, DIR/lib/modules/RELEASE, and
#                                       DIR/root, in which /build is to build modules
# kernel.sh keys its cache on this file: leave out what does not alter a result.
# The packages come from where this host's own come from.
set -eu -o pipefail

series=$2
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
apt=$cache/apt-trixie
options=(-c "$apt/conf")
[ "$series" != backports ] || options+=(-t trixie-backports)

# origin PATTERN: where the host's apt has the suite of that name from
origin() {
	apt-get indextargets --format "\$(REPO_URI) \$(RELEASE)" 'Created-By: Packages' |
		awk -v suite="$1" '$2 ~ suite { print $1; exit }'
}

# Debian's suites are named after the release that the host is.
codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
mirror=$(origin "^$codename\$")
security=$(origin "^$codename-security\$")

# Lists of our own beside the host's, which stay as they are.
update() {
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	{
		echo "deb $mirror trixie main"
		echo "deb $mirror trixie-backports main"
		[ -z "$security" ] || echo "deb $security trixie-security main"
	} >"$apt/sources.list"
	cat >"$apt/conf" <<-EOF
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State::lists "$apt/lists";
		Dir::Cache "$apt";
		APT::Sandbox::User "root";
	EOF
	apt-get -qq "${options[@]}" update >&2
}

# field NAME PACKAGE: one field of the version apt would install
field() {
	apt-cache "${options[@]}" show --no-all-versions "$2" | sed -n "s/^$1: //p"
}

meta=linux-image-amd64
[ -e "$apt/conf" ] || update
rel=$(field Depends $meta | grep -oE 'linux-image-[0-9][^ ,]*' | sed s/linux-image-//)
[ -n "$rel" ]
if [ "$1" = version ]; then
	field Version "linux-image-$rel"
	exit
fi

dir=$3
root=$dir/root
debootstrap --variant=minbase --include=make,gcc-14,kmod,libelf1t64,libssl3t64,pahole \
	trixie "$root" "$mirror" || {
	tail "$root/debootstrap/debootstrap.log"
	exit 1
}
rm -rf "$root"/var/{cache,lib/apt,lib/dpkg,log} "$root"/usr/share/{doc,locale,man,info}

# The kernel itself is in packages of their own since 7.x. Lists become stale.
get() {
	# shellcheck disable=SC2046 # several names
	apt-get -q "${options[@]}" download "linux-image-$rel" "linux-headers-$rel" \
		$(field Depends "linux-image-$rel" | grep -oE 'linux-(base|binary|modules)-[0-9][^ ,]*') \
		$(field Depends "linux-headers-$rel" |
			grep -oE 'linux-(kbuild|headers)-[^ ,]*')
}
mkdir "$dir/deb"
cd "$dir/deb"
get || { update && get; }
for p in linux-headers-* linux-kbuild-*; do
	dpkg-deb --fsys-tarfile "$p" | tar -C "$root" --keep-directory-symlink -x
done
for p in linux-base-* linux-image-* linux-binary-* linux-modules-*; do
	[ ! -e "$p" ] || dpkg-deb -x "$p" "$dir/image"
done
cd "$dir"
rm -r deb
ln -s "usr/src/linux-headers-$rel" "$root/build"
# Without vmlinux no type information is made for modules: nobody reads it.
rm -f "$root/usr/src/linux-headers-$rel/vmlinux"

vmlinuz=$(find image -name 'vmlinuz*' -type f)
mv "$vmlinuz" vmlinuz

# Modules: what a network test may want. Busybox cannot read .xz.
keep=image/usr/lib/modules/$rel
[ -d "$keep" ] || keep=image/lib/modules/$rel
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
rm -rf image list
