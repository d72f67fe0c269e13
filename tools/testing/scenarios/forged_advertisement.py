# SPDX-License-Identifier: GPL-2.0-only
"""A node believes advertisements of its link only, and only those that are whole."""

import pytest

import mh
from check import equal, never, until
from dar import Dar
from mn import Mn
from router import HOME, LIAR, Neighbour, advertisement, prefix_info
from topology import Sniffer, dar_address, prefix

OPTION = prefix_info(prefix(2), dar_address(2))


def heard(*prefixes, **kw):
    return advertisement(*prefixes, flags=HOME, **kw)


FORGED = {
    "from afar": heard(OPTION, hops=254),
    "that was forwarded often": heard(OPTION, hops=1),
    "from a global address": heard(OPTION, src="2001:db8:1::50"),
    "from a global address of the router it claims": heard(OPTION, src="2001:db8:2::1"),
    "without a source": heard(OPTION, src="::"),
    "with a wrong checksum": heard(OPTION, spoil=True),
    "with an option of no length": heard(OPTION + bytes([1, 0]) + bytes(6)),
    "with an option that is cut off": heard(OPTION[:24]),
    "with half a header": mh.icmp6(LIAR, "ff02::1", 134, 0, bytes([64, HOME, 0, 30])),
}


@pytest.mark.world(dars=2, radvd=False)
def test_forged_advertisement(net):
    net.host(1, "host", "2001:db8:1::50")
    for n in net.dars:
        Dar(n)
    mn = Mn()
    events = net.watch("mn")
    net.mover.attach("mn", 1)
    until(lambda: mn.links()["eth0"]["up"], "the link up", mn.links)
    wire = Sniffer("mn", "eth0")
    host = Neighbour(net, "host")

    # There is no router: the first one that is believed will do.
    for name, packet in FORGED.items():
        before = mn.counters()["bad_ra"]
        host.put(packet)
        until(lambda b=before: mn.counters()["bad_ra"] == b + 1, f"an advertisement {name} counted",
              mn.counters)
    never(lambda: events.find(event="attach") or mn.addresses(), 1,
          "a forged advertisement believed")
    equal(mh.messages(wire.packets(), mh.BU), [], "Binding Updates")
    equal(mn.counters()["bad_ra"], len(FORGED), "bad_ra")

    # The same from the link itself, and whole, is believed.
    host.put(heard(OPTION))
    equal(mn.state(2, "home")["dar"], dar_address(2), "router of the address")
    equal(mn.counters()["bad_ra"], len(FORGED), "bad_ra")
