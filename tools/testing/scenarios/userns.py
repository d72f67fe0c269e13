#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
# kernels: uml-6.12 uml-6.1 debian-6.12
"""Who may configure: the owner of the namespace, nobody else; all may read."""

import shutil
import tempfile

from scenario import *

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]
# Root in a user namespace of its own, which owns no network namespace.
STRANGER = ["unshare", "-U", "-r"]
OWNER = [*NOBODY, "unshare", "-U", "-r", "-n"]
OWN = """set -e
ip link add acc type dummy
ip link set acc up
ip addr add 2001:db8:1::1/64 dev acc nodad
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
"""
CHANGES = (["enable"], ["disable"], ["set", "queue", "5"],
           ["anchor", "add", "2001:db8:9::/64", "dev", "acc"],
           ["anchor", "change", prefix(1), "lifetime", "300"], ["anchor", "del", prefix(1)],
           ["binding", "flush"], ["memory", "flush"])
READS = (["show"], ["anchor", "show"], ["binding", "show"], ["memory", "show"])


def denied(who, command, *words):
    done = netns.run("dar1", [*who, command, "dar", *words], check=False)
    lines = done.stderr.splitlines()
    expect(done.returncode == 1 and len(lines) == 1 and "not permitted" in lines[0],
           f"{who[0]} {' '.join(words)} refused in one line",
           f"exit {done.returncode}, {done.stderr!r}")


def state():
    return [query("dar1", "dar", *words) for words in READS]


def written(who, file):
    """Writing "5" into a file, by a program that opens it itself."""
    return netns.run("dar1", [*who, "sh", "-c", f"echo 5 >{file}"], check=False).returncode == 0


with World(dars=1, nodes=0, radvd=False) as net, tempfile.TemporaryDirectory() as where:
    os.chmod(where, 0o755)
    tool = shutil.copy(famactl.tool(), f"{where}/fama")
    os.chmod(tool, 0o755)
    dar = Dar(1, "off")
    Peer(net).register()
    before = state()
    for words in (*CHANGES, ["set", "key", "none"]):
        denied(NOBODY, tool, *words)
    for words in CHANGES[:3]:
        denied(STRANGER, tool, *words)
    for words, wanted in zip(READS, before):
        seen = json.loads(netns.run("dar1", [*NOBODY, tool, "-j", "dar", *words]).stdout)
        equal(len(seen), len(wanted), f"what nobody sees of {' '.join(words)}:")
    # The file belongs to root, as whom the stranger appears here, too.
    sys = f"{where}/sys"
    os.mkdir(sys)
    netns.run("dar1", ["mount", "-t", "sysfs", "sysfs", sys])
    try:
        file = f"{sys}/class/net/dar0/dar/queue_max"
        expect(not written(NOBODY, file), "no write by nobody", "written")
        expect(not written(STRANGER, file), "no write by a stranger's root", "written")
        netns.run("dar1", [*NOBODY, "cat", file])
        changed = [[{k: v for k, v in e.items() if k not in ("expires", "counters")}
                    for e in (s if isinstance(s, list) else [s])] for s in (*before, *state())]
        equal(changed[len(before):], changed[:len(before)], "state after refusals")
        expect(written([], file), "a write by the owner", "refused")
        equal(query("dar1", "dar", "show")["queue"], 5, "queue")
    finally:
        netns.run(None, ["umount", sys])

    # A user who has a network namespace of their own has a router of their own.
    done = netns.run(None, [*OWNER, "sh", "-c", OWN.format(fama=tool)])
    shown, anchors = (json.loads(line) for line in done.stdout.splitlines())
    equal((shown["enabled"], shown["queue"], shown["anchors"]), (True, 7, 1), "own router")
    equal(anchors[0]["lifetime"], 300, "own anchor's lifetime")
    equal(query("dar1", "dar", "show")["queue"], 5, "the other's queue")
