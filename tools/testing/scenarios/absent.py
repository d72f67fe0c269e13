# SPDX-License-Identifier: GPL-2.0-only
"""A node leaves its link without a word: what is sent to it waits, and little of it is lost."""

import socket
import struct
import threading
import time

import pytest

import mh
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from filler import filler, write
from mn import Mn
from topology import CN

FAR = "2001:db8:c::1"
PORT = 4000
PERIOD = 0.02
OCTETS = 40 + 8 + 8     # headers and a number
LOST = 0.2      # seconds of a stream, at most
BREAK = 1       # seconds
CROWD, FIRST = 500, 0x10000
QUESTIONS = 3   # before a node is absent, and when it is
RATE = 2000     # questions in a second


class Stream(threading.Thread):
    """Numbered datagrams one way, from a neighbour of the correspondent to a node, which says
    nothing to them."""

    def __init__(self, home):
        super().__init__(daemon=True)
        self.home, self.sent, self.heard = home, 0, []
        self.mouth = netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM)
        self.mouth.bind((FAR, 0))
        self.ear = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
        self.ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.ear.bind((home, PORT))
        self.ear.setblocking(False)
        self.ends = threading.Event()
        self.start()

    def run(self):
        start = time.monotonic()
        while not self.ends.wait(max(0, start + self.sent * PERIOD - time.monotonic())):
            try:
                self.mouth.sendto(struct.pack(">Q", self.sent), (self.home, PORT))
            except OSError:
                pass    # the router says that nobody is there
            self.sent += 1

    def came(self):
        """The numbers, in the order in which they came."""
        while True:
            try:
                self.heard.append(struct.unpack(">Q", self.ear.recv(8))[0])
            except BlockingIOError:
                return self.heard

    def flowing(self, more=10):
        """Until those come that are sent from now on."""
        then = self.sent + more
        until(lambda: self.came() and self.heard[-1] >= then, f"datagram {then}",
              lambda: self.heard[-5:])

    def close(self):
        self.ends.set()
        self.join()
        self.came()
        self.ear.close()

    def stop(self):
        """The numbers that did not come; the others came once and in their order."""
        self.flowing()
        self.close()
        equal(self.heard, sorted(set(self.heard)), "numbers, once and in their order")
        return sorted(set(range(self.heard[-1])) - set(self.heard))


def lost(stream, what):
    missing = stream.stop()
    note(f"{what}: {len(missing)} of {stream.sent} lost, {len(missing) * PERIOD:.2f} s")
    expect(len(missing) * PERIOD <= LOST, f"{LOST} s of the stream lost at most", missing)


def away(net):
    """Out of reach for a while."""
    net.mover.detach("mn")
    time.sleep(BREAK)


@pytest.mark.world(dars=2)
def test_absent(net):
    here, there = Dar(1), Dar(2)
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]

    # A node that answers is not absent, however little it says.
    stream = Stream(first)
    stream.flowing(more=50)
    equal(here.counters()["absent"], 0, "times absent while it answers")
    expect(here.counters()["tx_ns"] > 0, "questions to a node that says nothing", here.counters())

    # It comes up elsewhere: what waited goes through the tunnel, before what comes then.
    away(net)
    entry = next(e for e in here.remembered() if e["home"] == first)
    equal(entry.get("absent"), True, "what is said of the node")
    expect(entry["held_octets"] == entry["held_packets"] * OCTETS > BREAK / PERIOD / 2 * OCTETS,
           "packets that wait", entry)
    net.mover.attach("mn", 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    entry = here.bound(first, second)
    expect("absent" not in entry, "an entry of a node that is there", entry)
    lost(stream, f"{BREAK} s without a link, then another one")
    now = here.counters()
    equal((now["absent"], now["held_home"], now["held_late"], now["held_full"]), (1, 0, 0, 0),
          "times absent, packets not sent through the tunnel")
    expect(now["held_sent"] == now["held"] > BREAK / PERIOD / 2, "packets that waited", now)

    # It comes back to the same link: what waited goes there.
    stream = Stream(second)
    stream.flowing()
    away(net)
    net.mover.attach("mn", 2)
    lost(stream, f"{BREAK} s without a link, then the same one")
    now = there.counters()
    equal((now["absent"], now["held_sent"], now["held_late"]), (1, 0, 0),
          "times absent, packets not sent to the link")
    expect(now["held_home"] == now["held"] > BREAK / PERIOD / 2, "packets that waited", now)

    # It does not come back in time, and nothing waits for it any more.
    there.set(hold_age=500)
    stream = Stream(second)
    stream.flowing()
    net.mover.detach("mn")
    until(lambda: there.counters()["absent"] == 2, "a node that is absent")
    until(lambda: there.counters()["held_home"] > now["held_home"], "packets that go to the link")
    time.sleep(BREAK)
    held = there.counters()["held"]
    time.sleep(BREAK)
    equal(there.counters()["held"], held, "packets that wait for a node that has gone")
    equal(there.counters()["absent"], 2, "times absent")
    stream.close()


def speak(homes):
    """A packet from each of these addresses on the access link."""
    router = bytes.fromhex(rtnl.of("dar1").link("acc")["mac"].replace(":", ""))
    with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as sock:
        for home in homes:
            sock.sendto(mh.udp(home, CN, 4000, 4001, b"here"), ("cell1", 0x86dd, 0, 0, router))


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_crowd(net):
    """So many nodes are silent that there are not enough questions for all of them at once."""
    dar = Dar(1)
    homes = [f"2001:db8:1::{(FIRST + n) >> 16:x}:{(FIRST + n) & 0xffff:x}" for n in range(CROWD)]
    with filler():
        write("fill", f"2001:db8:1:: {FIRST} {CROWD} 3600 remembered quiet", "dar1")
    speak(homes)
    time.sleep(0.2)
    start = time.monotonic()
    with netns.sock("core", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        for home in homes:
            sock.sendto(b"anybody", (home, PORT))
    until(lambda: dar.counters()["absent"] == CROWD, "a crowd that is absent", dar.counters)
    took = time.monotonic() - start
    asked = dar.counters()["tx_ns"]
    note(f"{asked} questions in {took:.2f} s")
    equal(asked, QUESTIONS * CROWD, "questions")
    expect(took >= (asked - RATE / 10) / RATE, f"{RATE} questions in a second at most", took)
