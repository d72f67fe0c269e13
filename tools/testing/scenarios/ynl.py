# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's own netlink tool configures and watches the router by the spec."""

import pytest

import genl
import mh
import netns
import ynl_tool
from check import equal, expect, until
from famactl import query
from peer import Peer
from topology import CN

pytestmark = pytest.mark.kernels("uml-6.12")

PREFIX = {"prefix": mh.addr("2001:db8:1::").hex(), "prefix-len": 64}


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_ynl(net):
    access = netns.index("dar1", "acc")
    tool = ynl_tool.Tool("dar1", "dar")
    do, dump, refusal, cli, watch = tool.do, tool.dump, tool.refusal, tool.cli, tool.watch

    status, said = cli("--do", "disable")
    expect(status and "not connected" in said and "not enabled" in said, "a refusal", said)
    equal(cli("--do", "enable"), (0, "null\n"), "the command")
    do("anchor-new", **PREFIX, ifindex=access, care_of_test="concurrent",
       key_sizes=["1024", "1536"], early_token=0)
    refusal("anchor-new", "File exists", "already anchored", **PREFIX, ifindex=access)
    refusal("anchor-set", "out of range", ".min-sec", **PREFIX, min_sec=8)
    do("anchor-set", **PREFIX, lifetime_max=400, care_of_test="off")
    anchor = dump("anchor-get")[0]
    anchor.pop("pad", None)
    equal(anchor, {"prefix": "2001:db8:1::", "prefix-len": 64, "link": "acc",
                   "ifindex": access, "anchor-state": "serving",
                   "care-of-test": "off", "lifetime-max": 400, "refresh": 0, "min-sec": 1,
                   "key-sizes": {"1024", "1536"}, "dad": 0, "proxy-nd": 1,
                   "early-token": 0, "admit": "attached", "fib": 1, "bindings": 0, "accepted": 0,
                   "refused": 0, "tx-packets": 0, "tx-bytes": 0, "rx-packets": 0,
                   "rx-bytes": 0}, "anchor")
    do("set", max_bindings=50, queue_max=9)
    refusal("set", "out of range", ".queue-max", queue_max=0)

    watch.ntf_subscribe("events")
    node = Peer(net)
    node.register()
    node.send(token=node.token, spoil_mac=True)
    until(lambda: genl.of("dar1", "dar").counters()["bad_mac"], "bad_mac")
    watch.check_ntf()
    events = [e["msg"] for e in watch.async_msg_queue]
    equal([e["event"] for e in events], ["bu", "ba", "binding", "drop"], "events")
    for e in events:
        equal((e["home"], e["careof"]), (node.name, CN), f"addresses of {e['event']}")
    equal(events[3]["reason"], "bad_mac", "reason")

    bindings = dump("binding-get")
    equal([(b["home"], b["careof"], b["auth"], b["state"], b["phkt"]) for b in bindings],
          [(node.name, CN, "cga", "verified", 1)], "bindings")
    one = do("binding-get", home=node.home.hex())
    equal(one["seq"], node.seq - 1 & 0xffff, "sequence number")
    refusal("binding-get", "No such file", "not bound", home=mh.addr(CN).hex())
    do("binding-flush", home=node.home.hex())
    memory = dump("memory-get")
    equal([m["home"] for m in memory], [node.name], "what is remembered")
    shown = do("get")
    equal([shown[k] for k in ("enabled", "device", "anchors", "bindings", "remembered",
                              "max-bindings", "queue-max")],
          [1, "dar0", 1, 0, 1, 50, 9], "state")
    counters = {c["counter-name"]: c["counter-value"] for c in shown["counters"]["counter"]}
    equal(counters, query("dar1", "dar", "show", "-s")["counters"], "counters")
    do("memory-flush")
    equal(dump("memory-get"), [], "what is remembered after a flush")
    do("anchor-del", **PREFIX)
    do("disable")
    equal(do("get")["enabled"], 0, "enabled")
