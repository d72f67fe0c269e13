# SPDX-License-Identifier: GPL-2.0-only
"""A router gets another prefix: new flows take it at once, old ones live as long as the old one."""

import socket
import time

import pytest

import netns
import rtnl
from check import equal, expect, never, note, until
from dar import Dar
from mn import Mn
from peer import Peer
from topology import CN, dar_address

LEFT = 12
NEW = "2001:db8:a1"
NEW_PREFIX = f"""\
	prefix {NEW}::1/64 {{
		AdvOnLink on;
		AdvAutonomous on;
		AdvRouterAddr on;
		AdvValidLifetime 3600;
		AdvPreferredLifetime 1800;
	}};
"""


def of_new(mn):
    return next((a for a in mn.addresses() if a["address"].startswith(NEW + ":")), None)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_shortened(net):
    """A binding ends with the valid lifetime of the prefix, also if this was shortened after the
    answer: that is the one of the router's address. It outlives an address that is only taken away."""
    dar, router = Dar(1), rtnl.of("dar1")
    events = net.watch("dar1")
    node = Peer(net)
    node.register(lifetime=105)
    expect(dar.binding(node.name)["expires"] > 400, "a binding for 420 s", dar.binding(node.name))
    start = time.monotonic()
    router.address("del", f"{dar_address(1)}/64", "acc")
    never(lambda: not dar.binding(node.name), 2, "the end of the binding")
    router.address("add", f"{dar_address(1)}/64", "acc", valid=60, preferred=0)
    router.address("replace", f"{dar_address(1)}/64", "acc", valid=5, preferred=0)
    dar.bound(node.name)
    dar.unbound(node.name)
    note(f"ended after {time.monotonic() - start:.1f} s")
    events.wait(event="expire", home=node.name, end="expired")
    equal(dar.counters()["binding_expired"], 1, "binding_expired")
    expect(not rtnl.of("dar1").has(dar_address(1)), "no address of the router", "one")

    # Another address in the prefix, and it goes on; a node may come again.
    router.address("add", f"{dar_address(1)}/64", "acc")
    node.register(lifetime=105)
    router.address("add", "2001:db8:1::77/64", "acc", valid=3, preferred=0)
    until(lambda: not rtnl.of("dar1").has("2001:db8:1::77"), "the end of the other address")
    never(lambda: not dar.binding(node.name), 1, "the end of the binding")
    node.refresh()


@pytest.mark.world(dars=2)
def test_renumbered(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    client.begin(first, "tcp", "ping")

    # Both are advertised, the old one first, deprecated and about to end.
    rtnl.of("core").route("add", f"{NEW}::/64", via="2001:db8:100:1::2")
    rtnl.of("dar1").address("add", f"{NEW}::1/64", "acc")
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=LEFT, preferred=0)
    dars[0].anchor(f"{NEW}::/64")
    net.start_radvd(1, preferred=0, valid=LEFT, more=NEW_PREFIX)
    start = time.monotonic()
    new = until(lambda: (of_new(mn) or {}).get("state") == "home" and of_new(mn)["address"],
                "an address of the new prefix", lambda: str(mn.addresses()))
    a = mn.state(1, "away", careof=new)
    expect(a["lifetime"] <= LEFT, f"a binding for at most {LEFT} s", a)
    client.flowing("tcp", "ping")
    probe = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    probe.connect((CN, 9))
    equal(probe.getsockname()[0], new, "source of a new flow")
    probe.close()
    client.open("tcp", "tcp-new", new)
    attached = mn.counters()["attach"]
    heard = mn.counters()["rx_ra"]
    until(lambda: mn.counters()["rx_ra"] >= heard + 3, "advertisements")
    equal(mn.counters()["attach"], attached, "attachments while both are advertised")

    # It moves with both, and outlives the old one.
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    dars[0].bound(first, here)
    dars[0].bound(new, here)
    client.flowing("tcp", "ping", "tcp-new")
    net.start_radvd(1, valid=0, preferred=0, more=NEW_PREFIX)
    dars[0].unbound(first)
    note(f"the old prefix ended after {time.monotonic() - start:.1f} s")
    # The anchor may come back, as far as the node knows: the user says when it is enough.
    mn.state(1, "registering", "failed")
    mn.release(first)
    until(lambda: not mn.of_dar(1), f"{first} to be gone", lambda: str(mn.addresses()))
    expect(not rtnl.of("mn").has(first), "no trace of it", rtnl.of("mn").addresses())
    client.flowing("tcp-new")
    net.mover.move("mn", 1)
    until(lambda: of_new(mn)["state"] == "home", "the new address at home")
    client.flowing("tcp-new")
