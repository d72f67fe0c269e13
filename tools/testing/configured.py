#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Do fama save and fama restore know all that can be configured?

    configured.py SPEC...

Every operation of a spec that changes something is one of the table of kinds in
tools/fama/config/config.c, or is named here as no configuration. Every attribute that those
operations take is in the tables of settings, or is named here with its reason.
"""

import os
import re
import sys

import yaml

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
WHOLE = ("config/config.c", "config/wanted.c", "config/plan.c", "config/restore.c")
TABLES = ("dar/anchor.c", "dar/set.c", "mn/set.c", "mn/permit.c")
SETTING = re.compile(r"{[^{}]*\.type = SETTING_[^{}]*}")
CONSTANT = re.compile(r"\b(?:DAR|MN)_(?:A|CMD)_\w+")

# What changes the state of a role, and not what it is told to be.
STATE = {
    "dar": {"binding-flush", "memory-flush", "freeze", "checkpoint", "resume", "drain",
            "admit-flush"},
    "mn": {"address-set", "checkpoint", "thaw"},
}

# What the commands of a file cannot say, and why it is not missing.
ELSEWHERE = {
    ("dar", "device"): "the command leaves the name of the tunnel device as it is",
    ("dar", "modifier"): "it comes with the key",
    ("dar", "ifindex"): "a link has a name, which outlives its number",
    ("mn", "device"): "the command leaves the name of the tunnel device as it is",
    ("mn", "ifindex"): "a device has a name, which outlives its number",
    ("mn", "secret"): "it opens a checkpoint, which is state",
    ("mn", "checkpoint"): "state",
}


def word(name):
    return name.replace("-", "_").upper()


def known(top):
    """The constants of the families that the command's tables have."""
    text = ""
    for name in WHOLE + TABLES:
        with open(os.path.join(top, "tools/fama", name), encoding="ascii") as f:
            whole = f.read()
        text += whole if name in WHOLE else "".join(SETTING.findall(whole))
    return set(CONSTANT.findall(text))


def missing(spec, constants):
    family = spec["name"]
    for operation in spec["operations"]["list"]:
        name = operation["name"]
        if "admin-perm" not in operation.get("flags", ()) or "do" not in operation or \
                name.endswith("-get") or name in STATE[family]:
            continue
        if f"{word(family)}_CMD_{word(name)}" not in constants:
            yield f"{family}: {name} is neither configured nor state"
        for attr in operation["do"].get("request", {}).get("attributes", ()):
            if f"{word(family)}_A_{word(attr)}" not in constants and \
                    (family, attr) not in ELSEWHERE:
                yield f"{family}: {name} takes {attr}, which fama save and restore do not know"


def main():
    constants = known(TOP)
    found = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            found += missing(yaml.safe_load(f), constants)
    for line in found:
        print(f"configured.py: {line}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
