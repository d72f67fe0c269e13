# SPDX-License-Identifier: GPL-2.0-only
"""A /64 for each of many subscribers."""

import struct

BATCH = 400  # requests of one message to the kernel


def prefixes(count):
    return (struct.pack(">IIQ", 0x20010db9, n, 0) for n in range(count))


def anchor(family, dev, count):
    """Only the prefix of the requests differs: to encode each of them takes minutes."""
    first, *others = prefixes(count)
    request = family.send("ANCHOR_NEW", {"PREFIX": first, "PREFIX_LEN": 64, "LINK": dev}, flags=0)
    head, tail = request.split(first)
    for i in range(0, len(others), BATCH):
        family.sock.send(b"".join(head + p + tail for p in others[i:i + BATCH]))
