# SPDX-License-Identifier: GPL-2.0-only
"""A generic netlink family, as its specification in Documentation/netlink/specs says."""

import functools
import os
import socket
import sys

import yaml
from pyroute2.netlink import genlmsg, nla

SPECS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "../../../Documentation/netlink/specs")
SIZES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8, "s32": 4}


def word(name):
    """As it is written in Python: care-of-test is CARE_OF_TEST."""
    return name.replace("-", "_").upper()


def _reply(operation):
    """Names of the attributes that an answer or an event can have."""
    for way in (operation.get("do", {}), operation.get("dump", {}), operation):
        for what in ("reply", "event"):
            if what in way:
                return [word(a) for a in way[what]["attributes"]]
    return []


class Attribute:
    """One attribute of a set: its type, and what its values mean."""

    def __init__(self, entry, enums):
        self.name = word(entry["name"])
        self.kind = entry["type"]
        self.hint = entry.get("display-hint")
        self.multi = entry.get("multi-attr", False)
        self.nested = entry.get("nested-attributes")
        self.enum = enums.get(entry.get("enum"))

    def octets(self, value):
        """A value as the kernel wants it; octets are taken as they are."""
        if isinstance(value, bytes):
            return value
        if self.kind in SIZES:
            if self.enum and isinstance(value, str):
                value = self.enum.number(value)
            return int(value).to_bytes(SIZES[self.kind], sys.byteorder)
        if self.kind == "string":
            return value.encode() + b"\0"
        return socket.inet_pton(socket.AF_INET6, value)

    def value(self, octets):
        """The number, the name of the number, the text or the address."""
        if self.kind in SIZES:
            number = int.from_bytes(octets, sys.byteorder)
            return self.enum.name(number) if self.enum else number
        if self.kind == "string":
            return octets.rstrip(b"\0").decode()
        if self.hint == "ipv6":
            return socket.inet_ntop(socket.AF_INET6, octets)
        if self.hint == "hex":
            return octets.hex(":")
        return octets


class Enum:
    """Names of numbers; of bits, where several can be set."""

    def __init__(self, entry):
        self.names = [e if isinstance(e, str) else e["name"] for e in entry["entries"]]
        self.flags = entry["type"] == "flags"

    def number(self, text):
        if self.flags:
            return sum(1 << self.names.index(name) for name in text.split(","))
        return self.names.index(text)

    def name(self, number):
        if self.flags:
            return ",".join(n for bit, n in enumerate(self.names) if number & 1 << bit)
        return self.names[number] if number < len(self.names) else str(number)


class Spec:
    """The family: its commands and attributes by name, and the class of its messages."""

    def __init__(self, name):
        self.name = name
        with open(f"{SPECS}/{name}.yaml", encoding="utf-8") as f:
            spec = yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        enums = {e["name"]: Enum(e) for e in spec["definitions"]}
        sets = {s["name"]: s["attributes"] for s in spec["attribute-sets"]}
        attributes = [Attribute(e, enums) for e in sets[name]]
        operations = spec["operations"]["list"]
        self.attributes = {a.name: a for a in attributes}
        # Number 0 is a command and an attribute that mean nothing.
        self.commands = {word(o["name"]): i for i, o in enumerate(operations, 1)}
        self.numbers = {a.name: i for i, a in enumerate(attributes, 1)}
        self.names = {i: a.name for i, a in enumerate(attributes, 1)}
        self.replies = {word(o["name"]): _reply(o) for o in operations}
        self.events = enums["event"]
        self.message = self._class(genlmsg, sets, sets[name])

    def _class(self, base, sets, entries):
        """Attributes are octets for pyroute2; class Attribute knows what they mean."""
        members = {"nla_map": []}
        for a in (self.attributes[word(e["name"])] for e in entries):
            kind = "cdata"
            if a.nested:
                kind = f"nest_{a.name}"
                members[kind] = self._class(nla, sets, sets[a.nested])
            members["nla_map"].append((self.numbers[a.name], a.name, kind))
        return type(base.__name__, (base,), members)


@functools.cache
def spec(name):
    return Spec(name)
