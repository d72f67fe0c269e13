# SPDX-License-Identifier: GPL-2.0-only
"""A call: 50 packets of 200 octets a second each way, and what a handover does to it.

It is judged from the packets at the router that anchors the address, and at the node.
"""

import socket
import struct
import threading
import time
from typing import NamedTuple

import mh
import netns
from check import expect
from topology import CN, Sniffer

PERIOD_MS, OCTETS = 20, 200
HEADERS = 48
NODE_PORT, PORT = 5004, 5005
MARK = b"call"
UDP, TUNNEL, DESTINATION_OPTIONS = 17, 41, 60


class Heard(NamedTuple):
    """What a handover did. Times in ms.

    silence: from the last packet before it to the first one after it, at the node.
    blackout: of that, until the Binding Update left that redirected the call.
    pause: until the next packet of the call came to the router after this update.
    slowest: of the packets that came to the router after the update, from there to the node.
    came, lost: how many of these came, and how many of them never were at the node.
    """
    silence: float
    blackout: float
    pause: float
    slowest: float
    came: int
    lost: int


class Talker(threading.Thread):
    """Sends a packet every PERIOD_MS, with its number."""

    def __init__(self, ns, source, to):
        super().__init__(daemon=True)
        self.sock = netns.sock(ns, socket.AF_INET6, socket.SOCK_DGRAM)
        self.sock.setsockopt(socket.SOL_SOCKET, 15, 1)     # SO_REUSEPORT
        self.sock.bind(source)
        self.to, self.number = to, 0
        self.ends = threading.Event()

    def run(self):
        start = time.monotonic()
        while not self.ends.wait(max(0, start + self.number * PERIOD_MS / 1e3 - time.monotonic())):
            body = MARK + struct.pack(">Q", self.number)
            try:
                self.sock.sendto(body.ljust(OCTETS - HEADERS, b"."), self.to)
            except OSError:
                pass    # there is no route in a handover
            self.number += 1

    def stop(self):
        self.ends.set()
        self.join()


class Call:
    """Between an address of a node and the correspondent."""

    def __init__(self, home, anchor, ns="mn"):
        self.home = mh.addr(home)
        self.ends = [Talker(ns, (home, NODE_PORT), (CN, PORT)),
                     Talker("cn", (CN, PORT), (home, NODE_PORT))]
        self.node = Sniffer(ns, "eth0")
        self.router = Sniffer(f"dar{anchor}", "core")
        for end in self.ends:
            end.start()

    def stop(self):
        for end in self.ends:
            end.stop()
        self.node.sock.close()
        self.router.sock.close()

    def clear(self):
        self.node.clear()
        self.router.clear()

    def number(self, packet):
        """Of a packet of the call to the node, in a tunnel or not; None of another packet."""
        if packet[6] == TUNNEL:
            packet = packet[40:]
        at = packet.find(MARK, HEADERS, HEADERS + len(MARK))
        if packet[6] != UDP or packet[24:40] != self.home or at < 0:
            return None
        return struct.unpack_from(">Q", packet, at + len(MARK))[0]

    def passed(self, sniffer):
        """{number: when} of the packets to the node that came in."""
        found = {}
        for when, direction, packet in sniffer.packets():
            number = self.number(packet) if direction == "in" else None
            if number is not None:
                found.setdefault(number, when)
        return found

    def updates(self, sniffer, direction):
        return [m for m in mh.messages(sniffer.packets(), mh.BU)
                if m.direction == direction and m.home == self.home and m.lifetime]

    def heard(self, down, proven=False):
        """After a handover. down: when the link went; proven: only an update that shows a care-of
        token redirects.
        """
        expect(not self.node.dropped() and not self.router.dropped(), "all packets heard",
               "not all")
        there, here = self.passed(self.router), self.passed(self.node)

        def redirects(sniffer, direction):
            for m in self.updates(sniffer, direction):
                if m.when > down and (not proven or m.option(mh.NONCE_INDICES)):
                    return m.when
            return None
        told, came = redirects(self.node, "out"), redirects(self.router, "in")
        expect(told and came, "a Binding Update that redirects", (told, came))
        after = {n: when for n, when in there.items() if when > came}
        last = max(when for when in here.values() if when < down)
        first = min(when for when in here.values() if when > told)
        # The last ones are still on their way.
        settled = [n for n in after if after[n] < max(there.values()) - 5 * 10**8]
        expect(settled, "packets of the call after the handover", len(after))
        lost = [n for n in settled if n not in here]
        return Heard((first - last) / 1e6, (told - last) / 1e6, (min(after.values()) - came) / 1e6,
                     max(((here[n] - after[n]) / 1e6 for n in settled if n in here), default=0),
                     len(settled), len(lost))
