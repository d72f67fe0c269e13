# SPDX-License-Identifier: GPL-2.0-only
"""The network that a scenario works in."""

import famactl
import netns
from check import note
from famactl import Monitor
from topology import Topology
from traffic import Client, Server


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
            for line in famactl.diagnose(self.names):
                note(line)
        except Exception as e:  # pylint: disable=broad-except
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
        """Routes and rules of the modules, addresses of their devices."""
        out = netns.show(ns, "-6", "route", "show", "table", "all", "proto", "250")
        out += "".join(line + "\n" for line in netns.show(ns, "-6", "rule", "show").splitlines()
                       if "proto 250" in line)
        out += netns.show(ns, "-6", "neigh", "show", "proxy")
        links = netns.show(ns, "-o", "link", "show")
        out += "".join(line + "\n" for line in links.splitlines()
                       if " dar0: " in line or " mn0: " in line)
        return out
