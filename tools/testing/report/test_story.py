# SPDX-License-Identifier: GPL-2.0-only
"""What a recording says, against what was put into it."""

import bound
import flows
import made
import recording
import story
from packets import decode


def told(tmp_path, lines):
    return story.tell(recording.read(made.write(tmp_path / "r", lines)))


def test_passage(tmp_path):
    s = told(tmp_path, made.lines())
    assert [(h.start, h.to) for h in s.handovers] == [(made.OLD, made.NEW)]
    row = s.passage(s.handovers[0])
    assert row["link_down"] == made.DOWN - made.UP
    assert (row["advertisement"], row["update"], row["answer"]) == (1, 2, 42)
    # Sent at 480 comes at 495; sent at 600 comes at 615.
    assert (row["outage_down"], row["down"], row["lost_down"]) == (120, 55, 11)
    assert (row["up"], row["outage_up"], row["lost_up"], row["rtt"]) == (None,) * 4
    assert s.total() == {"handovers": 1, "tcp_streams": 0, "flows": 1, "lost_else": 0,
                         "duplicates": 0}
    assert list(s.silences().values()) == [120]


def test_lost_elsewhere_and_twice(tmp_path):
    lines = made.lines()
    gone = next(line for line in lines if line.get("id") == "3" and not line["out"])
    again = next(line for line in lines if line.get("id") == "5" and not line["out"])
    lines.remove(gone)
    lines.insert(-1, dict(again, time=again["time"] + 1))
    total = told(tmp_path, lines).total()
    assert (total["lost_else"], total["duplicates"]) == (1, 1)


def test_other_link(tmp_path):
    """The interface that stood by heard its router before the other lost its link."""
    lines = [line for line in made.lines() if not (line.get("event") == "link" and line["up"])]
    for line in lines:
        if line.get("event") == "attach" and line["dar"] == made.NEW:
            line["time"] = made.START + (made.DOWN - 100) * made.MS
    h, = told(tmp_path, lines).handovers
    assert h.down == h.up == made.START + made.DOWN * made.MS


def test_one_end(tmp_path):
    """Recorded at the node alone: nothing is known of losses."""
    lines = [line for line in made.lines() if line.get("node") != "cn"]
    s = told(tmp_path, lines)
    row = s.passage(s.handovers[0])
    assert (row["outage_down"], row["lost_down"]) == (120, None)
    assert s.total()["lost_else"] is None


def test_two_files(tmp_path):
    """What each end has recorded for itself."""
    lines = made.lines()
    node = made.write(tmp_path / "a", [line for line in lines if line.get("node") != "cn"])
    peer = made.write(tmp_path / "b", [dict(made.begin(), node="cn"),
                                       *(line for line in lines if line.get("node") == "cn")])
    s = story.tell(recording.read(peer, recording.read(node)))
    assert s.passage(s.handovers[0])["lost_down"] == 11


def test_told_moves(tmp_path):
    """What the network was told goes before what the events say."""
    lines = made.lines()
    lines[1:1] = [{"time": made.START, "router": {"name": name, "address": address}}
                  for name, address in (("one", made.OLD), ("two", made.NEW))]
    lines.append({"time": made.START, "move": {
        "from": "one", "to": "two", "down": made.START + made.DOWN * made.MS,
        "up": made.START + (made.UP - 1) * made.MS}})
    s = told(tmp_path, lines)
    assert [(h.start, h.to) for h in s.handovers] == [("one", "two")]
    assert s.passage(s.handovers[0])["update"] == 3


def test_bound(tmp_path):
    s = told(tmp_path, made.lines())
    assert [(x.state, x.careof, x.anchor) for x in s.stays] == \
        [("home", None, made.OLD), ("away", made.CAREOF, made.OLD)]
    assert s.stays[0].end == s.stays[1].begin and s.stays[1].end is None


def test_begun_late(tmp_path):
    """The node was there when somebody began to record."""
    lines = [line for line in made.lines() if line.get("time") >= made.START + 100 * made.MS]
    rows = [{"address": made.NODE, "dar": made.OLD, "state": "home", "careof": None}]
    s = told(tmp_path, [made.begin(), {"time": made.START + 1, "addresses": rows}, *lines])
    assert [(h.start, h.to, h.updates != {}) for h in s.handovers] == [(made.OLD, made.NEW, True)]


def test_router(tmp_path):
    """A router alone: bindings, and no handover."""
    def said(ms, kind, **more):
        return dict(made.event(ms, kind, home=made.NODE, careof=made.CAREOF, **more), role="dar",
                    node="dar1")
    s = told(tmp_path, [dict(made.begin(), node="dar1"), said(10, "binding", lifetime=60),
                        said(500, "ba", lifetime=0, status=0)])
    assert s.handovers == []
    assert [(x.careof, x.end - x.begin) for x in s.stays] == [(made.CAREOF, 490 * made.MS)]


def test_router_beside(tmp_path):
    """What a router saw of its tunnels is not what came to the other end."""
    lines = [line for line in made.lines() if line.get("node") != "cn"]
    alone = told(tmp_path, lines)
    bindings = [{"home": made.NODE, "careof": made.CAREOF}]
    seen = next(line for line in lines if "headers" in line)
    both = told(tmp_path, [*lines, {"time": made.START, "node": "dar1", "bindings": bindings},
                           dict(seen, node="dar1", out=True)])
    assert both.total() == alone.total() and both.total()["lost_else"] is None


def test_tcp_wraps():
    flow = flows.Flow((flows.TCP, b"", 1, b"", 2), "tcp")
    for when, wire in ((1, 2**32 - 100), (2, 2**32 - 50), (3, 0), (4, 50)):
        flow.up.note(None, when, True, wire, 50)
    flow.number()
    assert [t.seq for t in flow.up.trails] == [0, 50, 100, 150]


def test_headers_that_are_cut():
    whole = made.datagram(made.PEER, made.NODE, 7, 8)
    tunnel = made.ipv6(made.OLD, made.CAREOF, 41, whole)
    assert decode(tunnel).outers == ((made.octets(made.OLD), made.octets(made.CAREOF)),)
    for size in range(len(tunnel)):
        found = decode(tunnel[:size])
        assert found is None or found.protocol == 17


def test_states_that_end():
    book = bound.Book()
    book.say(1, "mn", "a", "x", "home", None)
    book.say(2, "mn", "a", "x", "home", None)
    book.close(5, "mn", "a")
    assert [(s.begin, s.end) for s in book.all()] == [(1, 5)]
