# SPDX-License-Identifier: GPL-2.0-only
"""A router that is no anchor gives nothing to anchor."""

import pytest

import mh
import netns
from check import never, until
from famactl import Mn
from topology import Sniffer

# radvd allows short intervals with the flags of Mobile IPv6 only.


@pytest.mark.world(dars=1, home="off", router="off", home_info="", min=3, max=4, pause=3)
def test_plain_router(net):
    mn = Mn()
    net.mover.attach("mn", 1)
    # The stack's own address shows that the advertisement was heard.
    until(lambda: "2001:db8:1:" in netns.show("mn", "-6", "addr", "show", "dev", "eth0"),
          "an address from the stack itself")
    wire = Sniffer("mn", "eth0")
    never(lambda: [a for a in mn.addresses() if a["dar"] or a["state"] in ("away", "registering")],
          2, "an anchored address")
    net.mover.move("mn", 1)
    never(lambda: mh.messages(wire.packets(), mh.BU), 2, "a Binding Update")
