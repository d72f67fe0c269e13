#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Measure the modules against their peers, in turns.
#   bench.sh [STEP...]  in a fast kernel without debugging, by its time; steps that
#                       need another kernel or clock, in those
#   bench.sh -q         what takes less than 3 minutes, in Debian's kernel by
#                       instructions, which are the same on every machine; fails
#                       when a ratio is 3 % below that of expected.json
# Steps: those of bench.py. Leaves out/bench.json and an SVG of each sweep.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
testing=$(cd "$here/.." && pwd)
top=$(cd "$testing/../.." && pwd)
quick=
if [ "${1-}" = -q ]; then
	quick=1
	set -- forwarding bystander updates
fi
out=$top/out/bench

rm -rf "$out"
mkdir -p "$out"
log=$out/build.log

# shellcheck source=tools/testing/step.sh
. "$testing/step.sh"

# measure KIND CLOCK STEP...: CLOCK as for boot.sh; rows in $out/KIND-CLOCK/bench.json
measure() {
	local kind=$1 clock=$2
	shift 2
	step bench "getting the kernel ($kind; the first time takes minutes)" "$testing/vm/kernel.sh" "$kind"
	step bench "building modules and command" "$testing/vm/modules.sh" "$kind"
	FAMA_BUILD=$(tail -n 1 "$log")
	export FAMA_BUILD
	echo "bench: measuring in $kind: value, ratio to the peer, half the distance of the quartiles"
	"$testing/vm/boot.sh" "$kind" -c "$clock" -t 7200 -o "$out/$kind-$clock" -- "$here/bench.py" "$@"
}

# asked NAME STEP...: is it among the steps, or are there none
asked() {
	local name=$1
	shift
	[ $# != 0 ] || return 0
	case " $* " in
	*" $name "*) return 0 ;;
	esac
	return 1
}

step bench "looking for what it needs" "$testing/install.sh"
if [ -n "$quick" ]; then
	measure debian-6.1 guest "$@"
else
	# For a million routes, and as many bindings.
	export FAMA_MEMORY=3G
	step bench "getting daemons to compare with" "$testing/servers.sh"
	FAMA_SERVERS=$(tail -n 1 "$log")
	export FAMA_SERVERS
	# User Mode Linux has one processor, and counts no instructions.
	usual=
	for name; do
		case $name in
		multicore | anchors | fib) ;;
		*) usual="$usual $name" ;;
		esac
	done
	# shellcheck disable=SC2086
	[ $# != 0 ] && [ -z "$usual" ] || measure uml-6.12-release host $usual
	! asked multicore "$@" || measure debian-6.1 threads multicore
	for name in anchors fib; do
		! asked "$name" "$@" || counted="${counted-} $name"
	done
	for kind in ${counted:+debian-6.1 debian-6.12 trixie-backports}; do
		# shellcheck disable=SC2086
		measure "$kind" guest $counted
	done
fi
"$here/report.py" "$out"/*/ "$top/out"
if [ -n "$quick" ]; then
	"$here/expect.py" "$top/out/bench.json" "$here/expected.json"
fi
