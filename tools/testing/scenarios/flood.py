#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Ten times as many Binding Updates as can be verified: the rest goes on.

The flood comes from four prefixes on the core link, right CGAs with wrong
signatures. An honest node on another prefix is answered: with a token in
milliseconds, with a signature within a round of the queue.
"""

import json
import statistics

import genl
from scenario import *
from topology import binary

BAD = [f"2001:db8:bad:{i}::1" for i in range(4)]
QUEUE = 64          # DAR_QUEUE_MAX
BOGUS = 128
BURST = 40          # below the burst of refusals
SECONDS = 4
ENDS = ("bad_signature", "queue_full", "queue_share", "bu_phkt", "bu_cga")


def bogus(key, dar):
    """Distinct Binding Updates that cost a signature each."""
    class Junk:
        size, spki = key.size, key.spki

        @staticmethod
        def sign(_):
            return b"\0" + os.urandom(key.size - 1)

    packets = []
    for i in range(BOGUS):
        cga = mh.Cga(Junk, prefix(1).split("/")[0])
        packets.append(mh.bu_packet(cga.address, BAD[i % len(BAD)], dar, seq=i, cga=cga))
    return packets


def offer(ns, packets, rate, count, seconds):
    """The sender's own account comes on its standard output."""
    file = f"{net.dir}/packets-{ns}-{rate}"
    with open(file, "wb") as f:
        f.write(b"".join(packets))
    return netns.spawn(ns, [binary("flood"), file, str(rate), str(count), str(seconds)],
                       stdout=-1, text=True)


def account(sender):
    out, _ = sender.communicate()
    equal(sender.returncode, 0, "exit status of the sender")
    return json.loads(out)


def honest(count, rate):
    """PHKT Binding Updates at a steady pace; [ms] until each was answered."""
    node.sniffer.clear()
    packets = []
    for _ in range(count):
        node.seq = (node.seq + 1) & 0xffff
        packets.append(mh.bu_packet(node.home, node.careof, node.dar, seq=node.seq,
                                    token=node.token, lifetime=105))
    sent = account(offer("mn", packets, rate, count, 60))
    equal(sent["sent"], count, "Binding Updates sent")

    def times():
        asked, took = {}, {}
        for m in mh.messages(node.sniffer.packets()):
            if m.type == mh.BU and m.direction == "out":
                asked[m.seq] = m.when
            elif m.type == mh.BA and m.seq in asked:
                equal(m.status, 0, "status")
                took[m.seq] = (m.when - asked[m.seq]) / 1e6
        return took
    until(lambda: len(times()) == count, f"{count} answers", lambda: f"{len(times())}")
    return sorted(times().values())


def settled():
    """Counters once nothing waits any more."""
    def look():
        c = dar.counters()
        return c if c["rx_bu"] == sum(c[e] for e in ENDS) else None
    return until(look, "every Binding Update in one counter", dar.counters)


def slab_kb():
    with open("/proc/meminfo", encoding="ascii") as f:
        return int(next(line for line in f if line.startswith("SUnreclaim:")).split()[1])


with World(dars=2, radvd=False, delay_ms=0) as net:
    Dar(1)
    dar = genl.Role("dar1", "dar")
    netns.ip("core", *(f"route add blackhole {a}/64" for a in BAD))
    netns.sysctl("mn", conf__eth0__accept_ra=0, conf__eth0__dad_transmits=0)
    net.mover.attach("mn", 2)
    netns.ip("mn", "addr add 2001:db8:2::77/64 dev eth0 nodad",
             "route add default via 2001:db8:2::1")
    node = Peer(net, careof="2001:db8:2::77", ns="mn")
    node.register()
    flood_packets = bogus(node.cga.key, node.dar)

    # What it can verify with nothing else to do: a burst that all fits, timed
    # by the answers that come after its last packet.
    core = Sniffer("core", "dar1")
    gaps = []
    for _ in range(5):
        core.clear()
        account(offer("core", flood_packets[:BURST], 0, BURST, 10))
        until(lambda: len(mh.messages(core.packets(), mh.BA)) == BURST, "an answer to each",
              lambda: dar.counters())
        last = max(m.when for m in mh.messages(core.packets(), mh.BU))
        answers = [m.when for m in mh.messages(core.packets(), mh.BA) if m.when > last]
        gaps += [b - a for a, b in zip(answers, answers[1:])]
        time.sleep(0.1)  # refusals are rationed, too
    equal(settled()["bad_signature"], 5 * BURST, "bogus signatures verified")
    capacity = int(1e9 / statistics.median(gaps))
    note(f"signatures: {capacity} in a second")

    def show(what, times):
        note(f"{what}: median {statistics.median(times):.2f} ms, "
             f"90 % {times[len(times) * 9 // 10]:.2f} ms, worst {times[-1]:.2f} ms")

    idle = honest(40, 50)
    show("PHKT, idle", idle)

    core.sock.close()
    before = settled()
    start = time.monotonic()
    sender = offer("core", flood_packets, 10 * capacity, 0, SECONDS)
    until(lambda: dar.counters()["queue_full"] > before["queue_full"], "a full queue", dar.counters)
    busy = honest(SECONDS * 8, 10)
    show("PHKT, flood", busy)
    sent = account(sender)
    took = time.monotonic() - start
    after = settled()
    gain = {k: after[k] - before[k] for k in after if after[k] != before[k]}
    note(f"{sent} {took} {gain}")
