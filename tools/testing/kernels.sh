#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules for every kernel whose headers are at hand, and print a table.
#   kernels.sh              the installed headers, and what the cache of the tests has
#   kernels.sh all          fetch the headers that Debian 12 and 13 have, too
#   kernels.sh KIND|DIR...  only these, as vm/kernel.sh calls them or where they are
# Any warning is an error; the status is that there was none.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
mkdir -p "$cache"
scratch=$(mktemp -d "$cache/.kernels.XXXXXX") # where another root sees it
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$top" || exit

at_hand() {
	local dir
	for dir in /lib/modules/*/build /usr/src/linux-headers-*; do
		[ ! -e "$dir/include/config/auto.conf" ] || realpath "$dir"
	done | sort -u
	for dir in "$cache"/{headers,debian,trixie,uml}-*/; do
		[ ! -e "$dir/SHA256SUMS" ] || echo "${dir%/}"
	done
}

wanted() {
	local what releases
	case $* in
	"") at_hand && return ;;
	all)
		releases=$("$here/vm/recipe-headers.sh" list) || return
		at_hand
		# shellcheck disable=SC2046,SC2086 # several words
		set -- $(printf ' headers-%s' $releases)
		;;
	esac
	for what; do
		if [ -d "$what" ]; then
			realpath "$what"
		else
			"$here/vm/kernel.sh" "$what" | tail -n 1
		fi
	done
}

# build DIR: how it went, in a few words
build() {
	local log=$scratch/log first
	rm -rf "$scratch/obj"
	tools/linktree.sh "$scratch/obj"
	if "$here/vm/kbuild.sh" "$1" -s "-j$(nproc)" M="$scratch/obj" FAMA_KUNIT=y W=1 cmd_checkdoc= \
		KCFLAGS="-Werror -g0" modules >"$log" 2>&1 && ! grep -qi 'warning:' "$log"; then
		echo builds
		return
	fi
	first=$(grep -m 1 -iE 'error:|warning:|not found' "$log") || first=$(tail -n 1 "$log")
	echo "fails: ${first#"$scratch/obj/"}"
}

# name DIR: version|release|compiler
name() {
	local dir=$1 sub generated part version release gcc
	for sub in build tree; do
		[ ! -e "$1/$sub/include/config" ] || dir=$1/$sub
	done
	generated=$dir/include/generated
	version=
	for part in MAJOR PATCHLEVEL SUBLEVEL; do
		version+=.$(awk -v p="LINUX_VERSION_$part" '$2 == p { print $3 }' \
			"$generated/uapi/linux/version.h")
	done
	release=$(sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' "$generated/utsrelease.h")
	gcc=$(sed -n 's/^CONFIG_GCC_VERSION=//p' "$dir/include/config/auto.conf")
	! grep -qx CONFIG_UML=y "$dir/include/config/auto.conf" || release=$release-um
	echo "${version#.}|$release|gcc $((gcc / 10000))"
}

# The cache may have a kernel twice, with an older recipe.
declare -A seen
wanted "$@" | sort -u >"$scratch/wanted"
while read -r kernel; do
	name=$(name "$kernel")
	[ -z "${seen[$name]-}" ] || continue
	seen[$name]=1
	result=$(build "$kernel" </dev/null)
	echo "kernels: $name: $result" >&2
	echo "$name|$result"
done <"$scratch/wanted" | sort -V >"$scratch/rows"

# The flavours and machines of one kernel are a line.
awk -F '|' '
BEGIN {
	print "| kernel | release | built for | compiler | modules |"
	print "|---|---|---|---|---|"
}
{
	at = match($2, /-((cloud|rt)-)?(amd64|arm64|armmp|686-pae|s390x|riscv64|um)$/)
	line = $1 "|" (at ? substr($2, 1, at - 1) : $2) "|" $3 "|" $4
	if (!(line in flavours))
		lines[++n] = line
	flavours[line] = flavours[line] (at ? " " substr($2, at + 1) : "")
}
END {
	for (i = 1; i <= n; i++) {
		split(lines[i], part, "|")
		print "| " part[1] " | " part[2] " |" flavours[lines[i]] " | " part[3] " | " part[4] " |"
	}
}' "$scratch/rows"
[ -s "$scratch/rows" ] && ! grep -q '|fails' "$scratch/rows"
