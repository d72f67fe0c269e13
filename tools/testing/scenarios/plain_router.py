# SPDX-License-Identifier: GPL-2.0-only
"""A router that is no anchor gives nothing to anchor, nor one that says only half of it."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, never, until
from mn import Mn
from patience import scaled
from topology import CN, Sniffer

# radvd allows short intervals with the flags of Mobile IPv6 only.


@pytest.mark.world(dars=3, home="off", router="off", home_info="", min=3, max=4, pause=3)
def test_plain_router(net):
    # RFC 6275 section 7: the flag of a home agent, and the address of the router in a prefix.
    net.start_radvd(2, router="on")
    net.start_radvd(3, home="on")
    mn = Mn()
    net.mover.attach("mn", 1)
    wire = Sniffer("mn", "eth0")
    for n in net.dars:
        if n > 1:
            net.mover.move("mn", n)
        # The stack's own address shows that the advertisement was heard.
        until(lambda n=n: [a for a in rtnl.of("mn").addresses("eth0", "global")
                           if a["address"].startswith(f"2001:db8:{n}:")],
              f"an address of router {n} from the stack itself")
        never(lambda: [a for a in mn.addresses()
                       if a["dar"] or a["state"] in ("away", "registering")],
              2, "an anchored address")
    never(lambda: mh.messages(wire.packets(), mh.BU), 2, "a Binding Update")

    # Nobody tunnels to an address that has no router, not even in the name of no address.
    here = next(a["address"] for a in mn.addresses() if a["address"].startswith("2001:db8:3:"))
    inner = mh.udp(CN, here, 4000, 5000, b"tunnelled")
    mac = bytes.fromhex(rtnl.of("mn").link("eth0")["mac"].replace(":", ""))
    received = net.device_packets("mn", "mn0")[0]
    ear = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    ear.bind((here, 5000))
    ear.settimeout(scaled(10))
    with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
        for packet in (mh.ipv6("::", here, 41, inner), mh.udp(CN, here, 4000, 5000, b"plain")):
            s.sendto(packet, ("cell3", 0x86dd, 0, 0, mac))
    equal(ear.recv(100), b"plain", "packet that arrives")
    equal(net.device_packets("mn", "mn0")[0], received, "packets received on mn0")
