# SPDX-License-Identifier: GPL-2.0-only
"""From headers of a packet to a few fields."""

import struct
from typing import NamedTuple

HEADER = 40
HOP_BY_HOP, TCP, UDP, TUNNEL, ROUTING, ICMP, OPTIONS, MOBILITY = 0, 6, 17, 41, 43, 58, 60, 135
EXTENSIONS = (HOP_BY_HOP, ROUTING, OPTIONS)
HOME_ADDRESS, CAREOF_OPTION = 201, 3
ROUTER_ADVERTISEMENT, PREFIX_OPTION = 134, 3
ECHO_REQUEST, ECHO_REPLY = 128, 129
UPDATE, ANSWER = 5, 6
SYN, FIN = 2, 1


class Packet(NamedTuple):
    """The innermost packet. outers: (source, destination) of the headers around it.

    payload: behind its extension headers, as far as it was recorded; length: of the whole.
    home: what an extension header says that the source or destination is.
    """
    src: bytes
    dst: bytes
    outers: tuple
    protocol: int
    payload: bytes
    length: int
    home: bytes


def home_option(body):
    """The home address in destination options."""
    at = 2
    while at + 2 <= len(body):
        if body[at] == HOME_ADDRESS and len(body) >= at + 18:
            return body[at + 2:at + 18]
        at += 1 if not body[at] else 2 + body[at + 1]
    return None


def behind_extensions(data):
    """(protocol, offset, home address or None); None where the headers are cut off."""
    protocol, offset, home = data[6], HEADER, None
    while protocol in EXTENSIONS:
        if offset + 8 > len(data):
            return None
        body = data[offset:offset + (data[offset + 1] + 1) * 8]
        if protocol == OPTIONS:
            home = home_option(body) or home
        elif protocol == ROUTING and len(body) >= 24 and body[2] == 2:
            home = body[8:24]
        protocol, offset = data[offset], offset + len(body)
    return (protocol, offset, home) if offset <= len(data) else None


def decode(data):
    """None if these are no headers of an IPv6 packet."""
    outers = []
    while len(data) >= HEADER and data[0] >> 4 == 6:
        found = behind_extensions(data)
        if not found:
            return None
        protocol, offset, home = found
        length = int.from_bytes(data[4:6], "big") + HEADER - offset
        if protocol != TUNNEL:
            return Packet(data[8:24], data[24:40], tuple(outers), protocol, data[offset:], length,
                          home)
        outers.append((data[8:24], data[24:40]))
        data = data[offset:]
    return None


class Segment(NamedTuple):
    sport: int
    dport: int
    seq: int
    flags: int
    octets: int


def segment(packet):
    """The TCP segment in a packet, if its header was recorded."""
    body = packet.payload
    if packet.protocol != TCP or len(body) < 14:
        return None
    sport, dport, seq, _, offset, flags = struct.unpack_from(">HHIIBB", body)
    return Segment(sport, dport, seq, flags, max(0, packet.length - (offset >> 4) * 4))


def ports(packet):
    """(of the source, of the destination); of an echo its identifier, which is that of the asking."""
    body = packet.payload
    if packet.protocol in (TCP, UDP) and len(body) >= 4:
        return struct.unpack_from(">HH", body)
    if packet.protocol == ICMP and len(body) >= 8:
        number = int.from_bytes(body[4:6], "big")
        return {ECHO_REQUEST: (number, 0), ECHO_REPLY: (0, number)}.get(body[0])
    return None


class Message(NamedTuple):
    """A Binding Update or its answer. lifetime: in s; status: None in an update."""
    kind: int
    home: bytes
    seq: int
    lifetime: int
    status: int


def message(packet):
    body = packet.payload
    if packet.protocol != MOBILITY or packet.outers or len(body) < 12 or \
            body[2] not in (UPDATE, ANSWER):
        return None
    if body[2] == UPDATE:
        return Message(UPDATE, packet.home or packet.src, int.from_bytes(body[6:8], "big"),
                       int.from_bytes(body[10:12], "big") * 4, None)
    return Message(ANSWER, packet.home or packet.dst, int.from_bytes(body[8:10], "big"),
                   int.from_bytes(body[10:12], "big") * 4, body[6])


def advertised(packet):
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
