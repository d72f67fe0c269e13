# SPDX-License-Identifier: GPL-2.0-only
"""Nobody answers: solicitations go on, ever more seldom (RFC 7559), until a router is there."""

import pytest

import netns
from check import expect, never, until
from dar import Dar
from mn import Mn
from topology import Sniffer


def asked(up, wire):
    """Seconds after the link came up of each Router Solicitation."""
    return [(t - up) / 1e9 for t, d, p in wire.packets()
            if d == "out" and p[6] == 58 and p[40] == 133 and t > up]


@pytest.mark.world(dars=1, radvd=False)
def test_solicit_again(net):
    dar = Dar(1)
    netns.sysctl("mn", conf__eth0__router_solicitations=0)  # those of the stack itself
    mn = Mn()
    wire = Sniffer("mn", "eth0")
    up = net.mover.attach("mn", 1)
    until(lambda: len(asked(up, wire)) >= 3, "three solicitations", lambda: str(asked(up, wire)))
    first, second, third = asked(up, wire)[:3]
    expect(first < 0.3, "the first at once", first)
    expect(3.5 < second - first < 5, "the second 4 s later, give or take a tenth", second - first)
    expect(1.8 < (third - second) / (second - first) < 2.3, "the third after twice that",
           third - second)

    net.start_radvd(1)
    mn.state(1, "home")
    before = len(asked(up, wire))
    never(lambda: len(asked(up, wire)) > before, 2, "a solicitation while there is a router")
    # Its end is the beginning of another search.
    net.stop_radvd(1)
    mn.state(1, "idle")
    until(lambda: len(asked(up, wire)) > before, "a new search at once",
          lambda: str(asked(up, wire)))
