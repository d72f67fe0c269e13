# SPDX-License-Identifier: GPL-2.0-only
"""Whose packet it is, where it went, and why it may be lost."""

import struct
from dataclasses import replace

import pytest

from judge import forge, streams, verdict
from judge.forge import CN, END, HERE, HOME, MOVES, NODE_PORT, PORT, ROUTERS, START, STREAMS, \
    Network, plan
from judge.packets import Sight, decode, mh
from judge.plan import MS
from judge.streams import Flow, Gap, Outage, Trail

ANCHOR = mh.addr(ROUTERS[0].address)
TCP, PING, DOWN = STREAMS
PLAIN = decode(forge.datagram(7))
TUNNELLED = PLAIN._replace(outers=((ANCHOR, mh.addr(HERE[2])),))
ENDS = {"up": ("mn/eth0", "cn/eth0"), "down": ("cn/eth0", "mn/eth0")}


@pytest.fixture(scope="module", name="found")
def fixture_found():
    """The handovers of a good run."""
    return verdict.judge(plan(), Network().run().sights).found


def flow(*passed, stream=DOWN, direction="down"):
    """Of packets that left and arrived so many ms after the start, None: never."""
    made = Flow(stream, direction, *ENDS[direction])
    for seq, times in enumerate(passed):
        sights = [Sight(START + t * MS, place, out, PLAIN)
                  for t, place, out in zip(times, ENDS[direction], (True, False)) if t is not None]
        made.trails[seq] = Trail(seq, PLAIN, sights)
    return made


def ms(outage):
    return tuple(when and (when - START) / MS for when in outage)


# ---------------------------------------------------------------------- one packet

def test_direction_at_a_place():
    """What came to its origin has not left it, what left its destination has not come there."""
    back = Trail(0, PLAIN, [Sight(1, "cn/eth0", False, PLAIN), Sight(2, "mn/eth0", True, PLAIN)])
    down = flow()
    down.trails[0] = back
    assert (down.left(back), down.arrived(back)) == (None, None)
    assert down.lost() == [back]


@pytest.mark.parametrize("sent, returned, came, again", (
    (1, 0, 2, 1), (2, 0, 2, 0), (2, 0, 3, 1), (0, 0, 1, 0), (0, 0, 2, 1), (1, 1, 2, 1)))
def test_duplicates(sent, returned, came, again):
    """Above those that were sent; who was not seen to send has sent one."""
    down = flow()
    places = [("cn/eth0", True)] * sent + [("cn/eth0", False)] * returned + \
        [("mn/eth0", False)] * came
    down.trails[0] = Trail(0, PLAIN, [Sight(1, *place, PLAIN) for place in places])
    assert down.duplicates() == again


def test_gaps():
    down = flow((0, 1), (10, 11), (20, 21), (30, 31))
    for seq in (0, 2):
        assert streams.gaps(down) == []
        del down.trails[seq]
    assert streams.gaps(down) == [Gap(2, 1, START + 10 * MS, START + 30 * MS)]


# ------------------------------------------------------------------ whose packet

def opening(port, when, place="mn/eth0", out=True, **other):
    told = {"dport": PORT, "flags": 2, "dst": CN, "src": HOME, **other}
    data = forge.tcp(told["src"], told["dst"], port, told["dport"], 1, told["flags"])
    return Sight(START + when * MS, place, out, decode(data))


def ports(*sights, told=(TCP,)):
    return {key[1]: stream.name for key, stream in
            streams.tcp_ports(plan(streams=told), sights).items()}


@pytest.mark.parametrize("other", ({"dport": 22}, {"flags": 18}, {"flags": 16}, {"out": False},
                                   {"place": "dar1/acc"}, {"dst": HERE[3]}), ids=str)
def test_no_connection_of_a_stream(other):
    """To another port or host, an answer, no beginning, not from the node itself."""
    assert ports(opening(1, 1, **other), opening(NODE_PORT, 2)) == {NODE_PORT: "tcp"}


def test_connections_in_the_order_in_which_they_are_opened():
    """However often each tries, and in whatever order the streams were told."""
    second = replace(TCP, name="second", opened=TCP.opened + MS)
    there = replace(TCP, name="there", address=HERE[2], opened=TCP.opened - MS)
    sights = (opening(1, 1), opening(1, 2), opening(2, 3), opening(3, 4, src=HERE[2]))
    assert ports(*sights, told=(second, there, TCP)) == {1: "tcp", 2: "second", 3: "there"}


def number(seq, of=3):
    return forge.record(seq, of)


@pytest.mark.parametrize("data, whose", (
    (forge.datagram(7), ("down", "down", 7)),
    (forge.echo(HOME, CN, 128, 7), ("ping", "up", 7)),
    (forge.echo(CN, HOME, 129, 7), ("ping", "down", 7)),
    (mh.udp(CN, HOME, PORT + 1, 50000, number(7)), None),
    (mh.udp(HERE[3], HOME, PORT, 50000, number(7)), None),
    (mh.udp(CN, HOME, PORT, 50000, number(7, of=4)), None),
    (mh.udp(CN, HERE[2], PORT, 50000, number(7)), None),
    (mh.udp(CN, HOME, PORT, 50000, number(7)[:19]), None),
    (mh.udp(CN, HOME, PORT, 50000, number(7)[:20]), ("down", "down", 7)),
    (mh.icmp6(CN, HOME, 1, 0, struct.pack(">HH", 2, 7) + number(7, of=2)), None),
    (mh.icmp6(HOME, CN, 128, 0, struct.pack(">HH", 2, 7) + number(7, of=2)[:19]), None),
    (mh.icmp6(HOME, CN, 128, 0, struct.pack(">HH", 2, 7)), None),
    (mh.ipv6(CN, HOME, 132, bytes(64)), None)))
def test_whose(data, whose):
    """Of another port, host, stream or address, too short, an error, another protocol: nobody's."""
    found = streams.Sorter(plan(), []).sort(decode(data))
    assert (found and (found[0].name, *found[1:])) == whose


# ------------------------------------------------------------ outages and silences

def test_outage_up(found):
    """By when packets left: what was on its way when the link went is of the time before."""
    up = (MOVES[0].up - START) / MS
    first, third = found[0], replace(found[0], until=MOVES[0].up + 100 * MS)
    late, after, next_stay = (up - 1, up + 40), (up + 10, up + 50), (up + 150, up + 190)
    late, after, next_stay = ((int(a), int(b)) for a, b in (late, after, next_stay))

    def seen(*packets, handover=first):
        return ms(streams.outage(flow((0, 40), late, *packets, direction="up"), handover))
    assert seen(after, next_stay) == (late[1], after[1], after[0])
    assert seen(next_stay) == (late[1], next_stay[1], next_stay[0])
    assert seen(next_stay, handover=third) == (late[1], None, None)
    assert streams.outage(flow(direction="up"), first) == Outage(None, None, None)


def test_outage_down(found):
    """By when packets arrived, at the present link."""
    up = (MOVES[0].up - START) // MS
    short = replace(found[0], until=MOVES[0].up + 100 * MS)
    late, next_stay = (up - 10, up + 30), (up + 90, up + 130)
    assert ms(streams.outage(flow((0, 40), (10, 50), late, next_stay), short)) == \
        (50, late[1], late[0])
    assert ms(streams.outage(flow((0, 40), next_stay), short)) == (40, None, None)


def segments(*told):
    """A TCP flow down: (ms of arrival, number of the first octet, octets) of each segment."""
    made = flow(stream=TCP)
    for when, seq, octets in told:
        packet = decode(forge.tcp(CN, HOME, PORT, NODE_PORT, seq % 2**32, 16, bytes(octets)))
        trail = made.trails.setdefault((seq, octets), Trail(seq, packet))
        trail.sights += [Sight(START + (when - 1) * MS, "dar1/acc", False, packet),
                         Sight(START + when * MS, "mn/eth0", False, packet),
                         Sight(START + (when + 1) * MS, "mn/eth0", True, packet)]
    return made


def test_news():
    """Octets beyond all that were there, also behind the end of the numbers."""
    top = 2**32 - 100
    found = streams.news(segments((10, top, 100), (20, top + 100, 0), (30, top, 100),
                                  (40, top + 50, 60), (50, top - 200, 100), (60, top + 110, 10)))
    assert [(when - START) / MS for when in found] == [10, 40, 60]
    assert not streams.news(segments((10, 5, 0), (20, 5, 0)))


def test_silences():
    """From the opening to the close, whatever comes later."""
    stream = replace(DOWN, opened=START, closed=START + 100 * MS)
    found = streams.silences(flow((10, 30), (20, 40), (110, 130), stream=stream))
    assert [((s.start - START) / MS, s.ms) for s in found] == [(0, 30), (30, 10), (40, 60)]
    assert streams.longest(found).ms == 60
    assert [s.ms for s in streams.silences(flow(stream=stream))] == [100]


# ------------------------------------------------------------------------- losses

def reason(found, *sights, direction="down", index=1, unpaid=()):
    """Of a packet, by (ms since the link went, place, out, packet) of each sight."""
    lost = flow(direction=direction)
    seen = [Sight(int(MOVES[index].down + when * MS), place, out, packet)
            for when, place, out, packet in sights]
    lost.trails[0] = Trail(0, PLAIN, seen)
    loss, = streams.losses(plan(), lost, found, {seen[n] for n in unpaid})
    assert loss.handover == (index if loss.reason == "outage" else None)
    assert loss.last == seen[-1]
    return loss.reason


CAME = (5, "dar1/core", False, PLAIN)
SENT = (5, "dar1/core", True, TUNNELLED)
PASSED = (25, "dar2/core", False, TUNNELLED)
ANSWERED = 50 + 1.5 + 20 + 0.1     # when the anchor has, since the link went


@pytest.mark.parametrize("sights, why", (
    ([CAME], "outage"),                                                     # the anchor kept it
    ([CAME, SENT, PASSED], "outage"),                                       # the router it left
    ([CAME, SENT, PASSED, (25, "dar2/acc", True, PLAIN)], "outage"),        # its last link
    ([CAME, SENT], None),                                                   # between routers
    ([CAME, SENT, PASSED, (25, "dar2/core", True, TUNNELLED)], None),       # sent back
    ([CAME, SENT, (25, "dar3/core", False, TUNNELLED)], None),              # at a third router
    ([CAME, SENT, (25, "dar3/acc", True, PLAIN)], None),
    ([(0, "cn/eth0", True, PLAIN)], None),                                  # before the anchor
    ([(5, "dar1/core", False, TUNNELLED)], None),                           # never plain there
    ([(5, "dar1/core", True, PLAIN), PASSED], None),                        # only from there
    ([(5, "dar2/core", False, PLAIN)], None),                               # to another router
    ([(ANSWERED - 1, *CAME[1:])], "outage"),
    ([(ANSWERED + 1, *CAME[1:])], None),                                    # bound anew by then
    ([(-0.5, *CAME[1:])], "outage"),                                        # the link is told
    ([(-2, *CAME[1:])], None)))
def test_lost_down(found, sights, why):
    assert reason(found, *sights) == why


LEFT = (5, "mn/eth0", True, PLAIN)
TOLD = 50 + 1.5     # when the Binding Update left, since the link went


@pytest.mark.parametrize("sights, why", (
    ([LEFT], "outage"),
    ([(TOLD - 0.1, *LEFT[1:])], "outage"),
    ([(TOLD + 0.1, *LEFT[1:])], None),
    ([LEFT, (5, "dar2/acc", False, PLAIN)], None)))
def test_lost_up(found, sights, why):
    """On its way from the node before the Binding Update, and nowhere else."""
    assert reason(found, *sights, direction="up") == why


def test_lost_when_nothing_was_answered(found):
    """No Binding Update, or no answer: all of the stay is outage, which is a fault of its own."""
    made = replace(found[1].registrations[HOME], updates=[], accepted=None)
    silent = [found[0], replace(found[1], registrations={HOME: made}), found[2]]
    assert reason(silent, (ANSWERED + 100, *CAME[1:])) == "outage"
    assert reason(silent, (ANSWERED + 100, *LEFT[1:]), direction="up") == "outage"


def test_lost_after_the_stay_or_of_another_address(found):
    only = [replace(found[1], until=MOVES[1].down + 30 * MS)]
    assert reason(only, (31, *CAME[1:])) is None
    assert reason([replace(found[1], registrations={})], CAME) is None


def test_lost_by_credit(found):
    """What was refused where it was seen last."""
    late = (ANSWERED + 1, *CAME[1:])
    assert reason(found, late, unpaid=[0]) == "credit"
    assert reason(found, late, (ANSWERED + 2, *SENT[1:]), unpaid=[0]) is None
    assert reason(found, CAME, unpaid=[0]) == "outage"


@pytest.mark.parametrize("direction, before, excused", (
    ("up", 1070, True), ("up", 1071, False), ("up", 1000, False), ("up", 1001, True),
    ("down", 1060, False)))
def test_nothing_sent_in_an_outage(found, direction, before, excused):
    """A node without a link sends nothing, from when it went until packets pass again."""
    assert (MOVES[0].down, MOVES[0].up) == (START + 1000 * MS, START + 1050 * MS)
    seen = flow((990, 1000), (1070, 1080), (1090, 1100), direction=direction)
    gap = Gap(5, 3, START + 990 * MS, START + before * MS)
    assert streams.in_outage(seen, gap, found) is excused
    assert not streams.in_outage(flow((990, 1000), direction=direction), gap, found)


def test_the_end(found):
    """The last stay is until the streams are closed."""
    assert found[-1].until == END
