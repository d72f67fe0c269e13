# SPDX-License-Identifier: GPL-2.0-only
"""`fama doctor` finds what is wrong with a router and a node, and what it prints mends that; it
finds nothing on machines that work. A row of a table provokes each finding that it knows."""

import contextlib
import ctypes
import glob
import json
import os
import re
import shutil
import socket
import struct
import threading
import time
from collections import namedtuple

import pytest

import famactl
import kmod
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import CN, Sniffer, dar_address, prefix

COMMAND = f"{os.path.dirname(os.path.abspath(__file__))}/../../fama"
OTHER = "2001:db8:99::/64"
FILL = re.compile(r"\b(?:PREFIX|DEV|FILE|ADDRESS)\b")

# What provokes a finding. What mends it is the command that is printed, with these words for
# those in capitals, or a function; or what mends it is the next row.
# The words come behind the command.
Row = namedtuple("Row", "finding provoke mend fill words", defaults=(None, {}, ()))
NEXT = "the next row"


class Patient:
    """One role in a namespace of the network."""

    def __init__(self, net, ns):
        self.net, self.ns = net, ns
        self.name = "dar" if ns.startswith("dar") else "mn"

    def told(self, *words, json_too=()):
        done = netns.run(self.ns, [famactl.tool(), *json_too, "doctor", self.name, *words],
                         check=False)
        expect(done.returncode in (0, 1) and not done.stderr, "findings or none",
               (done.returncode, done.stderr))
        return done

    def findings(self, *words):
        return {f["id"]: f for f in self.list(*words)}

    def list(self, *words):
        done = self.told(*words, json_too=["-j"])
        found = json.loads(done.stdout)
        equal(done.returncode, 1 if found else 0, "exit status")
        for f in found:
            expect(f["role"] == self.name and f["severity"] in ("error", "warning") and
                   f["text"].endswith(".") and f["command"], "a finding that says all", f)
        return found

    def healthy(self):
        until(lambda: not self.findings(), "no findings", self.findings)
        equal(self.told().stdout, "doctor: no findings\n", "what is said of a healthy machine")

    def run(self, command, fill):
        """As somebody would who has read it."""
        command = FILL.sub(lambda word: fill[word.group()], command)
        path = f"{os.path.dirname(famactl.tool())}:/usr/sbin:/usr/bin:/sbin:/bin"
        netns.run(self.ns, ["env", f"PATH={path}", "sh", "-c", command])

    def suffers(self, row):
        before = self.findings(*row.words)
        expect(row.finding not in before, f"no {row.finding} yet", before)
        row.provoke(self)
        found = until(lambda: self.findings(*row.words).get(row.finding), row.finding,
                      self.findings)
        said = self.told(*row.words).stdout
        expect(f" {row.finding}\n    {found['text']}\n    # {found['command']}\n" in said,
               "the same as text", said)
        if row.mend == NEXT:
            return
        if row.mend:
            row.mend(self)
        else:
            for one in self.list(*row.words):
                if one["id"] == row.finding:
                    self.run(one["command"], row.fill)
        until(lambda: row.finding not in self.findings(*row.words),
              f"no {row.finding} any more", self.findings)

    def suffers_all(self, rows):
        for row in rows:
            self.suffers(row)
        self.healthy()


def link(ns, *lines):
    netns.ip(ns, *(f"link {line}" for line in lines))


def ask(cmd, **values):
    return lambda p: p.role.ask(cmd, **values)


def setting(**values):
    return lambda p: netns.sysctl(p.ns, **values)


def nft(rules):
    return lambda p: netns.run(p.ns, ["nft", "-f", "-"], stdin=rules)


# What looks as if it were in the way, and is not. The debug kernel complains of all sets.
HARMLESS = """\
table ip6 harmless {
	chain input {
		type filter hook input priority 10; policy accept;
		ip6 saddr 2001:db8:bad::/48 meta l4proto 41 drop
		ct state invalid drop
		iifname "eth7" meta l4proto 41 drop
		ip6 nexthdr 136-255 drop
		limit rate over 1000/second meta l4proto 135 drop
		meta l4proto 41 jump known
	}
	chain known {
		meta l4proto 41 return
		drop
	}
	chain output {
		type filter hook output priority 10; policy drop;
		meta l4proto != 100-130 accept
		ip6 daddr 2001:db8::/32 accept
	}
	chain forward {
		type filter hook forward priority 10; policy drop;
		ct state invalid drop
		ct state established,related accept
	}
}
"""
SETS = """\
table inet sets {
	set bad { type ipv6_addr; flags interval; elements = { 2001:db8:bad::/48 } }
	chain input {
		type filter hook input priority 10; policy drop;
		ip6 saddr @bad meta l4proto { 41, 135 } drop
		meta l4proto != { 1-58, 130-140 } drop
		meta l4proto vmap { 41 : jump known, 135 : accept, 136-255 : drop }
		ct state vmap { established : accept, related : accept, invalid : drop }
		ip6 nexthdr ipv6-icmp accept
	}
	chain known {
		iifname { "core", "acc" } accept
		drop
	}
}
"""
DROPS_UPDATES = """\
table ip6 a {
	chain c {
		type filter hook prerouting priority raw;
		meta l4proto 135 counter drop
	}
}
"""
DROPS_TUNNELS = """\
table inet b {
	chain in {
		type filter hook input priority filter; policy drop;
		iif lo accept
		ct state established,related accept
		ct state invalid drop
		meta l4proto ipv6-icmp accept
		meta l4proto 135 accept
		tcp dport 22 accept
		jump more
	}
	chain more {
		ip6 saddr 2001:db8::5 udp dport 53 accept
		ip6 nexthdr 50-60 counter accept
	}
}
"""
DROPS_UNTRACKED = """\
table ip6 d {
	chain first {
		type filter hook prerouting priority raw;
		ip6 nexthdr 41 notrack
	}
	chain in {
		type filter hook input priority filter; policy drop;
		ct state established,related,new accept
	}
}
"""
DROPS_FLOWS = """\
table ip6 c {
	chain f {
		type filter hook forward priority filter; policy drop;
		iifname "acc" oifname "core" accept
		iifname "core" oifname "acc" accept
	}
}
"""
MAPPED = """\
table inet m {
	chain in {
		type filter hook input priority filter; policy accept;
		ct state vmap { established : accept, related : accept, new : jump begun }
	}
	chain begun {
		meta l4proto vmap { 135 : accept, 40-42 : goto gone, tcp : accept }
	}
	chain gone {
		reject
	}
}
"""
INGRESS = """\
table netdev n {
	chain first {
		type filter hook ingress device core priority 0;
		ip6 nexthdr { 41, 136 } drop
	}
}
"""
FLOWTABLE = """\
table ip6 fast {
	flowtable f {
		hook ingress priority 0
		devices = { core, acc }
	}
}
"""
REVERSE = """\
table ip6 e {
	chain prerouting {
		type filter hook prerouting priority raw;
		icmpv6 type nd-neighbor-solicit accept
		icmpv6 type nd-neighbor-advert accept
		fib saddr . iif oif missing drop
	}
}
"""
CUT = """\
table ip6 cut {
	chain first {
		type filter hook prerouting priority raw;
		ip6 nexthdr 41 reject
	}
}
"""
OUTPUT = """\
table inet out {
	chain out {
		type filter hook output priority filter; policy drop;
		ct state established,related accept
		meta l4proto tcp accept
		meta l4proto udp accept
		meta l4proto ipv6-icmp accept
		meta l4proto 41 accept
	}
}
"""
ONLY_ETH0 = """\
table inet only {
	chain in {
		type filter hook input priority filter; policy drop;
		iifname "eth0" accept
		iif lo accept
	}
}
"""

SECRET = "/etc/fama/secret"
MODULES = f"/lib/modules/{os.uname().release}"
CONFIG = f"/boot/config-{os.uname().release}"
OPTIONS = ("IPV6", "INET6_TUNNEL", "NETFILTER", "CRYPTO_RSA", "CRYPTO_LIB_CHACHA20POLY1305")


def synchronize(good):
    """Somebody keeps the clock right, or nobody (adjtimex: ADJ_STATUS, STA_PLL or STA_UNSYNC)."""
    timex = bytearray(208)
    struct.pack_into("=I", timex, 0, 0x0010 | 0x0004)
    struct.pack_into("=i", timex, 40, 0x0001 if good else 0x0040)
    buffer = (ctypes.c_char * len(timex)).from_buffer(timex)
    expect(ctypes.CDLL(None).adjtimex(buffer) >= 0, "adjtimex", "refused")


def configure(*missing):
    """What the kernel was built with, as it tells."""
    with open(CONFIG, "w", encoding="ascii") as f:
        for name in OPTIONS:
            f.write(f"# CONFIG_{name} is not set\n" if name in missing else f"CONFIG_{name}=m\n")


ROUTER = (
    Row("kernel-option", lambda p: configure("CRYPTO_RSA"), lambda p: os.remove(CONFIG)),
    Row("key-readable", lambda p: os.chmod(SECRET, 0o644)),
    Row("clock-unsynchronized", lambda p: synchronize(False), lambda p: synchronize(True)),
    Row("clock-wrong", lambda p: p.late(), lambda p: p.in_time()),
    Row("mtu-small", lambda p: rtnl.of(p.ns).set("core", mtu=1300)),
    Row("forwarding-off", setting(conf__all__forwarding=0)),
    Row("tunnel-down", lambda p: link(p.ns, "set dar0 down")),
    Row("ipv6-disabled", setting(conf__dar0__disable_ipv6=1)),
    Row("untracked-na", setting(conf__acc__accept_untracked_na=0)),
    Row("filter-drops-updates", nft(DROPS_UPDATES)),
    Row("filter-drops-tunnels", nft(DROPS_TUNNELS)),
    Row("filter-drops-tunnels", nft(DROPS_UNTRACKED)),
    Row("filter-drops-flows", nft(DROPS_FLOWS)),
    Row("reverse-path-updates", nft(REVERSE)),
    Row("reverse-path-flows", lambda p: p.role.change(fib=0)),
    Row("anchor-waiting", lambda p: p.role.anchor(OTHER, dev="eth9"), NEXT),
    Row("anchor-no-address", lambda p: p.other()),
    Row("anchor-vrf", lambda p: link(p.ns, "add red type vrf table 10", "set eth9 master red"),
        lambda p: p.outside()),
    Row("link-down", lambda p: link(p.ns, "set eth9 down")),
    Row("frozen", ask("FREEZE", FROZEN=1)),
    Row("draining", ask("DRAIN", DRAINING=1)),
    Row("no-anchor", lambda p: p.unanchor(), fill={"PREFIX": prefix(1), "DEV": "acc"}),
)

# The kernels for User Mode Linux have none of this.
ROUTER_DEBIAN = (
    Row("filter-drops-tunnels", nft(MAPPED)),
    Row("filter-drops-tunnels", nft(INGRESS)),
    Row("flowtable-no-route", lambda p: p.offloads()),
    Row("flowtable-port", lambda p: p.bridge()),
    Row("bridge-snooping",
        lambda p: link(p.ns, "set br0 type bridge mcast_snooping 1 mcast_router 0")),
    Row("bridge-netfilter", lambda p: p.bridged()),
)

NODE = (
    Row("filter-drops-tunnels", nft(CUT)),
    Row("filter-drops-updates", nft(OUTPUT)),
    Row("filter-drops-flows", nft(ONLY_ETH0)),
    Row("path-mtu-small", lambda p: p.narrow("add"), lambda p: p.narrow("del")),
    Row("mtu-small", lambda p: rtnl.of(p.ns).set("eth0", mtu=1280)),
    Row("tunnel-down", lambda p: link(p.ns, "set mn0 down")),
    Row("ipv6-disabled", setting(conf__mn0__disable_ipv6=1)),
    Row("link-down", lambda p: link(p.ns, "set eth0 down")),
    Row("interface-vrf", lambda p: link(p.ns, "add red type vrf table 10", "set eth0 master red")),
    Row("no-carrier", lambda p: p.net.mover.detach("mn"), lambda p: p.net.mover.attach("mn", 1)),
    Row("interface-missing", lambda p: p.role.use("eth7"), lambda p: p.role.leave("eth7")),
    Row("frozen", ask("CHECKPOINT", SECRET=bytes(range(32)))),
)


class Router(Patient):
    """With an anchor, and the secret that the first finding asks for."""

    def __init__(self, net):
        super().__init__(net, "dar1")
        os.makedirs("/etc/fama", exist_ok=True)
        synchronize(True)
        self.role = Dar(1)
        found = self.findings()
        equal(list(found), ["no-secret"], "findings of a router that was just enabled")
        self.run(found["no-secret"]["command"], {"PREFIX": prefix(1), "DEV": "acc"})
        self.healthy()

    def late(self):
        self.years = time.time() - 10**9
        time.clock_settime(time.CLOCK_REALTIME, 10**9)

    def in_time(self):
        time.clock_settime(time.CLOCK_REALTIME, time.time() + self.years)
        synchronize(True)

    def other(self):
        """Another access link."""
        rtnl.of(self.ns).add("eth9", "dummy")
        rtnl.of(self.ns).up("eth9")

    def outside(self):
        """Of the VRF; some kernels remove the addresses on the way."""
        rtnl.of(self.ns).set("eth9", master="")
        rtnl.of(self.ns).address("replace", "2001:db8:99::1/64", "eth9")

    def offloads(self):
        self.role.change(fib=0)
        nft(FLOWTABLE)(self)

    def bridge(self):
        """The access device is a bridge, and the flowtable has its port."""
        router = rtnl.of(self.ns)
        self.role.unanchor()
        router.bridge("br0")
        router.set("acc", master="br0")
        router.up("br0")
        router.address("del", f"{dar_address(1)}/64", "acc")
        router.address("add", f"{dar_address(1)}/64", "br0")
        netns.sysctl(self.ns, conf__br0__accept_untracked_na=1)
        self.role.anchor(dev="br0")

    def bridged(self):
        netns.run(None, ["modprobe", "br_netfilter"])
        self.role.change(fib=0)

    def unanchor(self):
        self.role.unanchor(OTHER)
        self.role.unanchor()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_router(net):
    router = Router(net)
    nft(HARMLESS)(router)
    router.healthy()
    router.suffers_all(ROUTER)


ELSEWHERE = {"no-secret", "not-enabled", "module-version", "module-not-loaded", "tunnel-silent",
             "link-in-doubt", "not-examined", "not-heard", "module-missing", "kernel-old",
             "fips-mode", "routes-lost", "address-taken"}


def every_finding(files, pattern, section=""):
    """Those that the sources know, or a section of the man page."""
    known = set()
    for file in glob.glob(f"{COMMAND}/{files}"):
        with open(file, encoding="utf-8") as f:
            text = f.read().partition(section)[2] if section else f.read()
        for line in re.findall(pattern, text.partition("\n.Sh ")[0], re.MULTILINE):
            known |= set(line.split(" , "))
    return known


@pytest.mark.kernels("debian")
@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_offload(net):
    router = Router(net)
    nft(SETS)(router)
    router.healthy()
    router.suffers_all(ROUTER_DEBIAN)


class Node(Patient):
    def __init__(self, net, devs=("eth0",), dars=None, **policy):
        super().__init__(net, "mn")
        self.dars = dars or [Dar(n, **policy.get(f"dar{n}", {})) for n in net.dars]
        self.role = Mn(devs=devs)

    def narrow(self, command):
        """The way to the access router of the address that is away."""
        gateway = rtnl.of(self.ns).towards(CN)["via"]
        netns.ip(self.ns, f"route {command} {dar_address(2)}/128 via {gateway} dev eth0 mtu 1300")

    def speak(self):
        """The network drops tunnels, and programs go on."""
        netns.run("core", ["nft", "-f", "-"], stdin=CUT)
        with netns.sock(self.ns, socket.AF_INET6, socket.SOCK_DGRAM) as s:
            s.bind((self.role.of_dar(1)["address"], 0))
            for _ in range(30):
                s.sendto(b"x", (CN, 9))

    def hear(self):
        netns.run("core", ["nft", "delete", "table", "ip6", "cut"])
        netns.run("cn", ["ping", "-6", "-c", "1", "-W", "5", self.role.of_dar(1)["address"]])

    def at(self, n, *states):
        self.net.mover.move("mn", n)
        return self.role.state(n, *states or ("home",))

    def lose(self, n):
        """The network of a router that advertises nothing any more."""
        self.net.stop_radvd(n)
        self.net.mover.move("mn", n)

    def find(self, n):
        self.net.start_radvd(n)
        self.role.state(n, "home")

    def stranger(self):
        """In a network that does not admit it."""
        self.role.set(early_token=1)
        self.at(2)

    def plain(self):
        """A network that does not say that it anchors."""
        self.net.start_radvd(4, home="off", home_info="", router="off", min=3, max=4, pause=3)
        self.at(4)

    def forgotten(self):
        self.dars[1].disable()
        self.net.mover.move("mn", 1)

    def known(self, n, do):
        do(self.dars[n - 1])
        self.dars[n - 1].change(admit="open")
        self.role.keep(self.role.of_dar(n)["address"], "auto")
        self.role.state(n, "away")

    def fight(self):
        """Somebody removes the rule of an address as fast as the node makes it."""
        rules, over = rtnl.of(self.ns), threading.Event()

        def remove():
            while not over.wait(0.02):
                for rule in rules.rules(proto=rtnl.FAMA):
                    netns.run(self.ns, ["ip", "-6", "rule", "del", "from", rule["src"], "pref",
                                        str(rule["priority"])], check=False)
        fighter = threading.Thread(target=remove)
        fighter.start()
        until(lambda: self.role.counters()["contested"], "a fight", patience=120)
        over.set()
        fighter.join()


@pytest.mark.world(dars=2)
def test_node(net):
    node = Node(net)
    net.mover.attach("mn", 1)
    node.role.state(1, "home", auth="phkt")
    nft(HARMLESS)(node)
    # A pattern is for what may come.
    node.role.use("wl*")
    node.healthy()
    net.mover.move("mn", 2)
    home = node.role.state(1, "away")["address"]
    node.healthy()
    rob(net, home)
    node.suffers(Row("tunnel-silent", lambda p: p.speak(), lambda p: p.hear()))
    node.healthy()
    net.mover.move("mn", 1)
    node.role.state(2, "away")
    node.suffers_all(NODE)


def rob(net, home):
    """Somebody removes the route of a binding."""
    router = Patient(net, "dar1")
    expect("routes-lost" not in router.findings(), "no routes-lost yet", router.findings())
    rtnl.of("dar1").route("del", f"{home}/128", dev="dar0", metric=1)
    until(lambda: "routes-lost" in router.findings(), "routes-lost", router.findings)


NETWORKS = (
    Row("no-signed-answer", lambda p: p.at(3)),
    Row("refused", lambda p: (p.dars[2].change(key_sizes=2), p.at(1)),
        lambda p: p.known(3, lambda d: d.change(key_sizes=3))),
    Row("not-admitted", lambda p: p.stranger(),
        lambda p: (p.dars[1].change(admit="attached"), p.at(1), p.at(2))),
    Row("no-router", lambda p: p.lose(1), lambda p: p.find(1)),
    Row("no-answer", lambda p: p.forgotten(), lambda p: p.known(2, Dar.enable)),
    Row("not-anchored", lambda p: p.plain(),
        fill={"PREFIX": prefix(4), "ADDRESS": dar_address(4)}),
    Row("contested", lambda p: p.fight(), NEXT),
)


@pytest.mark.world(dars=4)
def test_networks(net):
    """What routers do, and do not."""
    node = Node(net, dar2={"admit": "keys"})
    node.role.set(signed_ack="require", early_token=0)
    net.mover.attach("mn", 1)
    node.role.state(1, "home")
    for row in NETWORKS:
        node.suffers(row)


@pytest.mark.world(dars=2)
def test_doubt(net):
    """The better interface hears a router, which leads nowhere."""
    other = net.interface("mn", "eth1")
    node = Node(net, devs=("eth0", "eth1"))
    net.mover.attach(other, 2)
    node.role.state(2, "home", auth="phkt")
    router, way = rtnl.of("dar1"), {"dst": "default", "via": "2001:db8:100:1::1"}
    router.route("del", **way)
    equal(list(node.findings()), ["no-carrier"], "findings with one of two interfaces")

    def comes():
        router.route("add", **way)
        net.mover.move("mn", 1)
    node.suffers(Row("link-in-doubt", lambda p: net.mover.attach("mn", 1), lambda p: comes()))
    node.healthy()


ASKED = ("listen", "3")
ADVERTISEMENTS = (
    Row("advert-none", lambda p: p.net.stop_radvd(1), lambda p: p.net.start_radvd(1), words=ASKED),
    Row("advert-flags", lambda p: p.net.start_radvd(1, home="off", home_info=""),
        lambda p: p.net.start_radvd(1), words=ASKED),
    Row("advert-prefix", lambda p: p.net.start_radvd(1, router="off"),
        lambda p: p.net.start_radvd(1), words=ASKED),
)


def solicitations(wire):
    return [p for _, d, p in wire.packets() if d == "out" and p[6] == 58 and p[40] == 133]


@pytest.mark.world(dars=1)
def test_advertisements(net):
    """What a router says on the link, and what a node hears: nothing is sent that was not asked for."""
    router, air = Router(net), Sniffer("dar1", "acc")
    node = Node(net, dars=[router.role])
    net.mover.attach("mn", 1)
    node.role.state(1, "home", auth="phkt")
    node.healthy()
    router.findings()
    equal(len(solicitations(air)), 0, "solicitations that nobody has asked for")
    equal(router.list(*ASKED), [], "findings of a router that says all")
    equal(len(solicitations(air)), 1, "solicitations that were asked for")
    for row in ADVERTISEMENTS:
        router.suffers(row)
    node.suffers(ADVERTISEMENTS[1])

    # Somebody who may see neither.
    tool = "/tmp/fama-doctor"
    shutil.copy(famactl.tool(), tool)
    done = netns.run("dar1", ["setpriv", "--reuid=65534", "--clear-groups", tool, "-j", "doctor",
                              "dar", *ASKED], check=False)
    equal([f["id"] for f in json.loads(done.stdout)], ["not-examined", "not-heard"],
          "findings for somebody else")


@contextlib.contextmanager
def installed(module):
    """There is such a module for this kernel, as depmod would say it."""
    os.makedirs(MODULES, exist_ok=True)
    with open(f"{MODULES}/modules.dep", "a", encoding="ascii") as f:
        before = f.tell()
        f.write(f"updates/{module}.ko.xz: updates/fama.ko.xz\n")
    yield
    os.truncate(f"{MODULES}/modules.dep", before)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_module(net):
    """Neither role is enabled, the version is another one, the module is not there."""
    rows = {row.finding for row in (*ROUTER, *ROUTER_DEBIAN, *NODE, *NETWORKS,
                                    *ADVERTISEMENTS)} | ELSEWHERE
    known = every_finding("doctor/*.c", r'"([a-z0-9-]+)",\s+SEVERITY_') | \
        every_finding("doctor/tally.c", r'"[a-z_]+", "([a-z-]+)",$') | \
        every_finding("doctor/filters.c", r'"((?:filter|reverse)-[a-z-]+)"')
    equal(known ^ rows, set(), "findings that nothing provokes, or that nobody knows")
    told = every_finding("man/fama.8", r"^\.It Li ([a-z0-9-]+(?: , [a-z0-9-]+)*)$",
                         "\n.Ss What is wrong\n")
    equal(known ^ told, set(), "findings that the man page does not have, or only the man page")
    said = netns.run("cn", [famactl.tool(), "-j", "doctor"], check=False)
    expect("no role is enabled" in said.stderr, "what is examined then", said.stderr)
    equal([(f["role"], f["id"]) for f in json.loads(said.stdout)],
          [("dar", "not-enabled"), ("mn", "not-enabled")], "findings where nothing is enabled")
    router = Router(net)
    setting(conf__all__forwarding=0)(router)
    both = json.loads(netns.run("dar1", [famactl.tool(), "-j", "doctor"], check=False).stdout)
    equal([(f["role"], f["id"]) for f in both], [("dar", "forwarding-off")],
          "findings of the role that is enabled")

    version = f"{net.dir}/version"
    with open(version, "w", encoding="ascii") as f:
        f.write("0.0.1\n")
    netns.run(None, ["mount", "--bind", version, "/sys/module/dar/version"])
    expect("module-version" in router.findings(), "module-version", router.findings())
    netns.run(None, ["umount", "/sys/module/dar/version"])
    expect("module-version" not in router.findings(), "no module-version", router.findings())

    node = Patient(net, "core")
    kmod.remove("mn")
    equal(list(node.findings()), ["module-missing"], "findings without the module")
    with installed("mn"):
        equal(list(node.findings()), ["module-not-loaded"], "findings when it could be loaded")
    kmod.insert("mn")
    equal(list(node.findings()), ["not-enabled"], "findings with the module")

    # A configuration is there that enables it: its examples, which are comments, do not.
    path = "/etc/fama/mn.conf"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    for line, command in (("#mn enable", "fama mn enable key FILE dev DEV"),
                          (f"mn enable key {famactl.key()} dev eth0", f"fama restore {path}")):
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"{line}\n")
        equal(node.findings()["not-enabled"]["command"], command, f"the command with {line}")
    node.run(command, {})
    expect("not-enabled" not in node.findings(), "an enabled node", node.findings())
    os.remove(path)
    netns.run("core", [famactl.tool(), "mn", "disable"])

    # To a program that is told so, each kernel is a 2.6.
    old = netns.run("core", ["setarch", "--uname-2.6", famactl.tool(), "-j", "doctor", "mn"],
                    check=False)
    equal([f["id"] for f in json.loads(old.stdout)], ["not-enabled", "kernel-old"],
          "findings of an old kernel")
