# SPDX-License-Identifier: GPL-2.0-only
"""The owner of a /48 does not keep a guest from its first move.

He sends ten times what can be verified, from 65,536 prefixes: Binding Updates with
wrong signatures, and right ones of keys of his own, more than there are places.
"""

import itertools
import json
import os

import pytest

import mh
import netns
import peer
import rtnl
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, binary, dar_address, mac, prefix

SITE = "2001:db8:bad"
PLACES = 60             # bindings
RIGHT = 4 * PLACES      # addresses of keys of his own
VERIFIED = 400          # signatures a second, of 1536 bits
TIMES = 10              # as many are sent
NEWCOMERS = 5


def source(i):
    """An address in one of the prefixes, which an odd factor spreads over all of them."""
    return f"{SITE}:{i * 40503 % 65536:x}::1"


def wrong(key, number):
    """Right CGAs with wrong signatures: each costs a verification."""
    class Junk:
        size, spki = key.size, key.spki

        @staticmethod
        def sign(_):
            return b"\0" + os.urandom(key.size - 1)

    for i in range(number):
        cga = mh.Cga(Junk, prefix(1).split("/")[0])
        yield mh.bu_packet(cga.address, source(i), dar_address(1), seq=i, cga=cga,
                           request=[mh.COT_INIT])


def right(key, number):
    """Addresses of a key of his own, each to be bound for a day."""
    for i in range(number):
        cga = mh.Cga(key, prefix(1).split("/")[0])
        yield mh.bu_packet(cga.address, source(i), dar_address(1), seq=i, cga=cga,
                           lifetime=21600, request=[mh.COT_INIT])


def waited(node):
    """ms from the last Binding Update of a node to what came next, both as its wire saw them:
    what the node itself computes, its signature before all, is no waiting.
    """
    packets = node.sniffer.packets()
    sent = max(when for when, d, p in packets if d == "out" and p[-8:] == node.sent[-8:])
    return (min(when for when, d, _ in packets if d == "in" and when >= sent) - sent) / 1e6


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_first_move(net):
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, "concurrent")
    rtnl.of("core").route("add", f"{SITE}::/48", kind="blackhole")
    dar.set(max_bindings=PLACES, verify_rate=VERIFIED)
    guest = peer.from_home(net)
    key = peer.key("flood", 1024)
    file = f"{net.dir}/flood"
    with open(file, "wb") as f:
        junk = wrong(key, 8 * RIGHT)
        for packet in right(key, RIGHT):
            f.write(b"".join([packet, *itertools.islice(junk, 8)]))
    # Keys of 1024 bits cost half: so many more can be verified.
    rate = 2 * VERIFIED * TIMES
    before = dar.counters()
    flood = netns.spawn("core", [binary("flood"), file, str(rate), "0", "120", "dar1", mac(1, 2)],
                        stdout=-1, text=True)

    def gained(name):
        return dar.counters()[name] - before[name]

    until(lambda: gained("bu_cga") >= PLACES, "his bindings in all places", dar.counters)
    until(lambda: gained("queue_full") > rate / 4, "a full queue", dar.counters)

    # A guest who got its token at home needs no signature.
    ba = guest.refresh(request=[mh.COT_INIT])
    note(f"a guest with a token: {waited(guest):.1f} ms")
    guest.refresh(**guest.given(ba))
    # Others of whom the router knows nothing wait their turn.
    waits = []
    for _ in range(NEWCOMERS):
        new = Peer(net)
        ba = new.register(request=[mh.COT_INIT])
        waits.append(waited(new))
        new.refresh(**new.given(ba))
        dar.bound(new.name, CN, state="verified")
    note(f"guests without: {', '.join(f'{ms:.1f}' for ms in waits)} ms")
    expect(max(waits) < 100, "an answer within 0.1 s", waits)
    dar.bound(guest.name, CN, state="verified")

    # And they stay.
    flood.terminate()
    account = json.loads(flood.communicate()[0])
    equal(len([b for b in dar.bindings() if b["state"] == "verified"]), NEWCOMERS + 1,
          "guests that are bound")
    verified = gained("bad_signature") + gained("bu_cga")
    note(f"sent {account['sent']} in {account['seconds']:.1f} s, verified {verified}, "
         f"refused {gained('queue_full')}, bound {gained('bu_cga')}, "
         f"displaced {gained('binding_displaced')}")
    expect(account["sent"] > (TIMES - 1) * verified, f"{TIMES} times what was verified",
           (account, verified))
