# SPDX-License-Identifier: GPL-2.0-only
"""Ways for a packet through a router, each in a namespace of its own.

    CN --- in0 [ router ] out0 --- the rest

Packets come in by in0, a dummy, as if a driver had them, and leave by out0, which drops
them: by one neighbour, as from every router that has more than a link behind it. If all
care-of addresses were neighbours, their table (1,024 entries) would be what is measured.
Downlink is from the correspondent to home address number N, which is at care-of address
number N; uplink is the way back. "plain" has no tunnel: the limit.
"""

import os
import socket
import struct
import tempfile
import time

import mh
import netns
import subscribers
from check import until
from lab import FILL, inject, packets, sent, write
from role import Role

CN = "2001:db8:c::2"
DAR = "2001:db8:1::1"
NEXT_HOP = "fe80::1"
FIRST = 0x10000
HOME, CAREOF = "2001:db8:1::", "2001:db8:ffff::"
DST, SRC, INNER_SRC = 36, 20, 60  # where the last 32 bits of an address are


def home(n=0):
    return mh.addr(HOME)[:12] + (FIRST + n).to_bytes(4, "big")


def careof(n=0):
    return mh.addr(CAREOF)[:12] + (FIRST + n).to_bytes(4, "big")


def udp(src, dst, octets):
    """As hosts send it, with a flow label (RFC 6437)."""
    packet = bytearray(mh.udp(mh.addr(src), mh.addr(dst), 4000, 4001, b"." * (octets - 48)))
    packet[1:4] = b"\x01\x23\x45"
    return bytes(packet)


def down(octets):
    return udp(CN, home(), octets)


def up(octets):
    return mh.ipv6(careof(), mh.addr(DAR), 41, udp(home(), CN, octets))


class Path:
    """A router; subclasses put the tunnel there."""

    name = "plain"
    bindings = 1

    def __init__(self):
        self.ns = f"b-{self.name}"
        netns.add(self.ns)
        netns.sysctl(self.ns, conf__all__forwarding=1, conf__default__forwarding=1,
                     conf__default__accept_dad=0)
        netns.ip(self.ns, "link set lo up", "link add in0 type dummy", "link add out0 type dummy",
                 "link set in0 up", "link set out0 up", f"addr add {DAR}/128 dev in0 nodad",
                 f"route add ::/0 via {NEXT_HOP} dev out0")
        self.setup()

    def setup(self):
        pass

    def close(self):
        netns.remove(self.ns)

    def numbers(self, *places):
        """Which binding: one of all, at random."""
        return (self.bindings, FIRST, *places) if self.bindings > 1 else ()

    def _run(self, template, count, *places):
        packets(template)
        before = sent(self.ns, "out0")
        took = inject(self.ns, "in0", count, *self.numbers(*places))
        left = sent(self.ns, "out0") - before
        assert left == count, f"{self.name}: {left} of {count} packets left"
        return count / took * 1e9

    def downlink(self, count, octets=64):
        """Packets a second."""
        return self._run(down(octets), count, DST)

    def uplink(self, count, octets=64):
        return self._run(up(octets), count, SRC, INNER_SRC)


class Plain(Path):
    def uplink(self, count, octets=64):
        """What leaves a tunnel, without one."""
        return self._run(udp(home(), CN, octets), count)


class Routes(Path):
    """A route of 128 bits for each address, without a tunnel."""

    MESSAGES = 400  # to the kernel at once
    HEADER = struct.pack("=IHHII", 76, 24, 0x601, 0, 0)  # RTM_NEWROUTE, a request to create it
    ROUTE = struct.pack("=8BI", socket.AF_INET6, 128, 0, 0, 254, 4, 0, 1, 0)  # main, static, unicast

    def __init__(self, name):
        self.name = name
        super().__init__()

    def setup(self):
        # Before 6.3 routes beyond so many were not used.
        netns.sysctl(self.ns, route__max_size=0x7fffffff)

    def fill(self, count):
        """Routes for so many addresses."""
        tail = struct.pack("=HH16sHHI", 20, 5, mh.addr(NEXT_HOP), 8, 4, netns.index(self.ns, "out0"))
        head = self.HEADER + self.ROUTE + struct.pack("=HH", 20, 1)
        with netns.sock(self.ns, socket.AF_NETLINK, socket.SOCK_RAW, 0) as rtnl:
            rtnl.connect((0, 0))
            for at in range(0, count, self.MESSAGES):
                end = min(at + self.MESSAGES, count)
                rtnl.send(b"".join(head + home(n) + tail for n in range(at, end)))
            # Nothing is said but errors.
            rtnl.setblocking(False)
            try:
                raise AssertionError(rtnl.recv(4096))
            except BlockingIOError:
                self.bindings = count


class Fama(Path):
    """dar.ko; its bindings come from dar_fill."""

    name = "fama"
    policy = {}
    filled = 0

    def link(self):
        """What the router has before it anchors anything."""
        netns.ip(self.ns, "link add acc type dummy", "link set acc up",
                 f"addr add {DAR}/64 dev acc nodad")

    def setup(self):
        self.link()
        self.dar = Role(self.ns, "dar")
        self.dar.begin(listen=False)
        self.dar.ask("ANCHOR_NEW", PREFIX=HOME, PREFIX_LEN=64, IFINDEX=self.dar.index("acc"),
                     CARE_OF_TEST="off", ADMIT="open", MIN_SEC=0, **self.policy)
        self.fill(1)

    def fill(self, count):
        """So many bindings in all, and the routes that they get."""
        more = f"{HOME} {FIRST + self.filled} {count - self.filled} 86400 quiet"
        if count > self.filled:
            write(f"{FILL}/fill", more.encode(), self.ns)
        self.await_routes()
        self.bindings = self.filled = count

    def await_routes(self):
        until(lambda: not self.dar.show()["fib_waiting"], "no route that waits")

    def bystander(self, count, octets=64):
        """What is none of a node's."""
        return self._run(udp(CN, "2001:db8:5::5", octets), count)

    def close(self):
        """A namespace ends some time later, and with it what it holds: others count memory."""
        if self.filled:
            self.dar.disable()
        super().close()


class Many(Fama):
    """Another one, beside; the memory of routes is not that of its bindings."""

    name = "many"
    policy = {"FIB": 0}


class Bystander(Fama):
    """The router forwards what is none of a node's."""

    name = "bystander"

    def downlink(self, count, octets=64):
        return self.bystander(count, octets)

    def numbers(self, *places):
        return ()


class Anchors(Fama):
    """A /64 for each of many subscribers."""

    name = "anchors"

    def anchor(self, count):
        subscribers.anchor(self.dar.family, "acc", count)
        assert self.dar.show()["anchors"] == count + 1, self.dar.show()


class Without(Bystander):
    """The same router without the module."""

    name = "without"

    def setup(self):
        self.link()


class Ip6tnl(Path):
    """The kernel's tunnel, one device and one route for each binding."""

    name = "ip6tnl"

    def setup(self):
        netns.ip(self.ns, f"link add t0 type ip6tnl mode ip6ip6 local {DAR} "
                 f"remote {mh.text(careof())} encaplimit none", "link set t0 up",
                 f"route add {mh.text(home())}/128 dev t0")


class External(Path):
    """The same in external mode: one device, and a route that knows the other end."""

    name = "lwtunnel"

    def setup(self):
        netns.ip(self.ns, "link add t0 type ip6tnl external", "link set t0 up",
                 f"route add {mh.text(home())}/128 encap ip6 src {DAR} "
                 f"dst {mh.text(careof())} hoplimit 64 dev t0")


class Xfrm(Path):
    """IPsec tunnel mode with neither cipher nor authenticator: what transforms cost."""

    name = "xfrm"
    SPI = 0x100

    def setup(self):
        ends = {"out": (DAR, mh.text(careof())), "fwd": (mh.text(careof()), DAR)}
        selectors = {"out": f"dst {mh.text(home())}/128", "fwd": f"src {mh.text(home())}/128"}
        for way, (src, dst) in ends.items():
            # Without a shell, as the keys are empty words.
            netns.run(self.ns, ["ip", "xfrm", "state", "add", "src", src, "dst", dst, "proto",
                                "esp", "spi", str(self.SPI), "mode", "tunnel", "enc",
                                "ecb(cipher_null)", "", "auth", "digest_null", ""])
            netns.ip(self.ns, f"xfrm policy add dir {way} {selectors[way]} tmpl src {src} "
                     f"dst {dst} proto esp mode tunnel")

    def uplink(self, count, octets=64):
        inner = udp(home(), CN, octets)
        tail = bytes(-(len(inner) + 2) % 4)
        esp = (struct.pack(">II", self.SPI, 1) + inner + bytes(range(1, len(tail) + 1)) +
               bytes([len(tail), 41]))
        return self._run(mh.ipv6(careof(), mh.addr(DAR), 50, esp), count)


class WireGuard(Path):
    """Downlink only: what the way back takes is another nonce for each packet."""

    name = "wireguard"
    BATCH = 512  # its queues hold 1024
    PORT = 51820
    PEER = "2001:db8:fffe::2"

    def setup(self):
        self.peer = f"{self.ns}-peer"
        netns.ip(None, f"netns add {self.peer}",
                 f"link add w0 netns {self.ns} type veth peer name w0 netns {self.peer}")
        public = {}
        for ns, address in ((self.ns, "2001:db8:fffe::1"), (self.peer, self.PEER)):
            netns.ip(ns, "link set w0 up", f"addr add {address}/64 dev w0 nodad",
                     "link add wg0 type wireguard")
            key = netns.run(None, ["wg", "genkey"]).stdout
            public[ns] = netns.run(None, ["wg", "pubkey"], stdin=key).stdout.strip()
            with tempfile.NamedTemporaryFile("w") as f:
                f.write(key)
                f.flush()
                netns.run(ns, ["wg", "set", "wg0", "private-key", f.name,
                               "listen-port", str(self.PORT)])
        netns.run(self.ns, ["wg", "set", "wg0", "peer", public[self.peer], "allowed-ips",
                            f"{mh.text(home())}/128", "endpoint", f"[{self.PEER}]:{self.PORT}"])
        netns.run(self.peer, ["wg", "set", "wg0", "peer", public[self.ns], "allowed-ips", "::/0"])
        netns.ip(self.peer, "link set wg0 up", f"addr add {mh.text(home())}/128 dev wg0 nodad",
                 "route add ::/0 dev wg0")
        netns.ip(self.ns, "link set wg0 up", f"route add {mh.text(home())}/128 dev wg0")
        self._shake_hands()

    def _shake_hands(self):
        """Then the peer is out of the game: what is for it leaves by out0."""
        until(lambda: not netns.run(self.ns, ["ping", "-6", "-c", "1", "-W", "1",
                                              mh.text(home())], check=False).returncode,
              "an answer through wg0")
        netns.ip(self.ns, f"route add {self.PEER}/128 dev out0")

    def close(self):
        netns.ip(None, f"netns del {self.peer}")
        super().close()

    def downlink(self, count, octets=64):
        packets(down(octets))
        before, done, start = sent(self.ns, "out0"), 0, time.monotonic()
        while done < count:
            some = min(self.BATCH, count - done)
            inject(self.ns, "in0", some)
            done += some
            deadline = time.monotonic() + 5
            while sent(self.ns, "out0") - before < done:
                assert time.monotonic() < deadline, "packets of wg0 that did not leave"
                os.sched_yield()
        return count / (time.monotonic() - start)
