# SPDX-License-Identifier: GPL-2.0-only
"""The packets of a recording as a capture that Wireshark reads: pcapng
(draft-ietf-opsawg-pcapng), an interface for each device of each machine."""

import struct

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6
BYTE_ORDER, UNKNOWN_LENGTH = 0x1A2B3C4D, 2**64 - 1
LINKTYPE_IPV6 = 229
END, NAME, RESOLUTION, FLAGS = 0, 2, 9, 2
NANOSECONDS = b"\x09"
INBOUND, OUTBOUND = 1, 2


def padded(octets):
    return octets + bytes(-len(octets) % 4)


def option(number, octets):
    return struct.pack("<HH", number, len(octets)) + padded(octets)


def block(kind, body):
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def interface(node, dev):
    return block(INTERFACE, struct.pack("<HHI", LINKTYPE_IPV6, 0, 0) +
                 option(NAME, f"{node} {dev}".encode()) + option(RESOLUTION, NANOSECONDS) +
                 option(END, b""))


def packet(number, line):
    """As long as it was, of which its headers are there."""
    octets = bytes.fromhex(line["headers"])
    way = OUTBOUND if line["out"] else INBOUND
    return block(PACKET, struct.pack("<IIIII", number, line["time"] >> 32,
                                     line["time"] & 0xffffffff, len(octets),
                                     max(line["octets"], len(octets)) & 0xffffffff) +
                 padded(octets) + option(FLAGS, struct.pack("<I", way)) + option(END, b""))


def make(recording):
    """The octets of the file."""
    places, found = {}, []
    for line in recording.packets:
        number = places.setdefault((line["node"], line["dev"]), len(places))
        found.append(packet(number, line))
    begin = block(SECTION, struct.pack("<IHHQ", BYTE_ORDER, 1, 0, UNKNOWN_LENGTH))
    return b"".join([begin, *(interface(*place) for place in places), *found])
