# SPDX-License-Identifier: GPL-2.0-only
"""IPv6 packets as the judge needs them: from octets to a few fields."""

import os
import struct
import sys
from typing import NamedTuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import mh

TUNNEL, ICMP, TCP, UDP, FRAGMENT = 41, 58, 6, 17, 44
EXTENSIONS = (0, 43, 60)
HEADER = 40
CHECKSUM = {ICMP: 2, UDP: 6, TCP: 16}  # where it is
ROUTER_ADVERTISEMENT, PREFIX_OPTION = 134, 3
ECHO_REQUEST, ECHO_REPLY = 128, 129
SYN, RST = 2, 4


class Packet(NamedTuple):
    """The innermost packet of what was seen.

    outers: the headers around it, (source, destination) each, the outermost first.
    octets: of all that was seen; data: of the packet itself, from its IPv6 header on.
    protocol, payload: behind its extension headers.
    """
    src: bytes
    dst: bytes
    outers: tuple
    octets: int
    protocol: int
    payload: bytes
    data: bytes

    @property
    def ends(self):
        """Source and destination that a router sees."""
        return self.outers[0] if self.outers else (self.src, self.dst)

    @property
    def identity(self):
        """The same on every link. What a router changes (hop limit, class, label) is not in it, nor
        the checksum, which a link without errors may leave to whoever needs it.
        """
        at = CHECKSUM.get(self.protocol, len(self.payload))
        return self.src + self.dst + self.payload[:at] + self.payload[at + 2:]


class Sight(NamedTuple):
    """A packet at one end of a link. when: ns; out: sent there, else received."""
    when: int
    place: str
    out: bool
    packet: Packet


def behind_extensions(data):
    """(protocol, offset) of what follows the IPv6 header; None where it is cut off."""
    protocol, offset = data[6], HEADER
    while protocol in EXTENSIONS:
        if offset + 2 > len(data):
            return None
        protocol, offset = data[offset], offset + (data[offset + 1] + 1) * 8
    return (protocol, offset) if offset <= len(data) else None


def decode(data):
    """None if it is no IPv6 packet or not all of one."""
    outers, octets = [], 0
    while True:
        if len(data) < HEADER or data[0] >> 4 != 6:
            return None
        data = data[:HEADER + int.from_bytes(data[4:6], "big")]
        octets = octets or len(data)
        found = behind_extensions(data)
        if not found:
            return None
        protocol, offset = found
        if protocol != TUNNEL:
            return Packet(data[8:24], data[24:40], tuple(outers), octets, protocol,
                          data[offset:], data)
        outers.append((data[8:24], data[24:40]))
        data = data[offset:]


def message(packet):
    """The Mobility Header in a packet, as lib/mh.py reads it; None without one."""
    if packet.protocol != mh.MH or packet.outers:
        return None
    try:
        return mh.Message(packet.data)
    except (ValueError, IndexError, struct.error):
        return None


def advertised_prefixes(packet):
    """Prefixes of a Router Advertisement, as 8 octets each."""
    body = packet.payload
    if packet.protocol != ICMP or len(body) < 16 or body[0] != ROUTER_ADVERTISEMENT:
        return []
    found, at = [], 16
    while at + 2 <= len(body) and body[at + 1]:
        if body[at] == PREFIX_OPTION and len(body) >= at + 32:
            found.append(body[at + 16:at + 24])
        at += body[at + 1] * 8
    return found


class Segment(NamedTuple):
    ports: tuple
    seq: int
    flags: int
    octets: int


def segment(packet):
    """The TCP segment in a packet; None if it is something else."""
    body = packet.payload
    if packet.protocol != TCP or len(body) < 20:
        return None
    sport, dport, seq, _, offset, flags = struct.unpack_from(">HHIIBB", body)
    return Segment((sport, dport), seq, flags, len(body) - (offset >> 4) * 4)
