# SPDX-License-Identifier: GPL-2.0-only
"""The netlink tool of the kernel's tree, with a spec of this project."""

import importlib
import os
import sys

import netns
from check import Failure, expect

TREE = os.path.join(os.environ.get("FAMA_KERNEL", ""), "tree")
SPECS = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "../../../Documentation/netlink/specs")
SCHEMA = f"{TREE}/Documentation/netlink/genetlink-c.yaml"


def ynl():
    """The library of the tool, which only a test kernel has at hand."""
    path = f"{TREE}/tools/net/ynl"
    if path not in sys.path:
        sys.path.insert(0, path)
    return importlib.import_module("lib")


class Tool:
    """One that asks and one that watches, in a namespace."""

    def __init__(self, ns, role):
        self.ns = ns
        self.spec = f"{SPECS}/{role}.yaml"
        with netns.inside(ns):
            # It does not know padding, which some architectures need.
            self.family, self.watch = (
                ynl().YnlFamily(self.spec, schema, process_unknown=True)
                for schema in (SCHEMA, ""))

    def do(self, op, **attrs):
        return self.family.do(op, {k.replace("_", "-"): v for k, v in attrs.items()})

    def dump(self, op):
        return self.family.dump(op, {})

    def refusal(self, op, errno_text, words, **attrs):
        try:
            self.do(op, **attrs)
        except ynl().NlError as e:
            expect(errno_text in str(e) and words in str(e),
                   f"{op} refused: {errno_text}, {words}", str(e))
            return
        raise Failure(f"{op} {attrs} refused", "accepted")

    def cli(self, *words):
        """The same by its command, which loads the spec anew."""
        done = netns.run(self.ns, ["python3", "-B", f"{TREE}/tools/net/ynl/cli.py", "--spec",
                                   self.spec, "--schema", SCHEMA, "--process-unknown",
                                   "--output-json", *words], check=False)
        return done.returncode, done.stdout
