#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make Debian's packages and look into them; nothing is installed:
#   deb.sh
# Prints TAP.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-deb.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
unset MAKEFLAGS MFLAGS MAKELEVEL O SOURCE_DATE_EPOCH
version=$(cat "$top/VERSION")
made=$scratch/made

case_made() {
	DEBFULLNAME="Somebody Else" DEBEMAIL=somebody@example.net make -C "$top" deb O="$made" &&
		ls "$made" && ! ls "$top/debian"
}

# Whoever makes them can say that they are his.
case_maintainer() {
	local deb
	for deb in "$made"/*.deb; do
		[ "$(dpkg-deb -f "$deb" Maintainer)" = "Somebody Else <somebody@example.net>" ] || return
	done
	[ "$(sed -n 's/^Changed-By: //p' "$made"/*.changes)" = "Somebody Else <somebody@example.net>" ]
}

# Whatever the packages have to explain is in their overrides.
case_lintian() {
	lintian --allow-root --display-info --pedantic --display-experimental \
		--fail-on error,warning,info,pedantic,experimental "$made"/*.changes
}

# The tarball is that of "make dist", and the packaging is beside it.
case_source() {
	make -C "$top" dist O="$scratch" &&
		cmp "$scratch/fama-$version.tar.xz" "$made/fama_$version.orig.tar.xz" &&
		dpkg-source -x "$made/fama_$version-1.dsc" "$scratch/source" &&
		cmp "$top/Kbuild" "$scratch/source/Kbuild" &&
		[ -x "$scratch/source/debian/rules" ] &&
		[ "$(cd "$scratch/source" && dpkg-parsechangelog -S Version)" = "$version-1" ]
}

# files PACKAGE: what it brings, without what all packages have
files() {
	dpkg-deb --fsys-tarfile "$made/$1"_*.deb | tar -t | grep -v '/$' | sed 's/^\.//' |
		grep -vE "^/usr/share/(doc/$1/(changelog|copyright)|lintian/)" | sort
}

case_tools() {
	diff - <(files fama-tools | sed 's,^/usr/lib/systemd,/lib/systemd,') <<-'EOF' || return
		/etc/fama/dar.conf
		/etc/fama/mn.conf
		/lib/systemd/system/fama-dar.service
		/lib/systemd/system/fama-mn.service
		/usr/bin/fama
		/usr/bin/fama-key
		/usr/share/bash-completion/completions/fama
		/usr/share/fama/lab/forge.py
		/usr/share/fama/lab/lab.sh
		/usr/share/fama/lab/shellrc
		/usr/share/fama/report/__main__.py
		/usr/share/fama/report/bound.py
		/usr/share/fama/report/capture.py
		/usr/share/fama/report/flows.py
		/usr/share/fama/report/handovers.py
		/usr/share/fama/report/library.py
		/usr/share/fama/report/packets.py
		/usr/share/fama/report/page.css
		/usr/share/fama/report/page.js
		/usr/share/fama/report/page.py
		/usr/share/fama/report/plots.py
		/usr/share/fama/report/recording.py
		/usr/share/fama/report/story.py
		/usr/share/man/man5/dar.conf.5.gz
		/usr/share/man/man5/fama.conf.5.gz
		/usr/share/man/man5/mn.conf.5.gz
		/usr/share/man/man8/fama-dar.8.gz
		/usr/share/man/man8/fama-key.8.gz
		/usr/share/man/man8/fama-lab.8.gz
		/usr/share/man/man8/fama-mn.8.gz
		/usr/share/man/man8/fama.8.gz
		/usr/share/zsh/vendor-completions/_fama
	EOF
	dpkg-deb -x "$made"/fama-tools_*.deb "$scratch/tools" &&
		"$scratch/tools/usr/bin/fama" -V | grep -wF "$version" &&
		"$scratch/tools/usr/bin/fama" key generate out "$scratch/key"
}

# scripts WORD: of the package, those which do that to a service
scripts() {
	local script
	for script in preinst postinst prerm postrm; do
		! dpkg-deb -I "$made"/fama-tools_*.deb $script 2>/dev/null |
			grep -q "deb-systemd-invoke.* $1 .*fama-" || echo $script
	done
}

# An upgrade stops no router and no node; removing the package does.
case_services_go_on() {
	[ "$(scripts stop)" = prerm ] && [ -z "$(scripts restart)" ] &&
		dpkg-deb -I "$made"/fama-tools_*.deb prerm | grep -B 1 'deb-systemd-invoke.* stop ' |
		grep -F '"$1" = remove' && ! dpkg-deb -I "$made"/fama-tools_*.deb prerm | grep upgrade
}

# Everything that the modules are built of, and nothing else.
case_dkms() {
	local src=/usr/src/fama-$version
	diff <(cd "$scratch/source" && find Kbuild VERSION compat core dar dkms.conf include mn \
		-type f -printf "$src/%p\n" | sort) <(files fama-dkms) || return
	# The version is a word for those who do not run the file.
	dpkg-deb -x "$made"/fama-dkms_*.deb "$scratch/dkms" &&
		grep -xF "PACKAGE_VERSION=\"$version\"" "$scratch/dkms$src/dkms.conf" &&
		diff <(grep -v ^PACKAGE_VERSION= "$top/dkms.conf") \
			<(grep -v ^PACKAGE_VERSION= "$scratch/dkms$src/dkms.conf") &&
		dpkg-deb -I "$made"/fama-dkms_*.deb postinst | grep -xF "DKMS_VERSION=$version" &&
		dpkg-deb -I "$made"/fama-dkms_*.deb prerm | grep -xF "DKMS_VERSION=$version"
}

case_doc() {
	local name
	for name in README.md router.rst node.rst protocol.rst netlink/specs/dar.yaml \
		netlink/specs/mn.yaml ABI/testing/sysfs-class-net-mn beside.rst \
		examples/radvd.conf examples/prometheus/dashboard.json; do
		files fama-doc | grep -qE "^/usr/share/doc/fama-doc/$name(\.gz)?$" || {
			echo "no $name"
			return 1
		}
	done
}

. "$here/cases.sh"
run_cases "$scratch/log" made maintainer lintian source tools services_go_on dkms doc
