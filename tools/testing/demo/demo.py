#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""The demonstration inside the test kernel: demo.py OUTDIR.

Moves, keeps traffic going, records every link, and tells a newcomer what happens.
What the packets say about it is worked out afterwards by report.py, from plan.json
(what the network was told), the captures, and said.json and events.jsonl (what modules
and programs say of themselves).
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "lib"), os.path.join(HERE, "..")]

import famactl
import netns
from check import Failure, until
from dar import Dar
from judge.story import Story, link_address, places
from mn import Mn
from scenario import World
from topology import CN, Mover

WAY = (1, 2, 3, 2, 1)
BREAK_MS = 50
DELAY_MS = 10
COLOUR = bool(os.environ.get("FAMA_COLOUR"))
START = time.monotonic()


def say(text, colour=0):
    head = f"{time.monotonic() - START:5.1f} s  "
    if colour and COLOUR:
        text = f"\033[{colour}m{text}\033[0m"
    print(head + text, flush=True)


class Laboratory(World):
    """The network that `fama lab` makes, without what it does with the modules."""

    def _up(self, radvd):
        self.script("world")
        self._running()
        self.mover = Mover()

    def down(self):
        netns.kill_all()
        for name in self.names:
            netns.close(name)
        self.script("down")
        shutil.rmtree(self.dir, ignore_errors=True)

    @staticmethod
    def script(verb):
        file = os.path.join(os.path.dirname(famactl.tool()), "lab/lab.sh")
        netns.run(None, ["env", f"FAMA={famactl.tool()}", "sh", file, "text", verb])


def captures(out, net):
    """Record every link that a packet crosses, at both ends of the delays; returns the places."""
    children, told = [], {}
    for ns, dev in places(net.dars):
        name = f"{ns}-{dev}"
        with open(f"{out}/{name}.log", "w", encoding="ascii") as log:
            children.append(netns.spawn(ns, ["dumpcap", "-q", "-i", dev, "-w",
                                             f"{out}/{name}.pcapng"], stderr=log))
        told[f"{ns}/{dev}"] = {"file": f"{name}.pcapng", "log": f"{name}.log",
                               "mac": link_address(ns, dev)}
    for place in told.values():
        until(lambda log=f"{out}/{place['log']}": "File:" in contents(log),
              f"a capture into {place['file']}")
    return children, told


def contents(path):
    with open(path, encoding="ascii") as f:
        return f.read()


def load():
    subprocess.run([os.path.join(HERE, "..", "vm", "load.sh"), os.environ["FAMA_BUILD"],
                    "fama", "dar", "mn"], check=True)


def tell_addresses(mn):
    for a in mn.addresses():
        if a["state"] == "away":
            say(f"    {a['address']} is anchored at {a['dar']} and reached through a tunnel "
                f"from there (answered in {a['last_rtt_us'] / 1000:.0f} ms)")


def token(mn, n):
    """Wait for the token that a router hands out a few seconds after attachment."""
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        if mn.of_dar(n)["auth"] == "phkt":
            return True
        time.sleep(0.2)
    return False


def arrive(net, mn, story, step):
    """The next step of the way; returns the address that the node has there."""
    n = WAY[step]
    if step == 0:
        say("The mobile node comes up at DAR1.", 1)
        net.mover.attach("mn", n)
        return mn.state(n, "home")["address"]
    say(f"Handover {step}: the node leaves DAR{WAY[step - 1]}; {BREAK_MS} ms without "
        f"any link; then DAR{n}.", 1)
    story.move(n, BREAK_MS)
    return mn.state(n, "home")["address"]


def settle(mn, dars, step, here):
    """Wait until every address that the node left is reached through its tunnel."""
    n = WAY[step]
    say(f"    At DAR{n} it has the address {here}.")
    for other in sorted(set(WAY[:step])):
        if other != n:
            mn.state(other, "away", careof=here)
    if step and n == WAY[0]:
        say("    It is home again: its first address needs no tunnel any more.")
        dars[n - 1].unbound(here)
    tell_addresses(mn)


def more_traffic(mn, story, step, here):
    """One more stream at each place; the echoes and datagrams are those of the first."""
    story.open("tcp", f"tcp{step + 1}", here, 100, 200)
    if step == 0:
        say(f"    It opens a TCP stream to {CN}, pings it 50 times a second, and gets 200 "
            "datagrams a second.")
        story.open("ping", "ping", here, 20)
        story.open("down", "down", here, 5)
    else:
        say("    It opens one more TCP stream, from the address it has here.")
    if not token(mn, WAY[step]):
        say("    No token came from the router in time: the next move needs a signature.")
    elif WAY[step] not in WAY[:step]:
        say("    The router gave it a token for this address: moving costs no signature.")
    story.client.flowing(*story.names(), more=8)
    say(f"    All {step + 1} TCP streams, the ping and the datagrams go on.", 32)


def journey(net, out):
    """The whole story; returns what report.py needs besides events and packets."""
    say("Routers DAR1, DAR2 and DAR3 start to anchor the addresses of their links.", 1)
    dars = [Dar(n) for n in net.dars]
    watchers = [net.watch(d.ns) for d in dars]
    mn = Mn()
    watchers.append(net.watch("mn"))
    say("Every link is recorded, at both ends.")
    recorders, told = captures(out, net)
    server, client = net.traffic()
    story = Story(net, client, WAY[0])
    for step in range(len(WAY)):
        here = arrive(net, mn, story, step)
        settle(mn, dars, step, here)
        more_traffic(mn, story, step, here)

    closed = time.time_ns()
    reports = client.stop()
    server.stop()
    say("The streams are closed. That was all.", 1)
    for recorder in recorders:
        netns.stop(recorder, signal.SIGTERM)
    story.plan(closed, told).save(f"{out}/plan.json")
    with open(f"{out}/events.jsonl", "w", encoding="ascii") as f:
        lines = [{"node": w.ns, **e} for w in watchers for e in w.all()]
        lines += [{"node": "mn", "event": f"mover_{s['step']}", **s} for s in net.mover.steps]
        for line in sorted(lines, key=lambda e: e["time"]):
            f.write(json.dumps(line) + "\n")
    counters = {d.n: d.counters() for d in dars}
    return {"kernel": os.uname().release, "reports": reports, "counters": counters,
            "node_counters": mn.counters()}


def main():
    out = sys.argv[1]
    load()
    say("A correspondent, a core router, three access routers and a mobile node; "
        f"{DELAY_MS} ms between routers.", 1)
    scratch = "/tmp/fama-demo"
    os.makedirs(scratch, exist_ok=True)
    # Made before anything is timed, as a user would.
    famactl.key(1024, 1)
    with Laboratory(delay_ms=DELAY_MS) as net:
        said = journey(net, scratch)
    with open(f"{scratch}/said.json", "w", encoding="ascii") as f:
        json.dump(said, f)
    for name in os.listdir(scratch):
        shutil.copy(os.path.join(scratch, name), out)


if __name__ == "__main__":
    try:
        main()
    except Failure as e:
        say(f"failed: expected {e.expected}", 31)
        say(f"        seen {e.seen}")
        sys.exit(1)
