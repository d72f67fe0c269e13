# SPDX-License-Identifier: GPL-2.0-only
"""Generic netlink in this process, for what is done a thousand times."""

import errno
import os
import re
import socket
import struct

import netns
from check import Failure, equal, expect

GENERIC, ERROR, DONE = 16, 2, 3
REQUEST, ACK, DUMP_INTR, CAPPED, TLVS, DUMP = 1, 4, 0x10, 0x100, 0x200, 0x300
EXT_ACK, GET_STRICT_CHK = 11, 12
MSG, OFFS, MISS_TYPE = 1, 2, 5
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


class Refused(OSError):
    """An error, with what the kernel says of it beyond its number."""

    def __init__(self, error, what, text="", where=None, missing=None):
        super().__init__(error, f"{what}: {os.strerror(error)}: {text}")
        self.text = text
        self.where = where  # the attribute that was bad
        self.missing = missing


def refusal(what, request, error, tlvs):
    said = dict(attrs(tlvs))
    where = None
    if OFFS in said:
        offset = struct.unpack("=I", said[OFFS])[0]
        where = struct.unpack_from("=H", request, offset + 2)[0] & 0x3fff
    missing = struct.unpack("=I", said[MISS_TYPE])[0] if MISS_TYPE in said else None
    return Refused(error, what, said.get(MSG, b"").rstrip(b"\0").decode(), where, missing)


class Family:
    """A generic netlink family as a namespace has it."""

    def __init__(self, ns, name):
        self.sock = netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, GENERIC)
        self.sock.bind((0, 0))
        self.sock.setsockopt(270, EXT_ACK, 1)  # SOL_NETLINK
        self.seq = 0
        self.room = 1 << 17  # octets of a buffer: lists come in parts of this at most
        self.name = name
        self.id = None

    def resolve(self):
        """Again after the module was loaded again: the number is another."""
        reply = self._do(16, CTRL_GETFAMILY, attr(CTRL_FAMILY_NAME, self.name), 2)
        self.id = struct.unpack("=H", dict(attrs(reply))[CTRL_FAMILY_ID])[0]

    def close(self):
        self.sock.close()

    def _send(self, family, cmd, payload, version, flags, reserved=0):
        self.seq += 1
        data = struct.pack("=BBH", cmd, version, reserved) + payload
        request = struct.pack("=IHHII", 16 + len(data), family, REQUEST | ACK | flags,
                              self.seq, 0) + data
        self.sock.send(request)
        return request

    def _messages(self):
        """(type, flags, body) of what answers the last request."""
        while True:
            got = self.sock.recv(self.room)
            while got:
                size, kind, flags, seq, _ = struct.unpack_from("=IHHII", got)
                body, got = got[16:size], got[(size + 3) & ~3:]
                if seq == self.seq:
                    yield kind, flags, body

    def _do(self, family, cmd, payload, version=1, reserved=0):
        request = self._send(family, cmd, payload, version, 0, reserved)
        reply = b""
        for kind, flags, body in self._messages():
            if kind != ERROR:
                reply = body[4:]
                continue
            error = -struct.unpack_from("=i", body)[0]
            if not error:
                return reply
            echo = 16 if flags & CAPPED else (struct.unpack_from("=I", body, 4)[0] + 3) & ~3
            raise refusal(f"{self.name} {cmd}", request, error,
                          body[4 + echo:] if flags & TLVS else b"")

    def dump(self, cmd, *pairs, between=None):
        """All entries, each [(kind, octets)]; whether they belong together.

        between(): what happens when there is one part of them, before the next.
        """
        if self.id is None:
            self.resolve()
        request = self._send(self.id, cmd, b"".join(attr(k, v) for k, v in pairs), 1, DUMP)
        if between:
            between()
        found, whole = [], True
        for kind, flags, body in self._messages():
            whole = whole and not flags & DUMP_INTR
            if kind not in (ERROR, DONE):
                found.append(attrs(body[4:]))
                continue
            error = -struct.unpack_from("=i", body)[0]
            if not error:
                return found, whole
            skip = 4 if kind == DONE else 4 + (16 if flags & CAPPED else len(request))
            raise refusal(f"{self.name} {cmd}", request, error,
                          body[skip:] if flags & TLVS else b"")

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

    def denied(self, cmd, *, error, where=None, missing=None, text="", **values):
        """Refused with this error, with words, and with the attribute to blame."""
        n = self.number
        what = f"{cmd} { {k: v[:20] for k, v in values.items()} }"
        try:
            self.ask(cmd, **values)
        except Refused as e:
            equal(e.errno, error, f"error of {what}:")
            expect(e.text and text in e.text, f"words {text!r} for {what}", repr(e.text))
            if where:
                equal(e.where, n["A_" + where], f"{where} to blame in {what}:")
            if missing:
                equal(e.missing, n["A_" + missing], f"{missing} missing in {what}:")
            return
        raise Failure(f"{what} refused", "accepted")

    def denied_list(self, cmd, **values):
        """A list that takes nothing to choose by."""
        try:
            self.list(cmd, **values)
        except Refused as e:
            equal(e.errno, errno.EINVAL, f"error of {cmd} with {values}:")
            expect(e.text, "words", e.text)
            return
        raise Failure(f"a list {cmd} of {values} refused", "accepted")

    def denied_header(self):
        """The reserved field of the header, and a command that there is not."""
        for cmd, reserved, error in ((self.number["CMD_GET"], 1, errno.EINVAL),
                                     (200, 0, errno.EOPNOTSUPP)):
            try:
                self._do(self.id, cmd, b"", reserved=reserved)
            except Refused as e:
                equal(e.errno, error, f"error of command {cmd}, reserved {reserved}:")
            else:
                raise Failure(f"command {cmd}, reserved {reserved} refused", "accepted")

    def list(self, cmd, **values):
        n = self.number
        found, whole = self.dump(n["CMD_" + cmd],
                                 *((n["A_" + k], v) for k, v in values.items()))
        return [dict(e) for e in found], whole

    def counters(self):
        n = self.number
        nest = dict(self.ask("GET"))[n["A_COUNTERS"]]
        found = {}
        for _, counter in attrs(nest):
            c = dict(attrs(counter))
            name = c[n["A_COUNTER_NAME"]].rstrip(b"\0").decode()
            found[name] = struct.unpack("=Q", c[n["A_COUNTER_VALUE"]])[0]
        return found
