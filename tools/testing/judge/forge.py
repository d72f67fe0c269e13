# SPDX-License-Identifier: GPL-2.0-only
"""A network that exists on paper only: what its links would have seen, for tests of the judge.

A node at router 1 moves to 2, to 3 and home again. Its first address has echoes, datagrams
and a TCP stream. Everything takes the time that the links were told, nothing is lost but in
the outages: a run that the judge must find good. A test then spoils it in one way.
"""

import bisect
import heapq
import itertools
import struct
from dataclasses import replace

from .packets import HEADER, SYN, TCP, TUNNEL, Sight, decode, mh
from .plan import MS, Move, Plan, Router, Stream

SECOND = 1000 * MS
D = 10 * MS         # one way of a link between routers
PORT, NODE_PORT = 7007, 40000
CN = "2001:db8:c::2"
HOME = "2001:db8:1::1234"
HERE = {1: HOME, 2: "2001:db8:2::2222", 3: "2001:db8:3::3333"}
MACS = {"mn/eth0": "02:00:00:00:00:01", "cn/eth0": "02:00:00:00:00:02"}
START = 10**18
END = START + 4 * SECOND
ROUTERS = tuple(Router(n, f"2001:db8:{n}::1", f"2001:db8:{n}::", f"dar{n}/acc", f"dar{n}/core")
                for n in (1, 2, 3))
MOVES = tuple(Move(a, b, START + at * SECOND, START + at * SECOND + 50 * MS)
              for a, b, at in ((1, 2, 1), (2, 3, 2), (3, 1, 3)))
STREAMS = tuple(Stream(kind, kind, HOME, number, period, START, END)
                for kind, number, period in (("tcp", 1, 100), ("ping", 2, 20), ("down", 3, 5)))


def plan(**other):
    told = {place: {"file": f"{place.replace('/', '-')}.pcapng",
                    "log": f"{place.replace('/', '-')}.log",
                    "mac": MACS.get(place, "02:00:00:00:00:03")}
            for place in ["mn/eth0", "cn/eth0", *(p for r in ROUTERS for p in r.places())]}
    return replace(Plan(node="mn/eth0", correspondent="cn/eth0", correspondent_address=CN,
                        port=PORT, delay_ms=D / MS, boot=0, routers=ROUTERS, streams=STREAMS,
                        moves=MOVES, captures=told), **other)


def record(seq, number):
    return struct.pack("<QQI", seq, 0, number) + bytes(40)


def echo(src, dst, kind, seq):
    return mh.icmp6(src, dst, kind, 0, struct.pack(">HH", 2, seq & 0xffff) + record(seq, 2))


def datagram(seq):
    return mh.udp(CN, HOME, PORT, 50000, record(seq, 3))


def tcp(src, dst, sport, dport, seq, flags, data=b""):
    head = struct.pack(">HHIIBBHHH", sport, dport, seq, 0, 0x50, flags, 1000, 0, 0)
    return mh.ipv6(src, dst, TCP, head + data)


def acknowledgement(router, home, careof, seq, *, lifetime, promise=False, status=0):
    body = mh.header(mh.BA, struct.pack(">BBHH", status, 0, seq, lifetime))
    if promise:
        body += mh.option(mh.COT_OPTION, bytes(8))
    body += mh.pad(-len(body) % 8)
    body = mh.finish(body, router, home)
    if home == careof:
        return mh.ipv6(router, home, mh.MH, body)
    return mh.ipv6(router, careof, 43, bytes([mh.MH, 2, 2, 1, 0, 0, 0, 0]) + mh.addr(home) + body)


def advertisement(router):
    option = bytes([3, 4, 64, 0xe0]) + bytes(12) + mh.addr(router.address)
    return mh.icmp6(f"fe80::{router.number}", "ff02::1", 134, 0, bytes(12) + option)


def tunnelled(src, dst, data):
    return mh.ipv6(src, dst, TUNNEL, data)


class Network:
    """sights: what all links saw, once run() is done.

    advertised_after, update_after: how long a router and the node take.
    proof: does the anchor want the care-of address proven, forward on credit until then, and hold
        what exceeds it. known: from when on what the node sends at home earns credit.
    """

    def __init__(self, advertised_after=MS, update_after=MS // 2, proof=False, moves=MOVES,
                 known=START + 5 * MS):
        self.advertised_after, self.update_after = advertised_after, update_after
        self.proof, self.moves, self.known = proof, moves, known
        self.sights = []
        self.seq = 0
        self.credit = self.packets = 0
        self.held = []
        self.agenda, self.order = [], itertools.count()
        # Histories, [(since, what)]: the link of the node, where it sends, what the anchor does.
        self.link = [(0, 1)]
        self.sender = [(0, 1)]
        self.bound = [(0, None)]
        self.proven = [(0, True)]

    def see(self, when, place, out, data):
        self.sights.append(Sight(when, place, out, decode(data)))

    @staticmethod
    def now(history, when):
        return history[bisect.bisect_right(history, when, key=lambda change: change[0]) - 1][1]

    # ------------------------------------------------------------------- signalling

    def move(self, move):
        self.link += [(move.down, None), (move.up, move.to)]
        heard = move.up + self.advertised_after
        self.see(heard, f"dar{move.to}/acc", True, advertisement(ROUTERS[move.to - 1]))
        self.see(heard, "mn/eth0", False, advertisement(ROUTERS[move.to - 1]))
        told = heard + self.update_after
        self.sender += [(move.down, None), (told, move.to)]
        answered = self.update(told, move.to, None)
        if self.proof and move.to != 1:
            self.update(answered, move.to, (0, 5))

    def update(self, when, at, nonces):
        """A Binding Update and its answer; returns when that is at the node."""
        self.seq += 1
        home_again = at == 1
        careof, router = HERE[at], ROUTERS[0]
        bu = mh.bu_packet(HOME, careof, router.address, seq=self.seq, token=bytes(8),
                          lifetime=0 if home_again else 100, nonces=nonces)
        promise = self.proof and not nonces and not home_again
        ba = acknowledgement(router.address, HOME, careof, self.seq, promise=promise,
                             lifetime=0 if home_again else 100)
        came = self.carry_up(when, bu, at)
        if promise:
            self.later(came, self.earn, len(bu) - len(ba), 0)
        else:
            self.later(came, self.earn, len(bu))
            self.later(came + MS // 10, self.release)
        self.bound.append((came, None if home_again else at))
        self.proven.append((came, not promise))
        return self.carry_down(came + MS // 10, ba, at)

    def carry_up(self, when, data, at):
        """From the node to its anchor."""
        self.see(when, "mn/eth0", True, data)
        self.see(when, f"dar{at}/acc", False, data)
        if at == 1:
            return when
        self.see(when + D, f"dar{at}/core", True, data)
        self.see(when + 2 * D, "dar1/core", False, data)
        return when + 2 * D

    def carry_down(self, when, data, at):
        if at != 1:
            self.see(when + D, "dar1/core", True, data)
            self.see(when + 2 * D, f"dar{at}/core", False, data)
            when += 2 * D
        self.see(when, f"dar{at}/acc", True, data)
        if self.now(self.link, when) == at:
            self.see(when, "mn/eth0", False, data)
        return when

    # ------------------------------------------------------------------------- data

    def later(self, when, what, *args):
        """What depends on what was before happens in the order of time."""
        heapq.heappush(self.agenda, (when, next(self.order), what, args))

    def earn(self, when, octets, packets=1):
        self.credit += octets
        self.packets += packets

    def release(self, when):
        """What waited for the proof goes on."""
        held, self.held = self.held, []
        for data, again in held:
            self.go_on(when, data, again)

    def up(self, when, data):
        """From the node to its correspondent; returns when it is there, None if it never left."""
        at = self.now(self.sender, when)
        if at is None:
            return None
        if at == 1:
            self.carry_up(when, data, 1)
            self.later(when, self.earn_if, None, len(data))
        else:
            outer = tunnelled(HERE[at], ROUTERS[0].address, data)
            when = self.carry_up(when, outer, at)
            self.later(when, self.earn_if, at, len(outer))
        self.see(when + D, "dar1/core", True, data)
        self.see(when + D, "cn/eth0", False, data)
        return when + D

    def earn_if(self, when, at, octets):
        """If the address is bound there and proven, or was bound once and is at home."""
        known = any(since <= when for since, _ in self.bound[1:])
        if known and self.now(self.bound, when) == at and self.now(self.proven, when):
            self.earn(when, octets)

    def down(self, when, data, again=0):
        """From the correspondent to the node; what gets lost is sent again after so many ns."""
        self.see(when, "cn/eth0", True, data)
        self.later(when + D, self.forward, data, again)

    def forward(self, when, data, again):
        """At the anchor."""
        self.see(when, "dar1/core", False, data)
        if self.now(self.bound, when) is None or self.paid(when, data):
            self.go_on(when, data, again)
        else:
            self.hold(data, again)

    def hold(self, data, again):
        self.held.append((data, again))

    def go_on(self, when, data, again):
        at = self.now(self.bound, when)
        came = when if at is None else when + 2 * D
        if at is None:
            self.carry_down(when, data, 1)
        else:
            self.carry_down(when, tunnelled(ROUTERS[0].address, HERE[at], data), at)
        if again and self.now(self.link, came) != (at or 1):
            self.down(when + again, data, again)

    def paid(self, when, data):
        if self.now(self.proven, when):
            return True
        if self.held or self.credit < HEADER + len(data) or not self.packets:
            return False
        self.credit -= HEADER + len(data)
        self.packets -= 1
        return True

    def run(self):
        if self.proof:
            self.update(self.known, 1, None)    # for its early token
        for move in self.moves:
            self.move(move)
        for seq, when in enumerate(range(START + MS, END, 20 * MS)):
            came = self.up(when, echo(HOME, CN, 128, seq))
            if came:
                self.down(came + MS // 100, echo(CN, HOME, 129, seq))
        for seq, when in enumerate(range(START + 2 * MS, END, 5 * MS)):
            self.down(when, datagram(seq))
        self.stream()
        while self.agenda:
            when, _, what, args = heapq.heappop(self.agenda)
            what(when, *args)
        self.sights.sort(key=lambda sight: sight.when)
        return self

    def stream(self):
        """Records of 100 octets, echoed; in an outage the record waits for its end."""
        self.up(START + MS, tcp(HOME, CN, NODE_PORT, PORT, 999, SYN))
        for n, when in enumerate(range(START + 3 * MS, END, 100 * MS)):
            seq = 1000 + 100 * n
            data = tcp(HOME, CN, NODE_PORT, PORT, seq, 16, bytes(100))
            there = None
            while there is None:
                there = self.up(when, data)
                when += 50 * MS
            self.down(there, tcp(CN, HOME, PORT, NODE_PORT, seq, 16, bytes(100)), again=250 * MS)
