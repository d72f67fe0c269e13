# SPDX-License-Identifier: GPL-2.0-only
"""Stateful firewalls at a node: who connects to a former address gets through as everywhere else,
without a rule for it, and nobody else gets by."""

import socket

import pytest

import mh
import netns
import rtnl
from check import equal, expect, never, until
from dar import Dar
from hostsystem import HostSystem
from mn import Mn
from topology import CN, dar_address

DESKTOP = """\
table inet desktop {
	chain input {
		type filter hook input priority filter; policy drop;
		iif lo accept
		ct state established,related accept
		ct state invalid drop
		meta l4proto ipv6-icmp accept
		tcp dport 22 accept
		meta l4proto ipv6 counter drop
	}
}
table ip6 strict {
	chain prerouting {
		type filter hook prerouting priority filter + 10;
		icmpv6 type nd-router-advert accept
		icmpv6 type nd-neighbor-solicit accept
		fib saddr . mark . iif oif missing drop
	}
}
"""
# Everything may leave but what nobody has thought of.
OUTPUT = """\
table inet output {
	chain output {
		type filter hook output priority filter; policy drop;
		oif lo accept
		ct state established,related accept
		meta l4proto tcp accept
		meta l4proto udp accept
		meta l4proto ipv6-icmp accept
	}
}
"""
# What cuts the tunnels: the name of each, and the hook.
CUTS = {
    "netdev": "ingress device eth0 priority 0",
    "inet": "ingress device eth0 priority 0",
    "ip6": "prerouting priority raw",
}
CUT = """\
table {family} cut {{
	chain cut {{
		type filter hook {hook};
		ip6 nexthdr 41 counter drop
	}}
}}
"""
OPEN, CLOSED = 22, 4444
SAID = b"who is there\n"


class Ear:
    """A TCP server of the node on a port."""

    def __init__(self, port):
        self.sock = netns.sock("mn", socket.AF_INET6, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(("::", port))
        self.sock.listen()
        self.sock.setblocking(False)

    def heard(self):
        """Somebody has connected; with him."""
        try:
            return self.sock.accept()[0]
        except BlockingIOError:
            return None


class Walled:
    """A node behind its firewall, at the second router, that has said nothing yet."""

    def __init__(self, net, install):
        install()
        self.net = net
        self.dars = [Dar(n) for n in net.dars]
        self.mn = Mn()
        self.open, self.closed = Ear(OPEN), Ear(CLOSED)
        net.mover.attach("mn", 1)
        self.home = self.mn.state(1, "home", auth="phkt")["address"]
        net.mover.move("mn", 2)
        self.here = self.mn.state(2, "home")["address"]
        self.mn.state(1, "away", careof=self.here)
        self.dars[0].bound(self.home, self.here, state="verified")

    def sent(self):
        return self.net.device_packets("mn", "mn0")[1]

    def connect(self, address, port):
        caller = netns.sock("cn", socket.AF_INET6, socket.SOCK_STREAM)
        caller.setblocking(False)
        caller.connect_ex((address, port))
        return caller

    def answered(self, caller, ear=None):
        """Both can talk on a connection."""
        with caller, until((ear or self.open).heard, "somebody who connects") as answerer:
            until(lambda: not caller.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), "no error")
            answerer.sendall(SAID)

            def arrived():
                try:
                    return caller.recv(100)
                except BlockingIOError:
                    return None
            equal(until(arrived, "an answer"), SAID, "the answer")

    def filters(self):
        """Connections that others begin, to the former address first."""
        equal(self.sent(), 0, "packets sent into the tunnel")
        self.answered(self.connect(self.home, OPEN))
        expect(self.sent(), "packets sent into the tunnel", 0)
        self.answered(self.connect(self.here, OPEN))
        for address in (self.home, self.here):
            with self.connect(address, CLOSED):
                never(self.closed.heard, 2, "a connection to a port that is closed")

    def opens(self, wire, tunnel):
        """A port is opened for the interface, and then for the tunnels as well."""
        wire()
        self.answered(self.connect(self.here, CLOSED), self.closed)
        with self.connect(self.home, CLOSED):
            never(self.closed.heard, 1, "a connection through the tunnel to that port")
        tunnel()
        self.answered(self.connect(self.home, CLOSED), self.closed)

    def streams(self):
        """What comes down only goes on after a move, when the node sends nothing."""
        server, client = self.net.traffic()
        client.open("down", "down", self.home)
        client.flowing("down")
        for n in (1, 2):
            self.net.mover.move("mn", n)
            self.mn.state(n, "home")
            self.mn.state(1, "home" if n == 1 else "away")
            client.flowing("down")
        client.stop()
        server.stop()


def desktop():
    """With a short memory: an update is soon forgotten."""
    netns.run("mn", ["nft", "-f", "-"], stdin=DESKTOP)
    with netns.inside("mn"), open("/proc/sys/net/netfilter/nf_conntrack_generic_timeout", "w",
                                  encoding="ascii") as f:
        f.write("1")


def dropped(family="inet", table="desktop"):
    """Tunnelled packets that the firewall has refused."""
    return int(netns.run("mn", ["nft", "list", "table", family, table]).stdout
               .split("counter packets ")[1].split()[0])


def let_out(protocol):
    netns.run("mn", ["nft", "add", "rule", "inet", "output", "output", "meta", "l4proto",
                     protocol, "accept"])


@pytest.mark.world(dars=2)
def test_firewall(net):
    """Established, related, ICMPv6, ssh; and a strict filter of the reverse path."""
    walled = Walled(net, desktop)
    walled.filters()
    walled.streams()
    equal(dropped(), 0, "tunnelled packets refused")
    here, mac = walled.mn.state(2, "home")["address"], rtnl.of("mn").link("eth0")["mac"]
    ear = netns.sock("mn", socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_UDP)
    ear.setblocking(False)

    def forged(outer, inner):
        """A packet that somebody else has put into a tunnel, a neighbour."""
        before = dropped()
        packet = mh.ipv6(outer, here, 41, mh.udp(CN, inner, 4000, OPEN, b"let me in"))
        with netns.sock("air", socket.AF_PACKET, socket.SOCK_DGRAM, 0) as s:
            s.sendto(packet, ("cell2", 0x86dd, 0, 0, bytes.fromhex(mac.replace(":", ""))))
        until(lambda: dropped() == before + 1, "refused by the firewall", dropped)

    forged(dar_address(2), walled.home)
    forged(CN, walled.home)
    forged(dar_address(1), here)
    forged(dar_address(1), CN)
    equal(walled.mn.counters()["tunnel_spoofed"], 0, "packets that got by and were refused later")
    with pytest.raises(BlockingIOError):
        ear.recv(2000)

    # A router that asks is heard, when the firewall has forgotten the last update.
    events = net.watch("mn")
    never(lambda: events.find(event="bu", address=walled.home), 3, "an update")
    net.raw("dar1").sendto(mh.refresh_request(dar_address(1), walled.home, here), (here, 0))
    events.wait(event="bu", address=walled.home)


@pytest.mark.world(dars=2)
def test_output(net):
    """A firewall of what leaves has to let out the updates and the tunnels."""
    walled = Walled(net, lambda: None)
    server, client = net.traffic()
    client.open("ping", "ping", walled.home)
    client.flowing("ping")
    netns.run("mn", ["nft", "-f", "-"], stdin=OUTPUT)
    before = client.status()["ping"]["received"]
    never(lambda: client.status()["ping"]["received"] > before + 5, 1, "an answer by the tunnel")
    let_out("41")
    client.flowing("ping")
    net.mover.move("mn", 1)
    walled.mn.state(1, "returning")
    never(lambda: walled.mn.of_dar(1)["state"] != "returning", 2, "an update that is heard")
    let_out("135")
    walled.mn.state(1, "home")
    client.flowing("ping")
    client.stop()
    server.stop()


@pytest.mark.kernels("debian-6.12", "trixie-backports")
@pytest.mark.world(dars=2)
def test_ingress(net):
    """Filters before that of INPUT see what is in the tunnels, and may cut them."""
    walled = Walled(net, lambda: None)
    server, client = net.traffic()
    client.open("ping", "ping", walled.home)
    for family, hook in CUTS.items():
        client.flowing("ping")
        netns.run("mn", ["nft", "-f", "-"], stdin=CUT.format(family=family, hook=hook))
        until(lambda family=family: dropped(family, "cut") > 5, f"tunnelled packets cut by {family}")
        before = client.status()["ping"]["received"]
        never(lambda before=before: client.status()["ping"]["received"] > before, 0.5,
              "a packet that gets by")
        netns.run("mn", ["nft", "delete", "table", family, "cut"])
    client.flowing("ping")
    client.stop()
    server.stop()


@pytest.mark.kernels("debian")
@pytest.mark.world(dars=2)
def test_firewalld(net):
    """The default zone of firewalld; and one that has the interface wants the tunnels as well."""
    system = HostSystem(net)

    def install():
        system.start_bus()
        system.start("firewalld", "/usr/sbin/firewalld", "--nofork", "--nopid")
        until(lambda: system.run("/usr/bin/firewall-cmd", "--state", check=False).returncode == 0,
              "firewalld running", lambda: system.log("firewalld")[-3000:])
    walled = Walled(net, install)
    walled.filters()
    walled.streams()

    def zone(*words):
        system.run("/usr/bin/firewall-cmd", "--zone=work", *words)
    zone(f"--add-port={CLOSED}/tcp")
    walled.opens(lambda: zone("--add-interface=eth0"), lambda: zone("--add-interface=mn0"))


@pytest.mark.kernels("debian")
@pytest.mark.world(dars=2)
def test_ufw(net):
    """The defaults of ufw, and ssh, which its user has to allow; and a rule for an interface."""
    system = HostSystem(net)

    def install():
        system.run("/usr/sbin/ufw", "allow", "ssh")
        system.run("/usr/sbin/ufw", "--force", "enable")
        expect("Status: active" in system.run("/usr/sbin/ufw", "status").stdout, "active", "not")
    walled = Walled(net, install)
    walled.filters()
    walled.streams()

    def allow(dev):
        system.run("/usr/sbin/ufw", "allow", "in", "on", dev, "to", "any", "port", str(CLOSED))
    walled.opens(lambda: allow("eth0"), lambda: allow("mn0"))
