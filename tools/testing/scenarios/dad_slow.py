# SPDX-License-Identifier: GPL-2.0-only
"""Where DAD must end first, the Binding Update goes out again the moment it does."""

import pytest

import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from topology import CN

# Long enough that the back-off (1, 2, 4 s) would come later: after 7 s.
PROBES = 4


def flagged(flag):
    return [a["address"] for a in rtnl.of("mn").addresses("eth0") if flag in a["flags"]]


@pytest.mark.world(dars=2)
def test_dad_slow(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    until(lambda: first not in flagged("tentative"), f"DAD of {first} to end",
          lambda: flagged("tentative"))

    netns.sysctl("mn", conf__eth0__dad_transmits=PROBES)
    _, up = net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    optimistic = second in flagged("optimistic")

    mn.state(1, "away", careof=second)
    dars[0].bound(first, second)
    ba = events.wait(after=up, event="ba", address=first, status=0)
    sent = [e["time"] for e in events.find(after=up, event="bu", address=first)
            if e["time"] < ba["time"]]
    if optimistic:
        note("this kernel has optimistic DAD")
        expect(second in flagged("tentative"), "an answer while DAD goes on",
               rtnl.of("mn").addresses())
    else:
        # The address could not be a source before.
        equal(rtnl.of("mn").towards(CN)["source"], second, "source of new flows")
        times = [round((t - up) / 1e9, 1) for t in sent]
        expect(len(sent) > 2, "Binding Updates while nobody could answer", str(times))
        expect(times[-1] - times[-2] < 3.5, "the last one not to wait for its back-off of 4 s",
               f"sent at {times} s")


def taken_by_hand(address):
    rtnl.of("mn").address("del", f"{address}/64", "eth0")


def taken_by_the_stack(address):
    rtnl.of("mn").set("eth0", state="down")
    expect(not rtnl.of("mn").has(address, "eth0"), "an interface without the address", address)
    rtnl.of("mn").set("eth0", state="up")


@pytest.mark.world(dars=1)
def test_taken_away(net):
    """An address that goes while its detection goes on is no duplicate."""
    expect(Dar(1).show()["enabled"], "a router", "none")
    mn = Mn()
    netns.sysctl("mn", conf__eth0__dad_transmits=PROBES)
    net.mover.attach("mn", 1)
    address = mn.state(1, "home")["address"]
    for take in (taken_by_hand, taken_by_the_stack):
        until(lambda: address in flagged("tentative"), "detection", rtnl.of("mn").addresses)
        take(address)
        until(lambda: rtnl.of("mn").has(address, "eth0"), f"{address} again after {take.__name__}",
              mn.addresses)
    until(lambda: address not in flagged("tentative"), "the end of detection")
    equal([a["address"] for a in mn.addresses()], [address], "addresses")
    equal([mn.counters()[name] for name in ("dad_collision", "dad_failed")], [0, 0], "collisions")
