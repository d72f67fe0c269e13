# SPDX-License-Identifier: GPL-2.0-only
"""A strict filter of the reverse path at the home router lets nodes pass that are away, if their
bindings have routes: also when they move while the RTNL is held. What ends a binding comes from its
address at home, while the route still leads to where the node was: messages must pass."""

import pytest

import netns
from check import expect
from dar import Dar
from mirror import Roamer

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
    dars = [Dar(n, fib=0) for n in net.dars]
    netns.run("dar1", ["nft", "-f", "-"], stdin=RULES)
    node = Roamer(net, dars[0])
    # Without routes nothing of what the node sends passes.
    node.leave()
    start = dropped()
    node.hears_nothing(1)
    expect(dropped() > start, f"packets that the filter drops, more than {start}", dropped())
    node.mirrored()
    dars[0].bound(node.home, node.careof)
    flows = node.end()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
