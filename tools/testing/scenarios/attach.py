# SPDX-License-Identifier: GPL-2.0-only
"""A node comes up at an access router: address, flows, and no tunnel."""

import pytest

import mh
import netns
import rtnl
from check import equal, expect, note
from dar import Dar
from famactl import query
from mn import Mn
from topology import CN, Sniffer, dar_address, prefix

pytestmark = pytest.mark.series


@pytest.mark.world(dars=1)
def test_attach(net):
    dar = Dar(1)
    before = netns.setting("mn", "conf__eth0__accept_ra")
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
    equal(rtnl.of("mn").towards(CN)["source"], a["address"], "source of new flows")

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
    after = netns.setting("mn", "conf__eth0__accept_ra")
    equal(after, before, "accept_ra")
    addresses = rtnl.of("mn").addresses("eth0", "global")
    expect(any("mngtmpaddr" in x["flags"] for x in addresses), "the stack's own address too",
           addresses)
