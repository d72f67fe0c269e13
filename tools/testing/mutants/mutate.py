#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Every small change of a C file that a test should notice.

A mutant is named by its function and by the text of its line before and after,
not by a number: it stays the same mutant when lines move.
"""

import re
from dataclasses import dataclass

# What stands for what. Kernel style has a space on both sides of an operator.
OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "&&": "||", "||": "&&",
    "+": "-", "-": "+", "*": "+", "/": "*", "%": "/",
    "&": "|", "|": "&", "^": "|", "<<": ">>", ">>": "<<",
    "+=": "-=", "-=": "+=", "|=": "&=", "^=": "|=", "&=": "|=",
}

SKIPPED = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    r'|^#include[^\n]*|^(?:MODULE|EXPORT)_\w+\([^\n]*', re.S | re.M)
FUNCTION = re.compile(r"^(?=\w)[^;={}()#]*?(\w+)\([^;{}]*\)\n\{\n.*?^\}", re.S | re.M)
LONGEST_FIRST = sorted(map(re.escape, OPERATORS), key=len, reverse=True)
BINARY = re.compile(rf"(?<= )({'|'.join(LONGEST_FIRST)})(?= |\n)")
NUMBER = re.compile(r"(?<![\w.])(0x[0-9a-fA-F]+|\d+)(?=[uUlL]*\b)")
CONDITION = re.compile(r"\b(?:if|while) \(")
NEGATION = re.compile(r"(?<=[( \t])!(?=[\w(!*])")
STEP = re.compile(r"\+\+|--")
BOOL = re.compile(r"\b(true|false)\b")
# A statement that is neither a declaration nor a jump.
STATEMENT = re.compile(
    r"^\t+((?:\*|\w+->|\w+\.)?[\w.>\[\]-]*(?: (?:[-+|&^]|<<|>>)?=(?!=) [^;{}]*"
    r"|\([^;{}]*\)|\+\+|--)|(?:\+\+|--)[^;{}]+|break|continue);$", re.M)
CALL = re.compile(r"\b(?!if|for|while|switch|sizeof|return)(\w+)\(")
# The order of their arguments is of no importance.
SYMMETRIC = {"memcmp", "crypto_memneq", "ipv6_addr_equal", "dar_address_same_prefix",
             "min", "max"}


@dataclass(frozen=True)
class Mutant:
    """A change: what stands from start to end becomes text."""

    path: str
    function: str
    line: int
    before: str
    after: str
    start: int
    end: int
    text: str

    @property
    def name(self):
        """The same for as long as the line and its function are the same."""
        return self.function, self.before, self.after

    def apply(self, source):
        """The whole file with the change."""
        return source[:self.start] + self.text + source[self.end:]


def masked(source):
    """The source with blanks for all that is no code, at the same places."""
    return SKIPPED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)


def closing(code, start):
    """Where the bracket that opens just before start is closed."""
    depth = 1
    for at in range(start, len(code)):
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        if not depth:
            return at
    return None


def arguments(code, start, end):
    """Spans of the arguments between two brackets."""
    depth, begin, spans = 0, start, []
    for at in range(start, end):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[at], 0)
        if code[at] == "," and not depth:
            spans.append((begin, at))
            begin = at + 1
    return spans + [(begin, end)]


def tokens(code):
    """Changes of an operator, a number, a truth value."""
    for m in BINARY.finditer(code):
        yield m.start(), m.end(), OPERATORS[m[0]]
    for m in NUMBER.finditer(code):
        yield m.start(), m.end(), str(int(m[0], 0 if m[0].startswith("0x") else 10) + 1)
    for m in NEGATION.finditer(code):
        yield m.start(), m.end(), ""
    for m in STEP.finditer(code):
        yield m.start(), m.end(), "--" if m[0] == "++" else "++"
    for m in BOOL.finditer(code):
        yield m.start(), m.end(), "false" if m[0] == "true" else "true"


def statements(code, source):
    """Conditions negated, statements removed, arguments swapped."""
    for m in CONDITION.finditer(code):
        end = closing(code, m.end())
        yield m.end(), end, f"!({source[m.end():end]})"
    for m in STATEMENT.finditer(code):
        yield m.start(1), m.end(1), ""
    for m in CALL.finditer(code):
        end = closing(code, m.end())
        spans = arguments(code, m.end(), end) if end else []
        if m[1] in SYMMETRIC:
            continue
        for (a, b), (c, d) in zip(spans, spans[1:]):
            first, second = source[a:b], source[c:d]
            if first.strip() != second.strip():
                swapped = (first.replace(first.strip(), second.strip()) + "," +
                           second.replace(second.strip(), first.strip()))
                yield a, d, swapped


def functions(code):
    """(start of the body, end, name) of each function."""
    return [(code.index("{", m.start()), m.end(), m[1])
            for m in FUNCTION.finditer(code)]


def squeezed(text):
    """On one line, with single spaces."""
    return " ".join(text.split())


def mutants(path, source):
    """All mutants of a file in the order of their places."""
    code, found = masked(source), []
    inside = functions(code)
    changes = list(tokens(code)) + list(statements(code, source))
    for start, end, text in sorted(set(changes)):
        function = next((name for a, b, name in inside if a <= start < b), "-")
        # Outside of functions there are prototypes, tables and constants.
        line_start = source.rfind("\n", 0, start) + 1
        if function == "-" and not (re.match(r"#define|\t", source[line_start:]) and
                                    NUMBER.fullmatch(source[start:end])):
            continue
        line_end = source.find("\n", end)
        before = source[line_start:line_end]
        after = source[line_start:start] + text + source[end:line_end]
        found.append(Mutant(path, function, source.count("\n", 0, start) + 1,
                            squeezed(before), squeezed(after), start, end, text))
    return found
