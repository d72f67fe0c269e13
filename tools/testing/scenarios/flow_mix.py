# SPDX-License-Identifier: GPL-2.0-only
"""Short flows that ask for the address of the network, long ones that ask for an anchored one: only
what needs an anchor uses one."""

import contextlib
import socket

import pytest

import netns
import rtnl
from check import equal, note, until
from dar import Dar
from mn import Mn
from topology import CN

# Home addresses have a rule of their own in these kernels only.
pytestmark = pytest.mark.kernels("debian")

ADDR_PREFERENCES, COA, HOME = 72, 0x4, 0x400
PORT, SHORT = 9, 20


class Flow:
    """Questions and answers with the correspondent."""

    def __init__(self, preference):
        self.socket = netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IPV6, ADDR_PREFERENCES, preference)
        self.socket.connect((CN, PORT))
        self.socket.setblocking(False)

    def source(self):
        return self.socket.getsockname()[0]

    def goes_on(self, peer):
        """An answer comes back, from where the question went."""
        def asked():
            with contextlib.suppress(OSError):
                self.socket.send(b"question")
            with contextlib.suppress(OSError):
                peer.sendto(b"answer", peer.recvfrom(64)[1])
            with contextlib.suppress(OSError):
                return self.socket.recv(64)
            return None
        until(asked, f"an answer to {self.source()}")

    def close(self):
        self.socket.close()


def arrive(net, mn, n):
    """In network N, where a manager of interfaces has removed what belongs to the former one."""
    node = rtnl.of("mn")
    net.mover.move("mn", n)
    here = mn.state(n, "home")["address"]
    ours = {a["address"] for a in mn.addresses()}
    until(lambda: not node.has(here, "eth0", "tentative"), "the end of detection")
    for a in node.addresses("eth0", "global"):
        if a["address"] not in ours and not a["address"].startswith(f"2001:db8:{n}:"):
            node.address("del", f"{a['address']}/{a['bits']}", "eth0")
    return here, ours


def short_flows(peer, mn, n, ours):
    """Many, one after the other."""
    def own():
        flow = Flow(COA)
        source = flow.source()
        flow.close()
        return source.startswith(f"2001:db8:{n}:") and source not in ours
    until(own, f"an address of network {n}", mn.addresses)
    for _ in range(SHORT):
        flow = Flow(COA)
        flow.goes_on(peer)
        flow.close()


@pytest.mark.world(dars=4)
def test_flow_mix(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    mn.set(policy="in-use", idle_time=60, early_token=0, home_flag="auto")
    peer = netns.sock("cn", socket.AF_INET6, socket.SOCK_DGRAM)
    peer.bind((CN, PORT))
    peer.setblocking(False)
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    until(lambda: rtnl.of("mn").has(first, "eth0", "homeaddress"), "the flag")
    call = Flow(HOME)
    equal(call.source(), first, "source of a long flow")
    call.goes_on(peer)

    for n in (2, 3, 4):
        _, ours = arrive(net, mn, n)
        mn.state(1, "away", kept="udp 1")
        short_flows(peer, mn, n, ours)
        call.goes_on(peer)
    equal(len(dars[0].bindings()), 1, "bindings of the anchor of the long flow")
    equal([len(d.bindings()) for d in dars[3:]], [0], "bindings where the node is")
    note(f"Binding Updates at each router: {[d.counters()['rx_bu'] for d in dars]}")

    # What was used by short flows only is in use no more, as soon as somebody looks.
    mn.set(idle_time=2)
    until(lambda: not mn.of_dar(2) and not mn.of_dar(3), "no address of visited networks",
          mn.addresses)
    until(lambda: [len(d.bindings()) for d in dars] == [1, 0, 0, 0], "one binding",
          lambda: [d.bindings() for d in dars])
    before = [d.counters()["rx_bu"] for d in dars]
    arrive(net, mn, 1)
    call.goes_on(peer)
    after = [d.counters()["rx_bu"] for d in dars]
    note(f"Binding Updates at each router: {after}")
    equal([b - a for a, b in zip(before[1:3], after[1:3])], [0, 0],
          "updates to the routers of short flows")
    call.close()
