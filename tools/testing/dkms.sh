#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build and install with DKMS as its users do, where there are a kernel's headers and
# nothing else:
#   dkms.sh                 with headers that this Debian has the compiler of
# Prints TAP. Nothing of the machine is changed.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)

if [ "${1:-}" != --inside ]; then
	host=root-$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)-$(dpkg --print-architecture)
	for kind in headers-oldest headers-newest; do
		headers=$("$here/vm/kernel.sh" $kind | tail -n 1)
		[ "$(cat "$headers/machine")" != "$host" ] || break
	done
	# A namespace of mounts; in a chroot nobody may have one of users.
	private="unshare -m"
	[ "$(id -u)" = 0 ] || private="unshare -rm"
	exec $private "$0" --inside "$headers"
fi

headers=$2
version=$(cat "$top/VERSION")
kernel=$(sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' "$headers/build/include/generated/utsrelease.h")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-dkms.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
for dir in /lib/modules /var/lib/dkms; do
	mkdir -p "$dir" "$scratch$dir" && mount --bind "$scratch$dir" "$dir" || exit
done
cp -a /etc/dkms "$scratch/etc" && mount --bind "$scratch/etc" /etc/dkms || exit
mkdir -p "$scratch/src" "/lib/modules/$kernel/kernel"
ln -s "$headers/build" "/lib/modules/$kernel/build"
export PATH="$PATH:/usr/sbin:/sbin"
# DKMS strips what it has built: nobody reads debug information.
export KCFLAGS=-g0

# refused KERNEL: it is passed over, as DKMS does when a module is not for a kernel
refused() {
	local got
	dkms build "fama/$version" -k "$1"
	got=$?
	# 77 is the status that DKMS has for this; all others are failures.
	[ $got = 77 ] && [ -z "$(find /var/lib/dkms/fama -name make.log)" ] || {
		echo "$1: status $got"
		return 1
	}
}

case_added() {
	dkms add --sourcetree "$scratch/src" "$top" &&
		[ -e "$scratch/src/fama-$version/dkms.conf" ] &&
		dkms status | grep -x "fama/$version: added"
}

case_old_kernels() {
	refused 4.19.0-27-amd64 && refused 5.10.0-30-amd64 && refused 6.0.0-6-amd64
}

case_kernel_without_tunnels() {
	local none=/lib/modules/6.12.0-none/build
	mkdir -p $none/include
	sed '/^CONFIG_INET6_TUNNEL=/d' "$headers/build/.config" >$none/.config
	refused 6.12.0-none
}

case_installed() {
	local ko
	dkms install "fama/$version" -k "$kernel" || {
		cat /var/lib/dkms/fama/*/*/*/log/make.log /var/lib/dkms/fama/*/build/make.log
		return 1
	}
	dkms status | grep -x "fama/$version, $kernel, .*: installed" || return
	ko=$(find "/lib/modules/$kernel/updates" -name '*.ko*') || return
	[ "$(wc -w <<<"$ko")" = 3 ] || {
		echo "$ko"
		return 1
	}
	# shellcheck disable=SC2086 # several names
	"$here/described.sh" $ko || return
	# modprobe finds them, and so does the kernel by the name of a family.
	modprobe -S "$kernel" --show-depends dar | grep 'updates/.*fama.ko' &&
		modprobe -S "$kernel" -R net-pf-16-proto-16-family-mn | grep -x mn
}

# As Documentation/packaging.rst says; without that DKMS makes a key (debinstall.sh).
case_own_key() {
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=fama test/" \
		-addext extendedKeyUsage=codeSigning -keyout "$scratch/own.key" -outform DER \
		-out "$scratch/own.der" || return
	mkdir -p /etc/dkms/framework.conf.d &&
		cat >/etc/dkms/framework.conf.d/fama.conf <<-EOF
			mok_signing_key=$scratch/own.key
			mok_certificate=$scratch/own.der
		EOF
}

case_signed() {
	local serial
	serial=$(openssl x509 -inform DER -in "$scratch/own.der" -noout -serial)
	find "/lib/modules/$kernel/updates" -name '*.ko*' | while read -r ko; do
		echo "$(modinfo -F signer "$ko") serial=$(modinfo -F sig_key "$ko" | tr -d :)"
	done >"$scratch/signers"
	cat "$scratch/signers"
	[ "$(grep -cxF "fama test $serial" "$scratch/signers")" = 3 ]
}

case_removed() {
	dkms remove "fama/$version" --all || return
	[ -z "$(find /lib/modules /var/lib/dkms -name '*.ko*' -o -name 'fama*')" ] || {
		find /lib/modules /var/lib/dkms
		return 1
	}
}

. "$here/cases.sh"
run_cases "$scratch/log" added old_kernels kernel_without_tunnels own_key installed signed removed
