#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the kernel's headers have, as macros:
#   features.sh PREPROCESSOR [FLAG...] >fama-features.h
# The version of a kernel does not tell: distributions bring changes to old
# series. So the headers are preprocessed as for a module, and the text is
# searched. This is the only place that asks; see the headers beside for what
# follows from the answers.
set -eu

LC_ALL=C
export LC_ALL

# What is preprocessed. A macro shows what it does where it is used.
text=$("$@" -x c - <<'EOF'
#include <crypto/sha1.h>
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/socket.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#if __has_include(<linux/unaligned.h>)
has_unaligned
#endif
#if __has_include(<net/gso.h>)
has_gso
#endif
#if __has_include(<net/ipv6_stubs.h>)
has_ipv6_stubs
#endif
MODULE_IMPORT_NS(namespace);
EOF
)
text=$(printf '%s\n' "$text" | tr -s '[:space:]' ' ')

# feature NAME PATTERN: it is there if the text has the extended regular expression
feature() {
	if printf '%s\n' "$text" | grep -qE -e "$2"; then
		echo "#define FAMA_HAVE_$1"
	else
		echo "/* no FAMA_HAVE_$1 */"
	fi
}

# An empty text would be a kernel of the distant past.
printf '%s\n' "$text" | grep -q 'struct net_device {' || {
	echo "features.sh: cannot read the kernel's headers" >&2
	exit 1
}

echo "/* Made by compat/features.sh. */"
feature DROP_INVALID_SOURCE ' SKB_DROP_REASON_IP_INVALID_SOURCE,'
feature DROP_QUEUE_PURGE ' SKB_DROP_REASON_QUEUE_PURGE,'
feature DROP_RECURSION_LIMIT ' SKB_DROP_REASON_RECURSION_LIMIT,'
feature DROP_TUNNEL_ECN ' SKB_DROP_REASON_IP_TUNNEL_ECN,'
feature GENL_INFO_DUMP ' genl_info_dump\('
feature GSO has_gso
feature HMAC_SHA1 ' hmac_sha1_preparekey\('
feature HRTIMER_SETUP ' hrtimer_setup\('
feature IPV6_STUBS has_ipv6_stubs
feature NETNS_IMMUTABLE '[ :]netns_immutable[ :;]'
feature NETNS_LOCAL '[ :]netns_local[ :;]'
feature NS_STRING '"?import_ns"? ?"?=?"? namespace'
feature PCPU_STAT_TYPE ' pcpu_stat_type[ :;]'
feature SOCKADDR_UNSIZED 'struct sockaddr_unsized \{'
feature UDP_TABLE_OF_NET 'tcp_death_row; struct udp_table \*udp_table;'
feature UNALIGNED has_unaligned
