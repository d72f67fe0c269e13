# SPDX-License-Identifier: GPL-2.0-only
"""Routing daemons beside a router: they leave the routes of bindings alone. With the protocol number of
the kernel they neither learn them nor complain of them."""

import os
import re
import socket

import pytest

import netns
import rtnl
from apps import server, write
from check import equal, expect, until
from dar import Dar
from peer import Peer

BIRD = """\
log "{log}" all;
router id 192.0.2.1;
protocol device {{ }}
protocol kernel {{
	{learn}
	ipv6 {{ import all; export all; }};
}}
"""
OTHER = "2001:db8:77::/64"  # a route that daemons may learn


class Bird:
    def __init__(self, directory):
        self.dir, self.socket = directory, f"{directory}/bird.ctl"
        self.log = f"{directory}/bird.log"
        self.daemon = netns.spawn("dar1", [server("bird"), "-f", "-c", self.conf(), "-s", self.socket,
                                           "-P", f"{directory}/bird.pid"])
        until(lambda: os.path.exists(self.socket), "the socket of bird")

    def conf(self, learn=""):
        return write(self.dir, "bird.conf", BIRD.format(learn=learn, log=self.log))

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


class Zebra:
    """Of FRR; it knows the routes that all its other daemons may distribute."""

    def __init__(self, directory):
        self.path = f"{directory}/zebra.vty"
        with open("/etc/group", "r+", encoding="utf-8") as f:  # of the virtual machine
            if "\nfrrvty:" not in f.read():
                f.write("frrvty:x:65533:root\n")
        conf = write(directory, "zebra.conf", "hostname dar1\n")
        self.daemon = netns.spawn("dar1", [
            server("zebra"), "-u", "root", "-g", "root", "-f", conf, "-i", f"{directory}/zebra.pid",
            "-z", f"{directory}/zserv.api", "--vty_socket", directory],
            env={**os.environ, "LD_LIBRARY_PATH": os.environ["FAMA_SERVERS"]})
        until(lambda: os.path.exists(self.path), "the socket of zebra")

    def say(self, *commands):
        """The answer to the last one; three zeros and a status are its end."""
        with socket.socket(socket.AF_UNIX) as vty:
            vty.connect(self.path)
            for command in commands:
                vty.sendall(command.encode() + b"\0")
                text = b""
                while text[-4:-1] != bytes(3):
                    text += vty.recv(65536)
        return text[:-4].decode()

    def knows(self, prefix):
        return prefix in self.say("enable", "show ipv6 route kernel")

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
