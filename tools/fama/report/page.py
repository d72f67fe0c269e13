# SPDX-License-Identifier: GPL-2.0-only
"""The report as one file of HTML, which needs nothing else and asks nobody for anything.

Whatever comes from a recording passes through text(), or data() for what the script reads;
the policy of the page allows no script but the two that are named by their hashes.
"""

import base64
import hashlib
import html
import json
import os
import time

import library
import plots
from flows import NAMES
from packets import TCP

HERE = os.path.dirname(os.path.abspath(__file__))
ARROW = "\N{RIGHTWARDS ARROW}"
NONE = "\N{EN DASH}"
DIRECTION = {"up": "from the node", "down": "to the node"}


def text(value):
    return html.escape(str(value), quote=True)


def data(value):
    """JSON within a script element: no text in it can end that."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")


def number(value, digits=1):
    """As it is shown, and exactly as it was computed."""
    if value is None:
        return NONE
    shown = f"{value:.{digits}f}" if isinstance(value, float) else str(value)
    return f'<data value="{value!r}">{shown}</data>'


def ours(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return f.read()


def element(name, content, **attributes):
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
                   for key, value in attributes.items())
    return f"<{name}{told}>{content}</{name}>"


def table(caption, heads, rows, **attributes):
    """heads and cells are HTML; the first cell of a row is its name."""
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    body = "".join("<tr>" + f'<th scope="row">{row[0]}</th>' +
                   "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>\n" for row in rows)
    inner = f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody>"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{text(caption)}">' + \
        element("table", inner, **attributes) + "</div>"


def figure(kind, index, caption, label, height):
    """page.js draws into it, and makes it usable by keyboard."""
    return (f'<figure><figcaption>{caption}</figcaption>'
            f'<div class="plot" data-plot="{kind}" data-index="{index}" tabindex="0" role="img" '
            f'aria-label="{text(label)}" style="height:{height}px"></div>'
            '<output class="said"></output></figure>')


# ---------------------------------------------------------------------------- parts

MOVE_HEADS = ("move", "link away, ms", "advertisement, ms", "update, ms", "answer, ms",
              "first packet up, ms", "first packet down, ms", "outage up, ms", "outage down, ms",
              "lost up", "lost down", "round trip, ms")
MOVE_KEYS = ("advertisement", "update", "answer", "up", "down", "outage_up", "outage_down",
             "lost_up", "lost_down", "rtt")


def move_name(h):
    return f"{text(h.start)} {ARROW} {text(h.to)}"


def moves(story):
    rows = []
    for i, h in enumerate(story.handovers):
        row = story.passage(h)
        away = None if row["link_down"] is None else abs(row["link_down"])
        cells = [f'<span data-key="{key}">{number(row[key])}</span>' for key in MOVE_KEYS]
        rows.append([f'<a href="#move{i + 1}">{move_name(h)}</a>', number(away), *cells])
    if not rows:
        return "<p>The node did not move while this was recorded.</p>"
    return table("All handovers", MOVE_HEADS, rows, id="moves") + """
<p class="note">Times are in milliseconds after the new link came up, as packets show them.
Advertisement: the one of the new router arrives. Update: the last first Binding Update for an
address leaves the node. Answer: the last of them is accepted. Outage: without packets, at the end
that they go to, of the flow with the most packets that way; up is from the node, down is to it.
Lost: packets of the outage, of all flows but TCP, which sends again. Round trip: median of the
echoes afterwards. An en dash: nobody recorded it.</p>"""


def totals(story):
    total = story.total()
    names = {"handovers": "handovers", "tcp_streams": "TCP streams", "flows": "flows",
             "lost_else": "packets lost outside the handovers", "duplicates": "packets that came twice"}
    items = "".join(f'<div><dt>{name}</dt><dd data-key="{key}">{number(total[key])}</dd></div>'
                    for key, name in names.items())
    return f'<dl class="totals" id="totals">{items}</dl>'


def flow_table(story):
    silences, rows = story.silences(), []
    for flow in story.flows:
        for way in flow.ways:
            silent = silences[flow.key, way.direction]
            gone = way.lost() if flow.protocol != TCP else None
            rows.append([text(flow.name), NAMES[flow.protocol], text(flow.address),
                         DIRECTION[way.direction], number(len(way.trails)),
                         number(None if gone is None else len(gone)),
                         f'<span data-silence="{text(flow.name)} {way.direction}">{number(silent)}</span>'])
    if not rows:
        return "<p>No flow of the node was recorded.</p>"
    return table("All flows", ("flow", "protocol", "address of the node", "direction", "packets",
                               "lost", "longest silence, ms"), rows, id="flows")


def move_section(story, i, h, shown):
    rows = []
    for flow in story.flows:
        for way in flow.ways:
            seen = h.outages.get((flow.key, way.direction))
            if seen:
                rows.append([text(flow.name), DIRECTION[way.direction], number(h.since(seen.last)),
                             number(h.since(seen.first)), number(seen.ms), number(seen.lost)])
    plot = plots.timeline(h, shown)
    parts = [f'<section aria-labelledby="move{i + 1}"><h3 id="move{i + 1}">Handover {i + 1}: '
             f'{move_name(h)}</h3>',
             f'<p>{text(h.node)} came to {text(h.to)} {story.seconds(h.up):.3f} s after the beginning'
             + (f', {abs(h.since(h.down)):.1f} ms after it lost its link.</p>' if h.down else ".</p>"),
             figure("timeline", i, "What happened, in order", f"Timeline of the handover from {h.start} "
                    f"to {h.to}: {len(plot['lanes'])} lanes. The tables below it have its numbers.",
                    60 + 24 * len(plot["lanes"]))]
    if rows:
        parts.append(table("Flows in this handover", (
            "flow", "direction", "last packet before, ms", "first packet after, ms", "outage, ms",
            "lost"), rows, class_="flows"))
    items = [[f"{number(h.since(m.when), 3)}", m.lane, text(m.text)] for m in h.moments][:200]
    parts.append("<details><summary>Signalling and events</summary>" +
                 table("Signalling and events", ("ms after the link came up", "about", "what"), items) +
                 "</details></section>")
    return "\n".join(parts), plot


def stays(story):
    rows = [[text(s.address), text(s.anchor), text(s.state), text(s.careof or NONE),
             number(story.seconds(s.begin), 3),
             number(None if s.end is None else story.seconds(s.end), 3), text(s.teller)]
            for s in story.stays]
    if not rows:
        return "<p>Nobody was bound while this was recorded.</p>"
    return table("Addresses and bindings", ("address", "anchor", "state", "reached at", "from, s",
                                            "until, s", "said by"), rows, id="stays")


def counters(story):
    """Counters that are not zero; what they were at the beginning is taken off."""
    first, last = {}, {}
    for line in story.recording.counters:
        key = (line["node"], line["role"])
        first.setdefault(key, line["counters"])
        last[key] = line["counters"]
    rows = []
    for (node, role), values in sorted(last.items()):
        before = first[node, role] if first[node, role] is not values else {}
        rows += [[text(node), role and text(role), text(name), number(max(0, n - before.get(name, 0)))]
                 for name, n in values.items() if n > before.get(name, 0)]
    if not rows:
        return ""
    return "<h2>Counters</h2>" + table("How much was counted", ("machine", "role", "counter", "number"),
                                      rows, id="counters")


def header(story):
    recording = story.recording
    when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(story.begin // 10**9))
    begin = recording.begin[0]
    kernel = f", kernel {text(begin['kernel'])}" if begin.get("kernel") else ""
    nodes = ", ".join(sorted({text(line["node"]) for line in recording.begin}))
    lost = f"<p role=\"note\"><strong>{recording.dropped} packets came too fast to be recorded.</strong>" \
        " Outages and losses may be shorter than they seem.</p>" if recording.dropped else ""
    return f"""<header><h1>Handovers of {nodes}</h1>
<p>Recorded from <time>{when}</time> on for {story.seconds(story.end):.1f} s{kernel}:
{len(recording.events)} events, {len(recording.packets)} packets.</p>{lost}
<p role="alert" id="trouble" hidden></p></header>"""


# ----------------------------------------------------------------------------- page

def policy(*scripts):
    hashes = " ".join("'sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() + "'"
                      for s in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; base-uri 'none'; " \
        "form-action 'none'"


def body(story):
    """(HTML, what the script draws)"""
    shown = plots.drawn(story.flows)
    sections, timelines = [], []
    for i, h in enumerate(story.handovers):
        section, plot = move_section(story, i, h, shown)
        sections.append(section)
        timelines.append(plot)
    sequences = [plots.sequence(story, flow) for flow in shown]
    hidden = len(story.flows) - len(shown)
    figures = [figure("sequence", i, f"{text(s['name'])}: {s['unit']}",
                      f"Numbers of {s['name']} over time; the table of all flows has its totals.", 210)
               for i, s in enumerate(sequences)]
    if hidden:
        figures.append(f"<p>{hidden} flows with fewer packets are not drawn.</p>")
    keys = """<p class="note screen">Zoom: drag over a plot, or go to it by Tab: plus and minus zoom,
the arrows move, 0 shows all again.</p>"""
    content = "\n".join([
        header(story), "<main><h2>Summary</h2>", totals(story), moves(story), flow_table(story),
        "<h2>Each handover</h2>" + keys if sections else "", *sections,
        "<h2>Sequence numbers</h2>" if figures else "",
        '<p class="note">Each packet where it arrives, or where it leaves if only that was recorded; '
        "grey: the handovers.</p>" if figures else "", *figures,
        "<h2>Who was bound where</h2>", stays(story), counters(story), "</main>"])
    return content, {"timelines": timelines, "sequences": sequences, "gaps": plots.gaps(story),
                     "seconds": story.seconds(story.end)}


def make(story):
    content, drawn = body(story)
    script, style = library.read(library.SCRIPT), library.read(library.STYLE)
    mine = ours("page.js")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(script, mine)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Handovers of {text(story.recording.begin[0]["node"])}</title>
<style>{style}</style>
<style>{ours("page.css")}</style>
</head>
<body>
{content}
<footer><p>Made by <code>fama report</code>. The plots are drawn by dygraphs, which is within this
file: copyright by its authors, under the MIT license.</p></footer>
<noscript><p>The plots need JavaScript, the tables do not.</p></noscript>
<script type="application/json" id="drawn">{data(drawn)}</script>
<script>{script}</script>
<script>{mine}</script>
</body>
</html>
"""
