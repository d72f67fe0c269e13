# SPDX-License-Identifier: GPL-2.0-only
"""Any global address of the present link serves as care-of address, whoever has made it; where
nothing anchors, new flows use the host's own addresses."""

import pytest

import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import findings
from mn import Mn
from topology import CN, Sniffer

PLAIN = {"home": "off", "router": "off", "home_info": ""}
SLOW = {"min": 3, "max": 4, "pause": 3}  # radvd wants it without the flags of Mobile IPv6


def mine(mn, n):
    """Addresses of the stack in the network of router N."""
    own = {a["address"] for a in mn.addresses()}
    return [a for a in rtnl.of("mn").addresses("eth0", "global")
            if a["address"].startswith(f"2001:db8:{n}:") and a["address"] not in own]


def flows(net, address):
    server, client = net.traffic()
    client.begin(address, "tcp", "ping", "down")
    return server, client


@pytest.mark.world(dars=3)
def test_by_hand(net):
    """The network has routers and no prefix in which hosts form addresses: DHCPv6, or static."""
    net.start_radvd(2, auto="off", **PLAIN, **SLOW)
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    _, client = flows(net, first)
    node = rtnl.of("mn")

    net.mover.move("mn", 2)
    until(lambda: mn.active() == "eth0", "a router without an address", mn.links)
    never(lambda: mn.of_dar(1)["state"] == "away" or mn.links()["eth0"]["careof"], 2,
          "a care-of address of the network that was left")
    node.address("add", "2001:db8:2::d6/128", "eth0")
    mn.state(1, "away", careof="2001:db8:2::d6")
    dars[0].bound(first, "2001:db8:2::d6", state="verified")
    equal(mn.links()["eth0"]["careof"], "2001:db8:2::d6", "care-of address of the link")
    client.flowing("tcp", "ping", "down")
    expect(not mn.of_dar(2), "no address of ours at router 2", mn.addresses())

    # Another lease: the one that it had stays until it is gone.
    node.address("add", "2001:db8:2::d7/128", "eth0")
    never(lambda: mn.of_dar(1)["careof"] != "2001:db8:2::d6", 2, "a move without need")
    node.address("del", "2001:db8:2::d6/128", "eth0")
    mn.state(1, "away", careof="2001:db8:2::d7")
    client.flowing("tcp", "ping", "down")

    # None for a while.
    node.address("del", "2001:db8:2::d7/128", "eth0")
    mn.state(1, "idle")
    node.address("add", "2001:db8:2::d8/128", "eth0", nodad=False)
    mn.state(1, "away", careof="2001:db8:2::d8")
    client.flowing("tcp", "ping", "down")

    net.mover.move("mn", 3)
    third = mn.state(3, "home")["address"]
    mn.state(1, "away", careof=third)
    client.flowing("tcp", "ping", "down")
    node.address("del", "2001:db8:2::d8/128", "eth0")
    mn.disable()


def test_plain(net):
    """Nothing anchors: our own address is no more than a care-of address."""
    net.start_radvd(2, **PLAIN, **SLOW)
    netns.sysctl("mn", conf__eth0__use_tempaddr=2)
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    node = rtnl.of("mn")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    until(lambda: len(mine(mn, 1)) == 2, "a public and a temporary address", node.addresses)
    equal(node.towards(CN)["source"], first, "source where something anchors")
    _, client = flows(net, first)

    net.mover.move("mn", 2)
    here = until(lambda: (mn.of_dar(2) or {}).get("address"), "an address of ours", mn.addresses)
    mn.state(1, "away", careof=here)
    dars[0].bound(first, here, state="verified")
    client.flowing("tcp", "ping", "down")
    expect(node.has(here, "eth0", "deprecated"), "a deprecated one", node.addresses("eth0"))
    temporary = until(lambda: next((a["address"] for a in mine(mn, 2)
                                    if "temporary" in a["flags"]), None),
                      "a temporary address", node.addresses)
    until(lambda: node.towards(CN)["source"] == temporary, "the temporary address as source",
          lambda: (node.towards(CN), node.addresses("eth0")))

    # The router turns out to be an anchor: the address is a full one from then on.
    net.start_radvd(2)
    mn.state(2, "home", dar="2001:db8:2::1")
    until(lambda: not node.has(here, "eth0", "deprecated"), "an address that is not deprecated",
          lambda: node.addresses("eth0"))
    until(lambda: node.towards(CN)["source"] == here, "our own address as source",
          lambda: node.towards(CN))


@pytest.mark.world(dars=2, radvd=False, **PLAIN, **SLOW)
def test_site(net):
    """An ordinary router at home: a prefix of its site comes first."""
    site = "prefix fd00:1::/64 { AdvOnLink on; AdvAutonomous on; };"
    net.start_radvd(1, more=site)
    net.start_radvd(2)
    rtnl.of("dar1").address("add", "fd00:1::1/64", "acc")
    mn = Mn()
    net.mover.attach("mn", 1)
    careof = until(lambda: (mn.links()["eth0"] or {}).get("careof"), "a care-of address", mn.links)
    expect(careof.startswith("2001:db8:1:"), "a global one", careof)
    node = rtnl.of("mn")
    until(lambda: mine(mn, 1), "a global address of the stack", node.addresses)
    until(lambda: node.towards(CN)["source"].startswith("2001:db8:1:"), "a global source",
          lambda: node.towards(CN))
    until(lambda: node.towards("fd00:1::1")["source"].startswith("fd00:1:"),
          "a source of the site for what is in the site", lambda: node.towards("fd00:1::1"))
    equal([r["source"] for r in node.routes(proto=rtnl.FAMA) if r["source"]], [],
          "preferred sources of routes")


@pytest.mark.world(dars=2)
def test_all_taken(net):
    """Somebody has each address that the node could form."""
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.host(2, "other", "2001:db8:2::66")
    taken = []
    for _ in range(3):
        net.mover.attach("mn", 2)
        taken.append(mn.state(2, "home")["address"])
        until(lambda: not rtnl.of("mn").has(taken[-1], "eth0", "tentative"), "the end of detection")
        mn.disable()
        net.mover.detach("mn")
        rtnl.of("other").address("add", f"{taken[-1]}/64", "eth0")
        mn.enable()
    equal(len(set(taken)), 3, "addresses")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    _, client = flows(net, first)
    net.mover.move("mn", 2)
    until(lambda: mn.counters()["dad_failed"], "the third collision", mn.addresses)
    careof = until(lambda: next((a["careof"] for a in mn.addresses() if a["address"] == first and
                                 a["state"] == "away" and a["careof"] not in taken), None),
                   "a care-of address of the stack", mn.addresses)
    equal(mine(mn, 2)[0]["address"], careof, "care-of address")
    dars[0].bound(first, careof)
    client.flowing("tcp", "ping", "down")
    equal(mn.counters()["dad_failed"], 1, "times that all were taken")
    expect("address-taken" in findings("mn"), "address-taken", findings("mn"))


@pytest.mark.world(dars=3)
def test_better_link(net):
    """The better interface hears a router and gets no address: nothing is taken from the other."""
    net.start_radvd(2, auto="off", **PLAIN, **SLOW)
    lte = net.interface("mn", "eth1")
    dars = [Dar(n) for n in net.dars]
    mn = Mn(devs=("eth0", "eth1"))
    net.mover.attach(lte, 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    _, client = flows(net, first)
    wire = Sniffer("mn", "eth0")
    net.mover.attach("mn", 2)
    until(lambda: len([p for _, d, p in wire.packets() if p[6] == 58 and p[40] == 134]) > 2,
          "advertisements on eth0")
    equal((mn.active(), mn.of_dar(1)["state"]), ("eth1", "home"), "active interface, state")
    equal(mn.counters()["attach"], 1, "attachments")
    client.flowing("tcp", "ping", "down")
    rtnl.of("mn").address("add", "2001:db8:2::d6/128", "eth0")
    mn.state(1, "away", careof="2001:db8:2::d6")
    equal(mn.active(), "eth0", "active interface")
    dars[0].bound(first, "2001:db8:2::d6", state="verified")
    client.flowing("tcp", "ping", "down")
    # Its address goes, and the other interface is there still.
    rtnl.of("mn").address("del", "2001:db8:2::d6/128", "eth0")
    mn.state(1, "home")
    equal(mn.active(), "eth1", "active interface")
    client.flowing("tcp", "ping", "down")
