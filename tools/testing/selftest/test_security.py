# SPDX-License-Identifier: GPL-2.0-only
"""Documentation/security.rst: each attack names tests, and each of them exists."""

import ast
import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^=+ =+ =+$")
NAME = re.compile(r"[a-z][\w.]*")


def existing():
    """Scenarios as FILE or FILE.TEST, and suites of KUnit."""
    known = {path.name.removesuffix("_kunit.c") for path in (TOP / "kunit").glob("*_kunit.c")}
    for path in (TOP / "tools/testing/scenarios").glob("*.py"):
        code = ast.parse(path.read_text(encoding="utf-8"))
        cases = [node.name.removeprefix("test_") for node in code.body
                 if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        if cases:
            known |= {path.stem, *(f"{path.stem}.{case}" for case in cases)}
    return known


def rows(text):
    """Cells of each row of each table, whose lines are joined."""
    edges = None
    for line in text.splitlines():
        if ROW.match(line):
            edges = [m.start() for m in re.finditer(r"(?<!=)=", line)]
        elif edges and not line:
            edges = None
        elif edges:
            yield [line[a:b].strip() for a, b in zip(edges, [*edges[1:], None])]


def named(text):
    """What the last cells name; a word that goes on in the next line is one word."""
    return [name for *_, cell in rows(text) if cell != "shown by"
            for name in NAME.findall(cell)]


def test_tests_exist():
    names = named((TOP / "Documentation/security.rst").read_text(encoding="utf-8"))
    assert len(set(names)) > 60
    assert sorted(set(names) - existing()) == []


def test_rows_are_read():
    text = "=== === ===\na   b   shown by\n=== === ===\nx   y   one, two;\n        three.four\n" \
        "=== === ===\n\nnot this\n"
    assert named(text) == ["one", "two", "three.four"]
