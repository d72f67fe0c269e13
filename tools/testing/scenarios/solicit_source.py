# SPDX-License-Identifier: GPL-2.0-only
"""A router is asked from an address that it can answer: never from one of a former link."""

import pytest

import mh
import netns
from check import expect, until
from famactl import Dar, Mn
from topology import Sniffer

PROBES = 60  # a second each: as long as anything here takes


def solicited(wire, since):
    """[(source, whether the link-layer address is told)]"""
    return [(mh.text(p[8:24]), len(p) > 48) for t, d, p in wire.packets()
            if d == "out" and p[6] == 58 and p[40] == 133 and t > since]


def link_local():
    return netns.show("mn", "-6", "addr", "show", "dev", "eth0", "scope", "link")


def came_to(mn, wire, n, since, source, told):
    mn.state(n, "home")
    got = solicited(wire, since)
    expect(got and all(address.startswith(source) and tells == told for address, tells in got),
           f"solicitations from {source}, link-layer address told: {told}", got)


def made_anew(net, **settings):
    """The link-local address; a sniffer hears no more of a device that was switched off."""
    net.mover.detach("mn")
    netns.ip("mn", "link set eth0 down")
    netns.sysctl("mn", **settings)
    netns.ip("mn", "link set eth0 up")
    return Sniffer("mn", "eth0")


@pytest.mark.world(dars=2)
def test_solicit_source(net):
    dars = [Dar(n) for n in net.dars]
    # Those of the stack itself do not matter.
    netns.sysctl("mn", conf__eth0__router_solicitations=0, conf__eth0__dad_transmits=PROBES)
    mn = Mn()
    wire = Sniffer("mn", "eth0")
    came_to(mn, wire, 1, net.mover.attach("mn", 1), "::", False)
    # The address of the first link is still there when the second is reached.
    came_to(mn, wire, 2, net.mover.move("mn", 2)[1], "::", False)
    expect("tentative" in link_local(), "a link-local address that is probed", link_local())

    # One that is used before it is known to be unique (RFC 4429).
    wire = made_anew(net, conf__eth0__optimistic_dad=1)
    came_to(mn, wire, 1, net.mover.attach("mn", 1), "fe80::", False)
    came_to(mn, wire, 2, net.mover.move("mn", 2)[1], "fe80::", False)
    expect("optimistic" in link_local(), "an optimistic link-local address", link_local())

    # One that is known to be.
    wire = made_anew(net, conf__eth0__optimistic_dad=0, conf__eth0__dad_transmits=0)
    net.mover.attach("mn", 1)
    until(lambda: "fe80:" in link_local() and "tentative" not in link_local(),
          "a link-local address that is not probed", link_local)
    came_to(mn, wire, 2, net.mover.move("mn", 2)[1], "fe80::", True)
