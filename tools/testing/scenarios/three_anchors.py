# SPDX-License-Identifier: GPL-2.0-only
"""Three addresses at once, all used; every previous router is told at once."""

import rtnl
from check import equal, expect, note
from dar import Dar
from mn import Mn


def test_three_anchors(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    names = []
    for n in net.dars:
        if n == 1:
            net.mover.attach("mn", 1)
        else:
            _, up = net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
        for kind in ("tcp", "ping"):
            client.open(kind, f"{kind}{n}", here)
            names.append(f"{kind}{n}")
        client.flowing(*names)

    old = [mn.state(n, "away", careof=here)["address"] for n in (1, 2)]
    sent = [events.find(event="bu", after=up, address=a)[0]["time"] for a in old]
    note(f"Binding Updates {abs(sent[0] - sent[1]) / 1e6:.1f} ms apart")
    expect(abs(sent[0] - sent[1]) < 100 * 10**6, "both routers told at once", sent)
    for n in (1, 2):
        dars[n - 1].bound(old[n - 1], here)
    equal(dars[2].bindings(), [], "bindings at the current router")
    for a in mn.addresses():
        equal(a["state"], "home" if a["address"] == here else "away", f"state of {a['address']}")

    # On the system: the old ones deprecated on mn0, the new one on eth0.
    rt = rtnl.of("mn")
    for a in old:
        expect(rt.has(a, "mn0", "deprecated"), f"{a} deprecated on mn0", rt.addresses("mn0"))
        expect(not rt.has(a, "eth0"), f"{a} not on eth0", rt.addresses("eth0"))
    equal([a["dev"] for a in rt.addresses() if a["address"] == here], ["eth0"],
          f"devices that have {here}")

    for name, flow in client.stop().items():
        expect(not flow["error"] and flow["received"], f"flow {name} alive", flow["error"])
