#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Measure, in a test kernel: bench.py [STEP...]. Prints a table, writes
bench.json and sweeps.json to $FAMA_OUT."""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lib"), os.path.join(HERE, ".."), HERE]

import cores
import fib
import keypool
import moves
import sweeps
from lab import Table, far_memory, free, inject, loaded, packets, rounds
from paths import (Anchors, Bystander, External, Fama, Ip6tnl, Many, Plain, Routes, WireGuard, Without,
                   Xfrm, down)
from tcp import streams
from topology import binary
from updates import Echo, Router, Signer, no_bounds, phkt, raw_pairs, signed

# Where the clock counts instructions, a run is like the one before it, to 0.1 %. But now and
# then one way takes up to 3 % more from some run on, or less: the median is of five.
EXACT = "FAMA_COUNTED" in os.environ
RUNS = 5 if EXACT else 11
COUNT = 20000 if EXACT else 300000
FIB = [int(n) for n in os.environ.get("FAMA_FIB", "1000 16000 100000").split()]


def forwarding(table):
    """One binding, packets of 64 octets, both ways."""
    ways = [Plain(), Fama(), Ip6tnl(), External()]
    packets(down(64))
    made = [inject(None, "-", COUNT) for _ in range(RUNS)]
    table.add("packet_made", "ns", [ns / COUNT for ns in made])
    for way in ("downlink", "uplink"):
        got = rounds({p.name: lambda p=p: getattr(p, way)(COUNT) for p in ways}, RUNS)
        table.add(f"{way}_pps", "packets/s", got["fama"], "ip6tnl", got["ip6tnl"])
        table.add(f"{way}_lwtunnel", "packets/s", got["fama"], "lwtunnel", got["lwtunnel"])
        table.add(f"forward_limit_{way}", "packets/s", got["fama"], "plain", got["plain"])
    for p in ways:
        p.close()


def ciphers(table):
    """Tunnels that can do more: what each of them adds to the same way."""
    ways, few = [Plain(), Fama(), Xfrm()], COUNT // 10
    for way in ("downlink", "uplink"):
        got = rounds({p.name: lambda p=p: getattr(p, way)(COUNT) for p in ways}, RUNS)
        table.add(f"{way}_xfrm", "packets/s", got["fama"], "ESP, no cipher", got["xfrm"])
    wg = WireGuard()
    got = rounds({p.name: lambda p=p: p.downlink(few) for p in (ways[1], wg)}, RUNS)
    table.add("downlink_wireguard", "packets/s", got["fama"], "WireGuard", got["wireguard"])
    for p in (*ways, wg):
        p.close()


def scale(table, count):
    """Downlink to random bindings of many, against one, and over as many routes without a tunnel."""
    ways = one, many, route, routes = Fama(), Many(), Routes("route"), Routes("routes")
    route.fill(1)
    for path, what in ((many, "binding"), (routes, "route")):
        before = free()
        path.fill(count)
        table.add(f"memory_per_{what}_{count}", "octets", [(before - free()) / count])
    got = rounds({p.name: lambda p=p: p.downlink(COUNT) for p in ways}, RUNS)
    table.add(f"scale_bindings_{count}", "packets/s", got["many"], "1 binding", got["fama"])
    table.add(f"scale_routes_{count}", "packets/s", got["routes"], "1 route", got["route"])
    table.add(f"scale_against_routes_{count}", "packets/s", got["many"], "routes", got["routes"])
    table.add(f"memory_access_{count}", "ns", [far_memory(count) for _ in range(RUNS)])
    for path in ways:
        path.close()


def tcp(table):
    """A stream from the node to its correspondent, by segments that are as large as can be."""
    with streams() as s:
        got = rounds({way: lambda way=way: s.rate(way) for way in s.sources}, RUNS)
    table.add("tcp_gso", "octets/s", got["fama"], "ip6tnl", got["ip6tnl"])
    table.add("tcp_gso_limit", "octets/s", got["fama"], "no tunnel", got["no tunnel"])
    table.add("tcp_gso_new_address", "octets/s", got["fama"], "new address", got["new address"])


def bystander(table, count):
    """Forwarding of everything else, with the module at work and without."""
    without, other = Without(), Bystander()
    other.fill(count)
    got = rounds({p.name: lambda p=p: p.downlink(COUNT) for p in (without, other)}, RUNS)
    table.add("bystander", "packets/s", got["bystander"], "without", got["without"])
    without.close()
    other.close()


def updates(table, nodes, runs=2 if EXACT else RUNS):
    """Binding Updates by token of so many nodes, and by signature."""
    router, echo = Router(), Echo(binary("echo"))
    no_bounds(router)
    router.fill(nodes)
    each = min(nodes // runs, COUNT)
    batches = iter([phkt(n, 1) for n in range(i * each, (i + 1) * each)] for i in range(runs))
    got = rounds({"fama": lambda: router.by_token(next(batches)),
                  "echo": lambda: echo.rate(COUNT // 10)}, runs, warm_up=False)
    table.add("bu_phkt_rate", "updates/s", got["fama"], "UDP echo", got["echo"])
    tokens = got["fama"]
    for bits in () if EXACT else (1024, 1536):
        key = Signer.load(keypool.key_file("bench", bits))
        batches = iter([signed(key, 6000, seq) for seq in range(1, runs + 1)])
        got = rounds({"fama": lambda: router.by_signature(next(batches)),
                      "raw": lambda: raw_pairs(key)}, runs, warm_up=False)
        table.add(f"bu_cga_rate_{bits}", "updates/s", got["fama"], "raw RSA", got["raw"])
        table.add(f"bu_phkt_against_cga_{bits}", "updates/s", tokens, f"bu_cga_rate_{bits}",
                  got["fama"])
    router.close()


def grow(table):
    """Curves over bindings, sizes of packets and rates of updates."""
    sweeps.bindings(table, COUNT)
    sweeps.sizes(table, COUNT)
    sweeps.rates(table, 20000, COUNT // 6)


def anchors(table, count):
    """A packet where there are many anchors, against one, each with one binding."""
    one, many = Fama(), Anchors()
    before = free()
    many.anchor(count)
    table.add(f"memory_per_anchor_{count}", "octets", [(before - free()) / count])
    few = COUNT // 2
    for way in ("downlink", "uplink", "bystander"):
        got = rounds({p.name: lambda p=p: getattr(p, way)(few) for p in (one, many)}, RUNS)
        table.add(f"anchors_{way}_{count}", "packets/s", got["anchors"], "1 anchor", got["fama"])
    one.close()
    many.close()


def routes_of_bindings(table, *counts):
    for count in counts:
        fib.fib(table, count, 3)


STEPS = {
    "forwarding": forwarding,
    "bystander": lambda table: bystander(table, 100000),
    "scale": lambda table: scale(table, 100000),
    "million": lambda table: scale(table, 1000000),
    "updates": lambda table: updates(table, 100000),
    "tcp": tcp,
    "ciphers": ciphers,
    "care-of-test": moves.care_of_test,
    "calls": moves.calls,
    "against": moves.handover_against,
    "handover": moves.handover,
    "sweeps": grow,
}
# For what User Mode Linux has not: two processors, a clock that counts instructions.
MORE = {
    "multicore": lambda table: cores.multicore(table, 100000, RUNS),
    "anchors": lambda table: anchors(table, 100000),
    "fib": lambda table: routes_of_bindings(table, *FIB),
}


def main():
    table = Table()
    every = STEPS | MORE
    named = [name for name in every if name in sys.argv]
    with loaded("fama", "dar", "mn", "dar_fill", "bench"):
        for name in named or STEPS:
            every[name](table)
    table.save(os.environ.get("FAMA_OUT", "."))


main()
