# SPDX-License-Identifier: GPL-2.0-only
"""Links, addresses, routes, rules and neighbours of a namespace, through rtnetlink.

    rtnl.of("dar1").set("core", mtu=1400)
    rtnl.of("mn").addresses(dev="eth0")
"""

import socket
import threading

from pyroute2 import IPRoute
from pyroute2.netlink import NLM_F_DUMP, NLM_F_REQUEST, nlmsg
from pyroute2.netlink.rtnl import RTM_GETNEIGH, RTM_NEWLINK, rt_type
from pyroute2.netlink.rtnl.ifinfmsg import ifinfbase
from pyroute2.netlink.rtnl.ndmsg import ndmsg

import netns

NODAD = 0x02  # IFA_F_NODAD
FLAGS = {"temporary": 0x01, "nodad": NODAD, "optimistic": 0x04, "dadfailed": 0x08,
         "deprecated": 0x20, "homeaddress": 0x10, "tentative": 0x40, "mngtmpaddr": 0x100}
SCOPES = {"global": 0, "link": 253, "host": 254}
MAIN = 254  # table
LOCAL = 255  # table of the addresses that are the system's own
FAMA = 250  # protocol of what the modules install
NTF_PROXY = 8
NUD_PERMANENT = 0x80
KINDS = {number: name for name, number in rt_type.items() if isinstance(name, str)}


def of(ns):
    """The one that everybody in this process shares."""
    return netns.shared(ns, "rtnl", lambda: Rtnl(ns))


class Link(ifinfbase, nlmsg):
    """A device, with an attribute that pyroute2 does not know yet."""

    nla_map = ifinfbase.nla_map[:61] + (("IFLA_ALLMULTI", "uint32"),)


class Rtnl:
    def __init__(self, ns):
        self.ns = ns
        self.lock = threading.RLock()
        with netns.inside(ns):
            self.socket = IPRoute()
        self.socket.register_policy({RTM_NEWLINK: Link})

    def close(self):
        self.socket.close()

    # -------------------------------------------------------------------- links

    def index(self, dev):
        return netns.index(self.ns, dev) if dev else 0

    def set(self, dev, master=None, **values):
        """state="up", mtu=1400, master="cell1" ("" for none) and so on."""
        if master is not None:
            values["master"] = self.index(master)
        with self.lock:
            self.socket.link("set", index=self.index(dev), **values)

    def up(self, *devs):
        for dev in devs:
            self.set(dev, state="up")

    def veth(self, dev, peer, ns=None, mac=None, peer_mac=None):
        """A pair of devices; the other one in namespace ns."""
        other = {"ifname": peer}
        if ns:
            other["net_ns_fd"] = ns
        if peer_mac:
            other["address"] = peer_mac
        mine = {"address": mac} if mac else {}
        with self.lock:
            self.socket.link("add", ifname=dev, kind="veth", peer=other, **mine)

    def add(self, dev, kind, **values):
        """Another device"""
        with self.lock:
            self.socket.link("add", ifname=dev, kind=kind, **values)

    def bridge(self, dev):
        """Without a delay of its ports and without knowledge of multicast groups."""
        self.add(dev, "bridge", br_forward_delay=0, br_mcast_snooping=0)

    def delete(self, dev):
        with self.lock:
            self.socket.link("del", index=self.index(dev))

    def links(self):
        with self.lock:
            return [_link(m) for m in self.socket.get_links()]

    def link(self, dev):
        """{name, index, up, running, mac, mtu, allmulti, promiscuity, counters}"""
        with self.lock:
            return _link(self.socket.get_links(self.index(dev))[0])

    def delay(self, dev, ms):
        """Of what the device sends."""
        with self.lock:
            self.socket.tc("replace", "netem", self.index(dev), delay=ms * 1000, limit=10000)

    # ---------------------------------------------------------------- addresses

    def address(self, command, address, dev, nodad=True, valid=None, preferred=None):
        """add, replace or del; 2001:db8::1/64. Lifetimes in s, None for ever."""
        address, _, bits = address.partition("/")
        more = {}
        if valid is not None:
            more = {"cacheinfo": {"valid": valid, "preferred": preferred}}
        with self.lock:
            self.socket.addr(command, index=self.index(dev), address=address,
                             prefixlen=int(bits or 128), family=socket.AF_INET6,
                             flags=NODAD if nodad else 0, **more)

    def addresses(self, dev=None, scope=None):
        """[{address, bits, dev, scope, flags, valid, preferred}]: of IPv6"""
        with self.lock:
            found = [self._address(m) for m in self.socket.get_addr(family=socket.AF_INET6)]
        return [a for a in found if dev in (None, a["dev"]) and scope in (None, a["scope"])]

    def has(self, address, dev=None, flag=None):
        """An address, also one that is tentative; or only with that flag."""
        return any(a["address"] == address and (not flag or flag in a["flags"])
                   for a in self.addresses(dev))

    def _address(self, m):
        flags = m.get_attr("IFA_FLAGS") or m["flags"]
        life = m.get_attr("IFA_CACHEINFO")
        return {"address": m.get_attr("IFA_ADDRESS"), "bits": m["prefixlen"],
                "dev": netns.device(self.ns, m["index"]),
                "scope": next((n for n, s in SCOPES.items() if s == m["scope"]), m["scope"]),
                "flags": {n for n, bit in FLAGS.items() if flags & bit},
                "valid": life["ifa_valid"], "preferred": life["ifa_preferred"]}

    # ------------------------------------------------------------ routes and rules

    def route(self, command, dst, via=None, dev=None, kind=None, metric=None, table=None):
        """add, replace or del; dst: an address, a prefix or "default"."""
        given = {"dst": dst, "gateway": via, "oif": self.index(dev), "type": kind,
                 "priority": metric, "table": table}
        given = {k: v for k, v in given.items() if v}
        if kind in ("blackhole", "unreachable"):
            given["oif"] = netns.index(self.ns, "lo")
        with self.lock:
            self.socket.route(command, family=socket.AF_INET6, **given)

    def routes(self, **want):
        """[{dst, via, dev, metric, proto, table, kind}] that have these values"""
        with self.lock:
            found = [self._route(m) for m in self.socket.get_routes(family=socket.AF_INET6)]
        return [r for r in found if all(r[k] == v for k, v in want.items())]

    def towards(self, dst, source=None):
        """The route that a packet takes, with its preferred source."""
        more = {"src": source} if source else {}
        with self.lock:
            return self._route(self.socket.route("get", family=socket.AF_INET6, dst=dst, **more)[0])

    def _route(self, m):
        dst = m.get_attr("RTA_DST")
        return {"dst": f"{dst}/{m['dst_len']}" if dst else "default",
                "via": m.get_attr("RTA_GATEWAY"),
                "dev": netns.device(self.ns, m.get_attr("RTA_OIF") or 0),
                "metric": m.get_attr("RTA_PRIORITY"), "proto": m["proto"],
                "table": m.get_attr("RTA_TABLE"), "source": m.get_attr("RTA_PREFSRC"),
                "kind": KINDS.get(m["type"], m["type"])}

    def rules(self, **want):
        """[{src, dst, priority, table, proto, action}] that have these values"""
        with self.lock:
            found = [_rule(m) for m in self.socket.get_rules(family=socket.AF_INET6)]
        return [r for r in found if all(r[k] == v for k, v in want.items())]

    # --------------------------------------------------------------- neighbours

    def neighbour(self, command, address, dev, mac=None):
        """add, replace or del a permanent one."""
        more = {"lladdr": mac, "state": NUD_PERMANENT} if mac else {}
        with self.lock:
            self.socket.neigh(command, ifindex=self.index(dev), dst=address,
                              family=socket.AF_INET6, **more)

    def neighbours(self, address=None):
        """[{address, mac, dev, state}]; proxy entries are not among them"""
        with self.lock:
            found = [_neighbour(m) for m in self.socket.get_neighbours(family=socket.AF_INET6)]
        return [n for n in found if address in (None, n["address"])]

    def proxies(self):
        """Addresses that this namespace answers for."""
        asked = ndmsg()
        asked["family"], asked["flags"] = socket.AF_INET6, NTF_PROXY
        with self.lock:
            return [_neighbour(m)["address"] for m in
                    self.socket.nlm_request(asked, RTM_GETNEIGH, NLM_F_REQUEST | NLM_F_DUMP)]


def _link(m):
    n = m.get_attr("IFLA_STATS64") or {}
    return {"name": m.get_attr("IFLA_IFNAME"), "index": m["index"], "up": bool(m["flags"] & 1),
            "running": m.get_attr("IFLA_OPERSTATE") == "UP",
            "mac": m.get_attr("IFLA_ADDRESS"), "mtu": m.get_attr("IFLA_MTU"),
            "allmulti": m.get_attr("IFLA_ALLMULTI"), "promiscuity": m.get_attr("IFLA_PROMISCUITY"),
            "counters": {k: v for k, v in n.items() if isinstance(v, int)}}


def _rule(m):
    bits = {k: m[f"{k}_len"] for k in ("src", "dst")}
    ends = {k: m.get_attr(f"FRA_{k.upper()}") for k in bits}
    return {**{k: f"{a}/{bits[k]}" if a else None for k, a in ends.items()},
            "priority": m.get_attr("FRA_PRIORITY") or 0, "table": m.get_attr("FRA_TABLE"),
            "proto": _octet(m.get_attr("FRA_PROTOCOL")), "action": m["action"]}


def _neighbour(m):
    return {"address": m.get_attr("NDA_DST"), "mac": m.get_attr("NDA_LLADDR"),
            "index": m["ifindex"], "state": m["state"]}


def _octet(value):
    """A version of pyroute2 has a number, another has hexadecimal digits."""
    return int(value, 16) if isinstance(value, str) else value
