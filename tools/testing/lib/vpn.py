# SPDX-License-Identifier: GPL-2.0-only
"""A VPN that takes everything, as wg-quick sets it up, between a node and a server in the core."""

import os

import netns
import rtnl

NODE, SERVER, PORT = "fd00:9::2", "2001:db8:c::1", 51820
DEV, MARK = "wg0", 51820  # of WireGuard's own packets, and the number of its table
KILL_SWITCH = f"""
table ip6 kill {{
	chain out {{
		type filter hook output priority filter;
		ip6 daddr fe80::/10 accept
		ip6 daddr ff00::/8 accept
		oifname != "{DEV}" meta mark != {MARK} fib daddr type != local reject
	}}
}}
"""
# What a node has to say to its routers.
ALLOW = "insert rule ip6 kill out meta l4proto 135 accept"


class Vpn:
    def __init__(self, net, ns="mn"):
        self.ns = ns
        keys = {end: netns.run(None, ["wg", "genkey"]).stdout for end in (ns, "core")}
        public = {end: netns.run(None, ["wg", "pubkey"], stdin=key).stdout.strip()
                  for end, key in keys.items()}
        for end, other in ((ns, "core"), ("core", ns)):
            rtnl.of(end).add(DEV, "wireguard")
            file = os.path.join(net.dir, f"{end}.key")
            with open(file, "w", encoding="ascii") as f:
                f.write(keys[end])
            more = ["allowed-ips", f"{NODE}/128"] if end == "core" else \
                ["allowed-ips", "::/0", "endpoint", f"[{SERVER}]:{PORT}"]
            netns.run(end, ["wg", "set", DEV, "private-key", file, "listen-port", str(PORT),
                            "fwmark", str(MARK) if end == ns else "0",
                            "peer", public[other], *more])
        rtnl.of("core").up(DEV)
        rtnl.of("core").route("add", f"{NODE}/128", dev=DEV)
        rtnl.of(ns).address("add", f"{NODE}/128", DEV)
        rtnl.of(ns).up(DEV)

    def _rules(self, command):
        for rule in (f"not fwmark {MARK} table {MARK}", "table main suppress_prefixlength 0"):
            netns.run(self.ns, ["ip", "-6", "rule", command, *rule.split()])

    def up(self):
        """Each rule comes before all others that are there."""
        rtnl.of(self.ns).route("add", "default", dev=DEV, table=MARK)
        self._rules("add")

    def down(self):
        self._rules("del")
        rtnl.of(self.ns).route("del", "default", dev=DEV, table=MARK)

    def kill_switch(self, allow):
        netns.run(self.ns, ["nft", "-f", "-"], stdin=KILL_SWITCH + (ALLOW if allow else ""))

    def no_kill_switch(self):
        netns.run(self.ns, ["nft", "delete", "table", "ip6", "kill"])
