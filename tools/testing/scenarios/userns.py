# SPDX-License-Identifier: GPL-2.0-only
"""Who may configure: the owner of the namespace, nobody else; all may read."""

import json
import os
import shutil
import tempfile

import pytest

import famactl
import netns
from check import equal, expect
from dar import Dar
from famactl import fama, query
from files import Files
from mn import Mn
from peer import Peer
from topology import dar_address, prefix
from tracing import Trace

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]
# Root in a user namespace of its own, which owns no network namespace.
STRANGER = ["unshare", "-U", "-r"]
OWNER = [*NOBODY, "unshare", "-U", "-r", "-n"]
OWN = """set -e
ip link add acc type dummy
ip link set acc up
ip addr add 2001:db8:1::1/64 dev acc nodad
ip link add eth0 type veth peer name eth1
{fama} dar enable
{fama} dar anchor add 2001:db8:1::/64 dev acc
{fama} dar anchor change 2001:db8:1::/64 lifetime 300
{fama} dar set queue 7
{fama} dar memory flush
{fama} dar binding flush
{fama} -j dar show
{fama} -j dar anchor show
{fama} dar anchor del 2001:db8:1::/64
{fama} dar disable
own=$(mktemp -d)
{fama} key secret out $own/secret
{fama} dar enable secret $own/secret
{fama} dar checkpoint $own/checkpoint freeze
{fama} dar disable
{fama} dar enable secret $own/secret
{fama} dar resume $own/checkpoint
{fama} dar drain timeout 0 >&2
{fama} -j dar show
{fama} dar disable
rm -r $own
{fama} mn set policy in-use idle 7
{fama} mn anchor add 2001:db8:1::/64 dar 2001:db8:1::1
{fama} mn enable key {key} dev eth0
{fama} mn set key {key}
{fama} -j mn show
{fama} mn disable
"""
DAR_CHANGES = (["enable"], ["disable"], ["set", "queue", "5"],
               ["anchor", "add", "2001:db8:9::/64", "dev", "acc"],
               ["anchor", "change", prefix(1), "lifetime", "300"], ["anchor", "del", prefix(1)],
               ["binding", "flush"], ["memory", "flush"], ["set", "key", "none"],
               ["checkpoint", "/tmp/fama-denied"], ["checkpoint", "/tmp/fama-denied", "freeze"],
               ["thaw"], ["resume", "/proc/self/exe"], ["drain"], ["drain", "off"])
DAR_READS = (["show"], ["anchor", "show"])
DAR_SECRETS = (["binding", "show"], ["memory", "show"], ["admit", "show"])  # where nodes are
MN_READS = (["show"], ["address", "show"], ["link", "show"], ["anchor", "show"])


class Role:
    """A role as it is configured, and those who may not."""

    def __init__(self, tool, ns, name, changes, reads, secrets=()):
        self.tool = tool
        self.ns = ns
        self.name = name
        self.changes = changes
        self.reads = reads
        self.secrets = secrets

    def denied(self, who, *words):
        done = netns.run(self.ns, [*who, self.tool, self.name, *words], check=False)
        lines = done.stderr.splitlines()
        expect(done.returncode == 1 and len(lines) == 1 and "not permitted" in lines[0],
               f"{who[0]} {self.name} {' '.join(words)} refused in one line",
               f"exit {done.returncode}, {done.stderr!r}")

    def state(self):
        """All but what runs on by itself."""
        found = []
        for words in (*self.reads, *self.secrets):
            seen = query(self.ns, self.name, *words)
            for entry in seen if isinstance(seen, list) else [seen]:
                found.append({k: v for k, v in entry.items()
                              if k not in ("expires", "counters", "auth", "seq", "last_rtt_us")})
        return found

    def may_read(self, who):
        for words in self.reads:
            wanted = query(self.ns, self.name, *words)
            seen = netns.run(self.ns, [*who, self.tool, "-j", self.name, *words]).stdout
            equal(len(json.loads(seen)), len(wanted), f"what {who[0]} sees of {' '.join(words)}:")

    def written(self, who, file):
        """Writing "5" into a file, by a program that opens it itself."""
        return netns.run(self.ns, [*who, "sh", "-c", f"echo 5 >{file}"],
                         check=False).returncode == 0

    def check(self, file, key):
        before = self.state()
        for words in self.changes:
            self.denied(NOBODY, *words)
        for words in self.changes[:2]:
            self.denied(STRANGER, *words)
        for words in self.secrets:
            self.denied(NOBODY, *words)
            self.denied(STRANGER, *words)
        self.may_read(NOBODY)
        # The file belongs to root, as whom the stranger appears here, too.
        files = Files(self.ns, self.name)
        os.chmod(files.dir, 0o755)
        try:
            path = files.path(file)
            expect(not self.written(NOBODY, path), "no write by nobody", "written")
            expect(not self.written(STRANGER, path), "no write by a stranger's root", "written")
            netns.run(self.ns, [*NOBODY, "cat", path])
            equal(self.state(), before, "state after refusals")
            expect(self.written([], path), "a write by the owner", "refused")
            equal(query(self.ns, self.name, "show")[key], 5, key)
        finally:
            files.close()


def queues(trace):
    """Where the nodes have queued what a handover waits for."""
    return {e["workqueue"] for e in trace.all() if e["function"] == "work_run"}


@pytest.fixture(name="where")
def readable_directory():
    """Nobody can read what is in it."""
    with tempfile.TemporaryDirectory() as where:
        os.chmod(where, 0o755)
        yield where


@pytest.mark.world(dars=1)
def test_userns(net, where):
    tool = shutil.copy(famactl.tool(), f"{where}/fama")
    shutil.copy(f"{famactl.tool()}-key", where)
    pem = shutil.copy(famactl.key(), f"{where}/key")
    os.chmod(tool, 0o755)
    dar = Dar(1)
    Peer(net).register()
    Role(tool, "dar1", "dar", DAR_CHANGES, DAR_READS, DAR_SECRETS).check("queue_max", "queue")
    done = netns.run("dar1", ["timeout", "5", *NOBODY, tool, "monitor", "dar"], check=False)
    expect(done.returncode == 1 and "not permitted" in done.stderr, "no events for nobody", done)
    mn = Mn()
    with Trace("workqueue:workqueue_queue_work") as trace:
        net.mover.attach("mn", 1)
        home = mn.state(1, "home")["address"]
        equal(queues(trace), {"mn_urgent"}, "queues of the administrator's node")
    mn_changes = (["disable"], ["set", "idle", "5"], ["address", "keep", home],
                  ["address", "release", home], ["link", "set", "eth0", "metric", "5"],
                  ["anchor", "add", prefix(9), "dar", dar_address(9)],
                  ["anchor", "del", prefix(1)])
    fama("mn", "mn", "anchor", "add", prefix(1), "dar", dar_address(1))
    node = Role(tool, "mn", "mn", mn_changes, MN_READS)
    node.check("idle_time", "idle")
    # Root who lost what it takes, and can read the key.
    for change in (["enable", "key", pem, "dev", "eth0"], ["set", "key", pem]):
        node.denied(["setpriv", "--bounding-set=-net_admin"], *change)

    # A user who has a network namespace of their own has both roles of their own, and
    # is warned that others can read the key.
    os.chmod(pem, 0o644)
    with Trace("workqueue:workqueue_queue_work") as trace:
        done = netns.run(None, [*OWNER, "sh", "-c", OWN.format(fama=tool, key=pem)])
        expect("mn" in queues(trace), "the user's node in the common queue", queues(trace))
    shown, anchors, resumed, own = (json.loads(line) for line in done.stdout.splitlines())
    equal((shown["enabled"], shown["queue"], shown["anchors"]), (True, 7, 1), "own router")
    equal(anchors[0]["lifetime"], 300, "own anchor's lifetime")
    expect(resumed["parent"] and resumed["draining"], "own checkpoint, own drain", resumed)
    equal((own["enabled"], own["policy"], own["idle"], own["key"]["bits"]),
          (True, "in-use", 7, 1024), "own node")
    equal(query("dar1", "dar", "show")["queue"], 5, "the other's queue")
    equal(query("mn", "mn", "show")["idle"], 5, "the other's idle time")
