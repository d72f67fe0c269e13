# SPDX-License-Identifier: GPL-2.0-only
"""Back at the first router: its binding, its tunnel and its rules are gone."""

import pytest

import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn


@pytest.mark.world(dars=2)
def test_return_home(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.open("tcp", "tcp", first)
    client.open("ping", "ping", first)
    client.flowing("tcp", "ping")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away")
    dars[0].bound(first, second)
    client.flowing("tcp", "ping")
    expect(rtnl.of("mn").rules(src=f"{first}/128"), "a rule for the old address", "none")

    _, up = net.mover.move("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(first)
    mn.state(2, "away", careof=first)
    dars[1].bound(second, first)
    bu = events.wait(after=up, event="bu", address=first)
    equal(bu["lifetime"], 0, "lifetime asked for at home")
    events.wait(after=up, event="ba", address=first, status=0)
    client.flowing("tcp", "ping")

    rt = rtnl.of("mn")
    equal(rt.rules(src=f"{first}/128"), [], f"rules for {first}")
    # It may stay there until eth0 can receive for it.
    until(lambda: not rt.has(first, "mn0"), f"{first} not on mn0", rt.addresses, patience=5)
    expect(rt.has(first, "eth0") and not rt.has(first, "eth0", "deprecated"),
           f"{first} preferred on eth0", rt.addresses("eth0"))

    # Traffic goes on and none of it through a tunnel.
    ends = [("mn", "mn0"), ("dar1", "dar0")]
    before = [net.device_packets(*e) for e in ends]
    client.flowing("tcp", "ping", more=20)
    equal([net.device_packets(*e) for e in ends], before, "packets on mn0 and dar0")
    flows = client.stop()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
