#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""The report of a demonstration in a browser: browser.py OUTDIR [PICTURE].

All plots are drawn, no error is on the console, nothing is fetched, and the numbers that
the page shows are those of summary.json, which the judge worked out in another way. PICTURE
is where a picture of the first handover goes, for README.md.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

SECONDS = 60
# No services of a desktop, no first start, and time for the script as soon as it wants some.
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
           "--disable-background-networking", "--hide-scrollbars", "--enable-logging=stderr",
           "--virtual-time-budget=5000")
DETAILS = ("advertisement", "update", "answer", "up", "down", "outage_up", "outage_down", "lost_up",
           "lost_down", "rtt")
# No element has an end of its own.
VOID = {"meta", "link", "br", "img", "input", "hr"}


def chromium(page, *options):
    """(what it prints, what it complains about)"""
    with tempfile.TemporaryDirectory(prefix="fama-browser.") as home:
        done = subprocess.run(
            ["chromium", *OPTIONS, f"--user-data-dir={home}", *options, f"file://{page}"],
            capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
            env=dict(os.environ, HOME=home))
    if done.returncode:
        sys.exit(f"chromium ended with status {done.returncode}: {done.stderr[-500:]}")
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


class Page(HTMLParser):
    """Values by their keys, canvases of each plot, and the element with trouble."""

    def __init__(self, text):
        super().__init__()
        self.path, self.values, self.silences, self.canvases, self.trouble = [], {}, {}, [], None
        self.focus = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.path.append((tag, attrs))
        if tag == "data":
            self.value(attrs["value"])
        if "plot" in (attrs.get("class") or "").split():
            self.canvases.append(0)
            self.focus += attrs.get("tabindex") == "0" and attrs.get("role") == "img" and \
                bool(attrs.get("aria-label"))
        if tag == "canvas":
            self.canvases[-1] += 1
        if attrs.get("id") == "trouble":
            self.trouble = "hidden" not in attrs

    def handle_endtag(self, tag):
        while tag not in VOID and self.path and self.path.pop()[0] != tag:
            pass

    def value(self, text):
        number = json.loads(text)
        for _, attrs in self.path:
            if "data-key" in attrs:
                self.values.setdefault(attrs["data-key"], []).append(number)
            if "data-silence" in attrs:
                self.silences[attrs["data-silence"]] = number


def wrong(page, console, summary):
    """Everything that is not as it should be, a sentence each."""
    found = [f"the console has: {line}" for line in console]
    if page.trouble is not False:
        found.append("the page says that a plot could not be drawn")
    if not page.canvases or 0 in page.canvases:
        found.append(f"plots without a picture: {page.canvases}")
    if len(page.canvases) < summary["handovers"] + summary["tcp_streams"]:
        found.append(f"only {len(page.canvases)} plots")
    if page.focus != len(page.canvases):
        found.append("a plot that the keyboard does not reach, or without words")
    expected = {key: [d[key] for d in summary["details"]] for key in DETAILS}
    expected |= {key: [summary[key]] for key in ("handovers", "tcp_streams", "duplicates")}
    expected["lost_else"] = [summary["lost_by_credit"] + summary["lost_unexplained"]]
    found += [f"{key}: {page.values.get(key)} on the page, {numbers} in summary.json"
              for key, numbers in expected.items() if page.values.get(key) != numbers]
    found += [f"longest silence of {name}: {page.silences.get(name)} on the page, {ms} in "
              "summary.json" for name, ms in summary["longest_silence_ms"].items()
              if page.silences.get(name) != ms]
    return found


def picture(report, png):
    """The first handover, as the page shows it to who has scrolled there."""
    only = "<style>header,footer,main>:not(section:first-of-type){display:none!important}</style>"
    with open(report, encoding="utf-8") as f, \
            tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as page:
        page.write(f.read().replace("</head>", only + "</head>", 1))
        page.flush()
        chromium(page.name, "--window-size=960,660", f"--screenshot={png}")


def main():
    out = os.path.abspath(sys.argv[1])
    report = f"{out}/report.html"
    with open(f"{out}/summary.json", encoding="ascii") as f:
        summary = json.load(f)
    dom, console = chromium(report, "--dump-dom")
    found = wrong(Page(dom), console, summary)
    with open(report, encoding="utf-8") as f:
        elsewhere = re.findall(r"""(?:src|href)=["']?(?!#)[^"' >]+""", f.read().split("<script")[0])
    found += [f"the page names {what}" for what in elsewhere]
    for line in found:
        print(f"  NO   {line}")
    if not found:
        print(f"  yes  {report} has the numbers of summary.json, and all its plots")
    if len(sys.argv) > 2:
        picture(report, os.path.abspath(sys.argv[2]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
