# SPDX-License-Identifier: GPL-2.0-only
"""The state of a node in a file: another module is no move, and routers are told nothing."""

import errno
import os
import socket
import stat
import struct
import time

import pytest

import genl
import kmod
import netns
import rtnl
from check import equal, expect, never, note, until
from dar import Dar
from famactl import fama, query, refused
from mn import Mn
from topology import CN, Sniffer
from traffic import lost_runs, merge

MS = 1e6
HEADER = 48
TAG = 16
OUT = ("bu_cga", "bu_phkt", "coti")
FLOWS = ("tcp", "ping", "down")
HOUR = 3600
TO_TABLE, UNREACHABLE = 1, 7  # actions of rules


class Node(Mn):
    """A node whose module may be another one, with the files that an administrator has."""

    def __init__(self, net, ns="mn", **more):
        self.file = f"{net.dir}/{ns}.checkpoint"
        self.secret = secret(net, ns)
        super().__init__(ns, **more)

    def checkpoint(self):
        fama(self.ns, "mn", "checkpoint", self.file, "secret", self.secret)

    def words(self, file=None, sealed=None, key=None):
        devs = [word for dev in self.devs for word in ("dev", dev)]
        return ["mn", "resume", file or self.file, "secret", sealed or self.secret,
                "key", key or self.keyfile, *devs]

    def resume(self):
        fama(self.ns, *self.words())
        self.found()

    def found(self):
        """The family may be another module's."""
        self.family.resolve()

    def refuses(self, text, **what):
        """In one line, and nothing of the file is taken up."""
        said = refused(self.ns, *self.words(**what))
        expect(text in said, text, said)
        equal(query(self.ns, "mn", "show")["enabled"], False, "enabled")
        equal(rtnl.of(self.ns).rules(proto=rtnl.FAMA, action=TO_TABLE), [], "rules")

    def sent(self):
        return [self.counters()[name] for name in OUT]

    def kept(self):
        """What of the addresses outlives the module."""
        return {a["address"]: [a[k] for k in ("dar", "state", "careof", "seq", "auth", "lifetime",
                                              "keep")] for a in self.addresses()}


def secret(net, name):
    path = f"{net.dir}/{name}.secret"
    fama(None, "key", "secret", "out", path)
    return path


def new_key(net, name):
    path = f"{net.dir}/{name}.pem"
    fama(None, "key", "generate", "bits", "1024", "sec", "1", "out", path)
    return path


def load(path):
    with open(path, "rb") as f:
        return f.read()


def save(path, octets):
    with open(path, "wb") as f:
        f.write(octets)


def reload():
    kmod.remove("mn")
    kmod.insert("mn")


def barred(ns):
    """Addresses with which nothing leaves."""
    rules = rtnl.of(ns).rules(proto=rtnl.FAMA, action=UNREACHABLE)
    return sorted(rule["src"].removesuffix("/128") for rule in rules)


def in_clear(wire, homes):
    """What has left with such an address, and not in a tunnel."""
    equal(wire.dropped(), 0, "packets that the sniffer had no room for")
    sources = {socket.inet_pton(socket.AF_INET6, home) for home in homes}
    return [p for _, way, p in wire.packets() if way == "out" and p[8:24] in sources]


def ms_of(do, *args):
    begin = time.monotonic_ns()
    do(*args)
    return (time.monotonic_ns() - begin) / MS


def travel(net, mn, last):
    """At the last router, with an address of each one before it."""
    net.mover.attach(mn.ns, 1)
    mn.state(1, "home", auth="phkt")
    for n in range(2, last + 1):
        net.mover.move(mn.ns, n)
        mn.state(n, "home", auth="phkt")
        for before in range(1, n):
            mn.state(before, "away")
    return {n: mn.of_dar(n)["address"] for n in range(1, last + 1)}


def state(mn):
    return {name: value for name, value in query(mn.ns, "mn", "show").items()
            if name != "counters"}


def messages(dars):
    """Of nodes, as routers count them."""
    return [[dar.counters()[name] for name in ("rx_bu", "rx_coti")] for dar in dars]


def settled(mn, dars, homes):
    """All is bound and verified, and nothing is under way."""
    here = homes[max(homes)]
    for n, home in homes.items():
        if home != here:
            dars[n - 1].bound(home, here, state="verified")
            mn.state(n, "away")


def away(net):
    """A node at dar2, whose address of dar1 has a flow."""
    dars, mn = [Dar(n) for n in net.dars], Node(net)
    server, client = net.traffic()
    homes = travel(net, mn, 2)
    settled(mn, dars, homes)
    client.open("tcp", "tcp", homes[1])
    client.flowing("tcp")
    return dars, mn, homes, server, client


@pytest.mark.world(dars=6)
def test_reload(net):
    """Five addresses are away; Documentation/performance.rst has how long they are silent."""
    dars = [Dar(n) for n in net.dars]
    mn = Node(net)
    server, client = net.traffic()
    mn.set(idle_time=77, max_addresses=9)
    mn.permit("deny", NAME="eth7")
    mn.anchor("2001:db8:77::/64", "2001:db8:77::1")
    mn.metric("eth0", 99)
    homes = travel(net, mn, 6)
    mn.keep(homes[2])
    for n in range(1, 6):
        for kind in FLOWS:
            client.open(kind, f"{kind}{n}", homes[n], 5)
    flows = [f"{kind}{n}" for kind in FLOWS for n in range(1, 6)]
    client.flowing(*flows)
    settled(mn, dars, homes)
    mn.set(signed_ack="ask", early_token=0, give_up_time=1234, transient_mark=0x100,
           transient_mask=0xf00, home_mark=0x1000, home_mask=0xf000, careof_mark=0x2000,
           careof_mask=0xf000)

    before, told, settings = mn.kept(), messages(dars), state(mn)
    bindings = [dar.bindings() for dar in dars]
    # Without rules there is a way, by which packets would leave in clear.
    rtnl.of("mn").route("add", f"{CN}/128", via="2001:db8:6::1", dev="eth0")
    wire = Sniffer("mn", "eth0")
    mn.checkpoint()
    client.flowing(*flows)
    took = [ms_of(kmod.remove, "mn"), ms_of(kmod.insert, "mn")]
    left = {a["address"] for a in rtnl.of("mn").addresses()}
    expect(not left & set(homes.values()), "addresses that are gone", left)
    equal(barred("mn"), sorted(homes.values()), "addresses with which nothing leaves")
    took.append(ms_of(mn.resume))
    equal(barred("mn"), [], "addresses with which nothing leaves")
    client.flowing(*flows)
    equal(len(in_clear(wire, [homes[n] for n in range(1, 6)])), 0, "packets in clear")

    until(lambda: mn.kept() == before, f"addresses as before: {before}", mn.kept)
    equal(mn.sent(), [0, 0, 0], "messages to routers")
    equal(messages(dars), told, "messages that routers have got")
    equal([[(b["home"], b["careof"], b["seq"]) for b in dar.bindings()] for dar in dars],
          [[(b["home"], b["careof"], b["seq"]) for b in of] for of in bindings], "bindings")
    # The file of the key is the one that the command has just read.
    settings["key_file"] = [mn.keyfile]
    equal(state(mn), settings, "settings")
    equal(mn.of_dar(2)["keep"], "keep", "what the user wants of an address:")
    equal([p["permit"] for p in mn.permits()], ["deny"], "rules")
    equal([a["dar"] for a in mn.anchors()], ["2001:db8:77::1"], "anchors")
    equal(mn.links()["eth0"]["metric"], 99, "metric")
    expect(not os.path.exists(mn.file), "a checkpoint that serves once", "there still")

    # The next move is one: with the numbers that follow.
    numbers = {a["address"]: a["seq"] for a in mn.addresses()}
    net.mover.move("mn", 1)
    for n in range(2, 7):
        mn.state(n, "away", careof=homes[1], auth="phkt")
    client.flowing(*(flow for flow in flows if not flow.endswith("1")))
    for n in range(2, 7):
        expect(0 < mn.of_dar(n)["seq"] - numbers[homes[n]] & 0xffff < 8, "a number that follows",
               (mn.of_dar(n)["seq"], numbers[homes[n]]))
    equal(mn.counters()["bu_cga"], 0, "updates with a signature")

    note("rmmod {:.0f} ms, insmod {:.0f} ms, resume {:.0f} ms".format(*took))
    done = client.stop()
    for name in flows:
        expect(not done[name]["error"], f"{name} alive", done[name]["error"])
    merge(done, server.stop())
    for n in range(1, 6):
        runs = lost_runs(done[f"down{n}"]["probes"])
        note(f"address {n}: silent " +
             ", ".join(f"{(end - begin) / MS:.0f} ms" for begin, _, many, end in runs
                       if many > 2 and end))


@pytest.mark.world(dars=3)
def test_moved_meanwhile(net):
    """What has changed is an ordinary move, whose messages are newer than all before."""
    dars, mn, homes, server, client = away(net)
    seq = mn.of_dar(1)["seq"]
    mn.checkpoint()
    kmod.remove("mn")
    net.mover.move("mn", 3)
    kmod.insert("mn")
    mn.resume()
    here = mn.state(3, "home")["address"]
    for n in (1, 2):
        mn.state(n, "away", careof=here)
        dars[n - 1].bound(homes[n], here)
    client.flowing("tcp")
    expect(0 < mn.of_dar(1)["seq"] - seq & 0xffff < 8, "a number that follows",
           (mn.of_dar(1)["seq"], seq))
    # At home is at home: the binding that the file knows is ended.
    mn.checkpoint()
    kmod.remove("mn")
    net.mover.move("mn", 1)
    kmod.insert("mn")
    mn.resume()
    mn.state(1, "home")
    dars[0].unbound(homes[1])
    client.flowing("tcp")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2)
def test_refused(net):
    dars, mn = [Dar(n) for n in net.dars], Node(net)
    homes = travel(net, mn, 2)
    settled(mn, dars, homes)
    mn.checkpoint()
    equal(stat.S_IMODE(os.stat(mn.file).st_mode), 0o600, "mode of the file")
    octets = load(mn.file)
    for home in homes.values():
        expect(socket.inet_pton(socket.AF_INET6, home) not in octets,
               "nothing to read", home)
    reload()
    mn.found()

    bad = f"{net.dir}/bad"

    def refuses(text, data, **what):
        save(bad, data)
        mn.refuses(text, file=bad, **what)
        equal(load(bad), data, "a file that was refused")

    for size in (1, 8, HEADER, HEADER + TAG, HEADER + TAG + 47):
        refuses("not a checkpoint of a node", octets[:size])
    refuses("no checkpoint", b"")
    refuses("no checkpoint", octets + bytes(60000))
    refuses("not a checkpoint of a node", b"fama-dar" + octets[8:])
    for at in (HEADER, HEADER + 100, len(octets) - TAG, len(octets) - 1):
        refuses("damaged", octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1:])
    refuses("damaged", octets[:-1])
    refuses("damaged", octets + b"\0")
    refuses("another version", octets[:11] + b"\2" + octets[12:])
    refuses("not a checkpoint of a node", octets[:15] + b"\1" + octets[16:])
    # Its times and its name cannot be changed either, as long as they are believable.
    real, boot = struct.unpack_from(">QQ", octets, 16)

    def timed(seconds):
        return octets[:16] + struct.pack(">QQ", real + seconds * 10**9, boot) + octets[32:]
    refuses("damaged", timed(1))
    refuses("too old", timed(-HOUR))
    refuses("future", timed(HOUR))
    refuses("damaged", octets[:40] + bytes(8) + octets[48:])
    refuses("another secret", octets, sealed=secret(net, "other"))
    # A key that the file does not know, and one of another Sec.
    refuses("a key that is not given", octets, key=new_key(net, "other"))
    equal(query("mn", "mn", "permit", "show"), [], "rules of a file that was refused")
    mn.resume()
    mn.state(1, "away")
    equal(mn.sent(), [0, 0, 0], "messages to routers")
    # Copies: of the last one, and of one that is older than the last.
    save(mn.file, octets)
    expect("enabled already" in refused("mn", *mn.words()), "the reason", "another")
    equal(load(mn.file), octets, "a file that was refused")
    mn.disable()
    mn.refuses("resumed already")
    mn.enable()
    mn.state(2, "home")
    os.unlink(mn.file)
    mn.checkpoint()
    mn.disable()
    mn.resume()
    mn.state(2, "home")
    mn.disable()
    save(mn.file, octets)
    mn.refuses("resumed already")


@pytest.mark.world(dars=3)
def test_copy(net):
    """Another module does not know that a file was resumed, and its numbers are old: the node
    goes on all the same, and routers believe the newer ones."""
    dars, mn, homes, server, client = away(net)
    mn.checkpoint()
    octets = load(mn.file)
    reload()
    mn.resume()
    mn.state(1, "away")
    for n in (3, 1, 3):
        net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
        mn.state(2, "away", careof=here)
    mn.state(1, "away", careof=here)
    mn.checkpoint()
    save(mn.file, octets)
    reload()
    mn.resume()
    here = mn.state(3, "home")["address"]
    for n in (1, 2):
        mn.state(n, "away", careof=here)
        dars[n - 1].bound(homes[n], here)
    client.flowing("tcp")
    client.stop()
    server.stop()


@pytest.mark.world(dars=3)
def test_no_router(net):
    """Without a router packets wait, and what the file says is kept until there is one."""
    dars, mn, homes, server, client = away(net)
    mn.checkpoint()
    net.mover.detach("mn")
    reload()
    mn.resume()
    mn.state(1, "idle", auth="phkt")
    wire = Sniffer("mn", "eth0")
    never(lambda: mn.of_dar(1)["state"] != "idle" or barred("mn"), 1, "anything new")
    net.mover.attach("mn", 3)
    here = mn.state(3, "home")["address"]
    for n in (1, 2):
        mn.state(n, "away", careof=here)
        dars[n - 1].bound(homes[n], here)
    client.flowing("tcp")
    equal(len(in_clear(wire, homes.values())), 0, "packets in clear")
    client.stop()
    server.stop()


@pytest.mark.world(dars=2, nodes=2)
def test_two_nodes(net):
    """Each has its state and its secret; the module is the same."""
    dars = [Dar(n) for n in net.dars]
    nodes = [Node(net, ns, keyfile=new_key(net, ns)) for ns in net.nodes]
    homes = [travel(net, mn, 2) for mn in nodes]
    for mn, of in zip(nodes, homes):
        settled(mn, dars, of)
    before = [mn.kept() for mn in nodes]
    for mn in nodes:
        mn.checkpoint()
    reload()
    for mn in nodes:
        mn.found()
    nodes[0].refuses("another secret", file=nodes[1].file)
    for mn in reversed(nodes):
        mn.resume()
    for mn, want in zip(nodes, before):
        until(lambda mn=mn, want=want: mn.kept() == want, f"addresses as before: {want}", mn.kept)
        equal(mn.sent(), [0, 0, 0], "messages to routers")


@pytest.mark.world(dars=2)
def test_other_key(net):
    """An address of a former key needs that key, beside the new one."""
    dars, mn = [Dar(n) for n in net.dars], Node(net)
    homes = travel(net, mn, 2)
    settled(mn, dars, homes)
    other = new_key(net, "other")
    mn.new_key(other)
    mn.checkpoint()
    sent = mn.sent()
    mn.disable()
    mn.refuses("a key that is not given", key=other)
    fama("mn", *mn.words(key=other), "key", mn.keyfile)
    mn.found()
    mn.state(1, "away")
    mn.state(2, "home")
    equal(mn.sent(), sent, "messages to routers")
    equal(mn.of_dar(1)["address"], homes[1], "the address of the former key")


@pytest.mark.world(dars=2)
def test_frozen(net):
    """After the checkpoint packets are tunnelled, and nothing is sent or changed."""
    dars, mn, homes, server, client = away(net)
    full = f"{net.dir}/small"
    os.mkdir(full)
    netns.run(None, ["mount", "-t", "tmpfs", "-o", "size=4096", "none", full])
    try:
        save(f"{full}/rest", bytes(4096))
        words = ["mn", "checkpoint", f"{full}/file", "secret", mn.secret]
        expect("No space" in refused("mn", *words), "the reason", "another")
        equal(os.listdir(full), ["rest"], "files")
    finally:
        netns.run(None, ["umount", full])
    equal(mn.show()["frozen"], False, "frozen for nothing")

    mn.checkpoint()
    equal(mn.show()["frozen"], True, "frozen")
    header = load(mn.file)[:HEADER]
    sent, before = mn.sent(), mn.kept()
    wire = Sniffer("mn", "eth0")
    expect("frozen" in refused("mn", "mn", "checkpoint", f"{net.dir}/again", "secret", mn.secret),
           "the reason", "another")
    expect("exists" in refused("mn", "mn", "checkpoint", mn.file, "secret", mn.secret),
           "the reason", "another")
    for what in (("address", "release", homes[1]), ("link", "set", "eth0", "metric", "7"),
                 ("permit", "add", "deny", "dev", "eth7"), ("set", "idle", "7"),
                 ("anchor", "add", "2001:db8:7::/64", "dar", "2001:db8:7::1"),
                 ("link", "add", "eth7"), ("set", "key", mn.keyfile)):
        expect("frozen" in refused("mn", "mn", *what), "the reason", what)
    # A router that says that it has lost the binding is not answered.
    dars[0].flush(homes[1])
    until(lambda: dars[0].counters()["tx_be"], "Binding Error",
          lambda: dars[0].counters()["tx_be"])
    never(lambda: mn.sent() != sent or mn.kept() != before, 1, "something that is done")
    expect(not [p for _, way, p in wire.packets() if way == "out" and p[6] in (135, 60)],
           "no message on the wire", "one")
    for wrong in (bytes(HEADER), header[:-1] + bytes([header[-1] ^ 1]), header[:-1]):
        with pytest.raises(genl.Refused):
            mn.ask("THAW", CHECKPOINT=wrong)
    save(f"{net.dir}/bad", bytes(HEADER))
    expect("not the last" in refused("mn", "mn", "thaw", f"{net.dir}/bad"), "the reason", "another")
    # Thrown away: the node goes on, and nobody can go back to what was saved.
    octets = load(mn.file)
    fama("mn", "mn", "thaw", mn.file)
    expect(not os.path.exists(mn.file), "a checkpoint that is thrown away", "there still")
    expect("not frozen" in refused("mn", "mn", "thaw"), "the reason", "another")
    save(mn.file, octets)
    dars[0].bound(homes[1], homes[2])
    client.flowing("tcp")
    mn.disable()
    equal(net.installed("mn"), "", "left in the node")
    dars[0].unbound(homes[1])
    mn.refuses("resumed already")

    # Of a node that is frozen routers hear nothing at its end.
    mn.enable()
    mn.state(2, "home")
    os.unlink(mn.file)
    # Who wrote it was killed, and nobody has it.
    mn.checkpoint()
    os.unlink(mn.file)
    fama("mn", "mn", "thaw")
    equal(mn.show()["frozen"], False, "frozen for nothing")
    mn.checkpoint()
    told, home = messages(dars), mn.of_dar(2)["address"]
    with netns.sock("mn", socket.AF_INET6, socket.SOCK_DGRAM) as sock:
        sock.bind((home, 0))
        sock.sendto(b"hello", (CN, 9))
        mn.disable()
        equal(messages(dars), told, "messages that routers have got")
        # Programs have sockets of the address still.
        equal(barred("mn"), [home], "addresses with which nothing leaves")
        with pytest.raises(OSError) as caught:
            sock.sendto(b"hello", (CN, 9))
    equal(caught.value.errno, errno.ENETUNREACH, "the error of a program")
    mn.refuses("another secret", sealed=secret(net, "other"))
    equal(barred("mn"), [home], "addresses with which nothing leaves")
    mn.enable()
    equal(barred("mn"), [], "addresses with which nothing leaves")
    mn.disable()
    equal(net.installed("mn"), "", "left in the node")
    client.stop()
    server.stop()
