# SPDX-License-Identifier: GPL-2.0-only
"""Ten moves a second, and moves while an update is unanswered: what counts is where it ends."""

import socket
import time

import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from topology import CN, dar_address

MOVES = 60
PERIOD = 0.1

LOSE_ANSWERS = """\
table ip6 lose {
	chain o {
		type filter hook output priority filter;
		oifname "core" meta l4proto 135 counter drop
	}
}
"""


def settled(mn, dars, n, others):
    """The node is at router N and all agree about it."""
    here = mn.state(n, "home")["address"]
    dars[n - 1].unbound(here)
    for k in others:
        old = mn.state(k, "away", careof=here)["address"]
        until(lambda k=k, old=old: mn.of_dar(k)["seq"] == dars[k - 1].bound(
            old, here, state="verified")["seq"], "one sequence number at both ends")
    equal(len(mn.addresses()), len(others) + 1, "addresses of the node")
    equal([len(d.bindings()) for d in dars], [int(d.n in others) for d in dars], "bindings")
    rt = rtnl.of("mn")
    equal(len(rt.rules(proto=rtnl.FAMA)), len(others), "rules")
    for k in others:
        expect(not rt.has(mn.of_dar(k)["address"], "eth0"), "old addresses off the link",
               rt.addresses("eth0"))
    routes = rt.routes(dst="default", proto=rtnl.FAMA, table=rtnl.MAIN)
    equal([r["dev"] for r in routes], ["eth0"], "default routes")
    # What is not bound to an address takes the newest.
    probe = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    probe.connect((CN, 9))
    equal(probe.getsockname()[0], here, "source of a new flow")
    probe.close()
    return here


def test_rapid_moves(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.begin(first, "tcp", "ping")
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    client.open("tcp", "tcp2", second)
    client.flowing("tcp", "tcp2", "ping")

    # Ping-pong.
    events = net.watch("mn")
    start = time.monotonic()
    for i in range(MOVES):
        net.mover.move("mn", 1 + i % 2, 10)
        time.sleep(max(0, start + (i + 1) * PERIOD - time.monotonic()))
    took = time.monotonic() - start
    settled(mn, dars, 2, [1])
    client.flowing("tcp", "tcp2", "ping")
    attached = len(events.find(event="attach"))
    note(f"{MOVES} moves in {took:.1f} s, {attached} attachments")
    expect(attached > MOVES / 4, "attachments on the way", attached)
    for n in (1, 2):
        # Not as seen on the wire, where one may wait for its neighbour.
        times = [e["time"] for e in events.find(event="bu", dar=dar_address(n))]
        most = max(sum(t <= u < t + 10**9 for u in times) for t in times)
        note(f"{len(times)} updates to dar{n}")
        expect(most <= 3, "three updates a second and router at most", most)
    counters = mn.counters()
    equal((counters["dad_collision"], counters["queue_full"]), (0, 0), "collisions, full queues")

    # Away and back while no answer can come: the router bound what the node has left.
    netns.run("dar1", ["nft", "-f", "-"], stdin=LOSE_ANSWERS)
    for n in (3, 2, 3):
        down, up = net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
        dars[0].bound(first, here)
        equal(mn.state(1, "registering", careof=here)["address"], first, "an open update")
    client.flowing("ping", more=1)  # the tunnel works all the same
    netns.run("dar1", ["nft", "delete", "table", "ip6", "lose"])
    here = settled(mn, dars, 3, [1, 2])
    client.flowing("tcp", "tcp2", "ping")

    # An answer that comes when the node is back at the care-of address that it was meant
    # for, and has asked again since: an update leaves at 0.1, 0.4, 0.6 and, as three in a
    # second are allowed, 1.1 s. The answer to the second comes at 1.3 s. Updates of what
    # was before would count, too, for a second.
    time.sleep(1)
    rtnl.of("dar1").delay("core", 850)
    late = mn.counters()
    start = time.monotonic()
    for n, when in ((2, 0.1), (3, 0.4), (2, 0.6), (3, 0.8)):
        time.sleep(max(0, start + when - time.monotonic()))
        net.mover.move("mn", n, 10)
        mn.state(n, "home")
    settled(mn, dars, 3, [1, 2])
    counters = mn.counters()
    stale = sum(counters[k] - late[k] for k in ("bad_sequence", "unexpected"))
    note(f"{stale} late answers")
    expect(stale > 0, "a late answer, told from the last one", counters)
    net.delay(net.delay_ms)
    client.flowing("tcp", "tcp2", "ping")

    # In the middle of it all: home again.
    net.mover.move("mn", 2, 10)
    net.mover.move("mn", 1, 10)
    settled(mn, dars, 1, [2, 3])
    for name, flow in client.stop().items():
        expect(not flow["error"] and flow["received"], f"flow {name} alive", flow["error"])
