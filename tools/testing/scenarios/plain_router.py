# SPDX-License-Identifier: GPL-2.0-only
"""A router that is no anchor gives nothing to anchor, nor one that says only half of it."""

import pytest

import mh
import rtnl
from check import never, until
from mn import Mn
from topology import Sniffer

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
