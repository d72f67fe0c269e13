# SPDX-License-Identifier: GPL-2.0-only
"""A node believes advertisements of its link only, and only those that are whole."""

import pytest

import mh
import netns
from check import equal, expect, never, until
from dar import Dar
from mn import Mn
from topology import Sniffer, dar_address, prefix

LIAR = "fe80::bad"
FLAGS = 0x20  # of an anchor
BODY = bytes([64, FLAGS, 0, 30]) + bytes(8)


def prefix_option(n):
    """On-link, autonomous, with the address of the router (RFC 6275 section 7.2)."""
    address = mh.addr(prefix(n).replace("/64", "1"))
    return bytes([3, 4, 64, 0xe0]) + (3600).to_bytes(4, "big") * 2 + bytes(4) + address


def advertisement(src=LIAR, hops=255, spoil=False, options=prefix_option(2), body=BODY):
    return mh.icmp6(src, "ff02::1", 134, 0, body + options, hops, spoil)


FORGED = {
    "from afar": {"hops": 254},
    "that was forwarded often": {"hops": 1},
    "from a global address": {"src": "2001:db8:1::50"},
    "from a global address of the router it claims": {"src": "2001:db8:2::1"},
    "without a source": {"src": "::"},
    "with a wrong checksum": {"spoil": True},
    "with an option of no length": {"options": prefix_option(2) + bytes([1, 0]) + bytes(6)},
    "with an option that is cut off": {"options": prefix_option(2)[:24]},
    "with half a header": {"body": BODY[:4], "options": b""},
}


@pytest.mark.world(dars=2)
def test_forged_advertisement(net):
    net.host(1, "host", "2001:db8:1::50")
    for n in net.dars:
        Dar(n)
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    wire = Sniffer("mn", "eth0")
    raw, index = net.raw("host"), netns.index("host", "eth0")

    def put(**kw):
        raw.sendto(advertisement(**kw), ("ff02::1", 0, 0, index))

    def believed():
        return [e for e in events.find(event="attach") if e["dar"] != dar_address(1)] or \
            mn.of_dar(2)

    for name, kw in FORGED.items():
        before = mn.counters()["bad_ra"]
        put(**kw)
        until(lambda b=before: mn.counters()["bad_ra"] == b + 1, f"an advertisement {name} counted",
              mn.counters)
    never(believed, 1, "a forged advertisement believed")
    equal([a["address"] for a in mn.addresses()], [home], "addresses of the node")
    equal(mh.messages(wire.packets(), mh.BU), [], "Binding Updates")
    equal(mn.counters()["bad_ra"], len(FORGED), "bad_ra")

    # What was in them would have been believed: the same from the link itself is heard.
    heard = mn.counters()["rx_ra"]
    net.stop_radvd(1)
    put()
    until(lambda: mn.counters()["rx_ra"] > heard, "an advertisement of the link heard")
    expect(mn.counters()["bad_ra"] == len(FORGED), "nothing wrong with it", mn.counters())
