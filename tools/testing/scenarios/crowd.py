# SPDX-License-Identifier: GPL-2.0-only
"""Who has keys and one /48 proves as many care-of addresses as he likes, and fills no cache."""

import pytest

import peer
import rtnl
from check import equal
from dar import Dar
from peer import Peer
from topology import Sniffer

PLACES = 128                # max_bindings; a /64 has 32 of them if half are taken, a /48 64
HIS = "2001:db8:bad"


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_crowd(net):
    net.host(1, "host", "2001:db8:1::50")
    for subnet in (1, 2):
        rtnl.of("cn").address("add", f"{HIS}:{subnet}::1/64", "eth0")
    rtnl.of("core").route("add", f"{HIS}::/48", dev="cn")
    dar = Dar(1, anchor=False)
    dar.anchor(care_of_test="off", admit="open", min_sec=0)
    dar.set(max_bindings=PLACES, verify_rate=0)
    guest = peer.from_home(net)
    wire = Sniffer("cn", "eth0", wakes=True)
    mine = [Peer(net, sec=0, careof=f"{HIS}:1::1", sniffer=wire) for _ in range(PLACES // 2 + 1)]

    for node in mine[:-1]:
        node.register()
    equal(len(dar.bindings()), PLACES // 2, "bindings while half of the places are free")
    # From now on he gets no more, from no subnet of his, remembered or not.
    equal(mine[-1].ask(cga=mine[-1].cga).status, 130, "status for a further one of his")
    other = Peer(net, careof=f"{HIS}:2::1")
    equal(other.ask(cga=other.cga).status, 130, "status for one of another subnet of his")
    mine[0].refresh(lifetime=0)
    Peer(net).register()
    equal(mine[0].ask(token=mine[0].token).status, 130, "status for one that is remembered")
    equal(dar.counters()["cache_share"], 3, "refusals because of his share")
    # What he has he keeps.
    mine[1].refresh()
    # Other strangers come, and so does a guest who is where he is.
    Peer(net).register()
    guest.left(net, careof=f"{HIS}:1::1")
    guest.refresh()
    dar.bound(guest.name, f"{HIS}:1::1")
    # While half of the places are free, he may have them.
    dar.flush()
    mine[0].refresh()
