# SPDX-License-Identifier: GPL-2.0-only
"""A guest of an access link, as Neighbor Discovery shows it: no namespace of its own."""

import socket

import mh
import netns
import rtnl
from check import until
from topology import dar_address

NEIGHBOR_SOLICITATION = 135


def solicitation(address, target, mac):
    """A Neighbor Solicitation with a source link-layer address (RFC 4861 section 4.3)."""
    target = mh.addr(target)
    group = mh.addr("ff02::1:ff00:0")[:13] + target[13:]
    body = bytes(4) + target + bytes([1, 1]) + mac
    return mh.icmp6(mh.addr(address), group, NEIGHBOR_SOLICITATION, 0, body)


def send(n, packet):
    """From a station in cell N to all others."""
    group = b"\x33\x33" + packet[36:40]
    with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
        s.sendto(packet, (f"cell{n}", 0x86dd, 0, 0, group))


def show(n, address, mac=None):
    """Let DAR N hear an address on its access link, as it hears a node that attaches."""
    address = mh.addr(address)
    send(n, solicitation(address, dar_address(n), mac or b"\x02" + address[11:16]))
    dar = rtnl.of(f"dar{n}")
    until(lambda: dar.neighbours(mh.text(address)), f"dar{n} to hear {mh.text(address)}")


def say(n, address, message, dst=None):
    """A Mobility Header from the home address itself, on the link of DAR N."""
    dst = mh.addr(dst or dar_address(n))
    packet = mh.ipv6(address, dst, mh.MH, message)
    mac = bytes.fromhex(rtnl.of(f"dar{n}").link("acc")["mac"].replace(":", ""))
    with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
        s.sendto(packet, (f"cell{n}", 0x86dd, 0, 0, mac))
