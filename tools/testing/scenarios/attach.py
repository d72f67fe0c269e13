# SPDX-License-Identifier: GPL-2.0-only
"""A node comes up at an access router: address, flows, and no tunnel."""

import pytest

import mh
import netns
from check import equal, expect, note
from famactl import Dar, Mn, query
from topology import CN, Sniffer, dar_address, prefix

pytestmark = pytest.mark.series


@pytest.mark.world(dars=1)
def test_attach(net):
    dar = Dar(1)
    before = netns.run("mn", ["cat", "/proc/sys/net/ipv6/conf/eth0/accept_ra"]).stdout
    mn = Mn()
    events = net.watch("mn")
    wire = Sniffer("mn", "eth0")
    up = net.mover.attach("mn", 1)

    attach = events.wait(event="attach")
    equal(attach["dar"], dar_address(1), "access router")
    a = mn.state(1, "home")
    equal(a["dar"], dar_address(1), "anchor")
    home = events.find(event="address", state="home")[0]
    took = (home["time"] - attach["time"]) / 1e6
    note(f"advertisement to address {took:.1f} ms")
    expect(took < 500, "no wait for duplicate address detection (500 ms)", f"{took} ms")

    # The address is what RFC 3972 makes of key, modifier and prefix.
    shown = query(None, "key", "show", mn.keyfile)
    cga = mh.Cga(mh.Key.load(mn.keyfile), "2001:db8:1::", bytes.fromhex(shown["modifier"]),
                 shown["sec"])
    equal(a["address"], mh.text(cga.address), "address")
    equal(query(None, "key", "address", mn.keyfile, prefix(1))["address"], a["address"],
          "address by the command")

    server, client = net.traffic()
    client.open("tcp", "tcp", a["address"])
    client.open("ping", "ping", a["address"])
    client.flowing("tcp", "ping")
    route = netns.show("mn", "-6", "route", "get", CN)
    expect(f"src {a['address']}" in route, "new flows from the new address", route)

    # Solicited by itself at once, and known to the router.
    icmp = [(t, p) for t, d, p in wire.packets() if d == "out" and p[6] == 58]
    asked = [t for t, p in icmp if p[40] == 133 and t > up]
    expect(asked and asked[0] - up < 300 * 10**6, "a Router Solicitation at once",
           [(t - up) / 1e6 for t in asked])
    expect(any(p[40] == 136 and p[48:64] == cga.address for _, p in icmp),
           "an unsolicited Neighbor Advertisement", f"{len(icmp)} ICMPv6 packets")

    # Nothing is tunnelled or bound, and the system's own configuration goes on.
    equal(net.device_packets("mn", "mn0"), (0, 0), "packets on mn0")
    equal(net.device_packets("dar1", "dar0"), (0, 0), "packets on dar0")
    equal(dar.bindings(), [], "bindings")
    for m in mh.messages(wire.packets(), mh.BU):
        equal(m.lifetime, 0, "lifetime of a Binding Update at home")
    after = netns.run("mn", ["cat", "/proc/sys/net/ipv6/conf/eth0/accept_ra"]).stdout
    equal(after, before, "accept_ra")
    addresses = netns.show("mn", "-6", "addr", "show", "dev", "eth0", "scope", "global")
    expect("mngtmpaddr" in addresses, "the stack's own address too", addresses)
