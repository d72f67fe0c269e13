# SPDX-License-Identifier: GPL-2.0-only
"""A kernel in FIPS mode refuses the smaller RSA keys, and small exponents: the router says so, and
refuses their nodes by the right status; nodes and routers that are given such a key are told why
not."""

import glob
import os
import subprocess

import pytest

import mh
import netns
import peer
from check import equal, expect, until
from dar import Dar
from famactl import fama, findings, key, query, refused
from peer import Peer

SMALL_EXPONENTS = (6, 5)  # from this kernel on FIPS mode refuses them

# All that runs in the kernel meanwhile would be refused.
pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]


def kernel():
    return tuple(int(n) for n in os.uname().release.split(".")[:2])


@pytest.fixture(name="fips")
def fips_mode():
    found = glob.glob(f"{os.environ['FAMA_BUILD']}/**/fips.ko", recursive=True)
    expect(found, "fips.ko, which vm/modules.sh builds", "none")
    subprocess.run(["insmod", found[0]], check=True)
    yield
    subprocess.run(["rmmod", "fips"], check=True)


def told(file):
    """The key, with the lines that the command wants before it; any modifier fits Sec 0."""
    with open(file, encoding="ascii") as f:
        lines = [f"# fama-modifier: {16 * '00'}\n", "# fama-sec: 0\n"] + f.readlines()
    with open(f"{file}.told", "w", encoding="ascii") as f:
        f.writelines(lines)
    os.chmod(f.name, 0o600)
    return f.name


@pytest.mark.usefixtures("fips")
@pytest.mark.world(dars=1, radvd=False)
def test_fips(net):
    events = net.watch("dar1")
    dar = Dar(1, "off")
    equal(query("dar1", "dar", "show")["rsa_sizes"], [2048], "sizes that the router shows")
    events.wait(event="enable", rsa_sizes="2048")
    said = "refuses RSA keys of 1024 1536 bits (FIPS mode)"
    until(lambda: said in netns.run(None, ["dmesg"]).stdout, "a line in the log")
    found = findings("dar1")
    expect("fips-mode" in found, "fips-mode", found)
    node = Peer(net)
    equal(node.ask(cga=node.cga).status, 148, "status of an update signed with 1024 bits")
    counters = dar.counters()
    equal([counters[k] for k in ("key_size", "no_memory", "bu_cga")], [1, 0, 0],
          "key_size, no_memory, bu_cga")
    dar.change(key_sizes=4)
    expect("fips-mode" not in findings("dar1"), "no fips-mode", findings("dar1"))
    Peer(net, keypair=peer.key("large", 2048)).register()
    for ns, *words in (("dar1", "dar", "set"), ("mn", "mn", "enable", "dev", "eth0")):
        said = refused(ns, *words, "key", key(1024))
        expect("FIPS" in said, "what and why", said)

    three = f"{net.dir}/three.pem"
    netns.run(None, ["openssl", "genrsa", "-3", "-out", three, "2048"])
    node = Peer(net, keypair=mh.Key.load(three))
    strict = kernel() >= SMALL_EXPONENTS
    equal(node.ask(cga=node.cga).status, 148 if strict else 0,
          "status of an update of a key with exponent 3")
    equal(dar.counters()["bad_key"], int(strict), "bad_key")
    if strict:
        said = refused("dar1", "dar", "set", "key", told(three))
        expect("FIPS" in said, "what and why", said)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_usual(net):
    """Without it all sizes do, and nothing is said about them."""
    events = net.watch("dar1")
    Dar(1, "off")
    equal(query("dar1", "dar", "show")["rsa_sizes"], None, "sizes that the router shows")
    events.wait(event="enable", rsa_sizes=None)
    expect("FIPS" not in fama("dar1", "dar", "show").stdout, "nothing about it", "something")
