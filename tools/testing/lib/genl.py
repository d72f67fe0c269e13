# SPDX-License-Identifier: GPL-2.0-only
"""Generic netlink in this process, for what is done a thousand times."""

import os
import re
import socket
import struct

import netns

GENERIC, ERROR = 16, 2
REQUEST, ACK = 1, 4
CTRL_GETFAMILY, CTRL_FAMILY_ID, CTRL_FAMILY_NAME = 3, 1, 2
UAPI = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../include/uapi/linux")


def constants(name):
    """Commands and attributes of a family as its header numbers them."""
    with open(f"{UAPI}/{name}.h", encoding="ascii") as f:
        text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.DOTALL)
    found = {}
    for kind in ("cmd", "attr"):
        body = re.search(r"enum %s_%s {(.*?)__" % (name, kind), text, re.DOTALL)[1]
        for number, word in enumerate(re.findall(r"\w+", body)):
            found[re.sub(f"^{name}_", "", word, flags=re.IGNORECASE)] = number
    return found


def attr(kind, value):
    if isinstance(value, str):
        value = value.encode() + b"\0"
    head = struct.pack("=HH", 4 + len(value), kind)
    return head + value + bytes(-len(value) % 4)


def u8(value):
    return struct.pack("=B", value)


def u32(value):
    return struct.pack("=I", value)


def attrs(data):
    """[(kind, octets)]"""
    found = []
    while len(data) >= 4:
        size, kind = struct.unpack_from("=HH", data)
        found.append((kind & 0x3fff, data[4:size]))
        data = data[(size + 3) & ~3:]
    return found


class Family:
    """A generic netlink family as a namespace has it."""

    def __init__(self, ns, name):
        self.sock = netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        self.sock.bind((0, 0))
        self.seq = 0
        self.name = name
        self.id = None

    def resolve(self):
        """Again after the module was loaded again: the number is another."""
        reply = self._do(16, CTRL_GETFAMILY, attr(CTRL_FAMILY_NAME, self.name), 2)
        self.id = struct.unpack("=H", dict(attrs(reply))[CTRL_FAMILY_ID])[0]

    def close(self):
        self.sock.close()

    def _do(self, family, cmd, payload, version=1):
        self.seq += 1
        data = struct.pack("=BBH", cmd, version, 0) + payload
        self.sock.send(struct.pack("=IHHII", 16 + len(data), family, REQUEST | ACK,
                                   self.seq, 0) + data)
        reply = b""
        while True:
            got = self.sock.recv(65536)
            while got:
                size, kind, _, seq, _ = struct.unpack_from("=IHHII", got)
                body, got = got[16:size], got[(size + 3) & ~3:]
                if seq != self.seq:
                    continue
                if kind == ERROR:
                    error = -struct.unpack_from("=i", body)[0]
                    if error:
                        raise OSError(error, f"{self.name} {cmd}: {os.strerror(error)}")
                    return reply
                reply = body[4:]

    def do(self, cmd, *pairs):
        """One request; [(kind, octets)] of the reply, OSError if refused."""
        if self.id is None:
            self.resolve()
        return attrs(self._do(self.id, cmd, b"".join(attr(k, v) for k, v in pairs)))


class Role(Family):
    """dar or mn: commands and attributes by the names of the header."""

    def __init__(self, ns, name):
        super().__init__(ns, name)
        self.number = constants(name)

    def ask(self, cmd, **values):
        n = self.number
        return self.do(n["CMD_" + cmd], *((n["A_" + k], v) for k, v in values.items()))

    def counters(self):
        n = self.number
        nest = dict(self.ask("GET"))[n["A_COUNTERS"]]
        found = {}
        for _, counter in attrs(nest):
            c = dict(attrs(counter))
            name = c[n["A_COUNTER_NAME"]].rstrip(b"\0").decode()
            found[name] = struct.unpack("=Q", c[n["A_COUNTER_VALUE"]])[0]
        return found
