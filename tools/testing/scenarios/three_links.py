# SPDX-License-Identifier: GPL-2.0-only
"""A cable, Wi-Fi and a cellular network on one node: the best that is there is used, and a flow
goes on wherever it was begun."""

import pytest

import rtnl
from check import equal, until
from dar import Dar
from mn import Mn
from radio import Radio
from rawip import PREFIX, Cellular
from topology import CN

FLOWS = ("tcp", "ping", "down")


class Three:
    """Flows, the first of which begin in the cellular network's absence on Wi-Fi."""

    def __init__(self, net):
        self.dars = [Dar(n) for n in net.dars]
        self.radio = Radio(net, "wpa2", ssids=("fama", "fama"))
        Cellular(net)
        self.mn = Mn(devs=("eth0", self.radio.dev, "wwan0"))
        self.server, self.client = net.traffic()
        self.flows = []

    def begin(self, address, place):
        for kind in FLOWS:
            self.flows.append(f"{kind}-{place}")
            self.client.open(kind, self.flows[-1], address)
        self.client.flowing(*self.flows)

    def by(self, dev, here=None):
        """All flows, by this interface; the care-of address there."""
        until(lambda: self.mn.active() == dev, f"{dev} active", self.mn.links)
        self.client.flowing(*self.flows)
        if here:
            careof = self.mn.state(here, "home")["address"]
            until(lambda: rtnl.of("mn").towards(CN)["source"] == careof, f"{careof} for new flows",
                  lambda: rtnl.of("mn").towards(CN))
        else:
            careof = self.mn.state(1, "away")["careof"]
            equal(careof.startswith(PREFIX[:-1]), True, f"{careof} of the cellular network")
        for n, dar in enumerate(self.dars, 1):
            own = self.mn.of_dar(n)
            if own and n != here:
                self.mn.state(n, "away", careof=careof)
                dar.bound(own["address"], careof, state="verified")

    def end(self):
        self.client.alive(*self.flows)
        self.client.stop()
        self.server.stop()
        self.mn.disable()


@pytest.mark.kernels("debian-6.12", "trixie-backports")
@pytest.mark.world(dars=3)
def test_three_links(net):
    three = Three(net)
    mn, radio = three.mn, three.radio
    radio.knows_all()
    if radio.at() != 1:
        radio.roam(1)
    three.begin(mn.state(1, "home", auth="phkt")["address"], "radio")

    # The cable comes, and all goes by it; the radio goes to another network meanwhile.
    net.mover.attach("mn", 3)
    three.begin(mn.state(3, "home", auth="phkt")["address"], "cable")
    three.by("eth0", 3)
    radio.roam(2)
    three.by("eth0", 3)

    # The cable goes, then the radio, and they come back in turn.
    net.mover.detach("mn")
    three.by(radio.dev, 2)
    radio.disconnect()
    three.by("wwan0")
    net.mover.attach("mn", 3)
    three.by("eth0", 3)
    net.mover.detach("mn")
    three.by("wwan0")
    radio.reconnect()
    three.by(radio.dev, radio.at())
    three.end()
