# SPDX-License-Identifier: GPL-2.0-only
"""Recordings for tests: a node that moves once, with a stream of datagrams each way."""

import json
import socket
import struct

MS = 10**6
START = 1_800_000_000 * 10**9
NODE, PEER, OLD, NEW = "2001:db8:1::a", "2001:db8:c::2", "2001:db8:1::1", "2001:db8:2::1"
CAREOF = "2001:db8:2::a"
DOWN, UP = 500, 560     # when the link goes and comes, ms after START
PERIOD, TRIP = 10, 15


def octets(address):
    return socket.inet_pton(socket.AF_INET6, address)


def ipv6(src, dst, protocol, payload, length=None):
    return b"\x60\0\0\0" + (length or len(payload)).to_bytes(2, "big") + bytes((protocol, 64)) + \
        octets(src) + octets(dst) + payload


def datagram(src, dst, sport, dport):
    return ipv6(src, dst, 17, struct.pack(">HHHH", sport, dport, 72, 0), 72)


def packet(ms, node, out, headers, identity):
    return {"time": START + ms * MS, "node": node, "dev": "eth0", "out": out, "octets": 112,
            "id": identity, "headers": headers.hex()}


def event(ms, kind, **more):
    return {"time": START + ms * MS, "node": "mn", "role": "mn", "event": kind, **more}


def events():
    return [event(0, "attach", dar=OLD), event(1, "address", address=NODE, dar=OLD, state="home"),
            event(DOWN, "link", up=False), event(UP, "link", up=True),
            event(UP + 1, "attach", dar=NEW),
            event(UP + 2, "bu", address=NODE, dar=OLD, careof=CAREOF, lifetime=60, seq=7),
            event(UP + 42, "ba", address=NODE, dar=OLD, lifetime=60, seq=7, status=0),
            event(UP + 43, "address", address=NODE, dar=OLD, state="away", careof=CAREOF)]


def stream(until=1000):
    """Down: every 10 ms, each 15 ms on its way; what comes while there is no link is lost."""
    for number, ms in enumerate(range(100, until, PERIOD)):
        headers = datagram(PEER, NODE, 7, 8)
        yield packet(ms, "cn", True, headers, str(number))
        if not DOWN <= ms + TRIP < UP + 50:
            yield packet(ms + TRIP, "mn", False, headers, str(number))


def begin():
    return {"time": START, "recording": 1, "node": "mn", "kernel": "6.12"}


def lines():
    return [begin(), *events(), *stream(), {"time": START + 1100 * MS, "end": "that was all"}]


def write(path, told):
    with open(path, "w", encoding="utf-8") as f:
        for line in told:
            f.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
    return str(path)
