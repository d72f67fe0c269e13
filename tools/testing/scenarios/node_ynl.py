# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's own netlink tool configures and watches a node by the spec."""

import pytest

import mh
import netns
import peer
import ynl_tool
from check import equal, expect, until
from dar import Dar
from famactl import query

pytestmark = pytest.mark.kernels("uml-6.12")


@pytest.mark.world(dars=2)
def test_node_ynl(net):
    dars = [Dar(n, min_sec=0) for n in net.dars]
    eth0 = netns.index("mn", "eth0")
    node = ynl_tool.Tool("mn", "mn")
    key = dict(key=peer.key("node").der, modifier=bytes(16).hex(), sec=0)
    second = dict(key, key=peer.key("second", 1536).der)

    status, said = node.cli("--do", "disable")
    expect(status and "not connected" in said and "not enabled" in said, "a refusal", said)
    node.refusal("enable", "Invalid argument", "missing", **key)
    node.refusal("enable", "out of range", ".ifindex", ifindex=0, **key)
    node.refusal("enable", "rejected", "modifier does not fit", ifindex=eth0, **dict(key, sec=1))
    node.do("enable", ifindex=eth0, **key)
    node.refusal("enable", "already", "enabled already", ifindex=eth0, **key)
    node.watch.ntf_subscribe("events")
    net.mover.attach("mn", 1)

    def at(n, state):
        def look():
            found = [a for a in node.dump("address-get")
                     if a["address"].startswith(f"2001:db8:{n}:") and a["state"] == state]
            return found[0] if found else None
        return until(look, f"address of dar{n} {state}", lambda: str(node.dump("address-get")))

    home = at(1, "home")
    equal({k: home[k] for k in ("dar", "keep", "kept-by", "key-bits", "sec", "key-old")},
          {"dar": "2001:db8:1::1", "keep": "auto", "kept-by": "current", "key-bits": 1024,
           "sec": 0, "key-old": 0}, "address")
    node.do("set", **second)
    net.mover.move("mn", 2)
    here, old = at(2, "home"), at(1, "away")
    equal((old["key-old"], old["careof"], old["auth"]), (1, here["address"], "phkt"),
          "former address")
    equal((here["key-old"], here["key-bits"]), (0, 1536), "present address")
    expect(0 < old["expires"] <= old["lifetime"], "a lifetime that runs", old)
    equal((old["kept-by"], old.get("state-reason")), ("policy", None), "what keeps it, and why")
    one = node.do("address-get", address=mh.addr(home["address"]).hex())
    equal({k: v for k, v in one.items() if k != "expires"},
          {k: v for k, v in old.items() if k != "expires"}, "one of the list")
    node.refusal("address-get", "No such file", "no such anchored",
                 address=mh.addr("2001:db8::9").hex())

    node.do("set", policy="in-use", idle_time=7, max_addresses=9, transient_mark=4,
            transient_mask=6, transient_cgroup=0, signed_ack="ask", early_token=0)
    node.refusal("set", "out of range", ".max-addresses", max_addresses=65)
    shown = node.do("get")
    equal({k: shown[k] for k in ("enabled", "device", "ifindex", "addresses", "key-bits", "sec",
                                 "policy", "idle-time", "max-addresses", "transient-mark",
                                 "transient-mask", "transient-cgroup", "signed-ack",
                                 "early-token")},
          {"enabled": 1, "device": "mn0", "ifindex": [eth0], "addresses": 2, "key-bits": 1536,
           "sec": 0, "policy": "in-use", "idle-time": 7, "max-addresses": 9, "transient-mark": 4,
           "transient-mask": 6, "transient-cgroup": 0, "signed-ack": "ask", "early-token": 0},
          "state")
    counters = {c["counter-name"]: c["counter-value"] for c in shown["counters"]["counter"]}
    equal(set(counters), set(query("mn", "mn", "show", "-s")["counters"]), "counters")
    node.do("link-set", ifindex=eth0, metric=77)
    equal(node.dump("link-get"), [{"ifindex": [eth0], "metric": 77, "status": 1, "active": 1,
                                   "careof": here["address"]}], "devices")
    named = {"prefix": "2001:db8:9::", "prefix-len": 64, "dar": "2001:db8:9::1"}
    binary = dict(named, prefix=mh.addr(named["prefix"]).hex(), dar=mh.addr(named["dar"]).hex())
    node.do("anchor-new", **binary)
    equal(node.dump("anchor-get"), [named], "routers named")
    node.refusal("anchor-new", "exists", "already", **binary)
    binary.pop("dar")
    node.do("anchor-del", **binary)
    node.refusal("anchor-del", "No such file", "no access router", **binary)
    node.do("address-set", address=mh.addr(home["address"]).hex(), keep="release")
    dars[0].unbound(home["address"])

    until(lambda: len(node.dump("address-get")) == 1, "the address released is gone",
          lambda: str(node.dump("address-get")))
    node.watch.check_ntf()
    events = [e["msg"] for e in node.watch.async_msg_queue]
    for kind, wanted in (("link", {"ifindex": [eth0], "status": 1}),
                         ("attach", {"ifindex": [eth0], "dar": "2001:db8:2::1"}),
                         ("address", {"address": home["address"], "state": "away"}),
                         ("address", {"address": home["address"], "kept-by": "not",
                                      "state-reason": "released", "state": "removed"}),
                         ("bu", {"address": home["address"], "careof": here["address"]}),
                         ("ba", {"address": home["address"], "status": 0})):
        expect([e for e in events if e["event"] == kind and
                all(e.get(k) == v for k, v in wanted.items())], f"an event {kind} {wanted}", events)
    node.do("disable")
    equal(node.do("get")["enabled"], 0, "enabled")
