# SPDX-License-Identifier: GPL-2.0-only
"""Advice to refresh, where the anchor gives any and it makes sense (RFC 6275 6.2.4)."""

import struct

import pytest

import mh
from check import equal
from dar import Dar
from peer import Peer


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_refresh_advice(net):
    dar = Dar(1, anchor=False)
    dar.anchor(care_of_test="off", refresh=120)
    node = Peer(net)

    def advised(ba):
        octets = ba.option(mh.BRA)
        return octets and struct.unpack(">H", octets)[0]

    equal(advised(node.register(lifetime=105)), 30, "units of advice")
    equal(advised(node.refresh(lifetime=31)), 30, "units of advice")
    equal(advised(node.refresh(lifetime=30)), None, "advice at the end of the lifetime")
    equal(advised(node.ask()), None, "advice in a refusal")
    equal(advised(node.refresh(lifetime=0)), None, "advice in a deregistration")

    dar.unanchor()
    dar.anchor(care_of_test="off")
    equal(advised(node.register(lifetime=105)), None, "advice of an anchor that gives none")
