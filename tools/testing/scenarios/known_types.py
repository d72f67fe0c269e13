# SPDX-License-Identifier: GPL-2.0-only
"""Every other type of Mobility Header, sent to a router: served, refused, or not its part."""

import time

import pytest

import genl
import netns
import rtnl
from check import equal, expect
from dar import Dar
from scapymn import (
    HAO, MH, MIP6MH_BA, MIP6MH_BE, MIP6MH_BRR, ICMPv6ParamProblem, IPv6, IPv6ExtHdrDestOpt, Link,
    MIP6MH_CoT, MIP6MH_CoTI, MIP6MH_Generic, MIP6MH_HoT, MIP6MH_HoTI, ScapyMn, checksummed,
    message)
from topology import dar_address, mac

PLACE = "2001:db8:5c:1::99"
DAR = dar_address(1)
COOKIE = b"a cookie"
REPEATED = {"tx_na", "tx_mrd"}  # announcements, again after a second, whatever comes then


def packet(mh, src=PLACE, home=None, dst=DAR, spoil=lambda data: data):
    head = IPv6(src=src, dst=dst)
    if home:
        head = head / IPv6ExtHdrDestOpt(options=[HAO(hoa=home)])
    head.lastlayer().nh = MH
    mh.cksum = 0
    return checksummed(head, spoil(bytes(mh)))


def unknown(kind, size=10):
    return MIP6MH_Generic(mhtype=kind, res=0, msg=bytes(size))


@pytest.mark.world(dars=1, nodes=0, radvd=False, delay_ms=0)
def test_known_types(net):
    # Open: its node lives on the core.
    dar = Dar(1, "off", admit="open", min_sec=0)
    netns.sysctl("dar1", icmp__ratelimit=0)
    rtnl.of("core").route("add", "2001:db8:5c::/48", kind="blackhole")
    link = Link("core", "dar1", "dar1", "core")
    role = genl.of("dar1", "dar")
    node = ScapyMn(link, DAR, "2001:db8:1::", PLACE)
    node.register()
    bound = dar.binding(node.home)

    def sent(data, *counters):
        """What comes back, and the counters that rise, each by one."""
        before = role.counters()
        link.send(data)
        seen = link.fence(PLACE, DAR)
        risen = {k: v - before[k] for k, v in role.counters().items()
                 if v != before[k] and k not in REPEATED}
        equal(risen, dict.fromkeys(counters, 1), "counters")
        return seen

    # A node that is no correspondent says so (RFC 6275 sections 9.2 and 11.6.2). A router that
    # never asked for anything has no part in the rest, and it changes nothing.
    for mh in (MIP6MH_HoTI(cookie=COOKIE, res=0), MIP6MH_HoT(index=1, cookie=COOKIE, res=0),
               MIP6MH_CoT(index=1, cookie=COOKIE, res=0), MIP6MH_BRR(res=0, res2=0),
               MIP6MH_BA(status=0, seq=node.seq, mhtime=9, res=0, res2=0),
               MIP6MH_BE(status=1, ha=node.home), MIP6MH_BE(status=2, ha=node.home)):
        found = sent(packet(mh))
        equal(len(found), 1, f"packets that answer {mh.name}")
        equal((found[0][ICMPv6ParamProblem].code, found[0][ICMPv6ParamProblem].ptr), (1, 6),
              "code and pointer")

    # Care-of Test Init: whoever asks, but for no home address.
    cot, = sent(packet(MIP6MH_CoTI(cookie=COOKIE, res=0)), "rx_coti", "tx_cot")
    expect(message(cot).cookie == COOKIE, "a Care-of Test", cot.summary())
    equal(sent(packet(MIP6MH_CoTI(cookie=COOKIE, res=0), home=node.home), "rx_coti",
               "coti_home"), [], "packets")
    equal(sent(packet(MIP6MH_CoTI(cookie=COOKIE, res=0), src="::"), "rx_coti", "bad_careof"), [],
          "packets")
    short, = sent(packet(MIP6MH_CoTI(cookie=COOKIE, res=0), spoil=lambda mh: b"\x3b\0" + mh[2:8]),
                  "short_header")
    equal((short[ICMPv6ParamProblem].code, short[ICMPv6ParamProblem].ptr), (0, 41),
          "code and pointer")

    # Fast Binding Update, Heartbeat, Experimental and others: Binding Error 2.
    for kind, home in ((8, None), (13, node.home), (11, None), (255, node.home)):
        be, = sent(packet(unknown(kind), home=home), "unknown_type")
        be = message(be)
        equal((type(be), be.status, be.ha, len(be.octets)), (MIP6MH_BE, 2, home or "::", 24),
              "Binding Error")
    equal(sent(packet(unknown(8), src="::"), "unknown_type"), [], "packets")

    # To a node of the link by that link, and never for what was sent to a group.
    rtnl.of("dar1").neighbour("replace", "fe80::99", "core", mac(1, 1))
    be, = sent(packet(unknown(8), src="fe80::99"), "unknown_type")
    equal((be.dst, type(message(be))), ("fe80::99", MIP6MH_BE), "Binding Error on the link")
    before = role.counters()["unknown_type"]
    link.send(packet(unknown(8), dst="ff02::1"), mac=bytes.fromhex("333300000001"))
    equal(link.fence(PLACE, DAR), [], "packets")
    equal(role.counters()["unknown_type"], before + 1, "unknown_type")

    # Ten in a second, in which computing takes no time.
    time.sleep(1.1)
    before = role.counters()["unknown_type"]
    for _ in range(50):
        link.send(packet(unknown(9)))
    errors = [p for p in link.fence(PLACE, DAR) if MIP6MH_BE in p]
    equal(len(errors), 10, "Binding Errors")
    equal(role.counters()["unknown_type"], before + 50, "unknown_type")

    now = dar.binding(node.home)
    for k in ("careof", "seq", "lifetime", "auth", "phkt"):
        equal(now[k], bound[k], k)
    node.refresh()
