# SPDX-License-Identifier: GPL-2.0-only
"""A neighbour that says what a router says (RFC 4861 4.2), whether or not that is one."""

import mh
import netns

HOME, LOW, HIGH = 0x20, 0x18, 0x08  # flags: RFC 6275 7.1, RFC 4191 2.2
ONLINK_AUTO, ROUTER_ADDRESS = 0xc0, 0x20  # of a prefix
LIAR = "fe80::bad"


def prefix_info(prefix, router=None, valid=3600, preferred=1800):
    """router: its address in the prefix, which says that it is one of a router."""
    flags = ONLINK_AUTO | (ROUTER_ADDRESS if router else 0)
    return bytes([3, 4, 64, flags]) + valid.to_bytes(4, "big") + preferred.to_bytes(4, "big") + \
        bytes(4) + mh.addr(router or prefix.partition("/")[0])


def advertisement(*prefixes, src=LIAR, flags=0, lifetime=1800, hops=255, spoil=False):
    """An IPv6 packet to all nodes."""
    body = bytes([64, flags]) + lifetime.to_bytes(2, "big") + bytes(8) + b"".join(prefixes)
    return mh.icmp6(src, "ff02::1", 134, 0, body, hops, spoil)


class Neighbour:
    """In a namespace that is a host of a cell: net.host()."""

    def __init__(self, net, ns, dev="eth0"):
        self.raw, self.index = net.raw(ns), netns.index(ns, dev)

    def put(self, packet):
        self.raw.sendto(packet, ("ff02::1", 0, 0, self.index))

    def advertise(self, *prefixes, **kw):
        self.put(advertisement(*prefixes, **kw))
