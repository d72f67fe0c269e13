#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Check a netlink spec: that the kernel's tools accept it, that its numbers are
those of the header, and that both have the same names.

    spec.py TREE SPEC     TREE: a kernel with tools/net/ynl, 6.12
"""

import glob
import os
import re
import subprocess
import sys
import tempfile

TREE, SPEC = sys.argv[1:]
HERE = os.path.dirname(os.path.abspath(__file__))
INCLUDE = os.path.join(HERE, "../../include/uapi")
YNL = os.path.join(TREE, "tools/net/ynl")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(YNL, "lib"))

from nlspec import SpecFamily


def place(where):
    """The spec where the kernel's tree would have it, schemas and all."""
    netlink = os.path.join(where, "Documentation/netlink")
    os.makedirs(f"{netlink}/specs")
    for schema in glob.glob(os.path.join(TREE, "Documentation/netlink/*.yaml")):
        os.symlink(schema, os.path.join(netlink, os.path.basename(schema)))
    # By this the generator knows the top of the tree; it looks for ever.
    with open(f"{where}/MAINTAINERS", "x", encoding="ascii"):
        pass
    with open(SPEC, encoding="utf-8") as f:
        text = f.read()
    # The generator refuses to work on anything of another licence.
    text = re.sub("SPDX-License-Identifier: .*", "SPDX-License-Identifier: ((GPL-2.0 WITH "
                  "Linux-syscall-note) OR BSD-3-Clause)", text, count=1)
    spec = os.path.join(netlink, "specs", os.path.basename(SPEC))
    with open(spec, "w", encoding="utf-8") as f:
        f.write(text)
    return spec


def name(*words):
    return "".join(words).replace("-", "_").upper()


def numbers(family):
    """The name in C of all that has a number."""
    found = {}
    for attrs in family.attr_sets.values():
        if "subset-of" not in attrs.yaml:
            for attr in attrs.attrs.values():
                found[name(attrs.yaml["name-prefix"], attr.name)] = attr.value
    for op in family.msgs.values():
        found[name(family.yaml["operations"]["name-prefix"], op.name)] = op.value
    for const in family.consts.values():
        start = const.yaml.get("name-prefix", f"{family.name}-{const.name}-")
        for entry in const.entries.values():
            found[name(start, entry.name)] = entry.user_value()
    return found


def compile_c(header, found):
    """What the compiler says of these numbers."""
    lines = [f"#include <{header}>"]
    lines += [f'_Static_assert({c} == {n}, "{c} is {n} in the spec");'
              for c, n in found.items()]
    return subprocess.run(["cc", "-fsyntax-only", "-I", INCLUDE, "-x", "c", "-"],
                          input="\n".join(lines), text=True, check=False).returncode


def declared(header):
    """All constants of enumerations but those that stand for none."""
    with open(os.path.join(INCLUDE, header), encoding="ascii") as f:
        text = re.sub(r"/\*.*?\*/|#.*?$", "", f.read(), flags=re.DOTALL | re.MULTILINE)
    words = set()
    for body in re.findall(r"enum \w+ {(.*?)}", text, re.DOTALL):
        words |= set(re.findall(r"^\s*(\w+)", body, re.MULTILINE))
    return {w for w in words if not w.startswith("__") and
            w not in ("DAR_CMD_UNSPEC", "DAR_A_UNSPEC", "MN_CMD_UNSPEC", "MN_A_UNSPEC")}


def generates(spec):
    """What the kernel's generator makes of it must at least be C."""
    header = spec + ".h"
    subprocess.run([sys.executable, os.path.join(YNL, "ynl-gen-c.py"), "--mode", "uapi", "--header",
                    "--spec", spec, "-o", header], check=True, stdin=subprocess.DEVNULL)
    return subprocess.run(["cc", "-fsyntax-only", header], check=False).returncode


def main():
    with tempfile.TemporaryDirectory() as where:
        spec = place(where)
        family = SpecFamily(spec)  # against the schema, too
        bad = generates(spec)
    found = numbers(family)
    bad |= compile_c(family.yaml["uapi-header"], found)
    for c in sorted(set(found) ^ declared(family.yaml["uapi-header"])):
        print(f"{c} is only in the {'spec' if c in found else 'header'}")
        bad = 1
    print(f"{os.path.basename(SPEC)}: {len(found)} numbers")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
