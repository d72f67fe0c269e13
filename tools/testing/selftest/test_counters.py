# SPDX-License-Identifier: GPL-2.0-only
"""Every counter is in the guide of its role, with its meaning and what to do."""

import os
import re

import pytest

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
GUIDES = (("Documentation/router.rst", "dar/pure/stats.c"), ("Documentation/node.rst", "mn/stats.c"))


def text(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def explained(guide, source):
    """{name: [explanation, ...]} of the guide's list of these counters."""
    listed = re.search(rf"\n\.\. counters: {re.escape(source)}\n(.*?)\n\.\. end of counters\n",
                       guide, re.DOTALL)
    assert listed, f"no list of the counters of {source}"
    found = {}
    for name, words in re.findall(r"^``(\w+)``\n((?:  .*\n?)+)", listed[1] + "\n", re.MULTILINE):
        found.setdefault(name, []).append(" ".join(words.split()))
    return found


def faults(guide, source, code):
    """What is wrong with the list, a line each."""
    names = re.findall(r'^\t\[\w+_STATS?_\w+\] = "(\w+)",$', code, re.MULTILINE)
    assert names, f"no names in {source}"
    found = explained(guide, source)
    wrong = [f"{n} is not in the guide" for n in names if n not in found]
    wrong += [f"{n} is no counter" for n in found if n not in names]
    wrong += [f"{n} is there {len(w)} times" for n, w in found.items() if len(w) > 1]
    wrong += [f"{n} says neither a remedy nor that it is normal" for n, w in found.items()
              if not re.search(r"\bRemedy\b.*: .|\b[Nn]ormal\b", w[0])]
    return wrong


@pytest.mark.parametrize("guide, source", GUIDES)
def test_guide(guide, source):
    assert not faults(text(guide), source, text(source))


@pytest.mark.parametrize("guide, source", GUIDES)
def test_faults_are_found(guide, source):
    """The check itself: a counter that is missing, unknown, twice, or without a remedy."""
    code = text(source)
    good = text(guide)
    name = list(explained(good, source))[3]
    entry = re.search(rf"``{name}``\n(?:  .*\n)+", good)[0]
    for broken, fault in (
            (good.replace(entry, ""), f"{name} is not in the guide"),
            (good.replace(f"``{name}``\n", "``another``\n", 1), "another is no counter"),
            (good.replace(entry, entry * 2), f"{name} is there 2 times"),
            (good.replace(entry, f"``{name}``\n  It rises.\n"),
             f"{name} says neither a remedy nor that it is normal")):
        assert fault in faults(broken, source, code)
