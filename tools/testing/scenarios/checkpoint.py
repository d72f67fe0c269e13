# SPDX-License-Identifier: GPL-2.0-only
"""The state of a router in a file: an upgrade is no restart, a crash is noticed soon."""

import contextlib
import hashlib
import hmac
import os
import stat
import struct
import time

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import famactl
import genl
import kmod
import mh
import netns
from check import Failure, equal, expect, never, note, until
from dar import Dar
from famactl import fama, refused
from mn import Mn
from peer import Peer
from topology import CN, Sniffer, prefix

SECRET = bytes(range(32))
SHORT = {"lifetime_max": 120}
HEADER = 80
ENTRY = 128
LAST = 0x80000000
LONG = 608  # s: an eighth, and a sixteenth, before its end a binding is reminded
PAGE = 4096
QUARTER = 4  # of a turn of ChaCha20


def start(dar, secret, **policy):
    """Enabled, with anchors only after what is between."""
    dar.begin(SECRET=secret)
    return lambda: dar.anchor(min_sec=0, **policy)


def again(dars, secret, file=None, resumed="", **policy):
    """Another module, and what an administrator does about it."""
    kmod.remove("dar")
    kmod.insert("dar")
    said = []
    for dar in dars:
        anchor = start(dar, secret, **policy)
        if file:
            done = netns.run(dar.ns, [famactl.tool(), "dar", "resume", file(dar)])
            said.append(done.stderr)
        anchor()
    for text in said:
        expect(resumed in text if resumed else not text, f"{resumed!r} of a resume", text)


def bindings(dar):
    """What of the bindings outlives an upgrade."""
    return {b["home"]: tuple(b[k] for k in ("careof", "lifetime", "seq", "auth", "state", "phkt"))
            for b in dar.bindings()}


def sent(mn):
    counters = mn.counters()
    return [counters[name] for name in ("bu_cga", "bu_phkt", "coti")]


def chunks(octets):
    """[(word, chunk)] of a file, without its header."""
    at, found = HEADER, []
    while at < len(octets):
        word, = struct.unpack_from(">I", octets, at)
        size = word & ~LAST
        found.append((word, octets[at + 4:at + 4 + size]))
        at += 4 + size
    return found


def joined(header, pieces):
    return header + b"".join(struct.pack(">I", word) + chunk for word, chunk in pieces)


def load(file):
    with open(file, "rb") as f:
        return f.read()


def save(file, octets):
    with open(file, "wb") as f:
        f.write(octets)


def hchacha20(key, nonce):
    """Of draft-irtf-cfrg-xchacha section 2.2: what the library here lacks."""
    x = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))

    def turn(a, b, c, d):
        for to, add, by, left in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[to] = (x[to] + x[add]) & 0xffffffff
            x[by] ^= x[to]
            x[by] = (x[by] << left | x[by] >> 32 - left) & 0xffffffff

    for _ in range(10):
        for i in range(QUARTER):
            turn(i, i + 4, i + 8, i + 12)
        for i in range(QUARTER):
            turn(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<8I", *x[:4], *x[12:])


def opened(octets, secret):
    """All entries of a checkpoint, by an implementation that is not the kernel's."""
    key = b"".join(hmac.new(secret, b"checkpoints " + n, hashlib.sha1).digest()
                   for n in (b"1", b"2"))[:32]
    header, entries = octets[:HEADER], b""
    for i, (word, chunk) in enumerate(chunks(octets)):
        sub = ChaCha20Poly1305(hchacha20(key, header[32:48]))
        nonce = bytes(4) + struct.pack(">II", bool(word & LAST), i)
        entries += sub.decrypt(nonce, chunk, header)
    return [entries[i:i + ENTRY] for i in range(0, len(entries), ENTRY)]


@pytest.mark.world(dars=2)
def test_upgrade(net):
    dars = [Dar(n, anchor=False) for n in net.dars]
    for dar in dars:
        dar.disable()
        start(dar, SECRET)()
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    for kind in ("tcp", "ping", "down"):
        client.open(kind, kind, first)
    client.flowing("tcp", "ping")
    net.mover.move("mn", 2)
    mn.state(1, "away")
    mn.state(2, "home", auth="phkt")
    client.flowing("tcp", "ping", "down")
    wire = Sniffer("cn", "eth0", wakes=True)
    peers = [Peer(net, sec=0, sniffer=wire) for _ in range(40)]  # two chunks
    for peer in peers:
        peer.register()
    ended = peers.pop()
    ended.refresh(lifetime=0)

    def file(dar):
        return f"{net.dir}/checkpoint-{dar.n}"
    for dar in dars:
        fama(dar.ns, "dar", "checkpoint", file(dar), "freeze")
    equal(stat.S_IMODE(os.stat(file(dars[0])).st_mode), 0o600, "mode of the file")
    equal(famactl.query("dar1", "dar", "show")["frozen"], True, "frozen")

    # Frozen it forwards packets, and leaves messages to the next one.
    client.flowing("tcp", "ping", "down")
    before = bindings(dars[0])
    peers[0].no_answer(token=peers[0].token, seconds=1)
    dropped = peers[0].sent
    expect(dars[0].counters()["frozen"], "a message counted", dars[0].counters())
    equal(bindings(dars[0]), before, "bindings of a frozen router")
    for what in (("binding", "flush"), ("memory", "flush")):
        expect("frozen" in refused("dar1", "dar", *what), "the reason", "another")
    expect("frozen" in refused("dar1", "dar", "thaw"), "frozen for good", "another reason")

    # What is in the file, and what cannot be read there.
    octets = load(file(dars[0]))
    entries = opened(octets, SECRET)
    expect(all(p.token not in octets and p.home not in octets for p in peers),
           "nothing to read", "a token or a home address")
    equal(len(entries), len(before) + 1, "entries")
    for peer in peers:
        e, = [e for e in entries if e[:16] == peer.home]
        equal((e[16:32], e[32:48], e[64:72]), (peer.careof, mh.addr(peer.dar), peer.token),
              "care-of address, address of the router, token")

    asked = sent(mn)
    began = time.monotonic()
    again(dars, SECRET, file)
    note(f"the other module serves after {(time.monotonic() - began) * 1e3:.0f} ms")
    client.flowing("tcp", "ping", "down")
    after = bindings(dars[0])
    equal(after, before, "bindings")
    equal([r["home"] for r in dars[0].remembered()], [ended.name], "remembered")
    expect(dars[0].binding(first)["tx_bytes"] > 1000, "counters that go on", dars[0].binding(first))
    equal(sent(mn), asked, "messages that the node has sent")
    # The message that was not answered is: by the other module, and the token is the same.
    seen = len(peers[0].answers())
    peers[0].put(dropped)
    equal(peers[0].answer(seen).status, 0, "status for a message to a frozen router:")
    equal(peers[0].ask(token=peers[0].token).status, 0, "status for the token")
    # The anchor has got what was there before it: counters and routes.
    until(lambda: dars[0].anchors()[0]["bindings"] == len(before), "bindings of the anchor",
          dars[0].anchors)
    until(lambda: dars[0].show()["fib_routes"] == len(before), "routes of bindings", dars[0].show)
    until(lambda: dars[0].anchors()[0]["tx_packets"] > 20, "packets of the anchor",
          dars[0].anchors)
    for peer in (peers[1], ended):
        peer.refresh()
    # The file is the other router's now, and is no frozen one.
    expect(load(file(dars[0])) != octets, "another checkpoint", "the same")
    fama("dar1", "dar", "checkpoint", file(dars[0]))
    expect(not client.stop()["tcp"]["error"], "the stream alive", "an error")


def damaged(octets, other):
    """(what, octets) of files that nobody has sealed so."""
    header, pieces = octets[:HEADER], chunks(octets)
    expect(len(pieces) > 2, "some chunks", len(pieces))
    for size in (0, 7, HEADER - 1, HEADER, HEADER + 2, HEADER + 50, len(octets) - 1,
                 len(joined(header, pieces[:1])), len(joined(header, pieces[:-1]))):
        yield f"the first {size} octets", octets[:size]
    yield "the end forged", joined(header, pieces[:-2] + [(pieces[-2][0] | LAST, pieces[-2][1])])
    yield "two chunks exchanged", joined(header, [pieces[1], pieces[0], *pieces[2:]])
    yield "a chunk twice", joined(header, [pieces[0], *pieces])
    yield "a chunk less", joined(header, pieces[1:])
    yield "a chunk of another", joined(header, [pieces[0], chunks(other)[1], *pieces[2:]])
    yield "the header of another", joined(other[:HEADER], pieces)
    yield "more behind the end", octets + b"\0"
    for at in (HEADER, HEADER + 3):  # of the first chunk's length
        yield f"another octet {at}", octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:]


def flipped(octets):
    """(what, octets) with one bit changed in what is authenticated."""
    first, = struct.unpack_from(">I", octets, HEADER)
    for at in (*range(HEADER), HEADER + 4, HEADER + 100, HEADER + 3 + first, len(octets) - 1):
        bit = 1 << at % 8
        yield f"bit {bit} of octet {at}", octets[:at] + bytes([octets[at] ^ bit]) + octets[at + 1:]


def take(dar, octets):
    """What `fama dar resume` does, without a process."""
    for apply in (0, 1):
        dar.ask("RESUME", HEADER=octets[:HEADER], APPLY=apply)
        for word, chunk in chunks(octets):
            dar.ask("RESUME", CHUNK=chunk, LAST=int(bool(word & LAST)))


@pytest.mark.world(dars=1, nodes=0)
def test_refused(net):
    """What is not the checkpoint as it was made is refused as a whole, in one line."""
    dar = Dar(1, anchor=False)
    expect("random" in refused("dar1", "dar", "checkpoint", f"{net.dir}/none", "freeze"),
           "no checkpoint with a random secret", "another reason")
    equal(dar.show()["frozen"], False, "frozen")
    equal([f for f in os.listdir(net.dir) if f.startswith("none")], [], "files left behind")
    dar.disable()
    start(dar, SECRET)()
    wire = Sniffer("cn", "eth0", wakes=True)
    peers = [Peer(net, sec=0, sniffer=wire) for _ in range(60)]
    for peer in peers:
        peer.register()
    file, second = f"{net.dir}/checkpoint", f"{net.dir}/second"
    fama("dar1", "dar", "checkpoint", second)
    fama("dar1", "dar", "checkpoint", file, "freeze")
    octets, other = load(file), load(second)
    before = bindings(dar)
    again([dar], SECRET)
    equal(bindings(dar), {}, "bindings")
    bad = f"{net.dir}/bad"
    for what, wrong in damaged(octets, other):
        save(bad, wrong)
        refused("dar1", "dar", "resume", bad)
        equal((dar.show()["bindings"], dar.show()["remembered"]), (0, 0), f"resumed of {what}:")
    for what, wrong in flipped(octets):
        try:
            take(dar, wrong)
            raise Failure(f"refused: {what}", "taken")
        except genl.Refused:
            pass
        equal((dar.show()["bindings"], dar.show()["remembered"]), (0, 0), f"resumed of {what}:")
    save(bad, octets[:11] + b"\2" + octets[12:])
    expect("another version" in refused("dar1", "dar", "resume", bad), "the reason", "another")
    # Nothing is added that was not checked, and no chunk comes without its header.
    for values in (dict(HEADER=octets[:HEADER], APPLY=1), dict(CHUNK=chunks(octets)[0][1])):
        with pytest.raises(genl.Refused):
            dar.ask("RESUME", **values)
    # Half of it is not enough for another checkpoint in its place.
    dar.ask("RESUME", HEADER=octets[:HEADER])
    for word, chunk in chunks(octets):
        dar.ask("RESUME", CHUNK=chunk, LAST=int(bool(word & LAST)))
    dar.ask("RESUME", HEADER=octets[:HEADER], APPLY=1)
    dar.ask("RESUME", CHUNK=chunks(octets)[0][1])
    equal(dar.show()["parent"], None, "what was resumed")
    expect("not resumed" in refused("dar1", "dar", "checkpoint", file), "the reason", "another")
    # Nothing was ever given to another router, and none takes what it cannot open.
    dar.disable()
    dar.begin(SECRET=bytes(32))
    expect("another secret" in refused("dar1", "dar", "resume", file), "the reason", "another")
    dar.disable()
    kmod.remove("dar")
    kmod.insert("dar")
    dar.begin()  # its secret is random
    expect("random" in refused("dar1", "dar", "resume", file), "the reason", "another")
    again([dar], SECRET, lambda dar: file)
    equal(bindings(dar), before, "bindings")


@pytest.mark.world(dars=1, nodes=0)
def test_advice(net):
    """A node that is advised to refresh early keeps its binding for the whole lifetime (RFC 6275
    10.3.1), also where another router has resumed it, which gives the same advice."""
    dar = Dar(1, anchor=False)
    dar.disable()
    start(dar, SECRET, refresh=20)()
    node, file = Peer(net, sec=0), f"{net.dir}/checkpoint"

    def advised(ba):
        octets = ba.option(mh.BRA)
        return octets and struct.unpack(">H", octets)[0] * 4
    node.register()
    equal(advised(node.refresh(lifetime=30)), 20, "advice")
    fama("dar1", "dar", "checkpoint", file, "freeze")
    left, began = dar.binding(node.name)["expires"], time.monotonic()
    again([dar], SECRET, lambda dar: file, refresh=20)
    time.sleep(40)
    now = dar.binding(node.name)["expires"]
    passed = time.monotonic() - began
    expect(abs(left - passed - now) <= 2, f"{left} s less {passed:.0f} s", now)
    equal(advised(node.refresh(lifetime=30)), 20, "advice of the other router")
    equal(dar.binding(node.name)["lifetime"], 120, "lifetime")


@contextlib.contextmanager
def later(seconds):
    """Another time of day."""
    began, ran = time.time(), time.monotonic()
    time.clock_settime(time.CLOCK_REALTIME, began + seconds)
    try:
        yield
    finally:
        time.clock_settime(time.CLOCK_REALTIME, began + time.monotonic() - ran)


@pytest.mark.world(dars=1, nodes=0)
def test_last(net):
    """Only the last checkpoint of a frozen router brings bindings back."""
    dar = Dar(1, anchor=False)
    dar.disable()
    anchor = start(dar, SECRET)
    anchor()
    node, back = Peer(net, sec=0), Peer(net, sec=0)
    node.register()
    back.register()
    file, keep = f"{net.dir}/checkpoint", f"{net.dir}/keep"

    def resume(file):
        done = netns.run("dar1", [famactl.tool(), "dar", "resume", file])
        expect(len(done.stderr.splitlines()) < 2, "one line", done.stderr)
        return done.stderr

    # Frozen and thawed without a checkpoint: it goes on.
    family = dar.family
    family.ask("FREEZE", FROZEN=1)
    node.no_answer(token=node.token, seconds=1)
    fama("dar1", "dar", "thaw")
    node.refresh(lifetime=LONG // 4)
    back.refresh(lifetime=0)

    # A file that is something else, or somebody else's, stays.
    save(keep, b"something else")
    expect("no checkpoint" in refused("dar1", "dar", "checkpoint", keep), "the reason", "another")
    equal(load(keep), b"something else", "the file")
    fama("dar1", "dar", "checkpoint", file, "freeze")
    frozen, made = load(file), time.monotonic()
    left = dar.binding(node.name)["expires"]
    dar.disable()
    anchor = start(dar, SECRET)
    expect("not resumed" in refused("dar1", "dar", "checkpoint", file, "freeze"), "the reason",
           "another")
    equal(dar.show()["frozen"], False, "frozen for nothing")

    # After an anchor was there it is memory; so it is when there was another router since.
    for served, said in ((True, "an anchor already"), (False, "not the last")):
        # What the router knows already is newer than what the file says.
        newer = {}
        if served:
            anchor()
            back.register()
            newer = bindings(dar)
        save(keep, frozen)
        expect(said in resume(keep), said, "another line")
        equal(bindings(dar), newer, "bindings")
        equal({r["home"] for r in dar.remembered()}, {node.name, back.name} - set(newer),
              "remembered")
        if served:
            equal(back.ask(token=back.token).status, 0, "status for the newer token:")
        dar.disable()
        anchor = start(dar, SECRET)

    # A module that knows nothing of it: old by the clock, or not.
    def after(late):
        kmod.remove("dar")
        kmod.insert("dar")
        begin = start(dar, SECRET)
        save(keep, frozen)
        with later(late - (time.monotonic() - made)):
            return begin, resume(keep)
    expect("ten minutes" in after(601)[1], "ten minutes", "another line")
    equal(bindings(dar), {}, "bindings of memory")
    # One that is about to be reminded waits for its anchor, and another anchor is no reason.
    anchor, said = after(left - LONG / 16 - 2)
    equal(said, "", "warnings")
    dar.anchor(prefix(7))
    time.sleep(4)
    equal(list(bindings(dar)), [node.name], "bindings without an anchor")
    anchor()
    until(lambda: {a["prefix"]: a["bindings"] for a in dar.anchors()} ==
          {prefix(1): 1, prefix(7): 0}, "the binding in its anchor", dar.anchors)
    node.refresh()


@pytest.mark.world(dars=1, nodes=0)
def test_full(net):
    """A router whose checkpoint cannot be written goes on as if it was never frozen."""
    dar = Dar(1, anchor=False)
    dar.disable()
    start(dar, SECRET)()
    node = Peer(net, sec=0)
    node.register()
    small = f"{net.dir}/small"
    os.mkdir(small)
    netns.run(None, ["mount", "-t", "tmpfs", "-o", f"size={PAGE}", "none", small])
    try:
        save(f"{small}/full", bytes(PAGE))
        expect("No space" in refused("dar1", "dar", "checkpoint", f"{small}/file", "freeze"),
               "the reason", "another")
        equal(os.listdir(small), ["full"], "files")
        equal(dar.show()["frozen"], False, "frozen")
        node.refresh()
        os.unlink(f"{small}/full")
        fama("dar1", "dar", "checkpoint", f"{small}/file", "freeze")
        expect("frozen" in refused("dar1", "dar", "thaw"), "frozen for good", "another reason")
        # Only who has the last one can throw it away.
        header = load(f"{small}/file")[:HEADER]
        for wrong in (bytes(HEADER), header[:32] + bytes(16) + header[48:]):
            with pytest.raises(genl.Refused):
                dar.ask("FREEZE", FROZEN=0, HEADER=wrong)
        dar.ask("FREEZE", FROZEN=0, HEADER=header)
        node.refresh()
    finally:
        netns.run(None, ["umount", small])


def deaf(net, mn, home, say):
    """Seconds until a node that only listens gets something from the core again."""
    began = time.monotonic()
    seen = Sniffer("mn", "mn0", wakes=True)

    def got():
        say()
        return any(p[6] == 17 for _, way, p in seen.packets() if way == "in")
    until(got, f"something at {home}", patience=5000, every=1)
    return time.monotonic() - began


@pytest.mark.world(dars=2)
def test_crash(net):
    """Nodes that only listen are told by the addresses of a checkpoint, or by their refresh."""
    dars = [Dar(n, anchor=False) for n in net.dars]
    for dar in dars:
        dar.disable()
        start(dar, SECRET, **SHORT)()
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    raw = net.raw("core")

    def say():
        raw.sendto(mh.udp("2001:db8:c::1", mh.addr(first), 7, 7, b"down"), (first, 0))
    expect(deaf(net, mn, first, say) < 5, "a node that gets something", "nothing")
    wire = Sniffer("cn", "eth0", wakes=True)
    peers = [Peer(net, sec=0, sniffer=wire) for _ in range(30)]
    for peer in peers:
        peer.register()

    def file(dar):
        return f"{net.dir}/checkpoint-{dar.n}"
    for dar in dars:
        fama(dar.ns, "dar", "checkpoint", file(dar))
    # After the checkpoint: what it does not know.
    recorded = []
    for peer in peers:
        peer.refresh(request=[mh.COT_INIT])
        recorded.append(peer.sent)
    late = Peer(net, sec=0, sniffer=wire)
    late.register()

    again(dars, SECRET, file, resumed="only remembered", **SHORT)
    equal(bindings(dars[0]), {}, "bindings after a crash")
    equal({r["home"] for r in dars[0].remembered()} >= {p.name for p in peers}, True, "remembered")
    for packet in recorded:
        peers[0].put(packet)
    never(lambda: set(bindings(dars[0])) & {p.name for p in peers}, 0.5,
          "a binding by an old message")
    seconds = deaf(net, mn, first, say)
    note(f"with a checkpoint a node that listens was deaf for {seconds:.1f} s")
    expect(seconds < 10, "soon", seconds)

    def told():
        return {m.mh[8:24] for m in peers[0].answers(mh.BE)}
    until(lambda: told() >= {p.home for p in peers}, "a Binding Error for each",
          lambda: len(told()))
    for peer in peers:
        equal(peer.ask(token=peer.token, request=[mh.COT_INIT]).status, 137,
              "status for a token that may be replayed:")
        peer.refresh(**peer.test())
    dars[0].bound(peers[0].name, CN, state="verified")

    # Without one the refresh tells: three quarters of the lifetime.
    mn.state(1, "away")
    again(dars, SECRET, **SHORT)
    alone = deaf(net, mn, first, say)
    note(f"without one it was deaf for {alone:.0f} s of a lifetime of 120 s")
    expect(20 < alone < 120, "the refresh", alone)
