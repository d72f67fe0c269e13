# SPDX-License-Identifier: GPL-2.0-only
"""Who may be bound: guests of the access link, keys and addresses of a list, or anybody."""

import errno
import os
import re
import stat

import pytest

import guest
import mh
import netns
import peer
from check import equal, expect, never, until
from dar import Dar
from famactl import tool
from peer import Peer
from topology import CN, Sniffer, dar_address, prefix
from tracing import Probes

ROUTER_RST = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "../../../Documentation/router.rst")
# Hashes of a CGA; keys, signatures and tokens by RSA.
WORK = ("fama_cga_verify", "fama_pki_set_public", "fama_pki_verify", "fama_pki_encrypt")
COSTLY = ("bad_cga", "bad_key", "bad_signature", "bu_cga", "queue_full", "no_memory")


def strangers(net, count):
    return [Peer(net, keypair=peer.key(f"stranger{i}"), shown=False) for i in range(count)]


def refused(dar, node, **kw):
    """129, and neither hashes nor RSA: a wrong CGA and a wrong signature do not matter."""
    before = dar.counters()
    ba = node.ask(cga=node.cga, **kw)
    equal(ba.status, 129, "status for a stranger:")
    after = dar.counters()
    equal(after["not_admitted"] - before["not_admitted"], 1, "counted as not_admitted:")
    equal({k: after[k] - before[k] for k in COSTLY}, dict.fromkeys(COSTLY, 0),
          "what costs something:")
    equal(dar.binding(node.name), None, "a binding of a stranger:")


def early_token(node, n=1, **kw):
    """An early token asked for on the link of DAR N; nobody is there to hear the answer."""
    node.seq = (node.seq + 1) & 0xffff
    guest.say(n, node.home, mh.binding_update(node.home, node.home, node.dar, node.seq,
                                              lifetime=0, cga=node.cga, alt=False, **kw))


def relayed(acc, node):
    """What came through the router in the name of a node."""
    return [p for _, _, p in acc.packets() if node.home in (p[8:24], p[24:40])]


@pytest.mark.world(dars=1)
def test_stranger(net):
    """As routers are by default: who was never a guest gets no address, and no relay."""
    dar = Dar(1)
    equal([(a["admit"], a["care_of_test"]) for a in dar.anchors()], [("attached", "concurrent")],
          "the defaults")
    far, = strangers(net, 1)
    acc = Sniffer("dar1", "acc")
    refused(dar, far, request=[mh.COT_INIT])
    refused(dar, far, **far.test(), token=bytes(8))
    for _ in range(5):
        far.put(mh.ipv6(CN, far.dar, 41, mh.udp(far.home, f"{prefix(1)[:-3]}50", 1, 2, b"x")))
    until(lambda: dar.counters()["spoofed_source"] == 5, "his datagrams dropped", dar.counters)
    never(lambda: relayed(acc, far), 1, "a packet with an inside source on the access link")


@pytest.mark.world(dars=2)
def test_attached(net):
    dar = Dar(1)
    events = net.watch("dar1")
    far, seen, early, forged = strangers(net, 4)

    # He never was on the link.
    refused(dar, far)
    refused(dar, far, spoil_signature=True)
    refused(dar, far, token=b"8 octets")
    told = events.wait(event="stranger", home=far.name)
    equal(told["careof"], CN, "where he asked from:")
    equal(told["fingerprint"], peer.fingerprint(far.cga.key), "his key:")

    # The neighbour table has heard of the address; the node may be anywhere now.
    guest.show(1, seen.home)
    equal(dar.show()["seen"], 1, "addresses that were seen")
    seen.register()
    dar.bound(seen.name, CN)
    # The same parameters make addresses of smaller Sec; nobody has seen those.
    less = bytearray(seen.home)
    less[8] &= 0x1f
    equal(seen.ask(home=bytes(less), cga=seen.cga).status, 129, "status for less Sec:")

    # An early token from the address itself, on the link; on another one it is no proof.
    refused(dar, early)
    net.raw("cn").sendto(mh.ipv6(early.home, early.dar, mh.MH, mh.binding_update(
        early.home, early.home, early.dar, early.seq + 1, lifetime=0, cga=early.cga, alt=False)),
        (early.dar, 0))
    equal(early.ask(cga=early.cga).status, 129, "status after an early token from elsewhere:")
    early_token(early)
    until(lambda: any(r["home"] == early.name for r in dar.remembered()), "the early token")
    equal(dar.show()["seen"], 1, "addresses that were seen by the neighbour table")
    early.register()

    # Somebody on the link who signs with another key has proven nothing.
    early_token(forged, signer=peer.key("other"))
    until(lambda: dar.counters()["bad_signature"] == 1, "the wrong signature")
    refused(dar, forged)

    # What was proven outlives all that one station can show.
    for i in range(300):
        guest.send(1, guest.solicitation(mh.addr(f"{prefix(1)[:-3]}{i + 1:x}:1"),
                                         dar_address(1), b"\x02" + bytes(5)))
    until(lambda: dar.show()["seen"] > 16, "addresses of that station")
    expect(dar.show()["seen"] <= 2 * 16 + 1, "no more than 16 of a station", dar.show()["seen"])
    dar.flush()
    early.register()

    # The interface comes and goes; a guest of the prefix stays one.
    dar.unanchor()
    dar.anchor()
    seen.register()

    dar.change(admit="open")
    far.register()

    # Nobody gets an early token where the anchor gives none.
    dar.change(early_token=0)
    early_token(strangers(net, 5)[4])
    until(lambda: dar.counters()["early_off"] == 1, "early_off")


@pytest.mark.world(dars=1)
def test_keys(net):
    dar = Dar(1, anchor=False)
    one, two, three = strangers(net, 3)
    dar.admit(one.cga.key)
    dar.anchor(admit="keys")
    guest.show(1, two.home)
    one.register()
    refused_here = two.ask(cga=two.cga).status
    equal(refused_here, 129, "status for a guest that is not in the list:")
    dar.admit(two.home)
    two.register()
    equal(len(dar.admitted()), 2, "entries of the list")
    dar.family.denied("ADMIT_NEW", error=errno.EEXIST, HOME=two.home)
    dar.family.denied("ADMIT_NEW", error=errno.EINVAL, HOME=mh.addr("ff02::1"))
    dar.family.denied("ADMIT_NEW", error=errno.EINVAL, missing="FINGERPRINT")
    dar.family.denied("ADMIT_NEW", error=errno.EINVAL, where="FINGERPRINT",
                      HOME=two.home, FINGERPRINT=bytes(32))
    dar.family.denied("ADMIT_DEL", error=errno.ENOENT, HOME=three.home)

    # Who is no longer in the list is refused at the next update, token or not.
    one.refresh()
    dar.admit_no_more(one.cga.key)
    equal(one.ask(token=one.token).status, 129, "status for a key that was removed:")
    equal(one.ask(cga=one.cga).status, 129, "status for a key that was removed, signed:")
    two.refresh()
    dar.ask("ADMIT_FLUSH")
    equal(two.ask(token=two.token).status, 129, "status for an address that was removed:")
    equal(dar.admitted(), [], "entries of the list")

    # Others come in beside those who were seen.
    dar.admit(three.cga.key)
    dar.change(admit="attached")
    three.register()
    two.register()

    # The list outlives the role.
    dar.disable()
    dar.begin()
    equal(dar.show()["admitted"], 1, "entries of the list")


@pytest.mark.kernels("debian")  # they have kprobes
@pytest.mark.world(dars=1)
def test_key_cost(net):
    """Who is not in the list of keys costs no hash of a CGA and no RSA, not even a guest of the link;
    what the event says of him is enough to let him in."""
    dar = Dar(1, anchor=False)
    dar.anchor(admit="keys")
    events = net.watch("dar1")
    node, = strangers(net, 1)
    guest.show(1, node.home)
    with Probes({name: f"p fama:{name}" for name in WORK}) as trace:
        refused(dar, node)
        refused(dar, node, spoil_signature=True)
        refused(dar, node, token=b"8 octets")
        equal(trace.all(), [], "calls for a stranger")
        told = events.wait(event="stranger", home=node.name)
        equal(told["fingerprint"], peer.fingerprint(node.cga.key), "his key:")
        dar.ask("ADMIT_NEW", FINGERPRINT=bytes.fromhex(told["fingerprint"].replace(":", "")))
        node.register()
        dar.bound(node.name, CN)
        equal({event["event"] for event in trace.all()}, set(WORK), "calls for who is admitted")


@pytest.mark.world(dars=1)
def test_script(net):
    """The operator's program of router.rst admits a stranger by its key."""
    dar = Dar(1)
    known, unknown = strangers(net, 2)
    with open(ROUTER_RST, encoding="utf-8") as f:
        text = re.search(r"\n  #!/bin/sh\n(  .*\n|\n)+", f.read())[0]
    script, guests = f"{net.dir}/admit.sh", f"{net.dir}/guests"
    with open(script, "w", encoding="utf-8") as f:
        f.write(re.sub(r"^  ", "", text.lstrip("\n"), flags=re.MULTILINE)
                .replace("/etc/fama/guests", guests))
    os.chmod(script, stat.S_IRWXU)
    with open(guests, "w", encoding="ascii") as f:
        f.write(f"{peer.fingerprint(known.cga.key)}\n")
    path = f"{os.path.dirname(os.path.abspath(tool()))}:{os.environ['PATH']}"
    netns.spawn("dar1", ["env", f"PATH={path}", script])
    until(lambda: known.ask(cga=known.cga).status == 137, "the known stranger to be let in")
    known.register()
    equal(unknown.ask(cga=unknown.cga).status, 129, "status for the unknown one:")
    equal([e["fingerprint"] for e in dar.admitted()], [peer.fingerprint(known.cga.key)],
          "who is admitted:")
