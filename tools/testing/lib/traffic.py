# SPDX-License-Identifier: GPL-2.0-only
"""Flows between a node and the correspondent, driven through flow.c."""

import json
import os

import netns
from check import expect, until
from patience import scaled
from topology import CN, binary

PORT = 7007


class Server:
    def __init__(self, directory, ns="cn"):
        self.file = os.path.join(directory, f"server-{ns}.json")
        self.proc = netns.spawn(ns, [binary("flow"), "server", str(PORT), self.file],
                                stdout=-1, text=True)
        self.proc.stdout.readline()

    def stop(self):
        netns.stop(self.proc)
        with open(self.file, encoding="ascii") as f:
            return json.load(f)


class Client:
    def __init__(self, directory, ns="mn", to=CN):
        self.file = os.path.join(directory, f"client-{ns}.json")
        self.proc = netns.spawn(ns, [binary("flow"), "client", to, str(PORT), self.file],
                                stdin=-1, stdout=-1, text=True, bufsize=1)

    def _say(self, text):
        self.proc.stdin.write(text + "\n")
        self.proc.stdin.flush()

    def open(self, kind, name, src, period_ms=20, octets=64):
        self._say(f"{kind} {name} {src} {period_ms} {octets}")

    def begin(self, src, *kinds):
        """One flow of each kind, which has its name; returns when all of them flow."""
        for kind in kinds:
            self.open(kind, kind, src)
        self.flowing(*kinds)

    def status(self):
        self._say("status")
        return {f["name"]: f for f in json.loads(self.proc.stdout.readline())["flows"]}

    def flowing(self, *names, more=5, patience=None):
        """Wait until each of these flows has received some more."""
        start = self.status()

        def moved():
            now = self.status()
            for name in names:
                expect(not now[name]["error"], f"flow {name} alive", now[name])
            return all(now[name]["received"] >= start[name]["received"] + more
                       for name in names)

        until(moved, f"traffic on {', '.join(names)}", lambda: str(self.status()),
              patience=patience)

    def alive(self, *names):
        now = self.status()
        for name in names:
            expect(not now[name]["error"] and now[name]["open"], f"flow {name} alive",
                   now[name])

    def stop(self):
        self._say("stop")
        self.proc.stdin.close()
        self.proc.wait(scaled(60))
        with open(self.file, encoding="ascii") as f:
            return {f["name"]: f for f in json.load(f)["flows"]}


def merge(client, server):
    """Adds to the flows of a client what only the server knows.

    ping: "there", when each request reached the correspondent;
    down: when each datagram was sent.
    """
    for flow in client.values():
        for other in server["flows"]:
            if (other["type"], other["id"], other["address"]) != \
                    (flow["type"], flow["id"], flow["address"]):
                continue
            if flow["type"] == "ping":
                there = [r for _, r in other["probes"]]
                flow["there"] = there + [0] * (len(flow["probes"]) - len(there))
            elif flow["type"] == "down":
                got = [r for _, r in flow["probes"]]
                got += [0] * (len(other["probes"]) - len(got))
                flow["probes"] = [[s, got[i]] for i, (s, _) in enumerate(other["probes"])]
                flow["sent"] = len(flow["probes"])
    return client


def lost_runs(probes):
    """Runs of lost probes: [(first sent, last sent, how many, next received)]."""
    runs, run = [], []
    for sent, received in probes:
        if not received:
            run.append(sent)
            continue
        if run:
            runs.append((run[0], run[-1], len(run), received))
            run = []
    if run:
        runs.append((run[0], run[-1], len(run), 0))
    return runs
