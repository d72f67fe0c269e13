#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Find or make a kernel, or what one needs:
#   kernel.sh uml-6.1 | uml-6.12         they find faults
#   kernel.sh uml-6.12-release           it is fast
#   kernel.sh debian-6.1 | debian-6.12 | trixie-6.12 | trixie-backports
#                                        kernels of Debian 12 and 13
#   kernel.sh headers-RELEASE | headers-oldest | headers-newest
#                                        only what modules are built with
#   kernel.sh arm64-6.12                 one of Debian 12, of another machine
#   kernel.sh root-RELEASE-ARCH          the compiler, see recipe-root.sh
#   kernel.sh guest-ARCH                 what runs on another machine's kernel
#   kernel.sh system-RELEASE             a Debian with packages installed, see recipe-system.sh
#   kernel.sh firmware-RELEASE           what starts a machine with Secure Boot
#   kernel.sh daemons-RELEASE            programs that manage networks, see recipe-daemons.sh
# The last line of stdout is its directory. Everything else goes to stderr.
#
# The cache is keyed by version, compiler, configuration and recipe. Each kernel
# carries the sha256 of every file: what fails that is made anew.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kind=${1:?kind of kernel}
series=${kind#*-}
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}

what=$kind
case $kind in
uml-6.1 | uml-6.12) inputs="recipe-uml.sh uml.config uml-debug.config uml-$series.*" ;;
uml-6.12-release) inputs="recipe-uml.sh uml.config uml-release.config uml-6.12.patch" ;;
arm64-* | debian-* | trixie-*) inputs="recipe-debian.sh recipe-headers.sh debian.sh" ;;
daemons-* | firmware-* | guest-* | headers-* | root-* | system-*) inputs="recipe-${kind%%-*}.sh debian.sh" ;;
*)
	echo "kernel.sh: no such kind: $kind" >&2
	exit 2
	;;
esac
recipe=${inputs%% *}
case $kind in uml-*) what=$series ;; esac

version=$("$here/$recipe" version "$what") || {
	echo "$kind: apt knows no version, and the network is needed to ask" >&2
	exit 1
}
# shellcheck disable=SC2086
key=$( (cd "$here" && cat $inputs && gcc -dumpfullversion) |
	sha256sum | cut -c1-12)
dir=$cache/$kind-$version-$key

intact() {
	[ -s "$1/SHA256SUMS" ] &&
		(cd "$1" && sha256sum --status -c SHA256SUMS) 2>/dev/null
}

mkdir -p "$cache"
exec 9>"$cache/.$kind.lock"
flock 9

if ! intact "$dir"; then
	[ ! -e "$dir" ] || echo "$kind: damaged, making it again" >&2
	# A killed build leaves its directory; the lock says nobody uses it.
	rm -rf "$dir" "$cache/.$kind".tmp.*
	tmp=$(mktemp -d "$cache/.$kind.tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' INT TERM
	start=$(date +%s)
	"$here/$recipe" build "$what" "$tmp" 9>&- >&2
	(cd "$tmp" && find . -type f ! -name SHA256SUMS -print0 | sort -z |
		xargs -0 sha256sum >SHA256SUMS)
	chmod 755 "$tmp"
	mv -T "$tmp" "$dir"
	echo "$kind: made in $(($(date +%s) - start)) s" >&2
fi
echo "$dir"
