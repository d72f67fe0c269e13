# SPDX-License-Identifier: GPL-2.0-only
"""A router with the configurations of radvd and nftables that the documents have, and a node with
that of nftables: flows go on, with nothing said to either but that."""

import json
import re

import pytest

import netns
from check import equal
from dar import Dar
from examples import example
from famactl import tool
from mn import Mn
from topology import dar_address

FLOWS = ("tcp", "ping", "down")


def filtered(ns, name, **devices):
    netns.run(ns, ["nft", "-f", "-"], stdin=example(name, **devices))


@pytest.mark.world(dars=2)
def test_beside(net):
    net.start_radvd(1, conf=example("radvd.conf", eth1="acc"))
    filtered("dar1", "nftables-router.nft", eth1="acc")
    filtered("mn", "nftables-node.nft")
    dars, mn = [Dar(n) for n in net.dars], Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt", dar=dar_address(1))["address"]
    for kind in FLOWS:
        client.open(kind, kind, home)
    client.flowing(*FLOWS)
    for n in (2, 1, 2):
        net.mover.move("mn", n)
        mn.state(1, "home" if n == 1 else "away")
        client.flowing(*FLOWS)
    here = mn.state(2, "home")["address"]
    dars[0].bound(home, here, state="verified")
    client.alive(*FLOWS)
    client.stop()
    server.stop()
    for ns, role in (("dar1", "dar"), ("mn", "mn")):
        found = json.loads(netns.run(ns, [tool(), "-j", "doctor", role], check=False).stdout)
        equal([one for one in found if re.match("filter|reverse", one["id"])], [],
              f"what {role} has against the filters")
