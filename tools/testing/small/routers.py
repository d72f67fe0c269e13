#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""The routers of the network, for a node on another machine, until that has the server end:
    routers.py
"""

import os

import world

FAMA = os.environ["FAMA_COMMAND"]


def network():
    """The machine has one more interface, the wire."""
    wire = next(name for name in sorted(os.listdir("/sys/class/net")) if
                os.path.exists(f"/sys/class/net/{name}/device"))
    world.cells(wire)
    SERVER.append(world.routers("/tmp")[0])


SERVER = []


def access_routers():
    for ns in ("r1", "r2"):
        world.run(ns, FAMA, "dar", "enable")
        world.run(ns, FAMA, "dar", "anchor", "add", f"{world.ROUTERS[ns]}::/64", "dev", "eth1")


def until_the_node_ends():
    SERVER[0].wait()
    counters = {ns: world.query(ns, "dar", "show", "-s")["counters"] for ns in ("r1", "r2")}
    print(f"# {({ns: {k: v for k, v in c.items() if v} for ns, c in counters.items()})}")
    bindings = world.query("r2", "dar", "binding", "show")
    world.expect(not bindings, "no binding at r2, where the node is at home", bindings)


world.cases(network, access_routers, until_the_node_ends)
