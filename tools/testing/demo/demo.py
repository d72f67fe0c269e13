#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""The demonstration inside the test kernel: demo.py OUTDIR.

Moves, keeps traffic going, records, and tells a newcomer what happens. What it
means is worked out afterwards by report.py.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))

# pylint: disable=wrong-import-position
import famactl  # noqa: E402
import netns  # noqa: E402
from check import Failure  # noqa: E402
from famactl import Dar, Mn  # noqa: E402
from scenario import World  # noqa: E402
from topology import CN, dar_address  # noqa: E402
from traffic import merge  # noqa: E402

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


def capture(out, ns, *devices):
    args = ["dumpcap", "-q", "-w", f"{out}/{ns}.pcapng"]
    for dev in devices:
        args += ["-i", dev]
    child = netns.spawn(ns, args, stderr=subprocess.PIPE, text=True)
    for line in child.stderr:
        if line.startswith("File:"):
            return child
    raise Failure(f"a capture in {ns}", f"exit {child.wait()}")


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


def round_trip(src, dst):
    """In ms, the shortest of a few, between the node and an anchor."""
    text = netns.run("mn", ["ping", "-n", "-c", "5", "-i", "0.05", "-I", src, dst]).stdout
    return float(re.search(r"= ([0-9.]+)/", text)[1])


def journey(net, out):
    """The whole story; returns what report.py needs besides events and packets."""
    say("Routers DAR1, DAR2 and DAR3 start to anchor the addresses of their links.", 1)
    dars = [Dar(n) for n in net.dars]
    watchers = [net.watch(d.ns) for d in dars]
    mn = Mn()
    events = net.watch("mn")
    watchers.append(events)
    captures = [capture(out, "mn", "eth0"), capture(out, "air", "d1", "d2", "d3")]
    server, client = net.traffic()

    moves, opened, first = [], [], None
    for step, n in enumerate(WAY):
        if step == 0:
            say("The mobile node comes up at DAR1.", 1)
            net.mover.attach("mn", n)
        else:
            say(f"Handover {step}: the node leaves DAR{WAY[step - 1]}; {BREAK_MS} ms without "
                f"any link; then DAR{n}.", 1)
            down, up = net.mover.move("mn", n, BREAK_MS)
        here = mn.state(n, "home")["address"]
        first = first or here
        if step:
            moves.append({"from": WAY[step - 1], "to": n, "down": down, "up": up,
                          "address": first, "current": here})
        say(f"    At DAR{n} it has the address {here}.")
        visited = sorted(set(WAY[:step + 1]))
        for other in visited:
            if other != n:
                mn.state(other, "away", careof=here)
        if step and n == WAY[0]:
            say("    It is home again: its first address needs no tunnel any more.")
            dars[n - 1].unbound(first)
        tell_addresses(mn)
        if step:
            moves[-1]["rtt_ms"] = round_trip(here, dar_address(WAY[0]))

        name = f"tcp{step + 1}"
        client.open("tcp", name, here, 100, 200)
        opened.append(name)
        if step == 0:
            say(f"    It opens a TCP stream to {CN} and pings it 50 times a second.")
            client.open("ping", "ping", here, 20)
            client.open("down", "down", here, 5)
        else:
            say("    It opens one more TCP stream, from the address it has here.")
        names = opened + ["ping", "down"]
        if not token(mn, n):
            say("    No token came from the router in time: the next move needs a signature.")
        elif n not in WAY[:step]:
            say("    The router gave it a token for this address: moving costs no signature.")
        client.flowing(*names, more=8)
        say(f"    All {len(opened)} streams and the ping are alive.", 32)

    flows = client.stop()
    flows = merge(flows, server.stop())
    say("The streams are closed. That was all.", 1)
    for c in captures:
        netns.stop(c, signal.SIGTERM)
    with open(f"{out}/events.jsonl", "w", encoding="ascii") as f:
        lines = [{"node": w.ns, **e} for w in watchers for e in w.all()]
        lines += [{"node": "mn", "event": f"mover_{s['step']}", **s} for s in net.mover.steps]
        for line in sorted(lines, key=lambda e: e["time"]):
            f.write(json.dumps(line) + "\n")
    return {"kernel": os.uname().release, "delay_ms": DELAY_MS, "moves": moves, "flows": flows}


def main():
    out = sys.argv[1]
    load()
    say("A correspondent, a core router, three access routers and a mobile node; "
        f"{DELAY_MS} ms between routers.", 1)
    scratch = "/tmp/fama-demo"
    os.makedirs(scratch, exist_ok=True)
    # Made before anything is timed, as a user would.
    famactl.key(1024, 1)
    with World(delay_ms=DELAY_MS) as net:
        run = journey(net, scratch)
        for role, place in [("mn", "mn"), ("dar", "dar1"), ("dar", "dar2"), ("dar", "dar3")]:
            run[f"{place}_counters"] = famactl.query(place, role, "show", "-s")["counters"]
    for name in os.listdir(scratch):
        shutil.copy(os.path.join(scratch, name), out)
    with open(f"{out}/run.json", "w", encoding="ascii") as f:
        json.dump(run, f)


if __name__ == "__main__":
    try:
        main()
    except Failure as e:
        say(f"failed: expected {e.expected}", 31)
        say(f"        seen {e.seen}")
        sys.exit(1)
