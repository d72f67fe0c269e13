#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the packages in a Debian of a release, install them there, and remove them:
#   debinstall.sh RELEASE
# Prints TAP. What is installed is gone afterwards: the Debian lies below a tmpfs.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)

case $1 in
--inroot | --inside) ;;
*)
	system=$("$here/vm/kernel.sh" "system-$1" | tail -n 1)
	[ -n "$system" ] || exit 1
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-debinstall.XXXXXX")
	trap 'rm -rf "$scratch"' EXIT
	trap 'exit 130' INT TERM
	mkdir "$scratch/packages" "$scratch/over" "$scratch/root"
	make -C "$top" deb O="$scratch/packages" >"$scratch/said" 2>&1 || {
		cat "$scratch/said"
		exit 1
	}
	unshare -m "$here/debinstall.sh" --inside "$system/root" "$scratch"
	exit
	;;
esac

if [ "$1" = --inside ]; then
	mount -t tmpfs tmpfs "$3/over" && mkdir "$3/over/upper" "$3/over/work" &&
		mount -t overlay -o "lowerdir=$2,upperdir=$3/over/upper,workdir=$3/over/work" \
			overlay "$3/root" || exit
	exec "$here/vm/inroot.sh" "$3/root" /sys "$top" "$3/packages" -- \
		"$here/debinstall.sh" --inroot "$3/packages"
fi

# ---------------------------------------------------------------- in the Debian

packages=$2
version=$(cat "$top/VERSION")
kernel=$(basename /lib/modules/*)
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
log=/tmp/log
# A kernel that is too old for the modules.
mkdir -p /lib/modules/5.10.0-30-amd64/build/include

# The system as a whole. dpkg, man, DKMS and depmod keep what is theirs.
everything() {
	find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path "$top" -o -path "$packages" \
		-o -path /var/log -o -path /var/cache/man -o -path /var/lib/dpkg -o -path '/var/lib/dkms/mok.*' \
		-o -path '/lib/modules/*/modules.*' -o -path '/usr/lib/modules/*/modules.*' \) -prune \
		-o -print | sort
}

case_built_here() {
	mkdir /tmp/build && cd /tmp/build && cp "$packages"/fama_* . && dpkg-source -x fama_*.dsc src &&
		cd src && dpkg-buildpackage -us -uc -b && cd / || return
	# It is what any Debian makes of the same source.
	ls /tmp/build/fama-dkms_*_all.deb /tmp/build/fama-tools_*_amd64.deb /tmp/build/fama-doc_*_all.deb
}

case_installed() {
	everything >/tmp/before
	dpkg -i /tmp/build/fama-{dkms,tools,doc}_*.deb || {
		cat /var/lib/dkms/fama/*/build/make.log
		return 1
	}
	[ "$(dpkg-query -W -f '${db:Status-Status} ' fama-dkms fama-tools fama-doc)" = \
		"installed installed installed " ] &&
		fama -V | grep -wF "$version" && man_page=$(find /usr/share/man -name fama.8.gz) &&
		[ -n "$man_page" ]
}

case_modules() {
	local ko
	dkms status
	dkms status | grep -x "fama/$version, $kernel, x86_64: installed" || return
	ko=$(find "/lib/modules/$kernel/updates" -name '*.ko*')
	[ "$(wc -w <<<"$ko")" = 3 ] || return
	# shellcheck disable=SC2086 # several names
	"$here/described.sh" $ko &&
		modprobe -S "$kernel" -R net-pf-16-proto-16-family-dar | grep -x dar
}

# The installation said nothing else, and did not fail.
case_old_kernel() {
	! dkms status | grep 5.10 && [ -z "$(find /lib/modules/5.10.0-30-amd64 -name '*.ko*')" ]
}

case_installed_again() {
	dpkg -i /tmp/build/fama-{dkms,tools,doc}_*.deb && case_modules
}

case_purged() {
	dpkg -P fama-dkms fama-tools fama-doc || return
	! dpkg-query -W 'fama-*' || return
	everything | diff /tmp/before -
}

. "$here/cases.sh"
run_cases "$log" built_here installed modules old_kernel installed_again purged
