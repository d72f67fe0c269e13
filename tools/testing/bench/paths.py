# SPDX-License-Identifier: GPL-2.0-only
"""Ways for a packet through a router, each in a namespace of its own.

    CN --- in0 [ router ] out0 --- the rest

Packets come in by in0, a dummy, as if a driver had them, and leave by out0, which drops
them. Downlink is from the correspondent to home address number N, which is at care-of
address number N; uplink is the way back. "plain" has no tunnel: the limit.
"""

import mh
import netns
from famactl import fama
from lab import inject, packets, sent

CN = "2001:db8:c::2"
DAR = "2001:db8:1::1"
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
        netns.ip(None, f"netns add {self.ns}")
        netns.sysctl(self.ns, conf__all__forwarding=1, conf__default__forwarding=1,
                     conf__default__accept_dad=0)
        netns.ip(self.ns, "link set lo up", "link add in0 type dummy", "link add out0 type dummy",
                 "link set in0 up", "link set out0 up", f"addr add {DAR}/128 dev in0 nodad",
                 "route add ::/0 dev out0")
        self.setup()

    def setup(self):
        pass

    def close(self):
        netns.ip(None, f"netns del {self.ns}")

    def numbers(self, *places):
        """Which binding: one of all, at random."""
        return (self.bindings, FIRST, *places) if self.bindings > 1 else ()

    def _run(self, template, count, *places):
        packets(template)
        before = sent(self.ns, "out0")
        took = inject(self.ns, "in0", len(template), count, *self.numbers(*places))
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


class Fama(Path):
    """dar.ko; its bindings come from dar_fill."""

    name = "fama"

    def link(self):
        """What the router has before it anchors anything."""
        netns.ip(self.ns, "link add acc type dummy", "link set acc up",
                 f"addr add {DAR}/64 dev acc nodad")

    def setup(self):
        self.link()
        fama(self.ns, "dar", "enable")
        fama(self.ns, "dar", "anchor", "add", f"{HOME}/64", "dev", "acc", "care-of-test", "off")
        self.fill(1)

    def fill(self, count, first=FIRST):
        from lab import FILL, write  # pylint: disable=import-outside-toplevel
        write(f"{FILL}/fill", f"{HOME} {first} {count} 86400 quiet".encode(), self.ns)
        self.bindings = count


class Bystander(Fama):
    """The router forwards what is none of a node's."""

    name = "bystander"

    def downlink(self, count, octets=64):
        return self._run(udp(CN, "2001:db8:5::5", octets), count)

    def numbers(self, *places):
        return ()


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
