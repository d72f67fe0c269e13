# SPDX-License-Identifier: GPL-2.0-only
"""What the command shows in JSON is what tests read in their own process, key by key."""

import json
import os
import re

import pytest

import netns
from check import equal, expect, until
from dar import Dar
from famactl import query, tool
from mn import Mn
from monitor import listening
from topology import prefix

DOCUMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation")


def same(what, command, *in_process):
    """The command's answer is one that was read just before it or just after."""
    equal(type(command), type(in_process[0]), f"type of {what}:")
    if isinstance(command, list):
        equal({len(one) for one in in_process}, {len(command)}, f"entries of {what}:")
        for i, entry in enumerate(command):
            same(f"{what} {i}", entry, *(one[i] for one in in_process))
    elif isinstance(command, dict):
        equal({frozenset(one) for one in in_process}, {frozenset(command)}, f"keys of {what}:")
        for key, value in command.items():
            same(f"{what} {key}", value, *(one[key] for one in in_process))
    else:
        expect(command in in_process, f"{what} {in_process}", command)


def compare(ns, role, ask, *words):
    before = ask()
    shown = query(ns, role, *words)
    same(f"{ns} {' '.join(words)}", shown, before, ask())
    return shown


def brief(ns, shown, keys, *words):
    """The same in lines of values, which fit a narrow terminal."""
    lines = netns.run(ns, [tool(), "-br", *words]).stdout.splitlines()
    equal([line.split() for line in lines],
          [[str(one[key] or "-") for key in keys] for one in shown], f"fama -br {' '.join(words)}")
    expect(all(len(line) <= 80 for line in lines), "lines of 80 characters at most", lines)


def fits(ns, *words):
    """Lines for people fit a terminal, whatever there is to say."""
    lines = netns.run(ns, [tool(), *words]).stdout.splitlines()
    expect(lines and all(len(line) <= 80 for line in lines), "lines of 80 characters at most", lines)


def metrics(ns, *role):
    """(names, {name with labels: value})"""
    lines = netns.run(ns, [tool(), "metrics", *role]).stdout.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {line.split()[2] for line in lines if line.startswith("# TYPE")}, \
        {name: float(value) for name, value in values.items()}


def measured(dar, mn, away):
    """Metrics are what the modules say, and the documents name no others."""
    before, (anchor,) = dar.counters(), dar.anchors()
    names, values = metrics("dar1", "dar")
    after = dar.counters()
    for name, value in before.items():
        expect(value <= values[f"fama_dar_{name}_total"] <= after[name], name, (before, after))
    labels = f'{{prefix="{anchor["prefix"]}",dev="{anchor["dev"]}"}}'
    for name in ("bindings", "tx_packets_total", "rx_bytes_total", "accepted_total"):
        equal(values[f"fama_dar_anchor_{name}{labels}"], anchor[name.removesuffix("_total")], name)
    equal(values["fama_dar_bindings"], 1, "bindings")

    nodes, values = metrics("mn", "mn")
    for name, value in mn.counters().items():
        expect(0 <= values[f"fama_mn_{name}_total"] <= value, name, value)
    labels = f'address="{away["address"]}",dar="{away["dar"]}"'
    equal(values[f'fama_mn_address_state{{{labels},state="away"}}'], 1, "state")
    equal(round(values[f"fama_mn_address_last_rtt_seconds{{{labels}}}"] * 1e6), away["last_rtt_us"], "rtt")
    equal(metrics("mn")[0], nodes | metrics("mn", "dar")[0], "of all modules")
    for page in ("metrics.rst", "examples/prometheus/dashboard.json"):
        with open(os.path.join(DOCUMENTS, page), encoding="utf-8") as f:
            text = f.read()
        for name in re.findall(r"fama_(?:dar|mn)_[a-z_]*[a-z]", text):
            expect(any(known == name or known.startswith(f"{name}_") for known in names | nodes),
                   f"metric of {page}", name)
        if page.endswith(".json"):
            json.loads(text)


def follow(net, ns, role):
    """Events as the command tells them: a function that returns those until now."""
    with open(f"{net.dir}/events-{ns}", "w+", encoding="utf-8") as out:
        child = netns.spawn(ns, [tool(), "-j", "monitor", role], stdout=out)

    until(lambda: listening(child), f"fama monitor {role} in {ns} listening")

    def told():
        with open(out.name, encoding="utf-8") as f:
            return [json.loads(line) for line in f if line.endswith("\n")]
    return told


def agree(told, events):
    """One has no key or value that the other lacks; the command leaves out what is not there."""
    until(lambda: len(told()) == len(events.all()), "as many events by both",
          lambda: f"{told()} {events.all()}")
    for line, event in zip(told(), events.all()):
        equal({key: event[key] for key in line}, line, "event")
    return {event["event"] for event in events.all()}


@pytest.mark.world(dars=2)
def test_views(net):
    dars = [Dar(n) for n in net.dars]
    dars[0].set(queue_max=77, verify_rate=100)
    dars[0].change(min_sec=0, refresh=60, key_sizes="1024,2048")
    mn = Mn()
    mn.set(policy="in-use", idle_time=3600, transient_mark=5, transient_mask=7)
    mn.anchor(prefix(7), "2001:db8:7::1")
    events, anchor_events = net.watch("mn"), net.watch("dar1")
    told, anchor_told = follow(net, "mn", "mn"), follow(net, "dar1", "dar")

    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    compare("dar1", "dar", dars[0].remembered, "memory", "show")
    mn.keep(first)
    net.mover.move("mn", 2)
    second = mn.state(2, "home", auth="phkt")["address"]
    away = mn.state(1, "away", careof=second)
    dars[0].bound(first, second, state="verified")

    equal(len(compare("dar1", "dar", dars[0].bindings, "binding", "show")), 1, "bindings")
    # The command has the set as an array of numbers.
    equal(len(compare("dar1", "dar", lambda: [
        dict(one, key_sizes=[int(size) for size in one["key_sizes"].split(",")])
        for one in dars[0].anchors()], "anchor", "show")), 1, "anchors")
    equal(len(compare("mn", "mn", mn.addresses, "address", "show")), 2, "addresses")
    equal(len(compare("mn", "mn", mn.anchors, "anchor", "show")), 1, "anchors by hand")
    compare("mn", "mn", lambda: list(mn.links().values()), "link", "show")
    compare("dar1", "dar", dars[0].show, "show", "-s")
    compare("mn", "mn", mn.show, "show", "-s")
    brief("mn", mn.addresses(), ("address", "state", "careof"), "mn", "address")
    brief("dar1", dars[0].bindings(), ("home", "careof", "state"), "dar", "binding")
    brief("dar1", dars[0].anchors(), ("prefix", "dev", "state", "admit"), "dar", "anchor")
    brief("mn", mn.anchors(), ("prefix", "dar"), "mn", "anchor")
    for words in ((), ("binding",), ("anchor",)):
        fits("dar1", "-s", "dar", *words)
    for words in ((), ("address",), ("link",), ("anchor",)):
        fits("mn", "-s", "mn", *words)
    top = query("dar1", "top", "count", "1")["bindings"]
    equal([(one["home"], one["careof"]) for one in top], [(first, second)], "fama top")
    measured(dars[0], mn, away)
    expect(agree(told, events) >= {"link", "attach", "address", "bu", "ba"}, "events",
           events.all())
    expect(agree(anchor_told, anchor_events) >= {"bu", "ba", "binding"}, "events",
           anchor_events.all())

    mn.disable()
    dars[0].disable()
    compare("dar1", "dar", dars[0].show, "show", "-s")
    compare("mn", "mn", mn.show, "show", "-s")
    equal([metrics(ns)[1][f"fama_{role}_enabled"] for ns, role in (("dar1", "dar"), ("mn", "mn"))],
          [0, 0], "enabled")
    equal(compare("dar1", "dar", dars[0].bindings, "binding", "show"), [], "bindings")
