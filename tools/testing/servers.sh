#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpack the daemons that scenarios and measurements run. Installed, each would start at once, and
# whenever the machine does. The last line of stdout is the directory.
set -eu

cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}

# The name of this library of frr has a number that changes.
packages() {
	echo nginx openssh-server mptcpd mptcpd-plugins bird2 frr hostapd wpasupplicant iw \
		prometheus
	apt-cache depends frr | sed -n 's/^ *Depends: \(libyang[0-9].*\)/\1/p'
}

versions() {
	# shellcheck disable=SC2046
	apt-cache policy $(packages) | sed -n 's/^ *Candidate: //p'
}

[ "$(versions | wc -l)" = 11 ] || apt-get -qq update >&2
key=$( (cat "$0" && versions) | sha256sum | cut -c1-12)
dir=$cache/servers-$key

mkdir -p "$cache"
exec 9>"$cache/.servers.lock"
flock 9
if ! (cd "$dir" && sha256sum --status -c SHA256SUMS) 2>/dev/null; then
	rm -rf "$dir" "$cache"/.servers.tmp.*
	tmp=$(mktemp -d "$cache/.servers.tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	cd "$tmp"
	# shellcheck disable=SC2046
	get() { apt-get -q download $(packages) >&2; }
	# Packages come and go in the archive: stale lists name files that are gone.
	get || { apt-get -qq update >&2 && get; }
	for p in *.deb; do
		dpkg-deb -x "$p" root
		rm "$p"
	done
	mv root/usr/sbin/nginx root/usr/sbin/sshd root/usr/libexec/mptcpd \
		root/usr/lib/*/mptcpd/addr_adv.so .
	# Parts of sshd, which newer ones have.
	[ ! -d root/usr/lib/openssh ] || find root/usr/lib/openssh -name 'sshd-*' -exec mv -t . {} +
	# With the libraries of zebra that nobody else has.
	# What looks at metrics; the server itself is not needed.
	mv root/usr/bin/promtool .
	mv root/usr/sbin/bird root/usr/sbin/birdc root/usr/lib/frr/zebra root/usr/lib/frr/ospf6d .
	cp -L root/usr/lib/*/libyang.so.? root/usr/lib/*/frr/libfrr.so.0 .
	# Debian 12 has some of these in /sbin.
	find root -path '*/sbin/*' \( -name hostapd -o -name wpa_supplicant -o -name iw \) \
		-exec mv -t . {} +
	rm -r root
	sha256sum nginx sshd* mptcpd addr_adv.so bird birdc zebra ospf6d hostapd wpa_supplicant iw \
		promtool lib*.so.? >SHA256SUMS
	chmod 755 "$tmp"
	mv -T "$tmp" "$dir"
fi
echo "$dir"
