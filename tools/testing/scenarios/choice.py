# SPDX-License-Identifier: GPL-2.0-only
"""Programs choose between an anchored address and one of the network (RFC 5014), and a VPN keeps
its own; with the programs of Documentation/node.rst."""

import os
import re
import socket
import textwrap

import pytest

import apps
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import CN

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation/node.rst")
ADDR_PREFERENCES = 72
TMP, PUBLIC, COA, HOME = 0x1, 0x2, 0x4, 0x400
MAIN = """
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	int fd = choose_socket(SOCK_DGRAM, argc > 2 ? atoi(argv[2]) : 0);
	socklen_t len = sizeof(a);
	char text[64];

	inet_pton(AF_INET6, argv[1], &a.sin6_addr);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, len) ||
	    getsockname(fd, (struct sockaddr *)&a, &len))
		return 1;
	puts(inet_ntop(AF_INET6, &a.sin6_addr, text, sizeof(text)));
	return 0;
}
"""


def example(language):
    with open(GUIDE, encoding="utf-8") as f:
        found = re.search(rf"^In {language}::\n\n((?:   .*\n|\n)+)", f.read(), re.MULTILINE)
    return textwrap.dedent(found[1])


def of_python(preference):
    """The source that the program of the document gets."""
    scope = {}
    exec(compile(example("Python"), GUIDE, "exec"), scope)  # pylint: disable=exec-used
    equal((scope["PREFER_SRC_COA"], scope["PREFER_SRC_HOME"]), (COA, HOME), "its numbers")
    with netns.inside("mn"), scope["choose_socket"](socket.SOCK_DGRAM, preference) as sock:
        sock.connect((CN, 9))
        return sock.getsockname()[0]


def source(preference=None, to=CN):
    """That of a new socket"""
    with netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        if preference is not None:
            sock.setsockopt(socket.IPPROTO_IPV6, ADDR_PREFERENCES, preference)
        sock.connect((to, 9))
        return sock.getsockname()[0]


def flagged(address):
    return rtnl.of("mn").has(address, "eth0", "homeaddress")


def own(mn, n, flag):
    """The address of the stack in the network of router N, with the flag or without."""
    ours = {a["address"] for a in mn.addresses()}
    return next((a["address"] for a in rtnl.of("mn").addresses("eth0", "global")
                 if a["address"].startswith(f"2001:db8:{n}:") and a["address"] not in ours and
                 ("temporary" in a["flags"]) == flag and "tentative" not in a["flags"]), None)


def settled(mn, n):
    """The address of ours, the public one of the stack, and the temporary one."""
    here = mn.state(n, "home", auth="phkt")["address"]
    until(lambda: not rtnl.of("mn").has(here, "eth0", "tentative"), "the end of detection")
    return (here, *(until(lambda f=f: own(mn, n, f), f"an address, temporary: {f}")
                    for f in (False, True)))


def choices(here, public, temporary):
    """What each preference gives."""
    equal({p: source(p) for p in (None, HOME, COA, COA | TMP, COA | PUBLIC)},
          {None: here, HOME: here, COA: temporary, COA | TMP: temporary, COA | PUBLIC: public},
          "source by preference")


@pytest.mark.kernels("uml-6.12", "uml-6.1")  # which do not have this rule
@pytest.mark.world(dars=1)
def test_no_rule(net):
    mn = Mn()
    refused("mn", "mn", "set", "home-flag", "on")
    fama("mn", "mn", "set", "home-flag", "off")
    equal(mn.show()["home_flag"], "off", "setting")


@pytest.mark.kernels("debian")
@pytest.mark.series
@pytest.mark.world(dars=2)
def test_choice(net):
    netns.sysctl("mn", conf__eth0__use_tempaddr=2)
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    equal(query("mn", "mn", "show")["home_flag"], "off", "setting")
    net.mover.attach("mn", 1)
    here, public, temporary = settled(mn, 1)
    until(lambda: source() == here, "the anchored address as source", source)
    equal((source(COA), flagged(here)), (here, False), "source and flag without the setting")

    fama("mn", "mn", "set", "home-flag", "auto")
    equal((query("mn", "mn", "show")["home_flag"], mn.show()["home_flag"]), ("auto", "auto"),
          "setting")
    until(lambda: flagged(here), "the flag")
    until(lambda: source(COA) == temporary, "the choice", lambda: source(COA))
    choices(here, public, temporary)

    # The programs of the document.
    equal((of_python(HOME), of_python(COA)), (here, temporary), "sources of the Python program")
    file, program = os.path.join(net.dir, "choose.c"), os.path.join(net.dir, "choose")
    with open(file, "w", encoding="ascii") as f:
        f.write(example("C") + MAIN)
    netns.run(None, ["cc", "-Wall", "-Wextra", "-Werror", "-o", program, file])
    equal([netns.run("mn", [program, CN, str(p)]).stdout.strip() for p in (HOME, COA)],
          [here, temporary], "sources of the C program")

    # A VPN: the address of its interface is the source of what it carries.
    wireguard = apps.Wireguard(net.dir)
    until(lambda: not flagged(here), "no flag beside a VPN")
    until(lambda: source() == here, "the anchored address as source", source)
    equal(source(to="fd00::1"), "fd00::2", "source through the VPN")
    expect(wireguard.ping(), "answers through WireGuard", "none")
    fama("mn", "mn", "set", "home-flag", "on")
    until(lambda: flagged(here), "the flag as the user wants")
    equal(source(to="fd00::1"), here, "source through the VPN, with the flag")
    fama("mn", "mn", "set", "home-flag", "auto")
    until(lambda: not flagged(here), "no flag beside a VPN")
    rtnl.of("mn").delete("wg0")
    until(lambda: flagged(here), "the flag without a VPN")
    until(lambda: source(COA) == temporary, "the choice", lambda: source(COA))

    # Elsewhere: none while there are addresses of the former network.
    net.mover.move("mn", 2)
    there, public, temporary = settled(mn, 2)
    mn.state(1, "away", careof=there)
    dars[0].bound(here, there)
    until(lambda: source() == there, "the anchored address as source", source)
    equal(source(COA), there, "source with addresses of a former network")
    for flag in (True, False):
        rtnl.of("mn").address("del", f"{own(mn, 1, flag)}/64", "eth0")
    until(lambda: source(COA) == temporary, "the choice", lambda: source(COA))
    choices(there, public, temporary)
    expect(not rtnl.of("mn").has(here, "mn0", "homeaddress"), "no flag of a former address",
           rtnl.of("mn").addresses("mn0"))
    fama("mn", "mn", "set", "home-flag", "off")
    until(lambda: not flagged(there) and source(COA) == there, "no choice", lambda: source(COA))
