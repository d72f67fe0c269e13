# SPDX-License-Identifier: GPL-2.0-only
"""The files of the device: what netlink has, both ways; and removed while written."""

import os

import pytest

import guest
import mh
import peer
from check import equal, expect
from dar import Dar
from famactl import fama, query
from files import Files, removal
from peer import Peer

pytestmark = pytest.mark.clock("host")

STATE = {"anchors": "anchors", "bindings": "bindings", "remembered": "remembered",
         "queued": "queued"}
# file: (key of the command, least, most)
SETTINGS = {"max_bindings": ("max_bindings", 1, 2**24),
            "max_remembered": ("max_remembered", 0, 2**24),
            "queue_max": ("queue", 1, 65536),
            "verify_rate": ("verify_rate", 0, 10**6),
            "refusal_rate": ("refusal_rate", 0, 10**6),
            "unverified_lifetime": ("unverified_lifetime", 4, 86400),
            "fib_protocol": ("fib_protocol", 2, 255),
            "hold_packets": ("hold_packets", 0, 65536),
            "hold_octets": ("hold_octets", 0, 2**30),
            "hold_age": ("hold_age", 1, 60000),
            "hold_memory": ("hold_memory", 0, 2**30)}


def same(files, ns):
    shown = query(ns, "dar", "show")
    names = dict(STATE, **{f: key for f, (key, _, _) in SETTINGS.items()})
    equal({f: files.read(f) for f in names}, {f: f"{shown[k]}\n" for f, k in names.items()},
          "files as netlink has them:")


def check_settings(files):
    for name, (key, least, most) in SETTINGS.items():
        word = key.replace("_", "-")
        for value in (least, most, (least + most) // 2):
            files.write(name, f"{value}\n")
            equal(query("dar1", "dar", "show")[key], value, f"{key} after a write of {name}:")
            fama("dar1", "dar", "set", word, str(value + 1 if value < most else value - 1))
            same(files, "dar1")
        files.numbers_only(name, least, most)
    for name in STATE:
        files.read_only(name)


@pytest.mark.world(dars=2, nodes=0, radvd=False)
def test_sysfs(net):
    dar = Dar(1)
    other = Dar(2)
    here, there = Files("dar1", "dar"), Files("dar2", "dar")
    try:
        same(here, "dar1")
        node = Peer(net)
        node.register()
        same(here, "dar1")
        equal(here.read("bindings"), "1\n", "bindings")
        fama("dar1", "dar", "binding", "flush")
        same(here, "dar1")
        equal((here.read("bindings"), here.read("remembered")), ("0\n", "1\n"),
              "bindings and what is remembered")
        check_settings(here)
        # A namespace has its own.
        equal(there.read("queue_max"), "64\n", "queue of the other namespace")
        same(there, "dar2")
        removal(here, dar, "queue_max", "queued", 5)
        dar.disable()
        expect(not os.path.exists(here.path("")), "no files without the device", "there")
        # A bound is one, whichever way it was set.
        dar.enable()
        here.write("max_bindings", "1")
        # The neighbour table may have forgotten it since.
        guest.show(1, node.home)
        node.register()
        more = Peer(net, keypair=peer.key("another"))
        equal(more.ask(cga=more.cga, token=bytes(8), **more.test()).status, 130,
              "status beyond the bound")
        here.write("max_bindings", "2")
        more.register()
    finally:
        here.close()
        there.close()
