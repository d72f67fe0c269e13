# SPDX-License-Identifier: GPL-2.0-only
"""The whole configuration of both roles is saved as text and brought back: what is the same is left
alone, what the file lacks goes, and a file that the kernel refuses changes nothing."""

import os
import re

from check import equal, expect, until
from dar import Dar
from famactl import fama, key, refused, tool
from mn import Mn
from topology import prefix
import netns

WHO = "12:" * 31 + "34"
ROUTER = """\
dar enable secret '{dir}/a secret'
dar set max-bindings 4711
dar set max-remembered 0
dar set queue 17
dar set verify-rate 123
dar set refusal-rate 321
dar set unverified-lifetime 40
dar set fib-protocol 99
dar set hold-age 200
dar set key {key}
dar admit add 2001:db8:77::1
dar admit add {who}
dar anchor add 2001:db8:1::/64 dev acc care-of-test required lifetime 3600 refresh 60 min-sec 0 \
key-sizes 1024,2048 dad on proxy-nd off early-token off admit open fib off
dar anchor add 2001:db8:aa::/64 dev later0
"""
NODE = """\
mn set policy in-use
mn set idle 61
mn set max-addresses 7
mn set transient-mark 0/0x30
mn set signed-ack ask
mn set early-token off
mn set give-up 0
mn set anchors deny
mn set home-mark 0x1/0x3
mn set careof-mark 0x2/0x3
mn anchor add 2001:db8:9::/64 dar 2001:db8:9::1
mn permit add allow prefix 2001:db8::/32
mn permit add deny dev wlan9
mn permit add deny ssid 'caf\\xc3\\xa9 bar'
mn permit add deny prefix 2001:db8:8::/48
mn enable key {key} key {second} dev eth0 dev 'wl*' dev usb0 table 300 preference 700
mn link set 'wl*' metric 7
"""


def saved(ns, role):
    """Without the comment, which is the first line."""
    text = fama(ns, "save", role).stdout
    expect(text.startswith("#"), "a comment", text)
    return text.partition("\n")[2]


class Place:
    """Files of a test."""

    def __init__(self, where):
        self.dir = str(where)

    def file(self, name, text):
        path = f"{self.dir}/{name}"
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        return path

    def secret(self, name):
        path = f"{self.dir}/{name}"
        netns.run(None, [tool(), "key", "secret", "out", path])
        return path


def round_trip(place, ns, role, text, least):
    """What commands make is what is saved, and what is saved makes it again."""
    for line in text.splitlines():
        netns.run(ns, ["sh", "-c", f"{tool()} {line}"])
    equal(saved(ns, role), text, "what is saved of what commands made")
    fama(ns, "restore", place.file("least", least))
    equal(saved(ns, role), least, "with all that the file lacks away")
    fama(ns, "restore", place.file("all", text))
    equal(saved(ns, role), text, "what is saved of what was restored")
    fama(ns, "restore", place.file("none", f"{role} disable\n"))
    equal(saved(ns, role).splitlines()[-1], f"{role} disable", "disabled")


def test_round_trip(net, tmp_path):
    place = Place(tmp_path)
    place.secret("a secret")
    words = {"dir": place.dir, "who": WHO, "key": key(), "second": key(1536)}
    # The standards of the command are those of modules that nobody told anything.
    equal(saved("dar1", "dar"), "dar disable\n", "a router that nobody configured")
    equal(saved("mn", "mn"), "mn disable\n", "a node that nobody configured")
    fama("dar1", "dar", "enable")
    fama("dar1", "dar", "anchor", "add", prefix(1), "dev", "acc")
    equal(saved("dar1", "dar"), f"dar enable\ndar anchor add {prefix(1)} dev acc\n", "standards")
    fama("dar1", "dar", "disable")
    round_trip(place, "dar1", "dar", ROUTER.format(**words),
               f"dar enable secret '{place.dir}/a secret'\n")
    round_trip(place, "mn", "mn", NODE.format(**words), f"mn enable key {key()} dev eth0\n")
    equal(fama("mn", "save").stdout, "", "roles that are used, if none is named")

    # One file may have both, and a standard input is a file.
    both = ROUTER.format(**words) + NODE.format(**words).replace("dev eth0", "dev eth7")
    netns.run("dar1", ["sh", "-c", f"{tool()} restore - <{place.file('both', both)}"])
    equal(re.sub("#.*\n", "", fama("dar1", "save").stdout), both, "both roles")
    fama("dar1", "restore", place.file("none", "dar disable\nmn disable\n"))

    # A key that came from nowhere cannot be saved.
    mn = Mn()
    expect("in which file a key is" in refused("mn", "save", "mn"), "why it is not saved", "another")
    mn.disable()


def test_flows_go_on(net, tmp_path):
    """A second restore is silent; a changed one changes what has changed, and flows go on."""
    place = Place(tmp_path)
    secret = place.secret("secret")
    node = f"mn set policy all\nmn enable key {key()} dev eth0 dev 'eth1*'\n"
    router = f"dar enable secret {secret}\ndar anchor add {{prefix}} dev acc\n"
    dars = []
    for n in range(1, 3):
        fama(f"dar{n}", "restore", place.file(f"dar{n}", router.format(prefix=prefix(n))))
        dars.append(Dar.there(n))
    fama("mn", "restore", place.file("mn", node))
    mn = Mn.there()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("ping", "first", first)
    net.mover.move("mn", 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    dars[0].bound(first, second, state="verified")
    client.flowing("first")

    heard = [mn.monitor(), dars[0].monitor(), dars[1].monitor()]
    counters = [role.counters() for role in (mn, *dars)]
    for ns, file in (("dar1", "dar1"), ("dar2", "dar2"), ("mn", "mn")):
        fama(ns, "restore", f"{place.dir}/{file}")
    equal([m.all() for m in heard], [[], [], []], "events of a second restore")
    equal([[c.get(name) for name in ("tx_bu", "rx_bu")] for c in counters],
          [[role.counters().get(name) for name in ("tx_bu", "rx_bu")] for role in (mn, *dars)],
          "updates of a second restore")
    dars[0].bound(first, second)

    # Something has changed: that alone.
    fama("mn", "restore", place.file("mn", node.replace("all", "all idle 33") +
                                     "mn link set eth0 metric 9\n"))
    fama("dar1", "restore", place.file("dar1", router.format(prefix=prefix(1) + " refresh 30") +
                                       "dar admit add 2001:db8:77::1\n"))
    equal((mn.links()["eth0"]["metric"], dars[0].anchors()[0]["refresh"],
           len(dars[0].admitted())), (9, 30, 1), "what has changed")
    equal({a["address"] for a in mn.addresses()}, {first, second}, "addresses")
    dars[0].bound(first, second)
    client.flowing("first")

    # A file that the kernel refuses changes nothing, and says where.
    before = [fama("dar1", "save").stdout, fama("mn", "save").stdout]
    bad = place.file("bad", f"dar enable secret {secret}\ndar set queue 9\n"
                     "dar admit add 2001:db8:77::2\n"
                     f"dar set verify-rate 7\ndar set fib-protocol 1\n")
    expect(refused("dar1", "restore", bad).startswith(f"fama: {bad}:5: "), "the line", bad)
    late = place.file("late", f"dar enable secret {secret}\ndar set queue 9\n"
                      "dar admit add 2001:db8:77::2\n"
                      f"dar anchor add 2001:db8:5::/64 dev acc\n"
                      f"dar anchor add {prefix(1)} dev acc lifetime 1\n")
    expect(refused("dar1", "restore", late).startswith(f"fama: {late}:5: "), "the line", late)
    bad = place.file("bad", f"mn set idle 5\nmn permit add deny dev eth0\n"
                     f"mn enable key {key()} dev eth0\nmn link add eth7 metric 1024\n")
    expect(refused("mn", "restore", bad).startswith(f"fama: {bad}:4: "), "the line", bad)
    equal([fama("dar1", "save").stdout, fama("mn", "save").stdout], before,
          "the configuration after what was refused")
    dars[0].bound(first, second)
    client.flowing("first")


def test_begun_anew(net, tmp_path):
    """Another secret, or another table, is for a role that begins anew; or it is as it was."""
    place = Place(tmp_path)
    one, two = place.secret("one"), place.secret("two")
    fama("dar1", "restore", place.file("dar", f"dar enable secret {one}\n"
                                       f"dar anchor add {prefix(1)} dev acc\n"))
    before = fama("dar1", "save").stdout
    instance = Dar.there(1).show()["instance"]
    bad = place.file("bad", f"dar enable secret {two}\ndar anchor add {prefix(1)} dev acc lifetime 1\n")
    expect(refused("dar1", "restore", bad).startswith(f"fama: {bad}:2: "), "the line", bad)
    equal(fama("dar1", "save").stdout, before, "the router after what was refused")
    fama("dar1", "restore", place.file("dar", before.replace(one, two)))
    equal(saved("dar1", "dar"), f"dar enable secret {two}\ndar anchor add {prefix(1)} dev acc\n",
          "another secret")
    expect(Dar.there(1).show()["instance"] != instance, "a new life", instance)
    # The same secret in another file is the same secret.
    instance = Dar.there(1).show()["instance"]
    os.rename(two, f"{place.dir}/three")
    fama("dar1", "restore", place.file("dar", before.replace(one, f"{place.dir}/three")))
    equal(Dar.there(1).show()["instance"], instance, "life")
    expect(f"{place.dir}/three" in saved("dar1", "dar"), "the name of the file", saved("dar1", "dar"))

    node = f"mn enable key {key()} dev eth0 table 300\n"
    fama("mn", "restore", place.file("mn", node))
    net.mover.attach("mn", 1)
    mn = Mn.there()
    address = mn.state(1, "home")["address"]
    fama("mn", "restore", place.file("mn", node.replace("300", "301")))
    equal(saved("mn", "mn"), node.replace("300", "301"), "another table")
    mn.state(1, "home")
    fama("mn", "restore", place.file("mn", node.replace("300", "301").replace(key(), key(1536))))
    until(lambda: mn.of_dar(1)["key_old"], "the address has the old key", mn.addresses)
    expect(address, "an address", address)
