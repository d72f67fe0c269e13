#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Is all that the netlink specs of an older version had still there, as it was?

    kept.py OLD NEW     a file each
    kept.py SPEC...     of this tree; OLD is that of the last version (last.sh)

What is new may only be added: programs of the older version are right for the newer kernel
module, and those of the newer version find what they know on an older one.
"""

import os
import subprocess
import sys

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "../..")

# What is said of a thing to readers, and what is compared on its own.
TEXT = {"doc", "display-hint"}
# Bounds of a value may become wider, so that what was right stays right.
WIDER = {"min": lambda old, new: new <= old, "max": lambda old, new: new >= old,
         "max-len": lambda old, new: new >= old, "min-len": lambda old, new: new <= old}


def numbered(entries, start):
    """{name: entry, with its number}, as the specs count."""
    found, number = {}, start
    for entry in entries:
        entry = dict(entry) if isinstance(entry, dict) else {"name": entry}
        number = entry.get("value", number)
        found[entry["name"]] = {**entry, "value": number}
        number += 1
    return found


def flat(spec):
    """{place in the spec: {what: value}} of all that has a meaning on the wire."""
    family = {key: spec.get(key) for key in ("name", "protocol", "version", "uapi-header")}
    things = {"family": family}
    for d in spec.get("definitions", []):
        if "entries" not in d:
            things[f"constant {d['name']}"] = {"value": d.get("value"), "type": d["type"]}
            continue
        for name, entry in numbered(d["entries"], d.get("value-start", 0)).items():
            things[f"{d['type']} {d['name']}: {name}"] = {"value": entry["value"]}
    for s in spec["attribute-sets"]:
        for name, attr in numbered(s["attributes"], 1).items():
            if "subset-of" in s:
                attr = {key: attr[key] for key in attr if key != "value"}
            things[f"attribute {s['name']}: {name}"] = attr
    operations = spec["operations"]
    for name, op in numbered(operations["list"], 1).items():
        things[f"operation {name}"] = {key: value for key, value in op.items()
                                       if key not in ("do", "dump", "event")}
        for mode in ("do", "dump", "event"):
            if mode in op:
                things[f"operation {name}: {mode}"] = {}
                parts = op[mode] if mode != "event" else {"event": op[mode]}
                for part in ("request", "reply", "event"):
                    for attr in (parts.get(part) or {}).get("attributes", []):
                        things[f"operation {name}: {mode}: {part} with {attr}"] = {}
    for group in spec.get("mcast-groups", {}).get("list", []):
        things[f"group {group['name']}"] = {}
    return things


def differences(place, old, new):
    """What of a thing is not as it was."""
    for key in sorted((set(old) | set(new)) - TEXT):
        was, now = old.get(key), new.get(key)
        if key == "checks":
            yield from (f"{place}: {check} was {was.get(check)} and is {now.get(check)}"
                        for was, now in [(was or {}, now or {})] for check in sorted({*was, *now})
                        if not fits(check, was, now))
        elif was != now:
            yield f"{place}: {key} was {was} and is {now}"


def fits(check, was, now):
    if check not in now:
        return check in WIDER  # a bound less
    return check in was and WIDER.get(check, lambda a, b: a == b)(was[check], now[check])


def lost(old, new):
    """What a program of the old spec would miss or misunderstand."""
    before, after = flat(old), flat(new)
    for place, thing in before.items():
        if place not in after:
            yield f"{place} is gone"
        else:
            yield from differences(place, thing, after[place])


def load(file):
    with open(file, encoding="utf-8") as f:
        return yaml.safe_load(f)


def last(file):
    """That file of the last version; None where that is not known, or had no such family."""
    asked = subprocess.run([f"{HERE}/last.sh"], stdout=subprocess.PIPE, text=True, check=False)
    if asked.returncode:
        return None
    path = os.path.relpath(os.path.realpath(file), os.path.realpath(TOP))
    shown = subprocess.run(["git", "-C", TOP, "show", f"{asked.stdout.strip()}:{path}"],
                           stdout=subprocess.PIPE, text=True, check=False)
    return yaml.safe_load(shown.stdout) if shown.returncode == 0 else None


def main(files):
    if len(files) == 2 and os.path.basename(files[0]) == os.path.basename(files[1]):
        pairs = [(files[1], load(files[0]))]
    else:
        pairs = [(file, last(file)) for file in files]
    wrong = 0
    for file, old in pairs:
        if old is None:
            print(f"{file}: there is no older version to compare with")
            continue
        for what in lost(old, load(file)):
            print(f"{file}: {what}")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
