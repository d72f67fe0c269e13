#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Look for complaints of the running kernel; print them and fail if there are
# any. Saves the whole log as OUTDIR/dmesg.log.
#   dmesg.sh OUTDIR
set -u

out=$1
found=0

leaks=/sys/kernel/debug/kmemleak
if [ -e $leaks ]; then
	# The scan reports only objects that are older than 5 s, and only what two
	# scans miss. The first sleep is as old as that when it ends, and its
	# objects wait for a grace period: the second one gives it.
	sleep 5
	sleep 1
	echo scan >$leaks
	echo scan >$leaks
fi

dmesg >"$out/dmesg.log"
# No line is excused so far. One that is harmless would be left out here by name,
# with the reason.
pattern='WARNING|BUG[: ]|Oops|possible circular|possible recursive'
pattern="$pattern|possible deadlock|inconsistent lock state|bad unlock balance"
pattern="$pattern|suspicious RCU|KASAN|UBSAN|general protection fault"
pattern="$pattern|unregister_netdevice: waiting|INFO: task|refcount_t:"
pattern="$pattern|ODEBUG|list_(add|del) corruption|ref_tracker|blocked for more"
pattern="$pattern|sleeping function called|scheduling while atomic|Call Trace"
# The line alone says little: a trace follows it.
if grep -E -A 30 "$pattern" "$out/dmesg.log" >"$out/trace.log"; then
	head -n 150 "$out/trace.log"
	found=1
fi
# What the kernel itself has allocated and lost before the first program ran, no module
# of ours has: the consoles of User Mode Linux, where a newer compiler built it.
ours='/^unreferenced object/ { head = $0; next }
	head { lost = !/comm "swapper", pid 1,/; if (lost) print head; head = "" }
	lost'
# Files of debugfs have no size before they are read.
if [ -e $leaks ] && awk "$ours" $leaks | grep .; then
	found=1
fi
exit $found
