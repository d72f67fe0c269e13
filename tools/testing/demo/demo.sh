#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The demonstration: a node moves 1 -> 2 -> 3 -> 2 -> 1 and nothing breaks.
# Exit status 0 only if the packets on all links show that no stream broke and every
# packet after an outage arrived.
#   DEMO_KERNEL=uml-6.12|uml-6.1|debian-6.1|debian-6.12 picks another kernel.
# Leaves out/demo/summary.json, events.jsonl, demo.pcapng, recording.jsonl and report.html.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
testing=$(cd "$here/.." && pwd)
top=$(cd "$testing/../.." && pwd)
kind=${DEMO_KERNEL:-debian-6.1}
out=$top/out/demo

rm -rf "$out"
mkdir -p "$out/vm"
log=$out/vm/build.log
if [ -t 1 ]; then
	export FAMA_COLOUR=1
fi

# shellcheck source=tools/testing/step.sh
. "$testing/step.sh"

step demo "looking for what it needs" "$testing/install.sh"
step demo "getting the kernel ($kind; the first time takes minutes)" "$testing/vm/kernel.sh" "$kind"
step demo "building modules, command and traffic programs" "$testing/vm/modules.sh" "$kind"
FAMA_BUILD=$(tail -n 1 "$log")
export FAMA_BUILD

# The clock of the machine counts instructions: times do not depend on the host.
echo "demo: starting a machine with this kernel, its clock at 2 ns an instruction"
"$testing/vm/boot.sh" "$kind" -t 300 -o "$out/vm" -- "$here/demo.py" "$out/vm" || {
	echo "demo: the machine stopped with status $?" >&2
	exit 1
}

"$here/report.py" "$out"
