#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the fama command and the scenarios' helper programs, outside the checkout.
#   programs.sh [KIND]
# They are the same for all kernels of a machine: those for which a kernel of KIND is
# built, else this one. Warnings are errors. What has been built from the same files is
# not built again. The last line of stdout is the directory, everything else goes to
# stderr.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}

machine=native
case ${1-} in arm64-*) machine=arm64 ;; esac
make=(make -s "-j$(nproc)" CFLAGS="-O2 -g -Werror")
guest=
if [ $machine != native ]; then
	# The compiler that makes programs of the other machine, and what they are linked with.
	root=$("$here/kernel.sh" "$(cat "$("$here/kernel.sh" "$1" | tail -n 1)/machine")" | tail -n 1)
	guest=$("$here/kernel.sh" guest-$machine | tail -n 1)
	make=("$here/inroot.sh" "$root/root" "$cache" "$top" -- "${make[@]}" PKG_CONFIG=true
		CC="aarch64-linux-gnu-gcc-12 --sysroot=$guest/root" mnl=-lmnl crypto=-lcrypto)
fi

cd "$top"
key=$({
	find tools/fama tools/testing/lib include/uapi VERSION -type f \
		\( -name '*.[ch]' -o -name '*.py' -o -name '*.css' -o -name '*.js' -o -name '*.sh' -o -name shellrc \
		-o -name Makefile -o -name VERSION \) -print0 |
		sort -z | xargs -0 sha256sum
	gcc -dumpfullversion
	pkg-config --modversion libmnl libcrypto
	echo "$guest"
	cat "$0"
} | sha256sum | cut -c1-12)
dir=$cache/programs-$machine-$key
exec 9>"$cache/.programs-$machine.lock"
flock 9
if [ ! -e "$dir" ]; then
	tmp=$(mktemp -d "$cache/.programs.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' INT TERM
	"${make[@]}" -C "$top/tools/fama" O="$tmp" tests >&2 9>&-
	"${make[@]}" -C "$top/tools/testing/lib" O="$tmp" >&2 9>&-
	find "$tmp" -name "*.[od]" -delete
	find "$tmp" -mindepth 1 -type d -empty -delete
	chmod 755 "$tmp"
	mv -T "$tmp" "$dir"
fi
echo "$dir"
