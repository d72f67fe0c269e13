# SPDX-License-Identifier: GPL-2.0-only
"""Who was bound where, and from when until when: what nodes and routers said of it."""

from typing import NamedTuple, Optional

GRANTED = 128


class Stay(NamedTuple):
    """teller: the machine that said so; careof: None where the address needs no tunnel.

    begin, end: in ns; end is None for what lasted longer than the recording.
    """
    address: str
    anchor: str
    state: str
    careof: Optional[str]
    begin: int
    end: Optional[int]
    teller: str


class Book:
    """What is true of each address, until something else is."""

    def __init__(self):
        self.open, self.stays = {}, []

    def say(self, when, teller, address, anchor, state, careof):
        before = self.open.get((teller, address))
        if before and before[1:4] == (anchor, state, careof):
            return
        self.close(when, teller, address)
        self.open[teller, address] = (when, anchor, state, careof)

    def close(self, when, teller, address):
        before = self.open.pop((teller, address), None)
        if before:
            begin, anchor, state, careof = before
            self.stays.append(Stay(address, anchor, state, careof, begin, when, teller))

    def all(self):
        for teller, address in list(self.open):
            self.close(None, teller, address)
        return sorted(self.stays, key=lambda s: (s.teller, s.begin, s.address))


def name(names, address):
    return names.get(address, address) if address else "unknown"


def stays(recording, names):
    """names: of the routers, by their addresses."""
    book = Book()
    lines = recording.addresses + recording.bindings + recording.events
    for line in sorted(lines, key=lambda line: line["time"]):
        if "addresses" in line:
            for row in line["addresses"]:
                book.say(line["time"], line["node"], row["address"], name(names, row.get("dar")),
                         row["state"], careof(row))
        elif "bindings" in line:
            for row in line["bindings"]:
                book.say(line["time"], line["node"], row["home"], line["node"], "bound", row["careof"])
        elif line.get("role") == "mn":
            of_node(book, line, names)
        elif line.get("role") == "dar":
            of_router(book, line)
    return book.all()


def careof(row):
    return row.get("careof") if row.get("careof") != row["address"] else None


def of_node(book, e, names):
    if e["event"] == "address" and e.get("address"):
        if e.get("state") in ("gone", None):
            book.close(e["time"], e["node"], e["address"])
        else:
            book.say(e["time"], e["node"], e["address"], name(names, e.get("dar")), e["state"],
                     careof(e))


def of_router(book, e):
    home = e.get("home")
    if e["event"] == "binding" and home and e.get("lifetime"):
        book.say(e["time"], e["node"], home, e["node"], "bound", e.get("careof"))
    elif home and (e["event"] == "expire" or (e["event"] == "binding" and not e.get("lifetime")) or
                   (e["event"] == "ba" and (e.get("status") or 0) < GRANTED and
                    not e.get("lifetime"))):
        book.close(e["time"], e["node"], home)
