#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A machine with the kernel of the demonstration, the modules and the command, and a shell in it:
# for "fama lab" where the modules are not installed (Documentation/lab.rst).
#   DEMO_KERNEL=debian-6.1|debian-6.12 picks another kernel.
# What is written there is gone when the shell ends.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
testing=$(cd "$here/.." && pwd)
kind=${DEMO_KERNEL:-debian-6.1}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-lab.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
log=$scratch/build.log

# shellcheck source=tools/testing/step.sh
. "$testing/step.sh"

case $kind in uml-*)
	echo "lab: $kind has no terminal" >&2
	exit 2
	;;
esac
step lab "looking for what it needs" "$testing/install.sh"
step lab "getting the kernel ($kind; the first time takes minutes)" "$testing/vm/kernel.sh" "$kind"
step lab "building modules and command" "$testing/vm/modules.sh" "$kind"
FAMA_BUILD=$(tail -n 1 "$log")
FAMA_SIZE=$(stty size 2>/dev/null || echo 24 80)
export FAMA_BUILD FAMA_SIZE FAMA_TERM="${TERM:-dumb}"

echo "lab: starting a machine with this kernel"
"$testing/vm/boot.sh" "$kind" -c host -t 86400 -o "$scratch/vm" -i -- "$here/shell.sh"
