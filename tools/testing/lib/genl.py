# SPDX-License-Identifier: GPL-2.0-only
"""Generic netlink to dar and mn in this process: questions, and answers as octets."""

import errno
import os
import socket
import struct
import threading

from pyroute2.netlink import (
    CTRL_CMD_GETFAMILY, GENL_ID_CTRL, NETLINK_EXT_ACK, NETLINK_GENERIC, NLM_F_ACK, NLM_F_DUMP,
    NLM_F_DUMP_INTR, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, SOL_NETLINK, ctrlmsg, nlmsg, nlmsgerr)

import family
import netns
from check import Failure, equal, expect


def u8(value):
    return struct.pack("=B", value)


def u32(value):
    return struct.pack("=I", value)


class Verdict(nlmsg):
    """The end of an answer, with an attribute that pyroute2 does not know."""

    fields = nlmsgerr.fields
    nla_map = nlmsgerr.nla_map[:4] + (("NLMSGERR_ATTR_POLICY", "hex"),
                                      ("NLMSGERR_ATTR_MISS_TYPE", "uint32"))


class Refused(OSError):
    """An error, with what the kernel says of it beyond its number."""

    def __init__(self, error, what, text="", where=None, missing=None):
        super().__init__(error, f"{what}: {os.strerror(error)}: {text}")
        self.text = text
        self.where = where  # name of the attribute that was bad
        self.missing = missing


class Family:
    """dar or mn of a namespace. Attributes and commands have the names of the specification."""

    def __init__(self, ns, name):
        self.ns = ns
        self.name = name
        self.spec = family.spec(name)
        self.sock = netns.sock(ns, socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.sock.bind((0, 0))
        self.sock.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.lock = threading.Lock()
        self.seq = 0
        self.room = 1 << 17  # octets of a buffer: lists come in parts of this at most
        self.id = None
        self.groups = {}

    def close(self):
        self.sock.close()

    def resolve(self):
        """Again after the module was loaded again: the number is another."""
        message = ctrlmsg()
        message["cmd"], message["version"] = CTRL_CMD_GETFAMILY, 1
        message["attrs"] = [("CTRL_ATTR_FAMILY_NAME", self.name)]
        request = self._send(message, GENL_ID_CTRL, NLM_F_ACK)
        reply = self._answers("GETFAMILY", request)[0][0]
        found = ctrlmsg(reply)
        found.decode()
        self.id = found.get_attr("CTRL_ATTR_FAMILY_ID")
        self.groups = {g.get_attr("CTRL_ATTR_MCAST_GRP_NAME"): g.get_attr("CTRL_ATTR_MCAST_GRP_ID")
                       for g in found.get_attr("CTRL_ATTR_MCAST_GROUPS") or []}

    # ---------------------------------------------------------------- questions

    def _send(self, message, kind, flags):
        self.seq += 1
        message["header"].update(type=kind, flags=NLM_F_REQUEST | flags, sequence_number=self.seq,
                                 pid=0)
        message.encode()
        self.sock.send(message.data)
        return bytes(message.data)

    def send(self, cmd, values, flags=NLM_F_ACK, reserved=0):
        """cmd: name or number; values: {name: value, or octets as they are}."""
        if self.id is None:
            self.resolve()
        message = self.spec.message()
        message["cmd"] = self.spec.commands.get(cmd, cmd)
        message["version"], message["reserved"] = 1, reserved
        message["attrs"] = [(k, self.spec.attributes[k].octets(one)) for k, v in values.items()
                            for one in (v if isinstance(v, list) else [v])]
        return self._send(message, self.id, flags)

    def heard(self, cmd, reserved=0, **values):
        """One question: the octets of its answer, Refused if it is refused."""
        with self.lock:
            request = self.send(cmd, values, reserved=reserved)
            found, _ = self._answers(cmd, request)
        return found[0] if found else b""

    def ask(self, cmd, **values):
        """The same: {name: octets} of the answer."""
        octets = self.heard(cmd, **values)
        return self.entry(octets) if octets else {}

    def list(self, cmd, between=None, **values):
        """All entries, each {name: octets}; whether they belong together.

        between(): what happens when there is one part of them, before the next.
        """
        with self.lock:
            request = self.send(cmd, values, NLM_F_ACK | NLM_F_DUMP)
            if between:
                between()
            found, whole = self._answers(cmd, request)
        return [self.entry(octets) for octets in found], whole

    # ------------------------------------------------------------------ answers

    def _messages(self):
        """(type, flags, octets) of what answers the last request."""
        while True:
            got = self.sock.recv(self.room)
            while got:
                size, kind, flags, seq = struct.unpack_from("=IHHI", got)
                if seq == self.seq:
                    yield kind, flags, got[:size]
                got = got[(size + 3) & ~3:]

    def _answers(self, cmd, request):
        """Octets of all messages; whether they belong together."""
        found, whole = [], True
        for kind, flags, octets in self._messages():
            whole = whole and not flags & NLM_F_DUMP_INTR
            if kind not in (NLMSG_ERROR, NLMSG_DONE):
                found.append(octets)
                continue
            if struct.unpack_from("=i", octets, 16)[0]:
                raise self._refusal(f"{self.name} {cmd}", request, octets)
            return found, whole
        return found, whole

    def _refusal(self, what, request, octets):
        verdict = Verdict(octets)
        verdict.decode()
        offset = verdict.get_attr("NLMSGERR_ATTR_OFFS")
        where = None
        if offset is not None:
            where = struct.unpack_from("=H", request, offset + 2)[0] & 0x3fff
        return Refused(-verdict["error"], what, verdict.get_attr("NLMSGERR_ATTR_MSG") or "",
                       self.spec.names.get(where),
                       self.spec.names.get(verdict.get_attr("NLMSGERR_ATTR_MISS_TYPE")))

    def entry(self, octets):
        """{name: octets} of a message; what may be there several times is a list."""
        message = self.spec.message(octets)
        message.decode()
        found = {}
        for name, value in message["attrs"]:
            if name in self.spec.attributes and self.spec.attributes[name].multi:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
        return found

    def counters(self):
        return self.counted(self.ask("GET"))

    @staticmethod
    def counted(entry):
        """{name: number} of the counters in an answer."""
        found = {}
        for _, counter in entry["COUNTERS"]["attrs"] if "COUNTERS" in entry else ():
            name, value = (counter.get_attr(f"COUNTER_{k}") for k in ("NAME", "VALUE"))
            found[name.rstrip(b"\0").decode()] = struct.unpack("=Q", value)[0]
        return found

    # ---------------------------------------------------------------- refusals

    def denied(self, cmd, *, error, where=None, missing=None, text="", **values):
        """Refused with this error, with words, and with the attribute to blame."""
        what = f"{cmd} { {k: v[:20] for k, v in values.items()} }"
        try:
            self.ask(cmd, **values)
        except Refused as e:
            equal(e.errno, error, f"error of {what}:")
            expect(e.text and text in e.text, f"words {text!r} for {what}", repr(e.text))
            if where:
                equal(e.where, where, f"attribute to blame in {what}:")
            if missing:
                equal(e.missing, missing, f"attribute missing in {what}:")
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
        for cmd, reserved, error in (("GET", 1, errno.EINVAL), (200, 0, errno.EOPNOTSUPP)):
            try:
                self.heard(cmd, reserved)
            except Refused as e:
                equal(e.errno, error, f"error of command {cmd}, reserved {reserved}:")
            else:
                raise Failure(f"command {cmd}, reserved {reserved} refused", "accepted")


def of(ns, name):
    """The one that everybody in this process shares."""
    return netns.shared(ns, name, lambda: Family(ns, name))
