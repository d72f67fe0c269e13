# SPDX-License-Identifier: GPL-2.0-only
"""What else carries a flow over a change of the link, as users have it: WireGuard, whose other
end is where the anchor would be, and the kernel's Multipath TCP with mptcpd.

The node's stack makes its addresses by itself, and what a network manager does is done here:
when the link is lost they go, with their routes; when it comes, a router is asked for. "best" is
with optimistic duplicate address detection.
"""

import contextlib
import fcntl
import os
import socket
import struct
import threading
import time

import netns
from check import expect, until
from handover import BREAK_MS, ICMP, PACE, RA, RS, Traffic, delay_for, to_and_fro
from scenario import World
from topology import CN, Sniffer, dar_address

PORT, WG_DATA, WG_KEEPALIVE = 51820, 4, 32
SERVER, NODE = "fd00::1", "fd00::2"
IPPROTO_MPTCP = 262
SIOCGIFFLAGS, IFF_RUNNING = 0x8913, 0x40
RECORD, PERIOD = 100, 0.005


def host(best):
    """The node's interface as the stack runs it."""
    if best:
        netns.sysctl("mn", conf__eth0__optimistic_dad=1, conf__eth0__use_optimistic=1)


def leave_and_come(net, cell):
    """The link goes and another one comes. When, in ns."""
    start = time.monotonic()
    net.mover.detach("mn")
    netns.run("mn", ["ip", "-6", "addr", "flush", "dev", "eth0", "scope", "global"])
    netns.run("mn", ["ip", "-6", "route", "flush", "dev", "eth0", "proto", "ra"])
    netns.run("mn", ["ip", "-6", "route", "flush", "root", "2000::/3", "dev", "eth0"])
    time.sleep(max(0, start + BREAK_MS / 1e3 - time.monotonic()))
    up = net.mover.attach("mn", cell)
    solicit()
    return up


def solicit():
    """Ask for a router (RFC 4861 section 4.1) as soon as the link is there."""
    s = netns.sock("mn", socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    index = netns.index("mn", "eth0")
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    request = struct.pack("16s 24x", b"eth0")
    while not struct.unpack_from("H", fcntl.ioctl(s, SIOCGIFFLAGS, request), 16)[0] & IFF_RUNNING:
        pass
    s.sendto(struct.pack(">BBHI", RS, 0, 0, 0), ("ff02::2", 0, 0, index))
    s.close()


def addressed():
    """The node has an address of its current link that it may use."""
    text = netns.show("mn", "-6", "-o", "addr", "show", "dev", "eth0", "scope", "global")
    return text and ("tentative" not in text or "optimistic" in text)


class WireGuard:
    """A tunnel from the node to router 1, which knows the way to the correspondent."""

    def __init__(self, net):
        keys = {ns: netns.run(None, ["wg", "genkey"]).stdout for ns in ("mn", "dar1")}
        public = {ns: netns.run(None, ["wg", "pubkey"], stdin=key).stdout.strip()
                  for ns, key in keys.items()}
        for ns, address in (("mn", NODE), ("dar1", SERVER)):
            netns.ip(ns, "link add wg0 type wireguard", f"addr add {address}/128 dev wg0 nodad")
            file = os.path.join(net.dir, f"wg-{ns}")
            with open(file, "w", encoding="ascii") as f:
                f.write(keys[ns])
            netns.run(ns, ["wg", "set", "wg0", "private-key", file, "listen-port", str(PORT)])
        netns.run("mn", ["wg", "set", "wg0", "peer", public["dar1"], "allowed-ips", "::/0",
                         "endpoint", f"[{dar_address(1)}]:{PORT}"])
        netns.run("dar1", ["wg", "set", "wg0", "peer", public["mn"], "allowed-ips", f"{NODE}/128"])
        netns.ip("mn", "link set wg0 up", f"route add {CN}/128 dev wg0")
        netns.ip("dar1", "link set wg0 up", f"route add {NODE}/128 dev wg0")
        netns.ip("core", f"route add {NODE}/128 via 2001:db8:100:1::2")


@contextlib.contextmanager
def wireguard(rtt_ms, best):
    """A function that moves once more: ms after the link came up of the first packets."""
    with World(dars=3, delay_ms=delay_for(rtt_ms), min=3, max=4) as net:
        host(best)
        net.mover.attach("mn", 2)
        until(addressed, "an address")
        WireGuard(net)
        traffic = Traffic(net, [NODE], up_period=4)
        wire = Sniffer("mn", "eth0")
        at = 2

        def move():
            nonlocal at
            time.sleep(PACE)
            at = 5 - at
            wire.clear()
            up = leave_and_come(net, at)
            traffic.client.flowing(*traffic.names)
            packets = [p for p in wire.packets() if p[0] > up]

            def first(direction, test):
                return next((t - up) / 1e6 for t, d, p in packets if d == direction and test(p))

            def data(p):
                return p[6] == 17 and p[48] == WG_DATA and len(p) > 48 + WG_KEEPALIVE

            return {"ra": first("in", lambda p: p[6] == ICMP and p[40] == RA),
                    "up": first("out", data), "down": first("in", data)}

        move()
        yield move
        traffic.stop()


class Stream:
    """Records to the correspondent and back, PERIOD apart; when each came back."""

    def __init__(self, proto, source=None):
        self.listener = netns.sock("cn", socket.AF_INET6, socket.SOCK_STREAM, proto)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((CN, 7300))
        self.listener.listen()
        self.socket = netns.sock("mn", socket.AF_INET6, socket.SOCK_STREAM, proto)
        if source:
            self.socket.bind((source, 0))
        self.socket.connect((CN, 7300))
        self.other, _ = self.listener.accept()
        for s in (self.socket, self.other):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.came = []
        self.done = False
        self.threads = [threading.Thread(target=run, daemon=True)
                        for run in (self._echo, self._send, self._receive)]
        for thread in self.threads:
            thread.start()

    def _echo(self):
        # In the end the node goes while something is still on its way to it.
        with contextlib.suppress(ConnectionError):
            while data := self.other.recv(65536):
                self.other.sendall(data)

    def _send(self):
        while not self.done:
            self.socket.sendall(b"." * RECORD)
            time.sleep(PERIOD)
        self.socket.shutdown(socket.SHUT_RDWR)

    def _receive(self):
        # As above; if it is reset before, nothing comes any more.
        with contextlib.suppress(ConnectionError):
            while self.socket.recv(65536):
                self.came.append(time.time_ns())

    def resumed(self, up, patience=20):
        """ms from that time on until something came back."""
        until(lambda: self.came and self.came[-1] > up, "the stream to go on", patience=patience)
        return (next(t for t in self.came if t > up) - up) / 1e6

    def stop(self):
        self.done = True
        for thread in self.threads:
            thread.join()
        for s in (self.socket, self.other, self.listener):
            s.close()


@contextlib.contextmanager
def mptcp(rtt_ms, best):
    """A function that moves once more: ms after the link came up until the stream goes on."""
    with World(dars=3, delay_ms=delay_for(rtt_ms), min=3, max=4) as net:
        host(best)
        for ns in ("mn", "cn"):
            netns.run(ns, ["ip", "mptcp", "limits", "set", "subflow", "8", "add_addr_accepted", "8"])
        daemon = netns.spawn("mn", [os.path.join(os.environ["FAMA_SERVERS"], "mptcpd"),
                                    "--log=null", "--path-manager=addr_adv",
                                    f"--plugin-dir={os.environ['FAMA_SERVERS']}",
                                    "--addr-flags=subflow"])
        net.mover.attach("mn", 2)
        until(addressed, "an address")
        stream = Stream(IPPROTO_MPTCP)
        at = 2

        def move():
            nonlocal at
            time.sleep(PACE)
            at = 5 - at
            stream.came.clear()
            return stream.resumed(leave_and_come(net, at))

        move()
        yield move
        expect(daemon.poll() is None, "mptcpd at work", daemon.poll())
        stream.stop()


@contextlib.contextmanager
def fama_stream(rtt_ms):
    """The same with fama and TCP as it is."""
    with to_and_fro(1, rtt_ms) as roamer:
        stream = Stream(0, roamer.homes[0])

        def move():
            stream.came.clear()
            _, up = roamer.move()
            return stream.resumed(up)

        move()
        yield move
        stream.stop()
