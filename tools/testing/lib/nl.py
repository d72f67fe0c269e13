# SPDX-License-Identifier: GPL-2.0-only
"""Generic netlink without the command: to count a million and to time one."""

import array
import errno
import os
import socket
import struct
import time

import netns

NETLINK_GENERIC = 16
REQUEST, ACK, DUMP = 1, 4, 0x300
ERROR, DONE = 2, 3
INTERRUPTED = 0x10


class Family:
    """A family of generic netlink in one namespace."""

    def __init__(self, ns, name):
        self.sock = netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.sock.bind((0, 0))
        self.seq = 0
        answer = self._ask(16, 3, [(2, name.encode() + b"\0")])  # nlctrl, GETFAMILY
        self.id = struct.unpack("=H", self.attribute(answer, 1))[0]

    @staticmethod
    def attribute(message, kind):
        """Of a message from its netlink header on."""
        off = 20
        while off + 4 <= len(message):
            size, found = struct.unpack_from("=HH", message, off)
            if found & 0x3fff == kind:
                return message[off + 4:off + size]
            off += (size + 3) & ~3
        return None

    def _send(self, family, cmd, flags, attrs):
        self.seq += 1
        body = struct.pack("=BBH", cmd, 1, 0)
        for kind, data in attrs:
            body += struct.pack("=HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)
        self.sock.send(struct.pack("=IHHII", 16 + len(body), family, REQUEST | flags,
                                   self.seq, 0) + body)

    def _ask(self, family, cmd, attrs):
        self._send(family, cmd, 0, attrs)
        message = self.sock.recv(65536)
        if struct.unpack_from("=H", message, 4)[0] == ERROR:
            err = -struct.unpack_from("=i", message, 16)[0]
            raise OSError(err, os.strerror(err))
        return message

    def ask(self, cmd, attrs=()):
        """One request, one answer: the answer, and how long it took in s."""
        start = time.monotonic()
        message = self._ask(self.id, cmd, attrs)
        return message, time.monotonic() - start

    def dump(self, cmd, take):
        """Give what comes to take(words, step): 32-bit words of messages, all of the same
        number of words. InterruptedError when the kernel says that they do not fit together.
        """
        self._send(self.id, cmd, DUMP, [])
        torn = 0
        while True:
            words = array.array("I", self.sock.recv(1 << 18))
            at = 0
            while at < len(words):
                size, kind = words[at], words[at + 1] & 0xffff
                if kind == ERROR:
                    raise OSError(errno.EIO, "dump")
                if kind == DONE:
                    if torn | words[at + 1] >> 16 & INTERRUPTED:
                        raise InterruptedError(errno.EINTR, "dump")
                    return
                step = (size + 3) // 4
                like = words[at:at + 2]
                end = at
                while words[end:end + 2] == like:
                    end += step
                take(words[at:end], step)
                torn |= words[at + 1] >> 16 & INTERRUPTED
                at = end
