#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# In the machine that lab.sh starts: a shell at the terminal of the one who started it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
"$here/../vm/load.sh" "$FAMA_BUILD" fama dar mn
modprobe sch_netem
export PATH="$FAMA_BUILD:$PATH" TERM="$FAMA_TERM"
cd /root
exec setsid -c -w bash -c '
	stty sane rows "${FAMA_SIZE% *}" cols "${FAMA_SIZE#* }"
	echo "lab: this is a machine of its own: \"fama lab up\", and Documentation/lab.rst; \"exit\" ends it"
	PS1="# " exec bash --norc --noprofile' </dev/ttyS1 >/dev/ttyS1 2>&1
