# SPDX-License-Identifier: GPL-2.0-only
"""While a node waits for its next module, the machine goes on: interfaces and namespaces may go."""

import pytest

import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import fama
from mn import Mn

OUT = ("bu_cga", "bu_phkt", "coti")


def frozen(net):
    """A node at dar2, bound at dar1, whose checkpoint was made."""
    dars, mn = [Dar(n) for n in net.dars], Mn()
    secret = f"{net.dir}/secret"
    fama(None, "key", "secret", "out", secret)
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    here = mn.state(2, "home", auth="phkt")["address"]
    mn.state(1, "away")
    dars[0].bound(home, here, state="verified")
    fama("mn", "mn", "checkpoint", f"{net.dir}/checkpoint", "secret", secret)
    return mn, dars, secret


@pytest.mark.world(dars=2)
def test_interface(net):
    """It goes at once, nothing is sent because of that, and the checkpoint serves."""
    mn, dars, secret = frozen(net)
    foreign = "from 2001:db8:ffff::/64 unreachable"
    netns.run("mn", ["ip", "-6", "rule", "add", "pref", "900", *foreign.split()])
    sent, bound = [mn.counters()[name] for name in OUT], dars[0].bindings()
    rtnl.of("mn").delete("eth0")
    until(lambda: not mn.links(), "no link", mn.links)
    never(lambda: [mn.counters()[name] for name in OUT] != sent, 1, "a message to a router")
    equal([(b["home"], b["careof"], b["seq"]) for b in dars[0].bindings()],
          [(b["home"], b["careof"], b["seq"]) for b in bound], "bindings")
    mn.disable()
    equal([mn.counters()[name] for name in OUT], sent, "messages to routers")
    equal(mn.counters()["bu_failed"], 0, "messages that failed")
    fama("mn", "mn", "resume", f"{net.dir}/checkpoint", "secret", secret, "key", mn.keyfile,
         "dev", "eth0")
    until(lambda: len(mn.addresses()) == 2, "the addresses of the checkpoint", mn.addresses)
    mn.disable()
    equal(net.installed("mn"), "", "left of the node")
    expect(foreign in netns.run("mn", ["ip", "-6", "rule"]).stdout, "the rule of somebody else",
           rtnl.of("mn").rules())


@pytest.mark.world(dars=2)
def test_namespace(net):
    """The kernel does not wait for a node that waits; the routers keep what they have."""
    _, dars, _ = frozen(net)
    bound = dars[0].bindings()
    net.delete("mn")
    equal([(b["home"], b["seq"]) for b in dars[0].bindings()],
          [(b["home"], b["seq"]) for b in bound], "bindings")
