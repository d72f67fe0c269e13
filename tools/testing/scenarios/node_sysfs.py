# SPDX-License-Identifier: GPL-2.0-only
"""The files of a node's device: what netlink has, both ways; and removed while written."""

import errno
import os

import pytest

import famactl
from check import equal, expect, until
from dar import Dar
from famactl import fama, query
from files import Files, removal
from mn import Mn

pytestmark = pytest.mark.clock("host")

# file: (key of the command, least, most)
SETTINGS = {"idle_time": ("idle", 0, 28800), "max_addresses": ("max_addresses", 1, 64)}


def same(files, ns):
    shown = query(ns, "mn", "show")
    wanted = {"addresses": shown["addresses"], "key_bits": shown["key"]["bits"],
              "sec": shown["key"]["sec"], "policy": shown["policy"], "idle_time": shown["idle"],
              "max_addresses": shown["max_addresses"]}
    equal({f: files.read(f) for f in wanted}, {f: f"{v}\n" for f, v in wanted.items()},
          "files as netlink has them:")


def check_settings(files):
    for name, (key, least, most) in SETTINGS.items():
        for value in (least, most, 33):
            files.write(name, f"{value}\n")
            equal(query("mn", "mn", "show")[key], value, f"{key} after a write of {name}:")
            fama("mn", "mn", "set", key.replace("_", "-"),
                 str(value + 1 if value < most else value - 1))
            same(files, "mn")
        files.numbers_only(name, least, most)
    for word in ("manual", "in-use", "all"):
        files.write("policy", word)
        same(files, "mn")
    for text in ("\n", "some", "allx", "al", "0", "all in-use"):
        files.refused("policy", text, errno.EINVAL)
    for name in ("addresses", "key_bits", "sec"):
        files.read_only(name)


@pytest.mark.world(dars=2, nodes=2)
def test_node_sysfs(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    other = Mn("mn2", famactl.key(1536))
    here, there = Files("mn", "mn"), Files("mn2", "mn")
    try:
        same(here, "mn")
        equal((there.read("key_bits"), here.read("key_bits")), ("1536\n", "1024\n"), "keys")
        net.mover.attach("mn", 1)
        home = mn.state(1, "home")["address"]
        net.mover.move("mn", 2)
        mn.state(1, "away")
        same(here, "mn")
        equal(here.read("addresses"), "2\n", "addresses")
        # A setting is one, whichever way it was set.
        here.write("max_addresses", "1")
        dars[0].unbound(home)
        until(lambda: here.read("addresses") == "1\n", "one address", mn.addresses)
        fama("mn", "mn", "set", "key", famactl.key(1536))
        equal(here.read("key_bits"), "1536\n", "bits of the second key")
        check_settings(here)
        # A namespace has its own.
        equal(there.read("max_addresses"), "16\n", "most addresses of the other namespace")
        same(there, "mn2")
        removal(here, mn, "max_addresses", "key_bits", 5, 64)
        mn.disable()
        expect(not os.path.exists(here.path("")), "no files without the device", "there")
    finally:
        here.close()
        there.close()
