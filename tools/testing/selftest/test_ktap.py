# SPDX-License-Identifier: GPL-2.0-only
"""What a program reports, and what is missing in it."""

import ktap
import pytest


def verdicts(text, expected=None):
    reader = ktap.Reader()
    for line in text.splitlines():
        reader.feed(line)
    return reader.end(expected)


def failures(text, expected=None):
    return [name for verdict, name, _ in verdicts(text, expected) if verdict == "fail"]


NESTED = """KTAP version 1
1..1
    # Subtest: suite
    1..2
    ok 1 one
    {} 2 two
{} 1 suite
"""


def test_right():
    assert verdicts("KTAP version 1\n1..2\nok 1 a # 3.1 s\nok 2 - b\n", ["a", "b"]) == \
        [("pass", "a", ""), ("pass", "b", "")]


def test_plan_at_the_end():
    assert not failures("ok 1 - a\nok 2 - b\n1..2\n")


def test_children_count_instead_of_their_parent():
    assert [v[:2] for v in verdicts(NESTED.format("ok", "ok"))] == [("pass", "one"),
                                                                   ("pass", "two")]


def test_several_suites_below_one_parent():
    suite = "  1..1\n    1..1\n    ok 1 {}\n  ok 1 suite\n"
    assert not failures("1..1\n" + suite.format("a") + suite.format("b") + "ok 1 module\n")


def test_skip_has_its_reason():
    assert verdicts("1..1\nok 1 a # SKIP no such device\n") == [("skip", "a", "no such device")]


@pytest.mark.parametrize("text, failed", (
    ("", ["all"]),
    ("noise\n", ["all"]),
    ("1..0\n", ["all"]),
    ("1..1\nnot ok 1 a\n", ["a"]),
    ("1..1\nnot ok 1 a # SKIP\n", ["a"]),
    ("1..1\nnot ok 1 a # TODO later\n", ["a"]),
    ("1..2\nok 1 a\n", ["plan"]),
    ("1..1\nok 1 a\nok 2 b\n", ["plan"]),
    ("ok 1 a\n", ["plan"]),
    ("1..2\nok 1 a\nok 1 b\n", ["b"]),
    ("1..2\nok 2 a\nok 1 b\n", ["a", "b"]),
    ("1..1\nok 1 a\nBail out! no disk\n", ["bailed out"]),
    (NESTED.format("not ok", "not ok"), ["two"]),
    (NESTED.format("not ok", "ok"), ["two", "suite"]),
    (NESTED.format("ok", "not ok"), ["suite"]),
    (NESTED.replace("    {} 2 two\n", "").format("ok"), ["plan", "suite"]),
))
def test_wrong(text, failed):
    assert failures(text) == failed


@pytest.mark.parametrize("names, failed", (
    (["a", "b", "c"], ["c"]),
    (["a"], ["b"]),
    ([], ["a", "b"]),
))
def test_not_what_was_to_run(names, failed):
    assert failures("1..2\nok 1 a\nok 2 b\n", names) == failed


def test_the_same_test_twice():
    assert failures("1..2\nok 1 a\nok 2 a\n", ["a"]) == ["a"]
