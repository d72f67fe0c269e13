# SPDX-License-Identifier: GPL-2.0-only
"""However much others ask, each who asks has a share of the answers."""

import pytest

import mh
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from peer import Peer
from topology import CN, binary, dar_address, mac, prefix

TARGET = "2001:db8:c::1"
RATE = 20000            # messages a second that prove nothing
ANSWERS = 1000          # refusal_rate
SUBNETS = 256           # of the /48 that they come from


def junk(dar):
    """A refusal, a Care-of Test, a Binding Error from each of many subnets of one site."""
    home = prefix(1).split("/")[0]
    for i in range(SUBNETS):
        source = f"2001:db8:bad:{i:x}::1"
        yield mh.bu_packet("2001:db8:77::1", source, dar, seq=i, alt=False)
        yield mh.coti_packet(source, dar, bytes(8))
        yield mh.ipv6(source, dar, 41, mh.udp(f"{home}{i:x}:77", TARGET, 1, 2, b"in"))


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_shares(net):
    dar = Dar(1)
    events = net.watch("dar1")
    rtnl.of("core").route("add", "2001:db8:bad::/48", kind="blackhole")
    node = Peer(net)
    node.register()
    dar.flush()
    dar.ask("MEMORY_FLUSH")
    file = f"{net.dir}/junk"
    with open(file, "wb") as f:
        f.write(b"".join(junk(dar_address(1))))
    before = dar.counters()
    flood = netns.spawn("core", [binary("flood"), file, str(RATE), "0", "8", "dar1", mac(1, 2)],
                        stdout=-1, text=True)
    until(lambda: dar.counters()["refusal_limited"] > RATE, "more than is answered", dar.counters)

    # The router has forgotten the node, and wants a proof, which its administrator sees.
    # The token for that comes with the refusal: the node need not ask among all others.
    ba = node.ask(token=node.token, request=[mh.COT_INIT])
    equal(ba.status, 137, "status")
    proof = node.given(ba)
    events.wait(event="drop", reason="careof_missing", home=node.name)
    # A packet through the tunnel that is not there any more.
    seen = len(node.answers(mh.BE))
    node.put(mh.ipv6(CN, node.dar, 41, mh.udp(node.home, TARGET, 4000, 4001, b"in")))
    equal(node.answer(seen, mh.BE).home, node.home, "home address of the Binding Error")
    # It comes again.
    node.refresh(**proof)
    dar.bound(node.name, CN, state="verified")

    flood.terminate()
    flood.communicate()
    after = dar.counters()
    sent = {k: after[k] - before[k] for k in ("tx_ba", "tx_cot", "tx_be", "refusal_limited")}
    note(sent)
    for kind in ("tx_ba", "tx_cot", "tx_be"):
        expect(sent[kind] < sent["refusal_limited"] / 5, f"{kind} limited", sent)


def unadmitted(dar):
    """Binding Updates of strangers of many subnets of one site, for addresses of the anchor."""
    home = prefix(1).split("/")[0]
    for i in range(SUBNETS):
        yield mh.bu_packet(f"{home}{i:x}:77", f"2001:db8:bad:{i:x}::1", dar, seq=i)


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_strangers(net):
    """An administrator hears of a stranger, however many others ask."""
    dar = Dar(1, anchor=False)
    dar.anchor(admit="attached")
    events = net.watch("dar1")
    rtnl.of("core").route("add", "2001:db8:bad::/48", kind="blackhole")
    file = f"{net.dir}/junk"
    with open(file, "wb") as f:
        f.write(b"".join(unadmitted(dar_address(1))))
    flood = netns.spawn("core", [binary("flood"), file, "2000", "0", "8", "dar1", mac(1, 2)],
                        stdout=-1, text=True)
    until(lambda: dar.counters()["not_admitted"] > 2 * SUBNETS, "more than is told", dar.counters)
    node = Peer(net, shown=False)
    equal(node.ask(cga=node.cga).status, 129, "status")
    events.wait(event="stranger", home=node.name)
    flood.terminate()
    flood.communicate()
