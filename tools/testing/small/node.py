#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""A node that makes each kind of handover, with the routers on another machine:
    node.py
"""

import os
import sys

import world

FAMA = os.environ["FAMA_COMMAND"]
FLOWS = {}


def counters():
    return world.query(None, "mn", "show", "-s")["counters"]


def network():
    wire = next(name for name in sorted(os.listdir("/sys/class/net")) if
                os.path.exists(f"/sys/class/net/{name}/device"))
    world.cells(wire)
    world.node()


def enabled():
    world.run(None, FAMA, "key", "generate", "out", "/tmp/key")
    world.run(None, FAMA, "mn", "enable", "key", "/tmp/key", "dev", "eth0")


def at_home():
    world.arrive(1)
    FLOWS["r1"] = world.Flows(world.here("r1", "home")["address"], "/tmp")
    FLOWS["r1"].alive()


def all_alive():
    for flows in FLOWS.values():
        flows.alive()


def signed():
    """The first router has not heard of the node: nothing but a signature says who it is, unless a
    token was handed out at home already."""
    world.move(2)
    there = world.here("r2", "home")["address"]
    world.here("r1", "away", careof=there)
    all_alive()
    FLOWS["r2"] = world.Flows(there, "/tmp")
    FLOWS["r2"].alive()
    world.expect(counters()["bu_cga"] > 0, "a signed Binding Update", counters())


def plain_router():
    """By token, from the network of a router that knows nothing of mobility; and by a signature
    or an early token at the second router."""
    before = counters()["bu_phkt"]
    world.move(3)
    for router in ("r1", "r2"):
        world.here(router, "away", auth="phkt")
    all_alive()
    world.expect(counters()["bu_phkt"] > before, "a Binding Update with a token", counters())


def home_again():
    world.move(1)
    world.here("r1", "home")
    world.here("r2", "away")
    all_alive()


def other_home_again():
    world.move(2)
    world.here("r2", "home")
    world.here("r1", "away")
    all_alive()


def ended():
    print(f"# { {k: v for k, v in counters().items() if v} }")
    for flows in FLOWS.values():
        flows.end()
    world.run(None, sys.executable, f"{world.HERE}/flow.py", "quit", world.CN)


world.cases(network, enabled, at_home, signed, plain_router, home_again, other_home_again, ended)
