# SPDX-License-Identifier: GPL-2.0-only
"""What a router does at most, as set: signatures it verifies, refusals, answers for neighbours."""

import json
import os
import time

import pytest

import guest
import mh
import netns
import peer
from check import equal, expect, note, until
from dar import Dar
from famactl import fama
from peer import Peer
from topology import binary, prefix

RATE, QUEUE = 8, 8      # signatures of 1024 bits a second, and that wait
REFUSALS = 10           # a second
SHARE = 2 * 4           # what the share of a prefix saves up: two buckets
SAVED = 0.05            # DAR_PACE_BURST: what a pause saves up, seconds
PROXY_RATE = 1000       # of proxy.c
HOST = "2001:db8:1::50"


def signatures(dar, node, liar):
    """A flood of bad signatures waits its turn; who has a token does not."""
    fama("dar1", "dar", "set", "verify-rate", str(RATE // 2), "queue", str(QUEUE),
         "refusal-rate", str(REFUSALS))
    before, start = dar.counters(), time.monotonic()
    node.sniffer.clear()
    # Guest or not, what proves no care-of address is not verified.
    guest.show(1, liar.address)
    proof = node.test()
    for seq in range(40):
        node.send(home=liar.address, cga=liar, seq=seq, spoil_signature=True, token=bytes(8),
                  **proof)
    seq, _ = node.send(token=node.token)
    until(lambda: [m for m in node.answers() if (m.home, m.seq, m.status) == (node.home, seq, 0)],
          "an answer to the Binding Update with a token")
    until(lambda: dar.show()["queued"], "a signature that waits", dar.show)
    expect(dar.show()["queued"] <= QUEUE, f"{QUEUE} waiting at most", dar.show())
    until(lambda: not dar.show()["queued"], "an end", dar.show)
    took = time.monotonic() - start
    # The hashes that say who asks are made anew now and then: then one makes room for another.
    until(lambda: sum(gained(dar, before, name)
                      for name in ("bad_signature", "queue_full", "queue_share")) == 40,
          "each in one counter", dar.counters)
    verified = gained(dar, before, "bad_signature")
    note(f"{verified} signatures in {took:.1f} s")
    expect(QUEUE <= verified <= RATE * (took + SAVED) + 1, f"{RATE} signatures a second", verified)
    answers = until(lambda: refused(node) + gained(dar, before, "refusal_limited") == 40 and
                    refused(node), "an answer to each that was not limited", dar.counters)
    expect(0 < answers <= REFUSALS * (took + SAVED) + 1 + SHARE,
           f"{REFUSALS} refusals a second", answers)
    dar.set(verify_rate=0, queue_max=64, refusal_rate=0)
    before = dar.counters()
    for seq in range(40, 60):
        node.send(home=liar.address, cga=liar, seq=seq, spoil_signature=True, token=bytes(8),
                  **proof)
    until(lambda: gained(dar, before, "bad_signature") == 20, "no bound any more", dar.counters)
    equal(gained(dar, before, "refusal_limited"), 0, "refusals not sent")


def neighbours(net, dar, node):
    """A host that asks for the link-layer address of the node all the time."""
    group = mh.addr("ff02::1:ff00:0")[:13] + node.home[13:]
    ask = mh.icmp6(mh.addr(HOST), group, 135, 0, bytes(4) + node.home)
    with open(f"{net.dir}/ask", "wb") as f:
        f.write(ask)
    to = "33:33:" + ":".join(f"{octet:02x}" for octet in group[12:])
    before, start = dar.counters(), time.monotonic()
    done = netns.run("host", [binary("flood"), f.name, "0", "3000", "60", "eth0", to])
    sent = json.loads(done.stdout)["sent"]
    until(lambda: gained(dar, before, "tx_na") + gained(dar, before, "na_limited") == sent,
          "each in one counter", dar.counters)
    answered = gained(dar, before, "tx_na")
    took = time.monotonic() - start
    note(f"{answered} of {sent} answered in {took:.2f} s")
    expect(0 < answered <= PROXY_RATE * (took + SAVED) + 1, f"{PROXY_RATE} answers a second",
           answered)
    expect(gained(dar, before, "na_limited"), "some left unanswered", answered)


def refused(node):
    """How many refusals the node has received."""
    return len([m for m in node.answers() if m.status])


def gained(dar, before, name):
    return dar.counters()[name] - before[name]


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_bounds(net):
    net.host(1, "host", HOST)
    dar = Dar(1)
    node = Peer(net)
    node.register()
    liar = peer.cga(peer.key("liar"), prefix(1))
    signatures(dar, node, liar)
    if not os.environ.get("FAMA_KIND", "").startswith("uml"):  # it cannot answer so many
        neighbours(net, dar, node)
