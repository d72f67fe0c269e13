# SPDX-License-Identifier: GPL-2.0-only
"""Does kept.py notice what an older program would miss, and nothing else?"""

import copy
import os

import kept
import pytest

SPEC = os.path.join(kept.TOP, "Documentation/netlink/specs/mn.yaml")


@pytest.fixture(scope="module", name="old")
def old_spec():
    return kept.load(SPEC)


def entry(entries, name):
    return next(e for e in entries if e["name"] == name)


def attribute(spec, name):
    return entry(spec["attribute-sets"][0]["attributes"], name)


def operation(spec, name):
    return entry(spec["operations"]["list"], name)


def added(spec):
    """As a newer version may be."""
    spec["attribute-sets"][0]["attributes"].append({"name": "colour", "type": "u8"})
    spec["definitions"][0]["entries"].append({"name": "lost", "doc": "nobody knows where"})
    spec["operations"]["list"].append({"name": "paint", "attribute-set": "mn", "do": {
        "request": {"attributes": ["colour"]}}})
    operation(spec, "enable")["do"]["request"]["attributes"].append("colour")
    attribute(spec, "idle-time")["doc"] = "said in other words"
    attribute(spec, "max-addresses")["checks"]["max"] = 1 << 20


WRONG = {
    "an attribute is gone": (lambda s: s["attribute-sets"][0]["attributes"].pop(),
                             "is gone"),
    "one between others": (lambda s: s["attribute-sets"][0]["attributes"].insert(
        0, {"name": "colour", "type": "u8"}), "value was 1 and is 2"),
    "another type": (lambda s: attribute(s, "idle-time").update(type="u64"), "type was u32 and is u64"),
    "a smaller bound": (lambda s: attribute(s, "max-addresses")["checks"].update(max=2), "max was"),
    "a new bound": (lambda s: attribute(s, "transient-mark").setdefault("checks", {}).update(max=5),
                    "max was None and is 5"),
    "a state between others": (lambda s: s["definitions"][0]["entries"].insert(1, {"name": "lost"}),
                               "home: value was 1 and is 2"),
    "an operation is gone": (lambda s: s["operations"]["list"].pop(0), "operation enable is gone"),
    "one that takes less": (lambda s: operation(s, "enable")["do"]["request"]["attributes"].remove(
        "table"), "request with table is gone"),
    "one that says less": (lambda s: operation(s, "get")["do"]["reply"]["attributes"].remove("sec"),
                           "reply with sec is gone"),
    "one that wants to be asked by root": (lambda s: operation(s, "get").update(flags=["admin-perm"]),
                                           "flags was None"),
    "another name": (lambda s: s.update(name="node"), "family: name was mn and is node"),
}


def test_what_is_new_is_added(old):
    new = copy.deepcopy(old)
    added(new)
    assert not list(kept.lost(old, new))


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found(old, what):
    change, said = WRONG[what]
    new = copy.deepcopy(old)
    change(new)
    assert any(said in line for line in kept.lost(old, new)), list(kept.lost(old, new))
