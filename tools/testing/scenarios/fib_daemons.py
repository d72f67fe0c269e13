# SPDX-License-Identifier: GPL-2.0-only
"""Routing daemons beside a router: they leave the routes of bindings alone. With the protocol number of
the kernel they neither learn them nor complain of them. With the configurations of
Documentation/examples others learn the prefix, and no binding."""

import os
import re
import socket

import pytest

import netns
import rtnl
from apps import server, write
from check import equal, expect, until
from dar import Dar
from examples import example
from peer import Peer
from topology import prefix

OTHER = "2001:db8:77::/64"  # a route that daemons may learn


class Bird:
    def __init__(self, directory):
        self.dir, self.socket = directory, f"{directory}/bird.ctl"
        self.log = f"{directory}/bird.log"
        self.daemon = netns.spawn("dar1", [server("bird"), "-f", "-c", self.conf(), "-s", self.socket,
                                           "-P", f"{directory}/bird.pid"])
        until(lambda: os.path.exists(self.socket), "the socket of bird")

    def conf(self, learn=""):
        return write(self.dir, "bird.conf", f'log "{self.log}" all;\n' + example(
            "bird.conf", eth1="acc", eth0="core").replace("kernel {", f"kernel {{ {learn}"))

    def say(self, *words):
        return netns.run("dar1", [server("birdc"), "-s", self.socket, *words]).stdout

    def learn(self):
        self.conf("learn;")
        answer = self.say("configure")
        expect("econfigur" in answer, "the new configuration", answer)

    def complaints(self, prefix):
        """Errors about a route."""
        with open(self.log, encoding="utf-8") as f:
            return [line for line in f if "<ERR>" in line and prefix in line]

    def knows(self, prefix):
        return prefix in self.say("show", "route")

    def tells(self, prefix):
        return prefix in self.say("show", "route", "export", "core")


class Zebra:
    """Of FRR; it knows the routes that all its other daemons may distribute, as ospf6d does."""

    def __init__(self, directory):
        with open("/etc/group", "r+", encoding="utf-8") as f:  # of the virtual machine
            if "\nfrrvty:" not in f.read():
                f.write("frrvty:x:65533:root\n")
        self.dir, self.conf = directory, write(directory, "frr.conf", example(
            "frr.conf", eth1="acc", eth0="core"))
        self.daemons = [self.start(name) for name in ("zebra", "ospf6d")]

    def start(self, name):
        daemon = netns.spawn("dar1", [
            server(name), "-u", "root", "-g", "root", "-f", self.conf, "-i", f"{self.dir}/{name}.pid",
            "-z", f"{self.dir}/zserv.api", "--vty_socket", self.dir],
            env={**os.environ, "LD_LIBRARY_PATH": os.environ["FAMA_SERVERS"]})
        until(lambda: os.path.exists(f"{self.dir}/{name}.vty"), f"the socket of {name}")
        return daemon

    def say(self, *commands, to="zebra"):
        """The answer to the last one; three zeros and a status are its end."""
        with socket.socket(socket.AF_UNIX) as vty:
            vty.connect(f"{self.dir}/{to}.vty")
            for command in commands:
                vty.sendall(command.encode() + b"\0")
                text = b""
                while text[-4:-1] != bytes(3):
                    text += vty.recv(65536)
        return text[:-4].decode()

    def knows(self, prefix):
        return prefix in self.say("enable", "show ipv6 route kernel")

    def tells(self, prefix):
        return prefix in self.say("enable", "show ipv6 ospf6 redistribute", to="ospf6d")

    def version(self):
        """The first number: 8 in Debian 12, 10 in Debian 13."""
        return int(re.search(r"FRRouting (\d+)\.", self.say("show version"))[1])


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_fib_daemons(net):
    router, dar = rtnl.of("dar1"), Dar(1)
    bird, zebra, node = Bird(net.dir), Zebra(net.dir), Peer(net)
    route = f"{node.name}/128"

    def bound():
        node.register()
        until(lambda: router.routes(dst=route, dev="dar0", table=rtnl.MAIN), "a route of the binding")
        router.route("add", OTHER, via="2001:db8:100:1::1", dev="core")

    def ended():
        node.register(lifetime=0)
        until(lambda: not router.routes(dst=route, dev="dar0"), "no route of the binding")
        router.route("del", OTHER, via="2001:db8:100:1::1", dev="core")

    # Bird leaves alone what is not its own; zebra knows all that the kernel has.
    bound()
    until(lambda: zebra.knows(OTHER) and zebra.knows(route), "both routes known to zebra")
    equal((bird.knows(OTHER), bird.knows(route)), (False, False), "routes known to bird")

    # What others are told.
    for daemon in (bird, zebra):
        until(lambda: daemon.tells(prefix(1)), "the prefix told to others")
        equal(daemon.tells(route), False, "the binding told to others")

    # Bird does not take a gateway for one that is on a device without addresses.
    bird.learn()
    until(lambda: bird.knows(OTHER), "the other route learnt by bird")
    equal(bird.knows(route), False, "the route of the binding learnt by bird")
    expect(bird.complaints(route), "errors of bird about the route", "none")

    # Under the number of the kernel bird does not take it for something to learn, nor does
    # zebra before FRR 10.
    ended()
    until(lambda: not bird.knows(OTHER), "the other route forgotten by bird")
    complaints = len(bird.complaints(route))
    dar.set(fib_protocol=2)
    bound()
    until(lambda: bird.knows(OTHER) and zebra.knows(OTHER), "the other route learnt")
    equal((bird.knows(route), zebra.knows(route)), (False, zebra.version() >= 10),
          "the route of the binding learnt")
    equal(len(bird.complaints(route)), complaints, "errors of bird about the route")
    ended()

    # Neither takes the routes away.
    equal(dar.counters()["fib_lost"], 0, "routes that somebody removed")
