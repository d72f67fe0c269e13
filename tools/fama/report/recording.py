# SPDX-License-Identifier: GPL-2.0-only
"""A recording: lines of JSON, each with a time in ns since 1970.

What a line is about says the key that it has; man fama(8) has the table. A recording was
written on a machine that others may own: each value is checked before it is used.
"""

import json
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv6Address

VERSION = 1
LINE_MAX = 1 << 20
# The year 2262: whatever is below can be subtracted without a thought.
TIME_MAX = 2**63


class Damaged(Exception):
    """In one line, with the number of the line of the recording."""


@dataclass
class Recording:
    """What all files say, in the order of time.

    begin: the first line of each file; dropped: packets that the recorder lost.
    """
    begin: list = field(default_factory=list)
    events: list = field(default_factory=list)
    counters: list = field(default_factory=list)
    addresses: list = field(default_factory=list)
    bindings: list = field(default_factory=list)
    packets: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    flows: list = field(default_factory=list)
    routers: list = field(default_factory=list)
    dropped: int = 0
    ends: list = field(default_factory=list)

    def sort(self):
        for lines in (self.events, self.counters, self.addresses, self.bindings, self.packets):
            lines.sort(key=lambda line: line["time"])


# ------------------------------------------------------------------------- values

def is_text(value):
    return isinstance(value, str) and len(value) <= 256


def is_bool(value):
    return isinstance(value, bool)


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < TIME_MAX


def is_ip(value):
    try:
        return isinstance(value, str) and bool(IPv6Address(value).packed)
    except AddressValueError:
        return False


def is_octets(value):
    try:
        return isinstance(value, str) and len(bytes.fromhex(value)) * 2 == len(value)
    except ValueError:
        return False


def is_object(value):
    return isinstance(value, dict)


def is_counters(value):
    return is_object(value) and all(is_number(n) for n in value.values())


def is_rows(value):
    return isinstance(value, list) and all(is_object(row) for row in value)


KINDS = {is_text: "a text of at most 256 characters", is_bool: "true or false",
         is_number: "a whole number", is_ip: "an IPv6 address", is_octets: "octets in hex",
         is_object: "an object", is_counters: "numbers by their names",
         is_rows: "a list of objects"}

# Each key that says what a line is, what else such a line needs, and what it may have.
SHAPES = {
    "recording": ({"recording": is_number, "node": is_text}, {"fama": is_text, "kernel": is_text}),
    "event": ({"event": is_text}, {"role": is_text, "address": is_ip, "home": is_ip, "careof": is_ip,
                                   "dar": is_ip, "dev": is_text, "state": is_text, "status": is_number,
                                   "up": is_bool, "lifetime": is_number, "seq": is_number}),
    "counters": ({"counters": is_counters, "role": is_text}, {}),
    "addresses": ({"addresses": is_rows}, {}),
    "bindings": ({"bindings": is_rows}, {}),
    "headers": ({"headers": is_octets, "dev": is_text, "out": is_bool, "octets": is_number},
                {"id": is_text}),
    "move": ({"move": is_object}, {}),
    "flow": ({"flow": is_object}, {}),
    "router": ({"router": is_object}, {}),
    "dropped": ({"dropped": is_number}, {}),
    "end": ({"end": is_text}, {}),
}
WITHIN = {
    "move": {"from": is_text, "to": is_text, "down": is_number, "up": is_number},
    "flow": {"name": is_text, "protocol": is_number, "address": is_ip, "port": is_number,
             "peer": is_ip, "opened": is_number, "closed": is_number},
    "router": {"name": is_text, "address": is_ip},
    "addresses": {"address": is_ip, "state": is_text},
    "bindings": {"home": is_ip, "careof": is_ip},
}
LISTS = {"recording": "begin", "event": "events", "headers": "packets", "move": "moves",
         "flow": "flows", "router": "routers", "end": "ends", "counters": "counters",
         "addresses": "addresses", "bindings": "bindings"}


def need(line, name, right, where=""):
    if name not in line:
        raise Damaged(f"{where}\"{name}\" is missing")
    if not right(line[name]):
        raise Damaged(f"{where}\"{name}\" is not {KINDS[right]}")


def check(kind, line):
    needed, optional = SHAPES[kind]
    for name, right in {"time": is_number, **needed}.items():
        need(line, name, right)
    for name, right in {"node": is_text, **optional}.items():
        if line.get(name) is not None:
            need(line, name, right)
    for name, right in WITHIN.get(kind, {}).items():
        for row in line[kind] if isinstance(line[kind], list) else [line[kind]]:
            need(row, name, right, f"{kind}: ")
    for row in line["addresses"] if kind == "addresses" else ():
        for name in ("dar", "careof"):
            if row.get(name) is not None:
                need(row, name, is_ip, f"{kind}: ")


# -------------------------------------------------------------------------- lines

def parse(text):
    """(kind, line); kind is None for one that a later version may know."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        raise Damaged("this is no JSON") from None
    if not is_object(line):
        raise Damaged("this is no object")
    kind = next((kind for kind in SHAPES if kind in line), None)
    if kind:
        check(kind, line)
    return kind, line


def not_before_loss(recording, line):
    """An interface that stood by heard its router before the other lost its link: it is of use
    from then on."""
    lost = next((e for e in reversed(recording.events) if e["node"] == line["node"] and
                 e["event"] == "link" and not e.get("up")), line)
    line["time"] = max(line["time"], lost["time"])


def take(recording, kind, line, node):
    if kind == "recording":
        if line["recording"] != VERSION:
            raise Damaged(f"version {line['recording']} of recordings is not known")
    elif not node:
        raise Damaged("this is no recording: its first line does not say so")
    line["node"] = line.get("node") or node
    if kind == "event" and line["event"] == "attach":
        not_before_loss(recording, line)
    if kind == "dropped":
        recording.dropped += line["dropped"]
    elif kind:
        getattr(recording, LISTS[kind]).append(line[kind] if kind in ("move", "flow", "router")
                                               else line)
    return line["node"] if kind == "recording" else node


def read(path, recording=None):
    """One more file. The last line may be half a line: the recorder was ended."""
    recording = recording or Recording()
    number, node, text = 0, None, b""
    try:
        with open(path, "rb") as f:
            while text := f.readline(LINE_MAX):
                number += 1
                if not text.endswith(b"\n") and number > 1 and len(text) < LINE_MAX:
                    break
                node = take(recording, *parse(text.decode("utf-8")), node)
    except UnicodeDecodeError:
        raise Damaged(f"{path}:{number}: this is no UTF-8") from None
    except Damaged as e:
        raise Damaged(f"{path}:{number}: {e}") from None
    if not number:
        raise Damaged(f"{path}:1: this is no recording: the file is empty")
    recording.sort()
    return recording
