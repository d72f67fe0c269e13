# SPDX-License-Identifier: GPL-2.0-only
"""A router that has lost its memory: its guests come back, old messages do not."""

import contextlib
import os
import time

import pytest

import guest
import kmod
import mh
import netns
import peer
import rtnl
from check import equal, expect, never, until
from dar import Dar
from famactl import fama
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, dar_address

# Where instructions are counted, one processor computes for all of them.
MANY = 20 if "FAMA_COUNTED" in os.environ else 100
ELSEWHERE = "2001:db8:c::99"
WEEK = 7 * 24 * 3600


def restart(dars):
    """The module is loaded again. What the neighbour table knows is gone as well."""
    kmod.remove("dar")
    for dar in dars:
        netns.run(dar.ns, ["ip", "-6", "neigh", "flush", "dev", "acc"])
    kmod.insert("dar")


def serve(dars, secret):
    for dar in dars:
        dar.enable(**{"SECRET": secret} if secret else {}, anchor=False)
        dar.anchor(min_sec=0)  # a hundred addresses in no time


def secret_of(net):
    file = f"{net.dir}/secret"
    fama("dar1", "key", "secret", "out", file)
    with open(file, encoding="ascii") as f:
        return file, bytes.fromhex(f.read())


class Away:
    """Nodes of one key that are away; their early updates are recorded."""

    def __init__(self, net, count):
        self.wire = Sniffer("cn", "eth0", wakes=True)
        self.nodes = [Peer(net, sec=0, sniffer=self.wire) for _ in range(count)]
        self.recorded = []

    def register(self):
        for node in self.nodes:
            node.register()
            node.refresh(request=[mh.COT_INIT])
            self.recorded.append(node.sent)

    def homes(self):
        return {node.name for node in self.nodes}

    def bound(self, dar):
        return {b["home"]: (b["careof"], b["seq"]) for b in dar.bindings()
                if b["home"] in self.homes()}

    def replay(self):
        for packet in self.recorded:
            self.nodes[0].put(packet)
            time.sleep(0.005)  # slower than what is refused in a second

    def come_back(self):
        """A packet of each is answered by a Binding Error; then the token, and its proof."""
        for node in self.nodes:
            seen = len(node.answers(mh.BE))
            node.put(mh.ipv6(node.careof, node.dar, 41, mh.udp(node.home, CN, 1, 2, b"x")))
            equal(node.answer(seen, mh.BE).status, 1, "status of the Binding Error")
            ba = node.ask(token=node.token, request=[mh.COT_INIT])
            equal(ba.status, 137, "status for a token that nobody remembers:")
            node.refresh(**node.given(ba))

    def received(self, net):
        """How many get a packet from the core through the tunnel."""
        before = len(self.wire.packets())
        raw = net.raw("core")
        for node in self.nodes:
            raw.sendto(mh.udp("2001:db8:c::1", node.home, 7, 7, b"down"), (node.name, 0))
        homes = {node.home for node in self.nodes}

        def got():
            return {p[64:80] for _, way, p in self.wire.packets()[before:]
                    if way == "in" and p[6] == 41 and p[64:80] in homes}
        until(lambda: len(got()) == len(homes), "a packet at each node", lambda: len(got()))


@pytest.mark.world(dars=2)
def test_crash(net):
    _, secret = secret_of(net)
    dars = [Dar(n, anchor=False) for n in net.dars]
    for dar in dars:
        dar.disable()
    serve(dars, secret)
    equal(dars[0].show()["lasting"], True, "a secret that lasts")
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", first)
    client.open("ping", "ping", first)
    net.mover.move("mn", 2)
    mn.state(1, "away")
    client.flowing("tcp", "ping")
    away = Away(net, MANY)
    away.register()
    until(lambda: len(away.bound(dars[0])) == MANY, "all bound", lambda: away.bound(dars[0]))
    away.received(net)

    restart(dars)
    serve(dars, secret)
    equal(away.bound(dars[0]), {}, "bindings after the crash")
    away.replay()
    never(lambda: away.bound(dars[0]), 1, "a binding by a message from before the crash")
    client.flowing("tcp", "ping")
    mn.state(1, "away")
    equal([h for h in away.homes() if h in (r["home"] for r in dars[0].remembered())], [],
          "what is known of the others:")

    away.come_back()
    bound = away.bound(dars[0])
    equal(len(bound), MANY, "nodes that are bound again")
    away.replay()
    never(lambda: away.bound(dars[0]) != bound, 1, "a binding moved by an old message")
    away.received(net)
    expect(not client.stop()["tcp"]["error"], "the stream alive", "an error")


@pytest.mark.world(dars=1, nodes=0)
def test_random(net):
    """Without a file the secret is random: who is away is a stranger after a crash."""
    dar = Dar(1, anchor=False)
    dar.anchor()
    equal(dar.show()["lasting"], False, "a secret that lasts")
    node = Peer(net)
    node.register()
    # The role alone keeps its secret.
    dar.disable()
    serve([dar], None)
    equal(node.ask(token=node.token).status, 137, "status after the role was off:")
    node.refresh(**node.test())
    restart([dar])
    serve([dar], None)
    equal(node.ask(token=node.token).status, 129, "status for the token after a crash:")
    equal(node.ask(cga=node.cga).status, 129, "status for the signature after a crash:")
    guest.show(1, node.home)
    equal(node.ask(token=node.token).status, 147, "status for the token of a guest:")
    node.register()


@contextlib.contextmanager
def later(seconds):
    """Another time of day."""
    start, ran = time.time(), time.monotonic()
    time.clock_settime(time.CLOCK_REALTIME, start + seconds)
    try:
        yield
    finally:
        time.clock_settime(time.CLOCK_REALTIME, start + time.monotonic() - ran)


@pytest.mark.world(dars=1, nodes=0)
def test_replayed_token(net):
    """An early token that somebody replays does not replace the one that the node uses."""
    dar = Dar(1, anchor=False)
    dar.anchor()
    node = Peer(net)
    message = node.early_token()
    token = node.token
    with later(WEEK):
        dar.disable()
        serve([dar], None)
        guest.say(1, node.home, message)
        until(dar.remembered, "what the replay made")
        # The signed message that was recorded with it binds nothing.
        ba = node.ask(cga=node.cga, request=[mh.COT_INIT])
        equal(ba.status, 137, "status for a signature of which nothing is known:")
        # The node moves, by the token that it has, in one round trip.
        ba = node.ask(token=token, request=[mh.COT_INIT])
        equal(ba.status, 0, "status for the token of the node:")
        node.refresh(**node.given(ba))
        dar.bound(node.name, CN, state="verified")

        # The node gets a new one: the former one goes when that is used.
        node.register()
        expect(node.token != token, "another token", "the same")
        equal(node.ask(token=token).status, 0, "status for the former token:")
        node.refresh()
        node.no_answer(token=token)


def answers(node, wire, stranger, packet):
    """What the stranger gets to see."""
    def seen():
        return [m for m in mh.messages(wire.packets()) if m.direction == "in" and
                m.dst == mh.addr(stranger)]
    before = len(seen())
    node.raw.sendto(packet, (node.dar, 0))
    time.sleep(0.5)
    return [(m.type, m.status, getattr(m, "seq", None)) for m in seen()[before:]]


def questions(node, seq):
    """What somebody can send who is not the node."""
    other = peer.key("other")
    for kw in (dict(), dict(token=b"8 octets"), dict(token=b"8 octets", lifetime=0),
               dict(token=b"8 octets", nonces=(0, 7)), dict(cga=node.cga, signer=other),
               dict(token=bytes(8), nonces=(7, 7))):
        for number in (seq - 5, seq + 500):
            yield mh.bu_packet(node.home, ELSEWHERE, node.dar, seq=number & 0xffff, **kw)
    yield mh.ipv6(ELSEWHERE, node.dar, 41, mh.udp(node.home, CN, 1, 2, b"x"))
    yield mh.ipv6(ELSEWHERE, node.dar, 60, mh.with_hao(node.home, 17,
                                                       mh.udp(node.home, node.dar, 1, 2, b"x")[40:]))


def compare(net, admit, **secret):
    dar = Dar(1, anchor=False)
    dar.disable()
    dar.enable(**secret, anchor=False)
    dar.anchor(admit=admit)
    rtnl.of("cn").address("add", f"{ELSEWHERE}/64", "eth0")
    node = Peer(net)
    wire = Sniffer("cn", "eth0")
    netns.run("cn", ["ping", "-c", "1", "-I", ELSEWHERE, node.dar])  # neighbours know it
    asked = list(questions(node, node.seq))
    never_bound = [answers(node, wire, ELSEWHERE, q) for q in asked]
    node.register()
    dar.bound(node.name, CN)
    bound = [answers(node, wire, ELSEWHERE, q) for q in asked]
    dar.bound(node.name, CN)
    node.refresh(lifetime=0)
    dar.unbound(node.name)
    ended = [answers(node, wire, ELSEWHERE, q) for q in asked]
    equal(ended, bound, "answers without a binding:")
    expect(any(bound), "some answers", bound)
    return never_bound, bound


@pytest.mark.world(dars=1, nodes=0)
def test_strangers(net):
    """Who is not the node gets the same answers whether there is a binding or not."""
    before, bound = compare(net, "attached", SECRET=bytes(range(32)))
    equal(before, bound, "answers before there was a binding:")


@pytest.mark.world(dars=1, nodes=0)
def test_strangers_open(net):
    """The same where everybody is admitted."""
    before, bound = compare(net, "open", SECRET=bytes(range(32)))
    equal(before, bound, "answers before there was a binding:")


@pytest.mark.world(dars=1, nodes=0)
def test_liar(net):
    """Home is where the link is: a liar elsewhere does not get a binding deleted."""
    dar = Dar(1, anchor=False)
    dar.anchor()
    node = Peer(net)
    node.register()
    for by in (dict(token=node.token), dict(cga=node.cga)):
        message = mh.binding_update(node.home, node.home, node.dar, node.seq + 1, lifetime=0,
                                    alt=False, **by)
        # As it is; as if it were sent from elsewhere, from his own address or another.
        wrapped = mh.with_hao(node.home, mh.MH, message)
        for counter, packet in (("not_at_home", mh.ipv6(node.home, node.dar, mh.MH, message)),
                                ("not_at_home", mh.ipv6(node.home, node.dar, 60, wrapped)),
                                ("bad_careof", mh.ipv6(CN, node.dar, 60, wrapped)),
                                ("bad_careof", mh.ipv6(ELSEWHERE, node.dar, 60, wrapped))):
            count = dar.counters()[counter]
            net.raw("cn").sendto(packet, (dar_address(1), 0))
            until(lambda c=count, k=counter: dar.counters()[k] == c + 1, f"counted as {counter}",
                  dar.counters)
            dar.bound(node.name, CN)
    guest.say(1, node.home, message)
    dar.unbound(node.name)
