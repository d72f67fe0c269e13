# SPDX-License-Identifier: GPL-2.0-only
"""A strict filter of the reverse path at the home router lets nodes pass that are away, if their
bindings have routes: also when they move while the RTNL is held. What ends a binding comes from its
address at home, while the route still leads to where the node was: messages must pass."""

import time

import pytest

import hold
import netns
from check import equal, expect
from dar import Dar
from mn import Mn

RULES = """\
table ip6 fama_rpf {
	counter wrong { }
	chain pre {
		type filter hook prerouting priority raw;
		meta l4proto mobility-header accept
		icmpv6 type nd-neighbor-solicit accept
		icmpv6 type nd-neighbor-advert accept
		fib saddr . iif oif missing counter name wrong drop
	}
}
"""


def dropped():
    text = netns.run("dar1", ["nft", "list", "counter", "ip6", "fama_rpf", "wrong"]).stdout
    return int(text.split("packets")[1].split()[0])


@pytest.mark.world(dars=2)
def test_fib_rpf(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    netns.run("dar1", ["nft", "-f", "-"], stdin=RULES)
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    flows = ("tcp", "ping")
    for flow in flows:
        client.open(flow, flow, home)
    client.flowing(*flows)

    # Without routes nothing of what the node sends passes.
    net.mover.move("mn", 2)
    careof = mn.state(2, "home")["address"]
    dars[0].bound(home, careof, state="verified")
    time.sleep(0.5)
    before, start = client.status(), dropped()
    time.sleep(1)
    equal(client.status()["ping"]["received"], before["ping"]["received"], "answers")
    expect(dropped() > start, f"packets that the filter drops, more than {start}", dropped())

    dars[0].change(fib=1)
    client.flowing(*flows)
    with hold.rtnl():
        for cell in (1, 2, 1, 2):
            net.mover.move("mn", cell)
            client.flowing(*flows)
    dars[0].bound(home, careof)
    flows = client.stop()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
    server.stop()
