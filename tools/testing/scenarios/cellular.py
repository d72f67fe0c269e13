# SPDX-License-Identifier: GPL-2.0-only
"""From an access router to a cellular network and back: raw IP without addresses of a link
layer, a /64 by advertisement that nobody anchors."""

import pytest

from check import equal, until
from dar import Dar
from mn import Mn
from rawip import PREFIX, Cellular


@pytest.mark.world(dars=1, delay_ms=0)
def test_cellular(net):
    dars = [Dar(n) for n in net.dars]
    Cellular(net)
    mn = Mn(devs=("eth0", "wwan0"))
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", home)
    client.open("down", "down", home)
    client.flowing("tcp", "down")

    net.mover.detach("mn")
    until(lambda: mn.active() == "wwan0", "wwan0 active", mn.links)
    careof = mn.state(1, "away")["careof"]
    equal(careof.startswith(PREFIX[:-1]), True, f"{careof} of the cellular network")
    dars[0].bound(home, careof, state="verified")
    client.flowing("tcp", "down")

    net.mover.attach("mn", 1)
    mn.state(1, "home")
    dars[0].unbound(home)
    client.flowing("tcp", "down")
    client.stop()
    server.stop()
