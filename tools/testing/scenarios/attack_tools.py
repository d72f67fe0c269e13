# SPDX-License-Identifier: GPL-2.0-only
"""thc-ipv6 and ipv6toolkit against an access router: service goes on.

The attacker is a neighbour on the access link; beside him lives an honest node.
Those of thc-ipv6 flood until they are stopped, so each runs for a fixed time; those
of ipv6toolkit are told how many packets to send.
"""

import signal
import subprocess

import pytest

import mh
import netns
import rtnl
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from patience import scaled
from topology import Sniffer, dar_address, prefix

pytestmark = pytest.mark.clock("work")

ROUTER = dar_address(1)
ELSEWHERE = "2001:db8:c::66"  # where the attacker wants the packets of others to go
SECONDS = 0.4
THC = (
    # floods of Neighbor Discovery
    ("flood_advertise6", "eth0", ROUTER),
    ("flood_solicitate6", "eth0", ROUTER, ROUTER),
    ("flood_router26", "eth0", ROUTER),
    ("flood_rs6", "-s", "eth0", ROUTER),
    ("flood_redir6", "eth0", ROUTER),
    ("flood_unreach6", "-R", "eth0", ROUTER),
    # a large destination header of unknown options; its other cases send nothing here
    ("denial6", "eth0", ROUTER, "2"),
    # Packet Too Big from everywhere, for the whole anchored prefix
    ("ndpexhaust26", "-R", "eth0", prefix(1)),
    ("fuzz_ip6", "-a", "-D", "-F", "-S", "eth0", ROUTER),
    ("exploit6", "eth0", ROUTER),
)
SI6 = (
    ("na6", "-d", ROUTER, "-t", "{home}", "-o", "-e", "-F", "50"),
    ("ns6", "-d", ROUTER, "-t", ROUTER, "-e", "-F", "50"),
    ("ra6", "-d", "ff02::1", "-e", "-t", "0", "-F", "50"),
    ("icmp6", "-d", ROUTER, "-E", "-m", "1280", "-r", ROUTER, "-x", "{careof}"),
    ("frag6", "-d", ROUTER, "-F", "200"),
)


def sent(net):
    return net.device_packets("mn2", "eth0")[1]


def attack(net, name, *args, ends=False):
    """Run it until its end, or for its time from when it has begun to send."""
    before = sent(net)
    tool = netns.spawn("mn2", [name, *args], stdin=-3, stdout=-3, stderr=-3)
    if not ends:
        until(lambda: sent(net) >= before + 4 or tool.poll() is not None, f"packets of {name}",
              lambda: sent(net) - before)
    try:
        tool.wait(scaled() if ends else SECONDS)
    except subprocess.TimeoutExpired:
        expect(not ends, f"an end of {name}", "none")
    netns.stop(tool, signal.SIGKILL)
    note(f"{' '.join((name,) + args)}: {sent(net) - before} packets")
    expect(sent(net) > before, f"packets of {name}", "none")


def came(link):
    """How many Binding Updates came from a link."""
    return sum(m.direction == "in" for m in mh.messages(link.packets(), mh.BU))


def gained(dar, before):
    now = dar.counters()
    return {k: now[k] - v for k, v in before.items() if now[k] != v}


def fates(link, dar, before, reasons):
    """Were all that came refused, each for one of these reasons?"""
    gain = gained(dar, before)
    return came(link) == gain.get("rx_bu") == sum(gain.get(k, 0) for k in reasons)


@pytest.mark.world(dars=3, nodes=2)
def test_attack_tools(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    client.open("tcp", "tcp", home)
    client.flowing("tcp")
    net.mover.move("mn", 2)
    careof = mn.state(2, "home")["address"]
    dars[0].bound(home, careof)
    client.flowing("tcp")

    net.mover.attach("mn2", 1)
    until(lambda: [a for a in rtnl.of("mn2").addresses(scope="global")
                   if "tentative" not in a["flags"]],
          "an address of the attacker", rtnl.of("mn2").addresses)

    def untouched():
        equal([(b["home"], b["careof"]) for b in dars[0].bindings()], [(home, careof)], "bindings")

    # Steal the bound address, and one that is free. With a token 149 is what it gets; what
    # was never seen is not admitted.
    link = Sniffer("dar1", "acc")
    for victim, reasons in ((home, ("phkt_exists",)),
                            ("2001:db8:1::dead", ("not_admitted",))):
        before = dars[0].counters()
        link.clear()
        attack(net, "atk6-fake_mipv6", "eth0", victim, ROUTER, ELSEWHERE)
        until(lambda b=before, r=reasons: fates(link, dars[0], b, r),
              f"every Binding Update for {victim} refused",
              lambda b=before: (came(link), gained(dars[0], b)))
        untouched()
    client.flowing("tcp")

    for name, *args in THC:
        attack(net, "atk6-" + name, *args)
    untouched()
    client.flowing("tcp")
    for name, *args in SI6:
        args = [a.format(home=home, careof=careof) for a in args]
        # That one goes on to wait for answers.
        attack(net, name, "-i", "eth0", *args, ends=name != "frag6")
    untouched()
    client.flowing("tcp")

    # The node moves on, and the router follows it as ever.
    net.mover.move("mn", 3)
    careof = mn.state(3, "home")["address"]
    dars[0].bound(home, careof)
    client.flowing("tcp")
    flows = client.stop()
    expect(not flows["tcp"]["error"], "the stream alive", flows["tcp"]["error"])
