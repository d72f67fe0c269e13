# SPDX-License-Identifier: GPL-2.0-only
"""Which messages count for a handover: those of its time, its node and its address."""

from dataclasses import replace

import pytest

from judge import claims, forge, verdict
from judge.forge import HERE, HOME, MOVES, ROUTERS, STREAMS, Network, plan
from judge.packets import Sight, decode, message, mh
from judge.plan import MS

ANCHOR = ROUTERS[0].address
NODE, ROUTER = ("mn/eth0",), ROUTERS[0].places()


@pytest.fixture(scope="module", name="good")
def fixture_good():
    return tuple(Network().run().sights)


def kinds(sights, told=None):
    return verdict.judge(told or plan(), sights).kinds()


def of_first(sight, kind, places):
    """A message of the first handover."""
    m = message(sight.packet)
    return m and m.type == kind and sight.place in places and sight.when < MOVES[1].down


def instead(good, kind, places, data=None, **other):
    """Another packet, place or direction for these messages."""
    if data:
        other["packet"] = decode(data)
    return [s._replace(**other) if of_first(s, kind, places) else s for s in good]


def also(good, when, place, out, data):
    return sorted([*good, Sight(when, place, out, decode(data))], key=lambda s: s.when)


def update(**other):
    told = {"home": HOME, "coa": HERE[2], "cn": ANCHOR, "seq": 1, "token": bytes(8), **other}
    return mh.bu_packet(told.pop("home"), told.pop("coa"), told.pop("cn"), **told)


def unknown(home):
    """A message of type 8 about an address."""
    body = mh.finish(mh.header(8, bytes(10)), home, ANCHOR)
    return mh.ipv6(HERE[2], ANCHOR, 60, mh.with_hao(home, mh.MH, body))


@pytest.mark.parametrize("places", (NODE, ROUTER))
@pytest.mark.parametrize("seq, status", ((9, 0), (1, 130)))
def test_answer_at_one_end_only(good, places, seq, status):
    """The other end shows none, one to another Binding Update, or a refusal."""
    data = forge.acknowledgement(ANCHOR, HOME, HERE[2], seq, lifetime=100, status=status)
    assert "answer" in kinds(instead(good, mh.BA, places, data))


@pytest.mark.parametrize("kind, places, out, fault", (
    (mh.BU, NODE, False, "update"), (mh.BA, NODE, True, "answer"),
    (mh.BA, ROUTER, False, "answer")))
def test_message_the_other_way(good, kind, places, out, fault):
    """An update that comes to the node, an answer that leaves it or comes to the router."""
    assert fault in kinds(instead(good, kind, places, out=out))


@pytest.mark.parametrize("data", (update(home="2001:db8:1::66"), unknown(HOME)),
                         ids=("another address", "another message"))
def test_no_update_of_this_address(good, data):
    assert any(f.text == f"1 -> 2: no Binding Update for {HOME}"
               for f in verdict.judge(plan(), instead(good, mh.BU, NODE, data)).faults)


def test_accepted_in_other_words(good):
    """Each status below 128 accepts (RFC 6275 section 6.1.8)."""
    data = forge.acknowledgement(ANCHOR, HOME, HERE[2], 1, lifetime=100, status=127)
    assert not verdict.judge(plan(), instead(good, mh.BA, NODE + ROUTER, data)).faults
    data = forge.acknowledgement(ANCHOR, HOME, HERE[2], 1, lifetime=100, status=128)
    assert "answer" in kinds(instead(good, mh.BA, NODE + ROUTER, data))


def test_addresses_of_streams_that_are_open(good):
    """An address that nothing uses yet need not be told of."""
    late = replace(STREAMS[1], name="late", address=HERE[2], number=9, opened=MOVES[0].up)
    j = verdict.judge(plan(streams=(*STREAMS, late)), good)
    assert [sorted(h.registrations) for h in j.found] == [[HOME], *[sorted((HOME, HERE[2]))] * 2]


def test_answer_about_another_address(good):
    data = forge.acknowledgement(ANCHOR, "2001:db8:1::66", HERE[2], 1, lifetime=100)
    assert "answer" in kinds(instead(good, mh.BA, NODE, data))


def test_first_update_and_answer_count(good):
    """Of the same number, sent again and answered again."""
    late = MOVES[0].up + 600 * MS
    answer = forge.acknowledgement(ANCHOR, HOME, HERE[2], 1, lifetime=100)
    sights = also(also(good, late, "mn/eth0", True, update()), late + MS, "mn/eth0", False, answer)
    sights = also(sights, late + MS, "dar1/core", True, answer)
    j, before = verdict.judge(plan(), sights), verdict.judge(plan(), good)
    assert not j.faults
    assert j.passages == before.passages
    assert [r.accepted for h in j.found for r in h.registrations.values()] == \
        [r.accepted for h in before.found for r in h.registrations.values()]


def test_when_the_anchor_has_answered(good):
    """Before the link delays what the anchor has sent."""
    at = {h.index: h.registrations[HOME] for h in verdict.judge(plan(), good).found}
    sent = MOVES[0].up + MS + MS // 2 + 2 * forge.D + MS // 10
    assert (at[0].update, at[0].accepted) == (MOVES[0].up + MS + MS // 2, sent)
    assert at[2].accepted == at[2].answer   # at home there is no such link


def test_update_as_the_link_goes(good):
    """A refresh of the binding there, and its event, are not of the next handover."""
    when = MOVES[1].down + 5 * MS
    j = verdict.judge(plan(), also(good, when, "mn/eth0", True, update(seq=77)))
    told = [{"event": "attach", "time": h.advertisement} for h in j.found]
    for h in j.found:
        made = h.registrations[HOME]
        told += [{"event": "bu", "address": HOME, "time": made.update},
                 {"event": "ba", "address": HOME, "time": made.answer}]
    told.append({"event": "bu", "address": HOME, "time": when, "status": None})
    # The answer before it wanted a proof.
    told.append({"event": "ba", "address": HOME, "status": 137,
                 "time": j.found[0].registrations[HOME].answer - 150 * MS})
    claims.events(j, plan(), sorted(told, key=lambda event: event["time"]))
    assert not j.faults
    assert j.passages == verdict.judge(plan(), good).passages


# ------------------------------------------------------------------- advertisements

def heard(good, when, place="mn/eth0", out=False, router=ROUTERS[1]):
    """The only advertisement in the first handover."""
    rest = [s for s in good if s.packet.payload[:1] != b"\x86" or
            not MOVES[0].down < s.when < MOVES[1].down]
    return also(rest, when, place, out, forge.advertisement(router))


def test_only_advertisement(good):
    assert not verdict.judge(plan(), heard(good, MOVES[0].up + MS)).faults


@pytest.mark.parametrize("other", (
    {"when": MOVES[0].up - MS}, {"when": MOVES[1].down + MS}, {"place": "dar2/acc"},
    {"out": True}, {"router": ROUTERS[0]}), ids=str)
def test_advertisement_that_does_not_count(good, other):
    """Too early, too late, not at the node, from the node, of another router."""
    sights = heard(good, **{"when": MOVES[0].up + MS, **other})
    assert verdict.judge(plan(), sights).passages[0].advertisement is None
    assert "advertisement" in kinds(sights)
