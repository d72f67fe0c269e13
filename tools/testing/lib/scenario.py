# SPDX-License-Identifier: GPL-2.0-only
"""The network that a scenario works in."""

import netns
import rtnl
from check import note
from monitor import Monitor
from role import Role
from topology import Topology
from traffic import Client, Server


def diagnosis(ns):
    """What there is to know of a namespace when a scenario failed."""
    role = Role(ns, "dar" if ns.startswith("dar") else "mn")
    if ns.startswith(("dar", "mn")):
        shown = role.show()
        if shown["enabled"]:
            yield shown
            for cmd in ("ANCHOR_GET", "BINDING_GET" if role.name == "dar" else "ADDRESS_GET"):
                yield from role.records(cmd)
    if ns.startswith("mn"):
        yield from role.records("LINK_GET")
        rt = rtnl.of(ns)
        yield from rt.addresses() + rt.rules()
        yield from (r for r in rt.routes() if r["table"] != rtnl.LOCAL)


class World(Topology):
    """The network, and on failure all that explains it."""

    def __init__(self, *args, **kwargs):
        self.monitors = []
        super().__init__(*args, **kwargs)

    def watch(self, ns):
        role = "dar" if ns.startswith("dar") else "mn"
        m = Monitor(ns, role)
        self.monitors.append(m)
        return m

    def unwatch(self, m):
        self.monitors.remove(m)
        m.close()

    def traffic(self, ns="mn"):
        return Server(self.dir), Client(self.dir, ns)

    def __exit__(self, kind, value, trace):
        if kind and issubclass(kind, Exception):
            self.explain()
        self.down()

    def explain(self):
        try:
            for m in self.monitors:
                for e in m.all()[-20:]:
                    note(f"{m.ns}: {e}")
            for ns in self.names:
                for line in diagnosis(ns):
                    note(f"{ns}: {line}")
        except Exception as e:
            note(f"no explanation: {e}")

    # ------------------------------------------------------ states of the system

    @staticmethod
    def device_packets(ns, dev):
        """(received, sent) of a device."""
        with netns.inside(ns), open("/proc/thread-self/net/dev", encoding="ascii") as f:
            for line in f:
                name, _, numbers = line.partition(":")
                if name.strip() == dev:
                    n = numbers.split()
                    return int(n[1]), int(n[9])
        return None

    @staticmethod
    def installed(ns):
        """Routes and rules of the modules, what is answered for, and their devices; a line each."""
        rt = rtnl.of(ns)
        found = rt.routes(proto=rtnl.FAMA) + rt.rules(proto=rtnl.FAMA) + rt.proxies()
        found += [link["name"] for link in rt.links() if link["name"] in ("dar0", "mn0")]
        return "".join(f"{one}\n" for one in found)
