# SPDX-License-Identifier: GPL-2.0-only
"""Before maintenance: nobody begins a binding, nodes give up what they do not use."""

import pytest

import famactl
import mh
import netns
from check import equal, expect, until
from dar import Dar
from famactl import fama, refused
from mn import Mn
from peer import Peer
from topology import CN, Sniffer


BURST = 40  # updates that are more than are reported


@pytest.mark.world(dars=2)
def test_drain(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    fama("mn", "mn", "set", "idle", "2")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", first)
    client.flowing("tcp")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    wire = Sniffer("cn", "eth0", wakes=True)
    node, late = Peer(net, sniffer=wire), Peer(net, sniffer=wire)
    node.register()

    child = netns.spawn("dar1", [famactl.tool(), "dar", "drain", "timeout", "600"], stdout=-1,
                        text=True)
    until(lambda: node.answers(mh.BRR), "a Binding Refresh Request")
    equal(famactl.query("dar1", "dar", "show")["draining"], True, "draining")
    # Who is bound stays bound, and is told; who is not bound is refused before any signature.
    equal(node.ask(token=node.token).status, 1, "status for a refresh:")
    equal(late.ask(cga=late.cga, token=bytes(8), **late.test()).status, 130,
          "status for a first binding:")
    equal(dars[0].counters()["draining"], 1, "refusals")
    client.flowing("tcp", more=20)
    mn.state(1, "away")
    expect("2 bindings are left" in refused("dar1", "dar", "drain", "timeout", "3"),
           "who is left", "another line")

    # Nothing uses the address of the node any more, whose policy is to keep all.
    client.stop()
    dars[0].unbound(first)
    expect(child.poll() is None, "one who is left", child.returncode)
    # It ends without an event, as it has sent too many updates.
    seen = len(node.answers())
    for _ in range(BURST):
        node.send(token=node.token)
    until(lambda: len(node.answers()) == seen + BURST, "an answer to each", node.answers)
    equal(node.ask(token=node.token, lifetime=0).status, 0, "status for the end:")
    expect(dars[0].counters()["bu_quiet"], "no event", dars[0].counters())
    equal(child.communicate(timeout=60)[0], "no binding is left\n", "said in the end:")
    equal(child.returncode, 0, "exit status")
    equal(dars[0].bindings(), [], "bindings")

    equal(late.ask(cga=late.cga, token=bytes(8), **late.test()).status, 130,
          "status, still:")
    fama("dar1", "dar", "drain", "off")
    equal(famactl.query("dar1", "dar", "show")["draining"], False, "draining")
    late.register()
    dars[0].bound(late.name, CN)
    equal(late.ask(token=late.token).status, 0, "status for a refresh, as ever:")
