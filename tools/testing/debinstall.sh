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
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-debinstall.XXXXXX")
	trap 'rm -rf "$scratch"' EXIT
	trap 'exit 130' INT TERM
	mkdir "$scratch/packages"
	make -C "$top" deb O="$scratch/packages" >"$scratch/said" 2>&1 || {
		cat "$scratch/said"
		exit 1
	}
	"$here/vm/system.sh" "$1" "$scratch" "$here/debinstall.sh" --inside "$scratch"
	exit
	;;
esac

if [ "$1" = --inside ]; then
	exec "$here/vm/inroot.sh" "$2/root" /sys "$top" "$2/packages" -- \
		"$here/debinstall.sh" --inroot "$2"
fi

# ---------------------------------------------------------------- in the Debian

packages=$2/packages
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

# What the Debian has for routers and nodes is of no use to the build.
case_built_here() {
	dpkg -P radvd procps iputils-ping iproute2 || return
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
	# DKMS has made a key, and signed them.
	# shellcheck disable=SC2086 # several names
	[ "$(modinfo -F signer $ko | grep -c .)" = 3 ] && "$here/described.sh" $ko &&
		modprobe -S "$kernel" -R net-pf-16-proto-16-family-dar | grep -x dar
}

# The installation said nothing else, and did not fail.
case_old_kernel() {
	! dkms status | grep 5.10 && [ -z "$(find /lib/modules/5.10.0-30-amd64 -name '*.ko*')" ]
}

case_installed_again() {
	dpkg -i /tmp/build/fama-{dkms,tools,doc}_*.deb && case_modules
}

# A newer package of which the compiler says no. dpkg has it half configured, says which file
# tells more, and is whole otherwise.
case_fails_to_build() {
	dpkg-deb -R /tmp/build/fama-dkms_*_all.deb /tmp/broken &&
		sed -i "s/^Version: .*/Version: $version-1+broken/" /tmp/broken/DEBIAN/control &&
		echo "This is not C." >>"/tmp/broken/usr/src/fama-$version/core/main.c" &&
		dpkg-deb -b /tmp/broken /tmp/broken.deb || return
	if dpkg -i /tmp/broken.deb >/tmp/said 2>&1; then
		cat /tmp/said
		echo "dpkg says nothing of it"
		return 1
	fi
	cat /tmp/said
	grep -F "/var/lib/dkms/fama/$version/build/make.log" /tmp/said &&
		grep "core/main.c:.*error" "/var/lib/dkms/fama/$version/build/make.log" &&
		dpkg --audit | grep fama-dkms &&
		[ "$(dpkg-query -W -f '${db:Status-Abbrev}\n' | grep -vc '^ii')" = 1 ]
}

# What mends it is a package that can be built.
case_mended() {
	dpkg -i /tmp/build/fama-dkms_*_all.deb && [ -z "$(dpkg --audit)" ] && dpkg --configure -a &&
		case_modules
}

case_purged() {
	dpkg -P fama-dkms fama-tools fama-doc || return
	! dpkg-query -W 'fama-*' || return
	everything | diff /tmp/before -
}

. "$here/cases.sh"
run_cases "$log" built_here installed modules old_kernel installed_again fails_to_build mended purged
