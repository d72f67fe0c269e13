# SPDX-License-Identifier: GPL-2.0-only
"""A router that is no anchor gives nothing to anchor."""

import pytest

import mh
import rtnl
from check import never, until
from mn import Mn
from topology import Sniffer

# radvd allows short intervals with the flags of Mobile IPv6 only.


@pytest.mark.world(dars=2, home="off", router="off", home_info="", min=3, max=4, pause=3)
def test_plain_router(net):
    mn = Mn()
    net.mover.attach("mn", 1)
    # The stack's own address shows that the advertisement was heard.
    until(lambda: rtnl.of("mn").addresses("eth0", "global"), "an address from the stack itself")
    wire = Sniffer("mn", "eth0")
    never(lambda: [a for a in mn.addresses() if a["dar"] or a["state"] in ("away", "registering")],
          2, "an anchored address")
    net.mover.move("mn", 2)
    until(lambda: [a for a in rtnl.of("mn").addresses("eth0", "global")
                   if a["address"].startswith("2001:db8:2:")], "an address of the second router")
    never(lambda: mh.messages(wire.packets(), mh.BU), 2, "a Binding Update")
