#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Install the packages in a Debian of a release, boot that, and move a node; then the same
# with the newer kernel of the release, for which DKMS has built the modules:
#   installed.sh RELEASE
# Prints TAP. It takes a quarter of an hour: a whole Debian starts twice in an emulator.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin

# The same source as a newer version, in $scratch/next.
next_version() {
	local version
	version=$(cat "$top/VERSION")
	mkdir "$scratch/next" && tar -C "$scratch/next" -xf "$scratch/packages/fama_$version.orig.tar.xz" &&
		mv "$scratch/next/fama-$version" "$scratch/next/source" &&
		sed -i "s/^## $version (\(.*\))$/## $version.1 (\1)\n\nThe next one.\n\n&/" \
			"$scratch/next/source/CHANGELOG.md" &&
		echo "$version.1" >"$scratch/next/source/VERSION" &&
		DEB_BUILD_OPTIONS=nocheck make -C "$scratch/next/source" deb O="$scratch/next"
}

case $1 in
--inroot | --inside) ;;
*)
	scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/fama-installed.XXXXXX")
	trap 'rm -rf "$scratch"' EXIT
	trap 'exit 130' INT TERM
	mkdir "$scratch/packages" "$scratch/machine"
	{ make -C "$top" deb O="$scratch/packages" && next_version; } >"$scratch/said" 2>&1 || {
		cat "$scratch/said"
		exit 1
	}
	"$here/vm/system.sh" "$1" "$scratch" "$here/installed.sh" --inside "$scratch"
	exit
	;;
esac

. "$here/cases.sh"
scratch=$2
version=$(cat "$top/VERSION")

# ------------------------------------------------------------------- in the Debian

# As Documentation/packaging.rst says.
case_own_key() {
	mkdir -p /etc/dkms/framework.conf.d
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=modules of example.org/" \
		-addext extendedKeyUsage=codeSigning -keyout /etc/dkms/own.key -outform DER -out /etc/dkms/own.der &&
		cat >/etc/dkms/framework.conf.d/fama.conf <<-'END'
			mok_signing_key=/etc/dkms/own.key
			mok_certificate=/etc/dkms/own.der
		END
	chmod 600 /etc/dkms/own.key
}

case_packages() {
	dpkg -i "$scratch"/packages/fama-{dkms,tools}_*.deb
}

# The hooks of the kernel's packages have DKMS build, and make its initramfs.
case_newer_kernel() {
	dpkg -i "$scratch"/newer/linux-base_*.deb && dpkg -i "$scratch"/newer/*.deb
}

built_for() {
	dkms status
	dkms status | grep -x "fama/$version, $1, x86_64: installed" && [ -s "/boot/initrd.img-$1" ]
}

# A newer version of the modules as it comes from the machine that builds for others: to compile
# it in an emulator would take half an hour.
case_next_version() {
	local next=$version.1
	mkdir -p /root/next && dpkg-deb -x "$scratch"/next/fama-dkms_*.deb /tmp/next &&
		cp -r "/tmp/next/usr/src/fama-$next" /usr/src/ && dkms add "fama/$next" &&
		dkms build "fama/$next" -k "$(cat "$scratch/newer.release")" &&
		dkms mktarball "fama/$next" -k "$(cat "$scratch/newer.release")" --archive fama.tar.gz &&
		cp "/var/lib/dkms/fama/$next/tarball/fama.tar.gz" "$scratch"/next/fama-{dkms,tools}_*.deb \
			/root/next/ && dkms remove "fama/$next" --all || return
	rm -r "/usr/src/fama-$next" /tmp/next
}

case_built() {
	built_for "$(cat "$scratch/older")" && built_for "$(cat "$scratch/newer.release")" &&
		[ -z "$(dpkg --audit)" ]
}

if [ "$1" = --inroot ]; then
	echo fama >/etc/hostname
	# shellcheck disable=SC2012 # names of kernels
	ls /lib/modules >"$scratch/older"
	for deb in "$scratch"/newer/linux-headers-*-amd64_*.deb; do
		dpkg-deb -f "$deb" Package | sed s/linux-headers-// >"$scratch/newer.release"
	done
	run_cases "$scratch/log.inroot" own_key packages newer_kernel next_version built
	exit
fi

# --------------------------------------------------------------------- on the host

# boot RELEASE WORD: what small/installed.py says there; the machine ends as machines do
boot() {
	local out=$scratch/out.$2
	"$here/vm/machine.sh" kernel "$scratch/root" "$scratch/machine" "$1" &&
		"$here/vm/boot.sh" "$scratch/machine" -c host -t 600 -o "$out" -- \
			/usr/bin/python3 -B "$here/small/installed.py" "$2" || {
		tail -n 150 "$out/console.log" "$out/journal.log"
		return 1
	}
}

case_installed() {
	"$here/vm/inroot.sh" "$scratch/root" /sys "$top" "$scratch" "$scratch/newer" -- \
		"$here/installed.sh" --inroot "$scratch"
}

case_disk() {
	"$here/vm/machine.sh" make "$scratch/root" "$scratch/machine"
}

case_moves() {
	boot "$(cat "$scratch/older")" first
}

case_moves_with_newer_kernel() {
	boot "$(cat "$scratch/newer.release")" again
}

case_refuses_unknown_key() {
	echo module.sig_enforce=1 >"$scratch/machine/append"
	boot "$(cat "$scratch/newer.release")" enforced
}

case_secure_boot() {
	: >"$scratch/machine/append"
	"$here/vm/machine.sh" secure "$scratch/machine" "$scratch/root/etc/dkms/own.der" &&
		boot "$(cat "$scratch/newer.release")" secure
}

run_cases "$scratch/log" installed disk moves moves_with_newer_kernel refuses_unknown_key secure_boot
