# SPDX-License-Identifier: GPL-2.0-only
"""Ten times as many Binding Updates as can be verified: the rest goes on.

The flood comes from four prefixes on the core link, right CGAs with wrong
signatures. Honest nodes on another prefix are answered: with a token in
milliseconds, with a signature within a round of the queue. Where instructions are
counted the processor bounds what can be verified, elsewhere a setting does.
"""

import json
import os
import statistics
import time

import pytest

import mh
import netns
import peer
import rtnl
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import Sniffer, binary, dar_address, mac, prefix

BAD = [f"2001:db8:bad:{i}::1" for i in range(4)]
QUEUE = 64          # DAR_QUEUE_MAX
REFUSALS = 1000     # DAR_REFUSAL_RATE, and what a pause saves up
SAVED = 51 + 2 * 4   # and what the share of a prefix saves up
SHARE = 2 * 1000 / 256
BOGUS = 128
BURST = 40          # refusals that are not yet rationed
COUNTED = "FAMA_COUNTED" in os.environ
VERIFIED = 400      # signatures a second that are allowed where computing takes no time
ENDS = ("bad_signature", "queue_full", "queue_share", "bu_phkt", "bu_cga", "foreign_home",
        "old_sequence")


def bogus(key, prefixes=BAD):
    """Distinct Binding Updates that cost a signature each."""
    class Junk:
        size, spki = key.size, key.spki

        @staticmethod
        def sign(_):
            return b"\0" + os.urandom(key.size - 1)

    packets = []
    for i in range(BOGUS):
        cga = mh.Cga(Junk, prefix(1).split("/")[0])
        # Each from an address of its own: who has a prefix has as many as he likes.
        source = f"{prefixes[i % len(prefixes)]}:{i:x}"
        packets.append(mh.bu_packet(cga.address, source, dar_address(1), seq=i, cga=cga))
    return packets


def offer(net, ns, packets, rate, count, seconds):
    """Start to send; what core sends goes straight to dar1."""
    file = f"{net.dir}/packets-{ns}-{rate}"
    with open(file, "wb") as f:
        f.write(b"".join(packets))
    straight = ["dar1", mac(1, 2)] if ns == "core" else []
    return netns.spawn(ns, [binary("flood"), file, str(rate), str(count), str(seconds),
                            *straight],
                       stdout=-1, text=True)


def account(sender):
    out, _ = sender.communicate()
    equal(sender.returncode, 0, "exit status of the sender")
    return json.loads(out)


def times(sniffer):
    """ms from each Binding Update to its answer, by its sequence number."""
    asked, took = {}, {}
    for m in mh.messages(sniffer.packets()):
        if m.type == mh.BU and m.direction == "out":
            asked[m.seq] = m.when
        elif m.type == mh.BA and m.seq in asked:
            equal(m.status, 0, "status")
            took[m.seq] = (m.when - asked[m.seq]) / 1e6
    return took


def honest(net, node, count, rate):
    """PHKT Binding Updates at a steady pace; all have to be answered."""
    node.sniffer.clear()
    packets = []
    for _ in range(count):
        node.seq = (node.seq + 1) & 0xffff
        packets.append(mh.bu_packet(node.home, node.careof, node.dar, seq=node.seq,
                                    token=node.token, lifetime=105))
    equal(account(offer(net, "mn", packets, rate, count, 60))["sent"], count,
          "Binding Updates sent")
    until(lambda: len(times(node.sniffer)) == count, f"{count} answers",
          lambda: str(len(times(node.sniffer))))
    return report("by token", times(node.sniffer))


def report(what, took):
    took = sorted(took.values())
    note(f"{what}: median {statistics.median(took):.2f} ms, 90 % "
         f"{took[len(took) * 9 // 10]:.2f} ms, worst {took[-1]:.2f} ms, of {len(took)}")
    return statistics.median(took)


def waiting(dar):
    c = dar.counters()
    return c["rx_bu"] - sum(c[e] for e in ENDS)


def settled(dar):
    """Counters once nothing waits any more."""
    until(lambda: not waiting(dar), "every Binding Update in one counter", dar.counters)
    return dar.counters()


def gained(dar, before):
    after = settled(dar)
    return {k: after[k] - before[k] for k in after if after[k] != before[k]}


def bursts(net, dar, flood, link):
    """ns from one verified signature to the next, by the answers after a burst that all fits."""
    gaps = []
    for _ in range(5):
        time.sleep(0.1)  # saves up refusals
        link.clear()
        account(offer(net, "core", flood[:BURST], 0, BURST, 10))
        until(lambda: len(mh.messages(link.packets(), mh.BA)) == BURST, "an answer to each",
              dar.counters)
        last = max(m.when for m in mh.messages(link.packets(), mh.BU))
        answers = [m.when for m in mh.messages(link.packets(), mh.BA) if m.when > last]
        gaps += [b - a for a, b in zip(answers, answers[1:])]
    equal(settled(dar)["bad_signature"], 5 * BURST, "signatures verified")
    return gaps


@pytest.mark.world(dars=2, radvd=False, delay_ms=0)
def test_flood(net):
    dar = Dar(1, "off", admit="open", min_sec=0)  # the flood comes from addresses never seen
    for a in BAD:
        rtnl.of("core").route("add", f"{a}/64", kind="blackhole")
    netns.sysctl("mn", conf__eth0__accept_ra=0, conf__eth0__dad_transmits=0)
    net.mover.attach("mn", 2)
    rtnl.of("mn").address("add", "2001:db8:2::77/64", "eth0")
    rtnl.of("mn").route("add", "default", via="2001:db8:2::1")
    node = Peer(net, careof="2001:db8:2::77", ns="mn")
    node.register()
    flood = bogus(peer.key("flood", 1536))
    link = Sniffer("dar1", "core")

    gaps = bursts(net, dar, flood, link)
    capacity = int(1e9 / statistics.median(gaps)) if COUNTED else VERIFIED
    if not COUNTED:
        dar.set(verify_rate=VERIFIED)
    note(f"signatures verified in a second: {capacity}")
    link.sock.close()
    honest(net, node, 40, 50)

    before = settled(dar)
    cpus = os.cpu_count()
    senders = [offer(net, "core", flood, (11 if COUNTED else 22) * capacity // cpus, 0, 120) for _ in range(cpus)]
    # Honest nodes have a processor of their own, and so has who looks on.
    os.setpriority(os.PRIO_PROCESS, 0, -15)
    until(lambda: dar.counters()["queue_full"] > before["queue_full"], "a full queue", dar.counters)
    most = max(waiting(dar) for _ in range(20))
    median = honest(net, node, 15, 15)
    # Nodes that have no token yet, on a prefix that is quiet but for them.
    new = [Peer(net, careof="2001:db8:2::77", ns="mn") for _ in range(5)]
    took = {}
    for n in new:
        n.register()
        took.update(times(n.sniffer))
    report("by signature", took)
    most = max([most] + [waiting(dar) for _ in range(20)])
    for s in senders:
        s.terminate()
    accounts = [account(s) for s in senders]
    sent = sum(a["sent"] for a in accounts)
    offered = sum(a["sent"] / a["seconds"] for a in accounts)
    gain = gained(dar, before)
    note(f"offered in a second: {offered:.0f}; {gain}")

    # Offered is what they were asked for if the machine was free; what counts is
    # what came while so many could be verified.
    expect(sent > 10 * gain["bad_signature"], "a flood", gain)
    expect(median <= 10, "a median of 10 ms at most", median)
    # One is in the worker's hands, and one in each processor's.
    expect(QUEUE // 2 < most <= QUEUE + 1 + cpus, f"{QUEUE} waiting at most", most)
    equal(gain["rx_bu"], sent + 15 + 5, "Binding Updates that arrived")
    equal((gain["bu_phkt"], gain["bu_cga"]), (15, 5), "accepted")
    # Who came late to a full queue and whose prefix had its share, was told so.
    expect(gain["queue_full"] > gain["bad_signature"], "most of it refused at the door", gain)
    expect(gain["queue_share"] >= 1, "room for the quiet prefix", gain)

    # Answers to nobody are rationed, and take none from a node that is known; none is
    # larger than what caused it.
    link = Sniffer("dar1", "core")
    smallest = mh.bu_packet("2001:db8:77::1", BAD[0], dar_address(1), seq=1, alt=False)
    before = settled(dar)
    start = time.monotonic()
    sender = offer(net, "core", [smallest], 0, 3000, 60)
    time.sleep(2)  # it has just sent many updates, and it has room for 10 refusals again then
    node.sniffer.clear()
    for _ in range(10):
        equal(node.ask(seq=node.seq, token=node.token).status, 135, "status")
    equal(account(sender)["sent"], 3000, "sent")
    gain = gained(dar, before)
    passed = time.monotonic() - start
    equal(gain["foreign_home"], 3000, "foreign_home")
    answers = [p for _, way, p in link.packets() if way == "out" and p[24:40] == mh.addr(BAD[0])]
    expect(len(answers) <= SAVED + (REFUSALS + SHARE) * passed, "answers rationed", len(answers))
    equal(gain["refusal_limited"] + len(answers), 3000, "answered or not")
    expect(all(len(p) <= len(smallest) for p in answers), f"at most {len(smallest)} octets each",
           {len(p) for p in answers})


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_crowd_of_one_prefix(net):
    """However many addresses of a prefix send, they have one share of the queue."""
    dar = Dar(1, "off", admit="open", min_sec=0)  # the flood comes from addresses never seen
    rtnl.of("core").route("add", f"{BAD[0]}/64", kind="blackhole")
    dar.set(verify_rate=VERIFIED)
    crowd = bogus(peer.key("flood", 1536), BAD[:1])
    quiet = Peer(net)
    one = mh.bu_packet(quiet.home, quiet.careof, quiet.dar, seq=1, cga=quiet.cga)
    before = settled(dar)
    account(offer(net, "core", [*crowd, one], 0, len(crowd) + 1, 10))
    gain = gained(dar, before)
    expect(gain["queue_full"] > 0, "a queue that was full", gain)
    equal((gain.get("bu_cga"), gain.get("queue_share")), (1, 1),
          "the quiet one accepted, one of the crowd gone for it:")
