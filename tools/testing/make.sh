#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build and install as users and packagers do, in a copy of the source.
#   make.sh [CASE...]
# Prints TAP. A case is a function below whose name begins with case_.
set -u -o pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-make.XXXXXX")
src=$scratch/src
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
# A namespace of mounts; in a chroot nobody may have one of users.
private="unshare -m"
[ "$(id -u)" = 0 ] || private="unshare -rm"
# What the caller's make was told is not for the ones under test.
unset MAKEFLAGS MFLAGS MAKELEVEL O KVER KDIR INSTALL_MOD_PATH

mkdir "$src"
rsync -a --exclude='*.o' --exclude='*.ko' --exclude='*.mod' --exclude='*.mod.c' \
	--exclude='.*' --exclude=/compat/fama-features.h --exclude=Module.symvers \
	--exclude=modules.order --exclude=/out --exclude=/tools/fama/fama \
	"$top/" "$src/"

files() {
	(cd "$src" && find . -type f | sort)
}
files >"$scratch/before"

# one_line COMMAND...: it fails, and says so in one line of its own (what make
# itself adds is not counted)
one_line() {
	if "$@" >"$scratch/said" 2>&1; then
		echo "it did not fail: $*"
		return 1
	fi
	grep -Ev '^make(\[[0-9]+\])?: ' "$scratch/said" >"$scratch/own"
	if [ "$(wc -l <"$scratch/own")" != 1 ] || ! grep -q 'fama: ' "$scratch/own"; then
		cat "$scratch/said"
		return 1
	fi
}

# built DIR: the modules and the command are there, and no test module is
built() {
	for file in fama.ko dar.ko mn.ko tools/fama/fama; do
		[ -e "$1/$file" ] || {
			echo "$1/$file was not built"
			return 1
		}
	done
	[ -z "$(find "$1" -name '*kunit*.ko' -print -quit)" ]
}

# has_headers DIR VERSION...: pretend that their headers are installed
has_headers() {
	local version
	for version in "${@:2}"; do
		mkdir -p "$1/usr/src/linux-headers-$version"
		: >"$1/usr/src/linux-headers-$version/Makefile"
	done
}

# chooses ROOT VERSION [ARG]: what kdir.sh chooses
chooses() {
	local said
	said=$(FAMA_ROOT=$1 FAMA_MACHINE=x86_64 "$src/tools/kdir.sh" ${3:+"$3"})
	[ "$said" = "$1/usr/src/linux-headers-$2" ] || {
		echo "$2 was expected, not $said"
		return 1
	}
}

case_absent_kernel() {
	one_line make -C "$src" KVER=6.99.0-none modules &&
		one_line make -C "$src" KDIR=/none modules &&
		FAMA_ROOT=$scratch/none one_line make -C "$src" modules
}

case_choice_of_headers() {
	local root=$scratch/root
	has_headers "$root" 6.1.0-9-rt-amd64 6.1.0-9-cloud-amd64 6.1.0-9-common
	chooses "$root" 6.1.0-9-rt-amd64 6.1.0-9-rt-amd64 || return
	has_headers "$root" 6.1.0-9-amd64 6.1.0-10-amd64 6.1.0-11-arm64 \
		6.1.0-12-common-rt 6.1.0-12-rt-amd64
	chooses "$root" 6.1.0-10-amd64 &&
		chooses "$root" 6.1.0-11-arm64 6.1.0-11-arm64 &&
		chooses "$root" 6.1.0-9-cloud-amd64 6.1.0-9-cloud-amd64
}

# In one directory, the source being read-only, with eight jobs, and whatever is
# said is an error.
case_elsewhere() {
	cat >"$scratch/ro" <<-'EOF'
		mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit
		cd "$1" || exit
		! touch new || exit
		make -j8 O="$2"
	EOF
	$private sh "$scratch/ro" "$src" "$scratch/obj" || return
	built "$scratch/obj" || return
	# Nothing is built again, and a file that is gone is not used.
	touch "$scratch/stamp"
	make -C "$src" O="$scratch/obj" || return
	[ -z "$(find "$scratch/obj" -name '*.o' -newer "$scratch/stamp" -print -quit)" ]
}

case_read_only() {
	cat >"$scratch/ro" <<-'EOF'
		mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit
		exec make -C "$1" modules
	EOF
	one_line $private sh "$scratch/ro" "$src"
}

case_path_with_space() {
	mkdir -p "$scratch/a path"
	cp "$src/Makefile" "$scratch/a path/"
	one_line make -C "$scratch/a path" &&
		one_line make -C "$src" O="$scratch/another path"
}

case_here() {
	make -C "$src" -j8 && built "$src"
}

case_installed() {
	local root=$scratch/installed release
	# Nobody has the key that Debian's headers name.
	make -C "$src" modules_install INSTALL_MOD_PATH="$root" >"$scratch/said" 2>&1 || {
		cat "$scratch/said"
		return 1
	}
	if grep -iE 'ssl|sign-file|error' "$scratch/said"; then
		return 1
	fi
	# Debian 13 compresses modules.
	[ "$(find "$root" -name '*.ko' -o -name '*.ko.xz' | wc -l)" = 3 ] || {
		find "$root"
		return 1
	}
	[ "$(du -sk "$root" | cut -f 1)" -lt 2048 ] || {
		du -sk "$root"
		return 1
	}
	release=$(basename "$root"/lib/modules/*)
	[ "$(modprobe -d "$root" -S "$release" --show-depends dar | wc -l)" -ge 2 ] &&
		modprobe -d "$root" -S "$release" -R net-pf-16-proto-16-family-mn |
		grep -qx mn || return
	"$src/tools/testing/described.sh" "$root"/lib/modules/*/*/*.ko*
}

case_not_stripped() {
	make -C "$src" modules_install INSTALL_MOD_PATH="$scratch/whole" \
		INSTALL_MOD_STRIP= || return
	find "$scratch/whole" -name 'fama.ko.xz' -exec unxz {} +
	cmp "$src/fama.ko" "$(find "$scratch/whole" -name fama.ko)"
}

# Nothing is left but what somebody may have written.
case_uninstalled() {
	local root=$scratch/command
	make -C "$src" install DESTDIR="$root" && [ -x "$root/usr/bin/fama" ] &&
		make -C "$src" uninstall DESTDIR="$root" || return
	[ "$(find "$root" -type f | sort | xargs)" = "$root/etc/fama/dar.conf $root/etc/fama/mn.conf" ] || {
		find "$root" -type f
		return 1
	}
}

case_one_version() {
	local version
	version=$(cat "$src/VERSION")
	[ "$(modinfo -F version "$src/fama.ko")" = "$version" ] &&
		"$src/tools/fama/fama" -V | grep -wF "$version"
}

case_clean() {
	make -C "$src" clean && files | diff "$scratch/before" -
}

# The headers are of a kernel that gcc built.
case_clang() {
	one_line make -C "$src" CC=clang modules && one_line make -C "$src" LLVM=1 modules
}

cases="absent_kernel choice_of_headers elsewhere read_only path_with_space here
	installed not_stripped uninstalled one_version clean"
! command -v clang >/dev/null || cases="$cases clang"
cases=${*:-$cases}
. "$top/tools/testing/cases.sh"
run_cases "$scratch/log" $cases
