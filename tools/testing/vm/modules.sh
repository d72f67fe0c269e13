#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules for one kernel, the fama command and the scenarios' helper
# programs, outside the checkout.
#   modules.sh [-c] [-s] KIND
# -c from scratch, -s with sparse. Warnings are errors. The last line of stdout
# is the directory with the modules, everything else goes to stderr.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
clean=
sparse=
while getopts cs opt; do
	case $opt in
	c) clean=1 ;;
	s) sparse=1 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
kind=${1:?kind of kernel}

kernel=$("$here/kernel.sh" "$kind" | tail -n 1)
[ -n "$kernel" ] || exit 1

cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
build=$cache/build/$(printf %s "$top" | sha256sum | cut -c1-12)/$kind
log=$build.log
mkdir -p "${build%/*}"
exec 9>"$build.lock"
flock 9

# Objects of another kernel are of no use.
if [ -n "$clean" ] || [ "$(cat "$build/.kernel" 2>/dev/null)" != "$kernel" ]; then
	rm -rf "$build"
fi
mkdir -p "$build"
echo "$kernel" >"$build/.kernel"

# P keeps what make has left there; everything else follows the checkout.
cd "$top"
sources=()
for s in Kbuild VERSION core dar mn kunit include compat tools/fama tools/testing/modules; do
	[ ! -e "$s" ] || sources+=("./$s")
done
rsync -aR --delete --filter='P *.o' --filter='P *.ko' --filter='P *.mod' \
	--filter='P *.mod.c' --filter='P .*' --filter='P Module.symvers' \
	--filter='P modules.order' --filter='P fama-features.h' \
	--filter='P /tools/fama/fama' --filter='P /tools/fama/fama-key' \
	"${sources[@]}" "$build/"

args=(FAMA_KUNIT=y W=1 KCFLAGS=-Werror "-j$(nproc)")
[ -z "$sparse" ] || args+=(C=2 CF=-D__CHECK_ENDIAN__)
"$here/kbuild.sh" "$kernel" -s M="$build" "${args[@]}" modules >"$log" 2>&1 9>&- || {
	cat "$log" >&2
	exit 1
}
# Modules that only tests load: the Kbuild at the top knows nothing of them.
for dir in "$build"/tools/testing/modules/*/; do
	[ -e "$dir/Kbuild" ] || continue
	"$here/kbuild.sh" "$kernel" -s M="${dir%/}" "${args[@]}" \
		KBUILD_EXTRA_SYMBOLS="$build/Module.symvers" modules >>"$log" 2>&1 9>&- || {
		cat "$log" >&2
		exit 1
	}
done
cat "$log" >&2
# What modpost and sparse say is not in the compiler's hands. The kernel's own
# headers are not ours to mend.
if grep -iE '(warning|error):' "$log" | grep -vE "^($kernel|\.|include|arch)/" | grep -q .; then
	echo "modules.sh: $kind: warnings" >&2
	exit 1
fi

# A module whose source is gone must not be tested.
find "$build" -name '*.ko' | while read -r ko; do
	grep -qE "(^|/)$(basename "$ko" .ko)\.k?o$" "$build/modules.order" \
		"${ko%/*}/modules.order" 2>/dev/null || rm "$ko"
done

# Headers alone boot nothing that could run programs.
case $kind in headers-*)
	echo "$build"
	exit
	;;
esac
# Programs of another machine: its compiler, and what they are linked with.
programs=(make -s)
case $kind in arm64-*)
	root=$("$here/kernel.sh" "$(cat "$kernel/machine")" | tail -n 1)
	guest=$("$here/kernel.sh" guest-arm64 | tail -n 1)
	programs=("$here/inroot.sh" "$root/root" "$cache" "$top" -- make -s PKG_CONFIG=true
		CC="aarch64-linux-gnu-gcc-12 --sysroot=$guest/root" mnl=-lmnl crypto=-lcrypto)
	;;
esac
if [ -e "$build/tools/fama/Makefile" ]; then
	"${programs[@]}" -C "$build/tools/fama" >&2 9>&-
	cp "$build/tools/fama/fama" "$build/tools/fama/fama-key" "$build"
fi
if [ -e tools/testing/lib/Makefile ]; then
	"${programs[@]}" -C "$top/tools/testing/lib" O="$build" >&2 9>&-
fi
echo "$build"
