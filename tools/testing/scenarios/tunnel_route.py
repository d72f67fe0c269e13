# SPDX-License-Identifier: GPL-2.0-only
"""Routes change while a tunnel is in use: the next packet takes the new one to the care-of address,
and without any nothing leaves; what comes out of the tunnel needs the way to the router itself, and
passes the filters there."""

import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect
from dar import Dar
from mn import Mn
from topology import Sniffer, dar_address

WAY = "2001:db8:200:1::"

# Without delays, in which packets would wait that took the route before.


@pytest.mark.world(dars=2, delay_ms=0)
def test_tunnel_route(net):
    dars = [Dar(n) for n in net.dars]
    # A second way between the first router and the core.
    rtnl.of("dar1").veth("way", "way", "core")
    for ns, end in (("dar1", 2), ("core", 1)):
        rtnl.of(ns).up("way")
        rtnl.of(ns).address("add", f"{WAY}{end}/64", "way")
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("ping", "ping", first)
    net.mover.move("mn", 2)
    coa = mn.state(2, "home")["address"]
    dars[0].bound(first, coa)
    client.flowing("ping")

    def tunnelled(dev):
        """Packets to the care-of address that leave by a device from now on."""
        wire = Sniffer("dar1", dev)
        return lambda: [p for _, d, p in wire.packets() if d == "out" and p[6] == 41 and
                        p[24:40] == mh.addr(coa)]

    for dev, gateway, change in (("way", f"{WAY}1", "add"), ("core", "2001:db8:100:1::1", "replace"),
                                 ("way", f"{WAY}1", "replace")):
        rtnl.of("dar1").route(change, f"{coa}/128", via=gateway, dev=dev)
        seen, other = tunnelled(dev), tunnelled("core" if dev == "way" else "way")
        client.flowing("ping")
        expect(seen(), f"tunnelled packets by {dev}", "none")
        equal(len(other()), 0, "packets by the other one")

    # The way itself goes, and with it the route: what is left is the default.
    seen = tunnelled("core")
    rtnl.of("dar1").set("way", state="down")
    client.flowing("ping")
    expect(seen(), "tunnelled packets by core", "none")

    # None at all; then there is one again.
    before, events, cn = dars[0].counters()["no_route"], dars[0].monitor(), Sniffer("cn", "eth0")
    rtnl.of("dar1").route("add", f"{coa}/128", kind="unreachable")
    seen = tunnelled("core")
    time.sleep(0.5)
    equal(len(seen()), 0, "packets without a route")
    # Somebody is told: the administrator by a counter and an event, the source by an error.
    expect(dars[0].counters()["no_route"] > before, f"no_route above {before}", "no more")
    events.wait(event="drop", reason="no_route", home=first)
    expect([p for _, d, p in cn.packets() if d == "in" and p[6] == 58 and p[40:42] == b"\1\3" and
            p[72:88] == mh.addr(first)], "an unreachable address at the correspondent", "nothing")
    rtnl.of("dar1").route("del", f"{coa}/128", kind="unreachable")
    client.flowing("ping")

    def uplink_ends():
        """What the node sends is not taken out of the tunnel."""
        before = dars[0].counters()["tunnel_rx"]
        time.sleep(0.5)
        equal(dars[0].counters()["tunnel_rx"], before, "packets out of the tunnel")

    netns.run("dar1", ["nft", "-f", "-"], stdin="table ip6 fama_test { chain input { type filter "
              "hook input priority 0; ip6 nexthdr 41 drop; }; }\n")
    uplink_ends()
    netns.run("dar1", ["nft", "delete", "table", "ip6", "fama_test"])
    client.flowing("ping")
    route = dict(dst=f"{dar_address(1)}/128", dev="acc", kind="local", table=rtnl.LOCAL)
    rtnl.of("dar1").route("del", **route)
    uplink_ends()
    rtnl.of("dar1").route("add", **route)
    client.flowing("ping")

    # To another care-of address, which has another route, and back.
    net.mover.move("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(first)
    client.flowing("ping")
    net.mover.move("mn", 2)
    dars[0].bound(first, coa)
    client.flowing("ping")
    client.stop()
    server.stop()
