# SPDX-License-Identifier: GPL-2.0-only
"""Fifty nodes walk about among five routers, and every twentieth message between them is lost.

FAMA_WALK: for how many seconds (600 and FAMA_SCENARIO_SECONDS=1800 for a long one).
"""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import netns
from check import equal, expect, note, until
from dar import Dar
from famactl import fama
from mn import Mn
from topology import dar_address
from traffic import Client, Server

NODES, ROUTERS = 50, 5
SECONDS = float(os.environ.get("FAMA_WALK", "25"))
SEED = int(os.environ.get("FAMA_SEED", "0")) or random.randrange(1 << 32)
STAY = 20  # seconds that a node stays on the average
GROWTH = 24 << 20

# Of 2**32: a twentieth of the Mobility Headers that pass the core, either way.
LOSE = f"""
table ip6 lose {{
	chain f {{
		type filter hook forward priority filter;
		meta l4proto 135 meta random < {2**32 // 20} counter drop
	}}
}}
"""


def memory():
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as f:
        f.write("3")
    with open("/proc/meminfo", encoding="ascii") as f:
        values = {line.split(":")[0]: int(line.split()[1]) << 10 for line in f}
    return values["SUnreclaim"] + values["KernelStack"] + values["Percpu"]


class Walker:
    """A node with a stream that has to outlive all of its moves."""

    def __init__(self, net, chance, ns):
        self.net = net
        self.chance = chance
        self.ns = ns
        file = f"{net.dir}/key-{ns}"
        fama(None, "key", "generate", "bits", "1024", "sec", "1", "out", file)
        self.mn = Mn(ns, file)
        self.client = Client(net.dir, ns)
        self.visited = set()
        self.go()

    def talk(self):
        self.client.open("tcp", "tcp", self.mn.state(self.at, "home")["address"], 250)

    def go(self):
        """To another router than this; when to go on."""
        self.at = self.chance.choice([n for n in self.net.dars if not self.visited or n != self.at])
        mover = self.net.mover
        (mover.move if self.visited else mover.attach)(self.ns, self.at)
        self.visited.add(self.at)
        self.stay()

    def stay(self):
        self.next = time.monotonic() + self.chance.expovariate(1 / STAY)

    def bound(self, entries):
        """[(router, address, care-of address)] once all of them are where they should be."""
        here = [a["address"] for a in entries if a["state"] == "home"]
        away = [(a["dar"], a["address"], a["careof"]) for a in entries if a["state"] == "away"]
        if len(here) != 1 or len(away) != len(self.visited) - 1 or \
                not here[0].startswith(f"2001:db8:{self.at}:") or \
                {b[2] for b in away} - set(here):
            return None
        return away, here[0]

    def settled(self):
        return until(lambda: self.bound(self.mn.addresses()), f"{self.ns} settled",
                     self.mn.addresses, patience=120)[0]


@pytest.mark.world(dars=ROUTERS, nodes=NODES)
def test_random_walk(net):
    note(f"seed {SEED}, {SECONDS:.0f} s")
    chance = random.Random(SEED)
    dars = {n: Dar(n) for n in net.dars}
    server = Server(net.dir)
    begun = time.monotonic()
    walkers = [Walker(net, chance, ns) for ns in net.nodes]
    for w in walkers:
        w.talk()
    for w in walkers:
        w.stay()
    moves = 0
    note(f"set up in {time.monotonic() - begun:.0f} s")
    netns.run("core", ["nft", "-f", "-"], stdin=LOSE)
    end, early = time.monotonic() + SECONDS, None
    while time.monotonic() < end:
        w = min(walkers, key=lambda w: w.next)
        time.sleep(max(0, min(w.next, end) - time.monotonic()))
        if w.next <= time.monotonic():
            w.go()
            moves += 1
        if not early and time.monotonic() > end - SECONDS * 0.8:
            early = memory()
    late = memory()

    # What is lost now is asked for again, by and by.
    begun = time.monotonic()
    bound = sorted(b for w in walkers for b in w.settled())
    for n, dar in dars.items():
        mine = [b[1:] for b in bound if b[0] == dar_address(n)]
        until(lambda: sorted((b["home"], b["careof"]) for b in dar.bindings()) == mine,
              f"{len(mine)} bindings at dar{n}, none stale", dar.bindings)
    pool = ThreadPoolExecutor(NODES)
    list(pool.map(lambda w: w.client.flowing("tcp", patience=120), walkers))
    note(f"settled in {time.monotonic() - begun:.0f} s")
    lost = netns.run("core", ["nft", "list", "table", "ip6", "lose"]).stdout
    lost = int(lost.split("packets ")[1].split()[0])
    # Each may take a while to hear the last of its stream.
    ends = pool.map(lambda w: (w.ns, w.client.stop()["tcp"]["error"]), walkers)
    failed = [ns for ns, error in ends if error]
    note(f"{moves} moves, {lost} messages lost, {len(bound)} bindings in the end; memory "
         f"{early >> 10} kB, then {late >> 10} kB")
    equal(failed, [], "nodes whose stream was lost")
    expect(moves > SECONDS * NODES / STAY / 3 and lost, "moves and losses", (moves, lost))
    expect(late < early + GROWTH, f"no more memory than {early}", late)
