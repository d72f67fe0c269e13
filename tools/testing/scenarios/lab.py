# SPDX-License-Identifier: GPL-2.0-only
"""`fama lab` makes the network of the demonstration beside that of the machine, and takes all of it
away again; the lessons of Documentation/lab.rst, typed at terminals as they stand there."""

import json
import os
import re

import famactl
import netns
from check import equal, expect, until
from terminal import Terminal, steps

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation/lab.rst")
NAMES = ["air", "cn", "core", "dar1", "dar2", "dar3", "mn"]
STATE = "/run/fama-lab"
CN = "2001:db8:c::2"


def lab(*words, ns=None, check=True):
    return netns.run(ns, [famactl.tool(), "lab", *words], check=check)


def shown():
    return json.loads(netns.run(None, [famactl.tool(), "-j", "lab"]).stdout)


def refused(text, *words, ns=None):
    done = lab(*words, ns=ns, check=False)
    expect(done.returncode == 1 and done.stderr.splitlines()[-1].startswith("fama: ") and
           text in done.stderr, f"a refusal, {text!r}", (done.returncode, done.stderr))


def traces():
    """What of this machine the lab could have changed, and what is running."""
    found = [netns.show(None, *words) for words in (
        ("link",), ("-6", "address"), ("-6", "route"), ("-6", "rule"), ("netns",))]
    # Times of addresses go by.
    found = [re.sub(r"(valid_lft|preferred_lft|expires) \S+", r"\1", text) for text in found]
    programs = netns.run(None, ["pgrep", "-xc", "radvd|ping", "--runstates", "RSD"], check=False)
    return found, programs.stdout, os.path.exists(STATE)


def of_network(shown_addresses, n):
    return next((a for a in shown_addresses if a["address"].startswith(f"2001:db8:{n}:")), None)


def test_lab():
    before = traces()
    equal(shown(), {"up": False}, "a lab that is not up")
    for words in (("move",), ("shell",), ("forge",)):
        refused("it is not up (fama lab up)", *words)
    lab("up")
    first = of_network(shown()["addresses"], 1)
    expect(first and first["state"] == "home", "an address of dar1", first)
    equal(sorted(netns.exists()), NAMES, "namespaces")
    # Again, it is nothing new.
    expect("up already" in lab("up").stdout, "nothing to do", "something")
    equal(of_network(shown()["addresses"], 1)["address"], first["address"], "the same node")
    ping = netns.spawn("mn", ["ping", "-6", "-i", "0.2", "-I", first["address"], CN], stdout=-1,
                       text=True)
    for n in (2, 3, 1):
        equal(lab("move").stdout, f"lab: mn is at dar{n}\n", "what is said of a move")
        now = shown()
        equal(now["at"], f"dar{n}", "where it is")
        equal(of_network(now["addresses"], n)["state"], "home", "address of the place")
        equal([b["home"] for b in now["bindings"]["dar1"]], [first["address"]] if n != 1 else [],
              "bindings of dar1")
        until(lambda: "time=" in ping.stdout.readline(), "an answer")
    expect("already" in lab("move", "dar1").stdout, "nowhere to go", "a move")
    refused("leave it first", "down", ns="mn")
    expect(ping.poll() is None, "a ping that goes on", ping.poll())
    lab("down")
    until(lambda: traces() == before, "nothing left of it", lambda: (before, traces()))
    expect("not up" in lab("down").stdout, "nothing to do", "something")
    ping.wait()


def test_half():
    """All of it or nothing, and nothing of somebody else."""
    before = traces()
    netns.add("dar3")
    refused("a network namespace dar3 already", "up")
    equal(netns.exists(), ["dar3"], "namespaces")
    netns.remove("dar3")
    # A program that fails at the third router.
    os.makedirs("/tmp/bin", exist_ok=True)
    with open("/tmp/bin/radvd", "w", encoding="ascii") as f:
        f.write('#!/bin/sh\ncase $* in *radvd3*) exit 1 ;; esac\nexec /usr/sbin/radvd "$@"\n')
    os.chmod("/tmp/bin/radvd", 0o755)
    path, os.environ["PATH"] = os.environ["PATH"], f"/tmp/bin:{os.environ['PATH']}"
    refused("what was made of it is gone", "up")
    os.environ["PATH"] = path
    until(lambda: traces() == before, "nothing left of it", lambda: (before, traces()))
    # Somebody has taken a part: it is made anew.
    lab("up")
    netns.run(None, ["ip", "netns", "del", "dar2"])
    netns.add("dar2")
    equal(shown(), {"up": False}, "a lab that lacks a part")
    lab("down")
    equal(netns.exists(), ["dar2"], "namespaces")
    netns.remove("dar2")
    until(lambda: traces() == before, "nothing left of it", lambda: (before, traces()))


def test_lessons():
    with open(GUIDE, encoding="utf-8") as f:
        lessons = steps(f.read())
    expect(len(lessons) > 20, "lessons", lessons)
    folder = os.path.dirname(famactl.tool())
    env = {"PATH": f"{folder}:{os.environ['PATH']}", "PS1": "# ", "HOME": "/nonexistent"}
    terminals = {"# ": Terminal(["bash", "--norc", "--noprofile"], "# ", env)}
    for step in lessons:
        if step.prompt not in terminals and step.prompt:
            node = step.prompt.partition("#")[0]
            terminals[step.prompt] = Terminal([famactl.tool(), "lab", "shell", node],
                                              step.prompt, env)
        # The key is for a program that runs.
        terminal = terminals.get(step.prompt) or \
            next(t for t in terminals.values() if t.runs())
        terminal.type(step.typed)
        terminal.sees(step.seen)
    terminals["# "].type("exit")
    for terminal in terminals.values():
        terminal.close()
    equal(shown(), {"up": False}, "in the end")
