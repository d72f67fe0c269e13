# SPDX-License-Identifier: GPL-2.0-only
"""An access device that goes and comes again: anchors and bindings wait for it."""

import pytest

import mh
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import fama, query
from mn import Mn
from peer import Peer
from topology import Sniffer, dar_address

pytestmark = pytest.mark.series


def make(net, n=1, dev="acc"):
    """The access device of DAR N, as Topology makes it."""
    router, air = rtnl.of(f"dar{n}"), rtnl.of("air")
    router.veth(dev, f"d{n}", "air")
    air.set(f"d{n}", master=f"cell{n}", state="up")
    router.up(dev)
    wire = Sniffer(f"dar{n}", dev)
    router.address("add", f"{dar_address(n)}/64", dev)
    net.start_radvd(n)
    return wire


def anchor(dar):
    return dar.anchors()[0]


def in_clear(wire, home):
    """What left through the access device for a bound address, or asked for it."""
    return [p.hex() for _, d, p in wire.packets() if d == "out" and
            (p[24:40] == mh.addr(home) or
             p[6] == 58 and p[40] == 135 and p[48:64] == mh.addr(home))]


def log():
    return netns.run(None, ["dmesg"]).stdout


@pytest.mark.world(dars=2)
def test_access_device(net):
    dars = [Dar(n) for n in net.dars]
    events = net.watch("dar1")
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    for kind in ("tcp", "ping", "down"):
        client.open(kind, kind, first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first, state="verified")
    client.flowing("tcp", "ping", "down")

    for _ in range(2):
        before = dars[0].binding(first)
        net.stop_radvd(1)
        rtnl.of("dar1").delete("acc")
        equal(anchor(dars[0])["state"], "waiting", "state of the anchor")
        gone = events.wait(event="link", state="waiting", dev="acc")
        equal(gone["anchors"], 1, "anchors that wait")
        until(lambda: "access device acc is gone, 1 anchors wait" in log(),
              "a line in the log", log)
        equal(dars[0].binding(first)["careof"], before["careof"], "care-of address meanwhile")
        wire = make(net)
        events.wait(after=gone["time"], event="link", state=None, dev="acc")
        equal(anchor(dars[0])["state"], None, "state of the anchor")
        client.flowing("tcp", "ping", "down")
        equal(dars[0].binding(first)["careof"], before["careof"], "care-of address")
        until(lambda: rtnl.of("dar1").link("acc")["allmulti"] == 1, "all multicasts received")
        equal(in_clear(wire, first), [], "packets in clear on the access link")
        events.events.clear()

    # Home, by the device that is there now.
    net.mover.move("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(first)
    client.flowing("tcp", "ping", "down")
    client.stop()
    server.stop()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_names(net):
    """A name decides, whichever device has it."""
    router = rtnl.of("dar1")
    dar = Dar(1, anchor=False)
    said = fama("dar1", "dar", "anchor", "add", "2001:db8:f::/64", "dev", "later",
                "care-of-test", "off")
    expect("waits for it" in said.stderr, "a warning", said.stderr)
    fama("dar1", "dar", "anchor", "add", "2001:db8:1::/64", "dev", "acc", "care-of-test", "off")
    node = Peer(net)
    node.register()
    events = dar.monitor()

    def shown():
        return {a["dev"]: a["state"] for a in query("dar1", "dar", "anchor", "show")}

    equal(shown(), {"later": "waiting", "acc": None}, "anchors")
    router.set("acc", state="down")  # before 6.2 a device that is up has no other name
    router.set("acc", ifname="former")
    equal(shown(), {"later": "waiting", "acc": "waiting"}, "anchors")
    until(lambda: router.link("former")["allmulti"] == 0, "former left alone")
    dar.bound(node.name)
    router.set("former", ifname="later")
    equal(shown(), {"later": "no-address", "acc": "waiting"}, "anchors")
    until(lambda: router.link("later")["allmulti"] == 1, "all multicasts received")
    router.set("later", ifname="acc")
    router.up("acc")
    equal(shown(), {"later": "waiting", "acc": "no-address"}, "anchors")
    router.address("replace", f"{dar_address(1)}/64", "acc")
    node.refresh()
    # To another namespace it is gone, and is welcome back.
    netns.ip("dar1", "link set acc netns cn")
    equal(shown(), {"later": "waiting", "acc": "waiting"}, "anchors")
    netns.ip("cn", "link set acc netns dar1")
    equal(shown(), {"later": "waiting", "acc": "no-address"}, "anchors")
    equal([(e["dev"], e["state"]) for e in events.find(event="link")],
          [("acc", "waiting"), ("later", None), ("later", "waiting"), ("acc", None),
           ("acc", "waiting"), ("acc", None)], "events")
    dar.bound(node.name)
    events.close()


def away(net, client, kind):
    """The first router, and an address of it whose node has left with a stream of this kind."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open(kind, kind, first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    dars[0].bound(first, state="verified")
    client.flowing(kind)
    return dars[0], first


@pytest.mark.world(dars=2)
def test_default_route(net):
    """A default route that goes and comes: bindings find it again."""
    server, client = net.traffic()
    _, first = away(net, client, "ping")
    wire = Sniffer("dar1", "acc")
    router = rtnl.of("dar1")
    for _ in range(2):
        router.route("del", "default", via="2001:db8:100:1::1")
        got = client.status()["ping"]["received"]
        dropped = router.link("dar0")["counters"]["tx_dropped"]
        until(lambda: router.link("dar0")["counters"]["tx_dropped"] > dropped, "packets dropped")
        expect(client.status()["ping"]["received"] <= got + 2, "no answers", client.status())
        router.route("add", "default", via="2001:db8:100:1::1")
        client.flowing("ping")
    equal(in_clear(wire, first), [], "packets in clear on the access link")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2)
def test_forwarding(net):
    """The stack drops everything while forwarding is off: the router says so."""
    events = net.watch("dar1")
    server, client = net.traffic()
    dar, first = away(net, client, "down")
    equal(dar.counters()["forwarding_off"], 0, "forwarding_off")
    wire = Sniffer("dar1", "acc")
    netns.sysctl("dar1", conf__all__forwarding=0)
    off = events.wait(event="forwarding", forwarding=False)
    until(lambda: dar.counters()["forwarding_off"] > 3, "packets counted", dar.counters)
    equal(dar.show()["forwarding"], False, "what the router shows")
    expect("forwarding is off" in log(), "a line in the log", log())
    netns.sysctl("dar1", conf__all__forwarding=1, conf__core__forwarding=1,
                 conf__acc__forwarding=1)
    until(lambda: rtnl.of("dar1").routes(dst="default"), "the default route",
          rtnl.of("dar1").routes)
    events.wait(after=off["time"], event="forwarding", forwarding=True)
    client.flowing("down")
    equal(len(events.find(event="forwarding")), 2, "events about forwarding")
    equal(in_clear(wire, first), [], "packets in clear on the access link")
    client.stop()
    server.stop()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_events(net):
    """The life of the role and of its anchors is told, in the log and by events."""
    events = net.watch("dar1")
    dar = Dar(1, "off")
    dar.anchor("2001:db8:f::/64", dev="later")
    dar.change("2001:db8:f::/64", min_sec=2)
    dar.unanchor("2001:db8:f::/64")
    dar.disable()
    events.wait(event="disable")
    told = [(e["event"], e["device"] or e["dev"] or e["prefix"], e["min_sec"])
            for e in events.all()]
    equal(told, [("enable", "dar0", None), ("anchor", "acc", 1), ("anchor", "later", 1),
                 ("anchor", "later", 2), ("anchor-del", "2001:db8:f::/64", None),
                 ("disable", None, None)], "events")
    lines = log()
    expect("enabled with device dar0" in lines and ": disabled" in lines, "lines in the log",
           lines)
