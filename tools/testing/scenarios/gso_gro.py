# SPDX-License-Identifier: GPL-2.0-only
"""Large packets stay large through the tunnel; checksums are right with and without offloads."""

import pytest

import netns
from check import expect, note
from dar import Dar
from mn import Mn
from topology import CN
from transfer import transfer

pytestmark = pytest.mark.series

OCTETS = 4 << 20


@pytest.mark.world(dars=2, delay_ms=0)
def test_gso_gro(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    net.mover.move("mn", 2)
    mn.state(1, "away")
    ends = {"core of dar1": ("dar1", "core"), "dar0": ("dar1", "dar0"), "mn0": ("mn", "mn0"),
            "eth0 of mn": ("mn", "eth0")}
    few = OCTETS // 1400 // 3

    def count(way, a, b, src, dst):
        before = {k: net.device_packets(*v) for k, v in ends.items()}
        transfer(a, b, src, dst, OCTETS)
        now = {k: net.device_packets(*v) for k, v in ends.items()}
        seen = {k: (now[k][0] - before[k][0], now[k][1] - before[k][1]) for k in ends}
        note(f"{way}: (received, sent) for {OCTETS // 1400} segments: {seen}")
        return seen

    # Offloads as they are: fewer packets than segments everywhere on the way.
    seen = count("down", "cn", "mn", CN, first)
    expect(seen["dar0"][1] < few and seen["core of dar1"][1] < 2 * few,
           f"fewer than {few} large packets into the tunnel", seen)
    expect(seen["eth0 of mn"][0] < few, f"fewer than {few} large packets of the tunnel", seen)
    seen = count("up", "mn", "cn", first, CN)
    expect(seen["mn0"][1] < few and seen["dar0"][0] < few,
           f"fewer than {few} large packets through the tunnel", seen)

    # Segments on the wire: put together where they arrive.
    for ns, dev in (("core", "dar1"), ("core", "dar2"), ("dar2", "acc"), ("mn", "eth0")):
        netns.run(ns, ["ethtool", "-K", dev, "tso", "off", "gso", "off"])
    for ns, dev in (("dar1", "core"), ("mn", "eth0")):
        netns.run(ns, ["ethtool", "-K", dev, "gro", "on"])
    seen = count("up, segments", "mn", "cn", first, CN)
    expect(seen["eth0 of mn"][1] > OCTETS // 1460, "segments on the wire", seen)
    expect(seen["dar0"][0] < seen["eth0 of mn"][1] // 2, "segments merged behind the tunnel", seen)

    # No offload at all: checksums are made and checked by software.
    for ns, dev in (("cn", "eth0"), ("core", "cn"), ("core", "dar1"), ("core", "dar2"),
                    ("dar1", "core"), ("dar1", "dar0"), ("dar2", "core"), ("dar2", "acc"),
                    ("mn", "eth0"), ("mn", "mn0")):
        netns.run(ns, ["ethtool", "-K", dev, "tso", "off", "gso", "off", "gro", "off", "tx", "off",
                       "rx", "off"], check=False)
    seen = count("down, no offloads", "cn", "mn", CN, first)
    expect(seen["dar0"][1] > OCTETS // 1460, "a packet a segment", seen)
    seen = count("up, no offloads", "mn", "cn", first, CN)
    expect(seen["dar0"][0] > OCTETS // 1460, "a packet a segment", seen)
