# SPDX-License-Identifier: GPL-2.0-only
"""Programs that cannot ask for an anchored address, or for one of the network, are run with a mark
that does."""

import errno
import os
import socket

import pytest

import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused, tool
from mn import Mn
from topology import CN, prefix

SO_MARK = 36
HOME, CAREOF, NONE = 0x1100, 0x1200, 0x1300  # in the bits 0xff00
SOURCE = """
import socket, sys
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
    sock.connect((sys.argv[1], 9))
    print(sock.getsockname()[0])
"""


def marked(mark):
    sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, SO_MARK, mark)
    return sock


def source(mark, to=CN):
    """That of a new socket with the mark, or why there is none."""
    with marked(mark) as sock:
        try:
            sock.connect((to, 9))
        except OSError as e:
            return e.strerror
        return sock.getsockname()[0]


def sources():
    return {mark: source(mark) for mark in (HOME, CAREOF, NONE)}


def gives(home, careof, none):
    want = {HOME: home, CAREOF: careof, NONE: none}
    until(lambda: sources() == want, f"sources {want}", sources)


def own(mn, n):
    """The address of the stack in the network of router N."""
    ours = {a["address"] for a in mn.addresses()}

    def look():
        return next((a["address"] for a in rtnl.of("mn").addresses("eth0", "global")
                     if a["address"].startswith(f"2001:db8:{n}:") and a["address"] not in ours and
                     "tentative" not in a["flags"]), None)

    return until(look, f"an address of the stack in network {n}")


def rules():
    return sorted((r["priority"], r["table"]) for r in rtnl.of("mn").rules(proto=rtnl.FAMA)
                  if not r["src"])


def settings(home, careof):
    fama("mn", "mn", "set", "home-mark", home, "careof-mark", careof)
    shown = query("mn", "mn", "show")
    return shown["home_mark"], shown["careof_mark"]


def answered(mark, name):
    """A datagram with the mark goes to the correspondent and back."""
    with marked(mark) as sock, netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM) as echo:
        echo.bind(("::", 0))
        port = echo.getsockname()[1]
        sock.connect((CN, port))
        sock.send(name)
        got, sender = echo.recvfrom(100)
        echo.sendto(got, sender)
        equal((sock.recv(100), sender[0]), (name, sock.getsockname()[0]), "what came back")


def run(kind, *more):
    return netns.run("mn", [tool(), "run", kind, "/usr/bin/python3", "-c", SOURCE, CN, *more],
                     check=False)


@pytest.mark.usefixtures("net")
@pytest.mark.world(dars=1)
def test_settings():
    """They are checked, and nothing is in the system while the node is not enabled."""
    equal(query("mn", "mn", "show")["home_mark"], None, "default")
    equal(settings("0x1100/0xff00", "0x1200/0xff00"),
          ({"mark": HOME, "mask": 0xff00}, {"mark": CAREOF, "mask": 0xff00}), "settings")
    for words, said in ((("home-mark", "0x1200/0xff00"), "both the home mark and the care-of mark"),
                        (("careof-mark", "0x1/0x1"), "both the home mark and the care-of mark"),
                        (("home-mark", "0x100/0xff"), "outside its mask")):
        answer = refused("mn", "mn", "set", *words)
        expect(said in answer, f"{said!r} said of {words}", answer)
    equal(query("mn", "mn", "show")["home_mark"], {"mark": HOME, "mask": 0xff00},
          "the mark after what was refused")
    equal(rules(), [], "rules")
    equal(settings("none", "none"), (None, None), "settings")
    answer = refused("mn", "run", "careof", "true")
    expect("fama mn set careof-mark" in answer, "what is to do", answer)


@pytest.mark.series
@pytest.mark.usefixtures("root")
def test_source_mark(net):
    dars, mn = [Dar(n) for n in net.dars], Mn()
    settings("0x1100/0xff00", "0x1200/0xff00")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    gives(first, own(mn, 1), first)
    equal(run("home").stdout.strip(), first, "source of fama run home")
    equal(run("careof").stdout.strip(), own(mn, 1), "source of fama run careof")
    table = mn.show()["table"]
    equal(rules(), [(32764, rtnl.MAIN)] * 2 + [(32765, table + 1), (32765, table + 2)], "rules")
    answered(HOME, b"home")
    answered(CAREOF, b"careof")

    # Who is on the link is reached there, and not by the router.
    for mark in (HOME, CAREOF):
        way = netns.run("mn", ["ip", "-6", "route", "get", "2001:db8:1::2", "mark", hex(mark)]).stdout
        expect(" via " not in way, "a way that needs no router", way)

    # What others take before the main table is theirs.
    node = rtnl.of("mn")
    node.route("add", "default", kind="unreachable", table=4711)
    netns.run("mn", ["ip", "-6", "rule", "add", "pref", "32000", "lookup", "4711"])
    equal({source(m) for m in (HOME, CAREOF)}, {os.strerror(errno.EHOSTUNREACH)}, "what leaves beside a VPN")
    netns.run("mn", ["ip", "-6", "rule", "del", "pref", "32000"])

    # Elsewhere.
    net.mover.move("mn", 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    mn.state(1, "away", careof=second)
    gives(second, own(mn, 2), second)
    answered(CAREOF, b"careof")

    # Where nothing anchors, the address that the node has got last serves.
    fama("mn", "mn", "permit", "add", "deny", "prefix", prefix(3))
    net.mover.move("mn", 3)
    here = mn.state(3, "home", reason="not anchored")["address"]
    mn.state(2, "away", careof=here)
    gives(second, own(mn, 3), own(mn, 3))
    answered(HOME, b"home")
    answered(CAREOF, b"careof")
    dars[1].bound(second, here)

    # Until it is given up.
    fama("mn", "mn", "address", "release", second)
    mn.state(1, "away", careof=here)
    gives(first, own(mn, 3), own(mn, 3))

    # Others remove what is there.
    before = mn.counters()["restored"]
    for number in (32764, 32765):
        netns.run("mn", ["ip", "-6", "rule", "del", "pref", str(number)])
    until(lambda: len(rules()) == 4, "the rules again", rules)
    netns.run("mn", ["ip", "-6", "route", "del", "default", "table", str(table + 2)])
    gives(first, own(mn, 3), own(mn, 3))
    until(lambda: node.routes(table=table + 2), "the route again", node.routes)
    expect(mn.counters()["restored"] >= before + 2, "what was put right", mn.counters())

    equal(settings("none", "0x1200/0xff00")[0], None, "setting")
    until(lambda: rules() == [(32764, rtnl.MAIN), (32765, table + 2)], "one mark", rules)
    gives(own(mn, 3), own(mn, 3), own(mn, 3))
    mn.disable()
    equal(net.installed("mn"), "", "left of the node")
