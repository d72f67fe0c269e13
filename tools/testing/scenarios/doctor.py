# SPDX-License-Identifier: GPL-2.0-only
"""`fama doctor` finds what is wrong with a router and a node, and what it prints mends that; it
finds nothing on machines that work. A row of a table provokes each finding that it knows."""

import glob
import json
import os
import re
from collections import namedtuple

import pytest

import famactl
import kmod
import netns
import rtnl
from check import equal, expect, until
from dar import Dar
from mn import Mn
from topology import prefix

COMMAND = f"{os.path.dirname(os.path.abspath(__file__))}/../../fama"
OTHER = "2001:db8:99::/64"
FILL = re.compile(r"\b(?:PREFIX|DEV|FILE|ADDRESS)\b")

# What provokes a finding. What mends it is the command that is printed, with these words for
# those in capitals, or a function; or what mends it is the next row.
Row = namedtuple("Row", "finding provoke mend fill", defaults=(None, {}))
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
        done = self.told(*words, json_too=["-j"])
        found = json.loads(done.stdout)
        equal(done.returncode, 1 if found else 0, "exit status")
        for f in found:
            expect(f["role"] == self.name and f["severity"] in ("error", "warning") and
                   f["text"].endswith(".") and f["command"], "a finding that says all", f)
        return {f["id"]: f for f in found}

    def healthy(self):
        until(lambda: not self.findings(), "no findings", self.findings)
        equal(self.told().stdout, "doctor: no findings\n", "what is said of a healthy machine")

    def run(self, command, fill):
        """As somebody would who has read it."""
        command = FILL.sub(lambda word: fill[word.group()], command)
        path = f"{os.path.dirname(famactl.tool())}:/usr/sbin:/usr/bin:/sbin:/bin"
        netns.run(self.ns, ["env", f"PATH={path}", "sh", "-ec", command])

    def suffers(self, row):
        expect(row.finding not in self.findings(), f"no {row.finding} yet", self.findings())
        row.provoke(self)
        found = until(lambda: self.findings().get(row.finding), row.finding, self.findings)
        said = self.told().stdout
        expect(f" {row.finding}\n    {found['text']}\n    # {found['command']}\n" in said,
               "the same as text", said)
        if row.mend == NEXT:
            return
        if row.mend:
            row.mend(self)
        else:
            self.run(found["command"], row.fill)
        until(lambda: row.finding not in self.findings(), f"no {row.finding} any more",
              self.findings)

    def suffers_all(self, rows):
        for row in rows:
            self.suffers(row)
        self.healthy()


def link(ns, *words):
    netns.ip(ns, " ".join(("link", *words)))


def ask(cmd, **values):
    return lambda p: p.role.ask(cmd, **values)


def setting(**values):
    return lambda p: netns.sysctl(p.ns, **values)


ROUTER = (
    Row("forwarding-off", setting(conf__all__forwarding=0)),
    Row("tunnel-down", lambda p: link(p.ns, "set dar0 down")),
    Row("ipv6-disabled", setting(conf__dar0__disable_ipv6=1)),
    Row("untracked-na", setting(conf__acc__accept_untracked_na=0)),
    Row("anchor-waiting", lambda p: p.role.anchor(OTHER, dev="eth9"), NEXT),
    Row("anchor-no-address", lambda p: p.other()),
    Row("link-down", lambda p: link(p.ns, "set eth9 down")),
    Row("frozen", ask("FREEZE", FROZEN=1)),
    Row("draining", ask("DRAIN", DRAINING=1)),
    Row("no-anchor", lambda p: p.unanchor(), fill={"PREFIX": prefix(1), "DEV": "acc"}),
)

NODE = (
    Row("tunnel-down", lambda p: link(p.ns, "set mn0 down")),
    Row("ipv6-disabled", setting(conf__mn0__disable_ipv6=1)),
    Row("link-down", lambda p: link(p.ns, "set eth0 down")),
    Row("no-carrier", lambda p: p.net.mover.detach("mn"), lambda p: p.net.mover.attach("mn", 1)),
    Row("interface-missing", lambda p: p.role.use("eth7"), lambda p: p.role.leave("eth7")),
    Row("frozen", ask("CHECKPOINT", SECRET=bytes(range(32)))),
)


class Router(Patient):
    """With an anchor, and the secret that the first finding asks for."""

    def __init__(self, net):
        super().__init__(net, "dar1")
        os.makedirs("/etc/fama", exist_ok=True)
        self.role = Dar(1)

    def other(self):
        """Another access link."""
        rtnl.of(self.ns).add("eth9", "dummy")
        rtnl.of(self.ns).up("eth9")

    def unanchor(self):
        self.role.unanchor(OTHER)
        self.role.unanchor()


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_router(net):
    router = Router(net)
    found = router.findings()
    equal(list(found), ["no-secret"], "findings of a router that was just enabled")
    router.run(found["no-secret"]["command"], {"PREFIX": prefix(1), "DEV": "acc"})
    router.healthy()
    router.suffers_all(ROUTER)


ELSEWHERE = {"no-secret", "not-enabled", "module-version", "module-not-loaded"}
LATER = {"no-router", "no-answer", "no-signed-answer", "refused", "not-admitted", "not-anchored",
         "link-in-doubt", "contested", "anchor-vrf"}


def every_finding(files, pattern):
    """Those that the sources know, or the man page."""
    known = set()
    for file in glob.glob(f"{COMMAND}/{files}"):
        with open(file, encoding="utf-8") as f:
            for line in re.findall(pattern, f.read(), re.MULTILINE):
                known |= set(line.split(" , "))
    return known


class Node(Patient):
    def __init__(self, net):
        super().__init__(net, "mn")
        self.dars = [Dar(n) for n in net.dars]
        self.role = Mn()


@pytest.mark.world(dars=2)
def test_node(net):
    node = Node(net)
    net.mover.attach("mn", 1)
    node.role.state(1, "home", auth="phkt")
    node.healthy()
    net.mover.move("mn", 2)
    node.role.state(1, "away")
    node.healthy()
    net.mover.move("mn", 1)
    node.suffers_all(NODE)


@pytest.mark.world(dars=1, nodes=0, radvd=False)
def test_module(net):
    """Neither role is enabled, the version is another one, the module is not there."""
    rows = {row.finding for row in (*ROUTER, *NODE)} | ELSEWHERE | LATER
    known = every_finding("doctor/*.c", r'"([a-z0-9-]+)",\s+SEVERITY_')
    equal(known ^ rows, set(), "findings that nothing provokes, or that nobody knows")
    told = every_finding("fama.8", r"^\.It Li ([a-z-]+(?: , [a-z-]+)*)$")
    equal(known ^ told, set(), "findings that the man page does not have, or only the man page")
    said = netns.run("cn", [famactl.tool(), "-j", "doctor"], check=False)
    expect("no role is enabled" in said.stderr, "what is examined then", said.stderr)
    equal([(f["role"], f["id"]) for f in json.loads(said.stdout)],
          [("dar", "not-enabled"), ("mn", "not-enabled")], "findings where nothing is enabled")
    router = Router(net)
    both = json.loads(netns.run("dar1", [famactl.tool(), "-j", "doctor"], check=False).stdout)
    equal({f["role"] for f in both}, {"dar"}, "the role that is enabled")

    version = f"{net.dir}/version"
    with open(version, "w", encoding="ascii") as f:
        f.write("0.0.1\n")
    netns.run(None, ["mount", "--bind", version, "/sys/module/dar/version"])
    expect("module-version" in router.findings(), "module-version", router.findings())
    netns.run(None, ["umount", "/sys/module/dar/version"])
    expect("module-version" not in router.findings(), "no module-version", router.findings())

    node = Patient(net, "core")
    kmod.remove("mn")
    equal(list(node.findings()), ["module-not-loaded"], "findings without the module")
    kmod.insert("mn")
    equal(list(node.findings()), ["not-enabled"], "findings with the module")
