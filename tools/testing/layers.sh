#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Who may include whom: the two roles never each other, the core neither, and
# the pure files nothing that would keep them out of a fuzzer in user space.
set -eu

cd "$(dirname "$0")/../.."
bad=0

# forbid PATTERN WHY FILE...: no #include may match
forbid() {
	pattern=$1
	why=$2
	shift 2
	for f; do
		[ -e "$f" ] || continue
		if grep -HnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)" "$f"; then
			echo "  $why"
			bad=1
		fi
	done
}

up='(\.\./)*'
forbid "$up(mn/|linux/mn\.h|uapi/linux/mn\.h)" "the access router knows no mobile node" dar/*.[ch]
forbid "$up(dar/|linux/dar\.h|uapi/linux/dar\.h)" "the mobile node knows no access router" mn/*.[ch]
forbid "$up((dar|mn)/|(uapi/)?linux/(dar|mn)\.h)" "the core knows no role" core/*.[ch] include/fama/*.h

for noun in mh mhopt cga auth spki; do
	forbid 'linux/(skbuff|socket|net|netdevice|jiffies|timer|ktime|slab|vmalloc|mutex|spinlock|rcupdate|workqueue|netfilter[a-z0-9_]*)\.h|net/(sock|net_namespace|genetlink|dst|ip6_route|addrconf)\.h' \
		"pure files take buffers, lengths and time as arguments" \
		"core/$noun.c" "include/fama/$noun.h"
done

# shellcheck disable=SC2046
forbid 'linux/version\.h|generated/utsrelease\.h' \
	"versions do not tell kernels apart, compat/features.sh does" \
	$(find core dar mn include compat kunit tools -name '*.[ch]')

[ $bad = 0 ] && echo "layers: as designed"
exit $bad
