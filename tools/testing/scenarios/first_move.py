# SPDX-License-Identifier: GPL-2.0-only
"""The owner of a /48 does not keep a guest from its first move.

He sends ten times what can be verified. Some has right signatures of keys of his own, for
addresses that never were on the link; that is refused before it costs anything. Some has
wrong signatures, for addresses that an accomplice has shown on the link, and the proof of
care-of addresses in many of his prefixes, so that it has to be verified.
"""

import itertools
import json
import os
import time

import pytest

import guest
import mh
import netns
import peer
import rtnl
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, binary, dar_address, mac, prefix

SITE = "2001:db8:bad"
VISITED = "2001:db8:e00"  # guests are in networks 2001:db8:e000::/48, e001 ...
PLACES = 60             # bindings
RIGHT = 4 * PLACES      # addresses of keys of his own
VERIFIED = 400          # signatures a second, of 1536 bits
TIMES = 10              # as many are sent
NEWCOMERS = 5
SHOWN = 32              # addresses that his accomplice shows
PREFIXES = 256          # from which he proves to be there


def source(i):
    """An address in one of the prefixes, which an odd factor spreads over all of them."""
    return f"{SITE}:{i * 40503 % 65536:x}::1"


def accomplice(key):
    """Right CGAs that are shown on the link, of a key that does not sign."""
    class Junk:
        size, spki = key.size, key.spki

        @staticmethod
        def sign(_):
            return b"\0" + os.urandom(key.size - 1)

    cgas = [mh.Cga(Junk, prefix(1).split("/")[0]) for _ in range(SHOWN)]
    for cga in cgas:
        guest.show(1, cga.address)
    return cgas


def proofs(net):
    """A care-of token for an address in each of many prefixes: what a Binding Update needs."""
    cn = rtnl.of("cn")
    cn.route("add", f"{SITE}::/48", dev="lo", kind="local")
    rtnl.of("core").route("add", f"{SITE}::/48", via=CN)
    asker, places = Peer(net, shown=False), []
    for i in range(PREFIXES):
        time.sleep(0.05)  # slower than what a site is answered
        places.append((source(i), asker.test(careof=source(i))))
    # What he is answered later, nobody looks at.
    rtnl.of("core").route("del", f"{SITE}::/48", via=CN)
    rtnl.of("core").route("add", f"{SITE}::/48", kind="blackhole")
    return places


def wrong(cgas, places):
    """Wrong signatures: each costs a verification."""
    for i in itertools.count():
        where, proof = places[i % PREFIXES]
        cga = cgas[i // PREFIXES % SHOWN]
        yield mh.bu_packet(cga.address, where, dar_address(1), seq=i, cga=cga, token=bytes(8),
                           **proof)


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


@pytest.mark.kernels("debug")
@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_first_move(net):
    net.host(1, "host", "2001:db8:1::50")
    dar = Dar(1, min_sec=0)
    dar.set(max_bindings=PLACES, verify_rate=VERIFIED)
    mover = peer.from_home(net)
    key = peer.key("flood", 1024)
    rtnl.of("cn").route("add", f"{VISITED}0::/44", dev="lo", kind="local")
    rtnl.of("core").route("add", f"{VISITED}0::/44", via=CN)
    cgas, places = accomplice(key), proofs(net)
    news = [Peer(net, careof=f"{VISITED}{i}::1") for i in range(NEWCOMERS)]
    file = f"{net.dir}/flood"
    with open(file, "wb") as f:
        junk = wrong(cgas, places)
        for packet in right(key, RIGHT):
            f.write(b"".join([packet, *itertools.islice(junk, 8)]))
    # Keys of 1024 bits cost half: so many more can be verified.
    rate = 2 * VERIFIED * TIMES
    before = dar.counters()
    flood = netns.spawn("core", [binary("flood"), file, str(rate), "0", "120", "dar1", mac(1, 2)],
                        stdout=-1, text=True)

    def gained(name):
        return dar.counters()[name] - before[name]

    until(lambda: gained("not_admitted") >= PLACES, "his own addresses refused", dar.counters)
    until(lambda: gained("queue_full") > rate / 2, "a full queue", dar.counters)

    # A guest who got its token at home needs no signature.
    ba = mover.refresh(request=[mh.COT_INIT])
    note(f"a guest with a token: {waited(mover):.1f} ms")
    mover.refresh(**mover.given(ba))
    # Others wait their turn. Each is in a network of its own: how often the nodes of one are
    # answered that prove nothing yet is limited.
    waits = []
    for new in news:
        new.register()
        waits.append(waited(new))
        dar.bound(new.name, mh.text(new.careof), state="verified")
    note(f"guests without: {', '.join(f'{ms:.1f}' for ms in waits)} ms")
    expect(max(waits) < 100, "an answer within 0.1 s", waits)
    dar.bound(mover.name, CN, state="verified")

    # And they stay.
    flood.terminate()
    account = json.loads(flood.communicate()[0])
    equal(len(dar.bindings()), NEWCOMERS + 1, "guests that are bound, and nobody else")
    verified = gained("bad_signature") + gained("bu_cga")
    note(f"sent {account['sent']} in {account['seconds']:.1f} s, verified {verified}, "
         f"refused {gained('queue_full')}, bound {gained('bu_cga')}, "
         f"displaced {gained('binding_displaced')}")
    expect(account["sent"] > (TIMES - 1) * verified, f"{TIMES} times what was verified",
           (account, verified))
