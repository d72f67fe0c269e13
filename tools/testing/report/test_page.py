# SPDX-License-Identifier: GPL-2.0-only
"""The command, the page that it makes, and recordings that are damaged or hostile."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import library
import made
import page
import pytest
import recording
import story

REPORT = os.path.dirname(page.__file__)


def report(*words):
    done = subprocess.run([sys.executable, "-I", "-B", REPORT, *words], capture_output=True,
                          text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def changed(index, **more):
    lines = made.lines()
    lines[index] = dict(lines[index], **more)
    return lines


DAMAGED = (
    ([], 1, "the file is empty"),
    (["{"], 1, "no JSON"),
    (["[" * 100000], 1, "no JSON"),
    (["3"], 1, "no object"),
    (made.lines()[1:], 1, "no recording"),
    (changed(0, recording=2), 1, "version 2"),
    (changed(1, time="now"), 2, '"time" is not a whole number'),
    (changed(1, time=-1), 2, '"time" is not a whole number'),
    (changed(1, dar="nowhere"), 2, '"dar" is not an IPv6 address'),
    (changed(9, headers="6"), 10, '"headers" is not octets in hex'),
    (changed(9, headers="60 "), 10, '"headers" is not octets in hex'),
    (changed(9, out=1), 10, '"out" is not true or false'),
    ([made.begin(), {"time": 1, "addresses": [{"address": "::1"}]}], 2, 'addresses: "state"'),
    ([made.begin(), {"time": 1, "bindings": 3}], 2, '"bindings" is not a list'),
    ([made.begin(), {"time": 1, "counters": {"a": "b"}, "role": "mn"}], 2, "numbers by their names"),
    ([made.begin(), {"time": 1, "flow": {"name": "x"}}], 2, 'flow: "protocol" is missing'),
    ([made.begin(), {"event": "link"}], 2, '"time" is missing'),
)


@pytest.mark.parametrize("lines, number, why", DAMAGED)
def test_damaged(tmp_path, lines, number, why):
    path = made.write(tmp_path / "r", lines)
    status, out, err = report(path)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"fama: {path}:{number}: ") and why in err
    assert os.listdir(tmp_path) == ["r"]


def test_not_text(tmp_path):
    (tmp_path / "r").write_bytes(b'{"recording": 1, "node": "\xff"}\n')
    assert "r:1: this is no UTF-8" in report(str(tmp_path / "r"))[2]


def test_half_a_line(tmp_path):
    """A recorder that was ended by force leaves one; the rest is as good as ever."""
    path = made.write(tmp_path / "r", made.lines())
    with open(path, "a", encoding="ascii") as f:
        f.write('{"time":18000')
    assert report(path)[0] == 0


@pytest.mark.parametrize("words, why", (((), "report needs a file"), (("x", "out"), "out needs a file"),
                                        (("x", "out", "y", "z"), '"z" is too much'),
                                        (("x", "out", "x"), "the recording itself")))
def test_usage(words, why):
    status, out, err = report(*words)
    assert (status, out) == (2, "") and why in err and err.count("\n") == 1


def test_no_library(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "WHERE", str(tmp_path))
    with pytest.raises(library.Missing, match=r"dygraph.min.js: .*\(the package libjs-dygraphs"):
        library.read(library.SCRIPT)


class Elements(HTMLParser):
    """Names of elements in order, scripts with what is in them, and texts."""

    def __init__(self, text):
        super().__init__()
        self.names, self.attributes, self.scripts, self.inside = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.inside = None


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--"


def hostile():
    """That text wherever a recording may have one."""
    lines = made.lines()
    for line in lines:
        if "event" in line and line["event"] == "address":
            line["state"] = HOSTILE
    lines[0] = dict(lines[0], node=HOSTILE, kernel=HOSTILE)
    lines.append({"time": made.START, "router": {"name": HOSTILE, "address": made.OLD}})
    lines.append({"time": made.START, "flow": {
        "name": HOSTILE, "protocol": 17, "address": made.NODE, "port": 8, "peer": made.PEER,
        "opened": made.START, "closed": made.START + 1000 * made.MS}})
    lines.append({"time": made.START, "role": HOSTILE, "node": HOSTILE, "counters": {HOSTILE: 1}})
    return lines


def test_hostile(tmp_path):
    """The same elements as of a harmless recording, with the same scripts."""
    shown = []
    for name, lines in (("bad", hostile()),
                        ("good", json.loads(json.dumps(hostile()).replace(
                            json.dumps(HOSTILE)[1:-1], "harmless")))):
        path = made.write(tmp_path / name, lines)
        text = page.make(story.tell(recording.read(path)))
        assert "alert(1)</script>" not in text and "<img" not in text
        shown.append(Elements(text))
    bad, good = shown
    assert bad.names == good.names
    assert bad.scripts[1:] == good.scripts[1:]
    assert len(bad.scripts) == 3
    assert HOSTILE in json.loads(bad.scripts[0])["sequences"][0]["name"]


def test_asks_nobody(tmp_path):
    """No element fetches anything, and the policy would not let one."""
    found = Elements(page.make(story.tell(recording.read(made.write(tmp_path / "r", made.lines())))))
    assert not {"img", "link", "iframe", "object", "embed", "base", "form"} & set(found.names)
    assert not [a for a in found.attributes if a[0] in ("src", "srcset", "action") or
                a[0].startswith("on")]
    assert all(value.startswith("#") for name, value in found.attributes if name == "href")
    policy = next(value for name, value in found.attributes if value and "default-src" in value)
    assert "default-src 'none'" in policy and "http" not in policy
    assert len(re.findall(r"'sha256-[A-Za-z0-9+/]{43}='", policy)) == 2


def test_nothing_happened(tmp_path):
    text = page.make(story.tell(recording.read(made.write(tmp_path / "r", [made.begin()]))))
    assert "The node did not move" in text and "No flow of the node" in text
