#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Run KUnit suites as programs of user space, under sanitizers; KTAP on stdout.
#   run.sh [-m MACHINE] [NAME...]     NAME: mh for kunit/mh_kunit.c
# MACHINE: native; i686: 32 bit; s390x: big endian, in an emulator and without
# sanitizers.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kunit=$here/../../../kunit
machine=native
while getopts m: opt; do
	case $opt in
	m) machine=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))

CC=gcc
emulator=
export ASAN_OPTIONS=detect_stack_use_after_return=0 UBSAN_OPTIONS=print_stacktrace=1
case $machine in
native) ;;
i686)
	CC=i686-linux-gnu-gcc
	root=/usr/i686-linux-gnu/lib
	export LDFLAGS="-Wl,--dynamic-linker=$root/ld-linux.so.2 -Wl,--disable-new-dtags,-rpath=$root"
	;;
s390x)
	CC=s390x-linux-gnu-gcc
	emulator="qemu-s390x -L /usr/s390x-linux-gnu"
	export SANITIZE=
	;;
*)
	echo "no machine $machine" >&2
	exit 2
	;;
esac

out=$(mktemp -d "${TMPDIR:-/tmp}/fama-units.XXXXXX")
trap 'rm -rf "$out"' EXIT
make() {
	command make -s -C "$here" O="$out" CC="$CC" "$@"
}

# Every suite has a file, and is built for the kernel, too; every exception
# has a suite.
complete() {
	local name
	for name in $(sed '/^#/d; s/[[:space:]].*//' "$here/kernel-only"); do
		[ -e "$kunit/${name}_kunit.c" ] || echo "kernel-only: no suite $name"
	done
	for name in "$kunit"/*_kunit.c; do
		name=$(basename "$name" .c)
		grep -qw "$name.o" "$kunit/Kbuild" || echo "kunit/Kbuild: no $name.o"
	done
}

missing=$(complete)
if [ $# = 0 ]; then
	read -ra suites < <(make list)
	set -- "${suites[@]}"
fi

echo "KTAP version 1"
echo "1..$(($# + 1))"
failed=0
if [ -n "$missing" ]; then
	sed 's/^/# /' <<<"$missing"
	echo "not ok 1 complete"
	failed=1
else
	echo "ok 1 complete"
fi

make -k -j"$(nproc)" "$@" >"$out/log" 2>&1 || sed 's/^/# /' "$out/log"
n=1
for name; do
	n=$((n + 1))
	verdict="not ok"
	echo "  # Subtest: $name"
	if [ -x "$out/$name" ] && $emulator "$out/$name" >"$out/said" 2>"$out/stderr"; then
		verdict=ok
	fi
	[ ! -e "$out/said" ] || sed 's/^/  /' "$out/said"
	[ ! -s "$out/stderr" ] || sed 's/^/# /' "$out/stderr"
	rm -f "$out/said" "$out/stderr"
	[ "$verdict" = ok ] || failed=1
	echo "$verdict $n $name"
done
exit $failed
