# SPDX-License-Identifier: GPL-2.0-only
"""Routes change while a tunnel is in use: the next packet takes the new one to the care-of address,
and without any nothing leaves; what comes out of the tunnel needs the way to the router itself, and
passes the filters there."""

import time

import pytest

import mh
import netns
from check import equal, expect
from famactl import Dar, Mn
from topology import Sniffer, dar_address

WAY = "2001:db8:200:1::"

# Without delays, in which packets would wait that took the route before.


@pytest.mark.world(dars=2, delay_ms=0)
def test_tunnel_route(net):
    dars = [Dar(n, "off") for n in net.dars]
    # A second way between the first router and the core.
    netns.ip(None, "link add way netns dar1 type veth peer name way netns core")
    for ns, end in (("dar1", 2), ("core", 1)):
        netns.ip(ns, "link set way up", f"addr add {WAY}{end}/64 dev way nodad")
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
        netns.ip("dar1", f"route {change} {coa}/128 via {gateway} dev {dev}")
        seen, other = tunnelled(dev), tunnelled("core" if dev == "way" else "way")
        client.flowing("ping")
        expect(seen(), f"tunnelled packets by {dev}", "none")
        equal(len(other()), 0, "packets by the other one")

    # The way itself goes, and with it the route: what is left is the default.
    seen = tunnelled("core")
    netns.ip("dar1", "link set way down")
    client.flowing("ping")
    expect(seen(), "tunnelled packets by core", "none")

    # None at all; then there is one again.
    netns.ip("dar1", f"route add unreachable {coa}/128")
    seen = tunnelled("core")
    time.sleep(0.5)
    equal(len(seen()), 0, "packets without a route")
    netns.ip("dar1", f"route del unreachable {coa}/128")
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
    route = f"local {dar_address(1)}/128 dev acc table local"
    netns.ip("dar1", f"route del {route}")
    uplink_ends()
    netns.ip("dar1", f"route add {route}")
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
