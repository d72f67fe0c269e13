# SPDX-License-Identifier: GPL-2.0-only
"""Nobody answers: solicitations are repeated soon, then ever more seldom (RFC 7559), until a router
is there."""

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
    until(lambda: len(asked(up, wire)) >= 7, "seven solicitations", lambda: str(asked(up, wire)))
    first, *more = asked(up, wire)[:7]
    expect(first < 0.3, "the first at once", first)
    waits = [b - a for a, b in zip([first] + more, more)]
    for want, wait in zip((0.02, 0.08, 0.3, 0.9, 4), waits):
        expect(0.85 * want < wait < 1.15 * want + 0.25, f"the next {want} s later, give or take a tenth",
               waits)
    expect(1.8 < waits[5] / waits[4] < 2.3, "the last after twice that", waits)

    net.start_radvd(1)
    mn.state(1, "home")
    before = len(asked(up, wire))
    never(lambda: len(asked(up, wire)) > before, 2, "a solicitation while there is a router")
    # Its end is the beginning of another search.
    net.stop_radvd(1)
    mn.state(1, "idle")
    until(lambda: len(asked(up, wire)) > before, "a new search at once",
          lambda: str(asked(up, wire)))
