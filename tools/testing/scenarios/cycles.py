# SPDX-License-Identifier: GPL-2.0-only
"""Roles are enabled and disabled, modules loaded and unloaded, with traffic.

A thousand times each on the debug kernel where grace periods cost little, some
times on the others.
"""

import ctypes
import glob
import hmac
import itertools
import os
import struct
import time

import pytest

import famactl
import genl
import mh
import netns
import peer
import rtnl
from check import expect, note, until
from role import key_values
from topology import CN, binary, dar_address, mac, prefix

pytestmark = pytest.mark.clock("host")

THOUSAND = os.environ.get("FAMA_KIND") == "uml-6.1"
ENABLES = 1000 if THOUSAND else 20
LOADS = 1000 if THOUSAND else 5
OFF, CONCURRENT = 0, 1  # care-of tests: packets for the node are tunnelled, or wait for a proof
TESTS = itertools.cycle((OFF, CONCURRENT))
SECRET = bytes(range(32))
WEEK = 7 * 24 * 3600
GROWTH = 2048  # kB, what caches of the kernel come and go by
FINIT_MODULE, DELETE_MODULE = 313, 176  # x86-64
MODULES = ("fama", "dar", "mn")

libc = ctypes.CDLL(None, use_errno=True)


def syscall(what, *args):
    if libc.syscall(*args):
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")


def load(mn, dar):
    build = os.environ["FAMA_BUILD"]
    for name in MODULES:
        file = (glob.glob(f"{build}/{name}.ko") + glob.glob(f"{build}/*/{name}.ko"))[0]
        fd = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            syscall(f"load {name}", FINIT_MODULE, fd, b"", 0)
        finally:
            os.close(fd)
    dar.resolve()
    mn.resolve()


def unload():
    for name in reversed(MODULES):
        syscall(f"unload {name}", DELETE_MODULE, name.encode(), os.O_NONBLOCK)




def enable(mn, dar, acc, key, eth0, careof_test):
    dar.ask("ENABLE", SECRET=SECRET)
    dar.ask("ANCHOR_NEW", PREFIX=prefix(1).split("/")[0], PREFIX_LEN=64, IFINDEX=acc,
            CARE_OF_TEST=careof_test, MIN_SEC=0)
    mn.ask("ENABLE", IFINDEX=eth0, **key)


def disable(mn, dar):
    mn.ask("DISABLE")
    dar.ask("DISABLE")


def give_back():
    """Caches return what is free, and KASAN what it keeps to find late uses: whatever ran before
    in this kernel has left megabytes there."""
    files = glob.glob("/sys/kernel/slab/*/shrink")
    expect(files, "caches of the kernel in /sys/kernel/slab", files)
    for file in files:
        with open(file, "w", encoding="ascii") as f:
            f.write("1")


def memory():
    """kB that the kernel does not give back by itself, and what for."""
    give_back()
    with open("/proc/meminfo", encoding="ascii") as f:
        values = dict(line.split()[:2] for line in f)
    return {k: int(values[k + ":"]) for k in ("SUnreclaim", "KernelStack", "VmallocUsed", "Percpu")}


def cycles(what, count, once):
    """Nothing grows from the time a tenth is done."""
    start = time.monotonic()
    early = None
    for i in range(count):
        if i == max(1, count // 10):
            early = memory()
        once()
    late = memory()
    took = time.monotonic() - start
    note(f"{what}: {count} times, {took / count * 1000:.0f} ms each; {early} {late}")
    expect(sum(late.values()) <= sum(early.values()) + GROWTH, f"memory of {early}", late)


def on_off(mn, dar, acc, key, eth0):
    enable(mn, dar, acc, key, eth0, next(TESTS))
    disable(mn, dar)


def reload(mn, dar, acc, key, eth0):
    enable(mn, dar, acc, key, eth0, next(TESTS))
    unload()
    load(mn, dar)


def token(home):
    """The first one of this week that a router with this secret gives an address."""
    key = hmac.new(SECRET, b"permanent home keygen tokens", "sha1").digest()
    week = struct.pack(">HB", int(time.time()) // WEEK & 0xffff, 0)
    return hmac.new(key, home + week + b"\0", "sha1").digest()[:8]


def at_home(node):
    """Early tokens asked for, with a right and with a wrong signature."""
    bad = mh.Cga(peer.key(), prefix(1).split("/")[0])
    router = mh.addr(dar_address(1))
    return [mh.bu_packet(cga.address, cga.address, router, seq=1, lifetime=0, cga=cga,
                         spoil_signature=cga == bad) for cga in (node, bad)]


def traffic(node):
    """Of every other kind that a router looks at, good and bad."""
    home, careof, router = node.address, mh.addr(CN), mh.addr(dar_address(1))
    inner = mh.udp(home, careof, 9, 9, bytes(64))
    return [
        mh.bu_packet(home, careof, router, seq=2, token=token(home), request=[mh.COT_INIT]),
        mh.bu_packet(home, careof, router, seq=3, token=bytes(8)),
        mh.bu_packet(home, careof, router, seq=2, cga=node, request=[mh.COT_INIT]),
        mh.bu_packet(home, careof, router, seq=3, alt=False),
        mh.udp(careof, home, 9, 9, bytes(64)),
        mh.ipv6(careof, router, 41, inner),
        mh.udp(careof, router, 9, 9, bytes(64)),
    ]


def flood(net, ns, packets, rate, dev, router):
    """So many a second, all the time."""
    file = f"{net.dir}/packets-{ns}"
    with open(file, "wb") as f:
        f.write(b"".join(packets))
    return netns.spawn(ns, [binary("flood"), file, str(rate), "0", "3600", dev, router])


@pytest.mark.world(dars=2)
def test_cycles(net):
    dar, mn = genl.Family("dar1", "dar"), genl.Family("mn", "mn")
    acc, eth0 = netns.index("dar1", "acc"), netns.index("mn", "eth0")
    key = key_values(famactl.key())
    net.mover.attach("mn", 1)
    node = mh.Cga(peer.key(), prefix(1).split("/")[0])
    senders = [flood(net, "core", traffic(node), 200, "dar1", mac(1, 2)),
               flood(net, "air", at_home(node), 50, "cell1", rtnl.of("dar1").link("acc")["mac"])]

    # It is real work that is interrupted.
    for careof_test, work in ((OFF, "tunnel_tx"), (CONCURRENT, "held")):
        enable(mn, dar, acc, key, eth0, careof_test)
        until(lambda kind=work: all(dar.counters()[c] for c in ("bu_cga", "bad_signature", kind))
              and mn.counters()["attach"], "work for both roles",
              lambda: f"{dar.counters()} {mn.counters()}")
        disable(mn, dar)

    cycles("enabled and disabled", ENABLES, lambda: on_off(mn, dar, acc, key, eth0))
    cycles("loaded and unloaded", LOADS, lambda: reload(mn, dar, acc, key, eth0))
    expect(all(s.poll() is None for s in senders), "traffic all the time", "its end")

    # And then all is as ever.
    enable(mn, dar, acc, key, eth0, OFF)
    until(lambda: dar.counters()["bu_cga"] and dar.counters()["tunnel_tx"] and
          mn.counters()["attach"], "work for both roles",
          lambda: f"{dar.counters()} {mn.counters()}")
    disable(mn, dar)
