# SPDX-License-Identifier: GPL-2.0-only
"""Octets through TCP from one namespace to another."""

import os
import socket

import netns
from check import expect, until

PORT = 7200


def transfer(a, b, src, dst, octets=4 << 20):
    """From a to b; what arrives is what was sent."""
    with netns.sock(b, socket.AF_INET6, socket.SOCK_STREAM) as listener, \
            netns.sock(a, socket.AF_INET6, socket.SOCK_STREAM) as s:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((dst, PORT))
        listener.listen()
        s.bind((src, 0))
        s.connect((dst, PORT))
        other, _ = listener.accept()
        with other:
            s.settimeout(0)
            other.settimeout(0)
            _pump(s, other, octets)


def _pump(s, other, octets):
    data = os.urandom(1 << 16)
    twice = data + data
    sent = got = 0

    def look():
        nonlocal sent, got
        try:
            while sent < octets:
                at = sent % len(data)
                sent += s.send(data[at:at + octets - sent])
        except BlockingIOError:
            pass
        try:
            while got < octets:
                piece = other.recv(len(data))
                at = got % len(data)
                expect(piece == twice[at:at + len(piece)], "the octets that were sent", "others")
                got += len(piece)
        except BlockingIOError:
            pass
        return got == octets

    until(look, f"{octets} octets", lambda: f"{got} of {sent} sent", patience=60, every=0.01)
