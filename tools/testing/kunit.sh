#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Run every KUnit module of a build directory inside a test kernel; KTAP on
# stdout.
#   kunit.sh BUILD_DIR [NAME...]     NAME: mh for mh_kunit.ko
set -u

here=$(cd "$(dirname "$0")" && pwd)
build=$1
shift
results=/sys/kernel/debug/kunit
failed=0

if [ $# = 0 ]; then
	for ko in "$build"/kunit/*_kunit.ko "$build"/*_kunit.ko; do
		[ ! -e "$ko" ] || set -- "$@" "$(basename "$ko" _kunit.ko)"
	done
fi

echo "KTAP version 1"
echo "1..$#"
n=0
for name; do
	n=$((n + 1))
	echo "  # Subtest: $name"
	if ! "$here/vm/load.sh" "$build" "${name}_kunit" 2>&1 | sed 's/^/# /' ||
		[ ! -d "/sys/module/${name}_kunit" ]; then
		echo "not ok $n $name"
		failed=1
		continue
	fi
	verdict=ok
	for r in "$results"/*/results; do
		[ -e "$r" ] || verdict="not ok"
		# A case is one test however many parameters it has: not every
		# version reports those that pass.
		sed -E 's/^( {8,})(ok|not ok|1\.\.)/\1# \2/; s/^/  /' "$r"
		! grep -q '^ *not ok' "$r" || verdict="not ok"
	done
	# Its suites leave with it, so the next module's are alone there.
	rmmod "${name}_kunit" || verdict="not ok"
	[ "$verdict" = ok ] || failed=1
	echo "$verdict $n $name"
done
exit $failed
