# SPDX-License-Identifier: GPL-2.0-only
"""The judge finds nothing wrong with a good run, and every forgery of one.

Each case is a run in which one thing is not as it should be while everything that modules
and programs would say of themselves stays as it was.
"""

import struct
from dataclasses import replace

import pytest

from judge import credit, forge, verdict
from judge.forge import CN, D, END, HERE, HOME, MOVES, ROUTERS, STREAMS, Network, plan
from judge.packets import ICMP, TCP, UDP, Sight, decode, message, mh, segment
from judge.plan import MS, Limits


@pytest.fixture(scope="module", name="good")
def fixture_good():
    return tuple(Network().run().sights)


def kinds(sights, told=None):
    return verdict.judge(told or plan(), sights).kinds()


def without(sights, lost):
    return [s for s in sights if not lost(s)]


def moved(sights, chosen, by):
    """The chosen ones later (or earlier) by so many ns."""
    return sorted((s._replace(when=s.when + by) if chosen(s) else s for s in sights),
                  key=lambda s: s.when)


def kind(sight, which):
    m = message(sight.packet)
    return m is not None and m.type == which


def datagram(sight):
    return sight.packet.protocol == UDP


def at_node(sight):
    return sight.place == "mn/eth0"


def shortly_after(when, ms):
    """Within so many ms after a link came up."""
    return any(m.up <= when < m.up + ms * MS for m in MOVES)


def sent_between(sights, start, end):
    """Datagrams that the correspondent sends so many ms after a link came up."""
    return {s.packet.identity for s in sights if datagram(s) and s.place == "cn/eth0" and
            shortly_after(s.when, end) and not shortly_after(s.when, start)}


# ---------------------------------------------------------------------- good runs

def test_good_run(good):
    j = verdict.judge(plan(), good)
    assert not j.faults
    assert [(p.start, p.to) for p in j.passages] == [(1, 2), (2, 3), (3, 1)]
    first = j.passages[0]
    assert (first.advertisement, first.update, round(first.answer, 1)) == (1, 1.5, 41.6)
    assert (first.up, first.outage_up, first.limit_up) == (41, 100, 70)
    assert (first.down, first.outage_down, first.limit_down) == (42, 95, 60)
    assert (first.rtt, first.told_rtt) == (pytest.approx(60, abs=0.1), 60)
    assert first.lost_down == 15
    assert 100 < j.silences["tcp up"] < 300


def test_link_that_goes_a_little_late(good):
    """What leaves after the link was told to go, and before it went, is of the time before."""
    told = plan(moves=tuple(replace(m, down=m.down - 15 * MS) for m in MOVES))
    j = verdict.judge(told, good)
    assert not j.faults
    assert [p.up for p in j.passages] == [p.up for p in verdict.judge(plan(), good).passages]


def poor():
    """A network whose node has sent only a few packets when it moves."""
    return Network(proof=True, known=MOVES[0].down - 50 * MS)


def test_good_run_on_credit():
    """The anchor holds what the credit of an unproven address does not cover; nothing is lost."""
    run = poor()
    held = []
    hold, run.hold = run.hold, lambda data, again: (held.append(data), hold(data, again))
    j = verdict.judge(plan(), run.run().sights)
    assert not j.faults
    assert held
    assert j.lost("credit") == j.lost(None) == 0


def test_order_of_streams(good):
    assert verdict.judge(plan(streams=STREAMS[::-1]), good).passages == \
        verdict.judge(plan(), good).passages


def test_streams_opened_after_a_handover(good):
    """It says nothing about them, and their packets are in the tunnel all the time."""
    late = MOVES[0].up + 400 * MS
    told = plan(streams=tuple(replace(s, opened=late) for s in STREAMS))
    j = verdict.judge(told, without(good, lambda s: s.when < late and s.packet.payload[0] != 134
                                    and s.packet.protocol in (ICMP, UDP)))
    assert j.kinds() == {"rtt"}     # at the first router, where nothing was sent
    assert j.passages[0].up is None and j.passages[1].up is not None


def test_move_to_the_same_router():
    """No address is registered anew."""
    run = Network(moves=(replace(MOVES[0], to=1),)).run()
    told = plan(moves=run.moves, routers=ROUTERS[:1])
    assert not verdict.judge(told, without(run.sights, lambda s: message(s.packet))).faults


def test_lost_up_in_an_outage(good):
    """What left the node before the Binding Update, without a tunnel; it was never answered."""
    move = MOVES[0]
    last = max((s for s in good if s.packet.protocol == ICMP and at_node(s) and s.out and
                s.when < move.down - 100 * MS), key=lambda s: s.when)
    seq = last.packet.payload[8:16]
    rest = without(good, lambda s: s.packet.protocol == ICMP and s.packet.payload[8:16] == seq)
    j = verdict.judge(plan(), sorted([*rest, last._replace(when=move.up + MS // 2)],
                                     key=lambda s: s.when))
    assert not j.faults
    assert [p.lost_up for p in j.passages] == [1, 0, 0]


def test_outages_are_no_silences(good):
    """Nor is the time that TCP takes to try again."""
    assert not verdict.judge(plan(limits=Limits(silence_ms=50)), good).faults


def test_tcp_that_tries_again_late(good):
    """After an outage it may wait for as long again, and for its least timeout."""
    move = MOVES[0]
    late = without(good, lambda s: s.packet.protocol == TCP and
                   move.down < s.when < move.up + 390 * MS)
    assert "silence" not in kinds(late)


# ------------------------------------------------- forgeries of what nobody compared

def test_no_packet_up_for_900_ms(good):
    """Only the way to the node was compared with a limit."""
    lost = without(good, lambda s: s.packet.src == mh.addr(HOME) and shortly_after(s.when, 900) and
                   s.packet.protocol in (ICMP, TCP))
    assert {"outage"} <= kinds(lost)


def test_no_packet_down_for_900_ms(good):
    lost = without(good, lambda s: s.packet.dst == mh.addr(HOME) and shortly_after(s.when, 900) and
                   s.packet.protocol in (ICMP, UDP))
    assert {"outage"} <= kinds(lost)


@pytest.mark.parametrize("address", ["src", "dst"])
def test_not_back_before_the_next_handover(good, address):
    """Packets after the next handover are no end of this outage."""
    j = verdict.judge(plan(), without(
        good, lambda s: s.packet.protocol in (ICMP, UDP) and MOVES[0].down <= s.when < MOVES[1].up
        and getattr(s.packet, address) == mh.addr(HOME)))
    flow = {"src": "ping up", "dst": "down down"}[address]
    assert any(f.kind == "outage" and f"1 -> 2: {flow} did not come back" in f.text
               for f in j.faults)


def test_update_880_ms_after_the_advertisement():
    """A module that sleeps may date its events as it likes: the packets are late."""
    late = Network(update_after=880 * MS).run().sights
    assert {"update", "outage"} <= kinds(late)


def test_advertisement_late():
    assert "advertisement" in kinds(Network(advertised_after=700 * MS).run().sights)


def test_lost_before_the_anchor(good):
    """400 packets that the anchor never got: no counter of it can excuse them."""
    victims = sent_between(good, 250, 945)
    j = verdict.judge(plan(), without(good, lambda s: s.packet.identity in victims and
                                      s.place != "cn/eth0"))
    assert "loss" in j.kinds()
    assert j.lost(None) == len(victims) > 400
    assert {loss.where for loss in j.losses if loss.reason is None} == {"leaving cn/eth0"}


def test_dropped_by_the_anchor_for_want_of_credit():
    """What is not covered waits for the proof."""
    run = poor()
    run.hold = lambda data, again: None
    assert "loss" in kinds(run.run().sights)


def test_sent_beyond_the_credit():
    run = poor()
    run.paid = lambda when, data: True
    assert kinds(run.run().sights) == {"credit"}


def test_sent_without_proof_that_nobody_wants():
    run = poor()
    run.paid = lambda when, data: True
    trusting = tuple(replace(r, proves=False) for r in ROUTERS)
    assert not verdict.judge(plan(routers=trusting), run.run().sights).faults


def test_credit_ages():
    """By 7/8 every 5 s, whatever is done with it meanwhile."""
    account = credit.Account(1000, 20)
    left = [(a.octets, a.packets) for a in (account.at(s * 10**9 + credit.GRACE) and
                                            replace(account) for s in (4, 5, 9, 15))]
    assert left == [(1000, 20), (875, 17), (875, 17), (669, 12)]


def bound(*proofs):
    """A router that has bound HOME to an address; (when, proven) of each Binding Update."""
    router = credit.Router(plan(), ROUTERS[0], [], [])
    router.epochs[mh.addr(HOME)] = [credit.Epoch(when, when, mh.addr(HERE[2]), proven)
                                    for when, proven in proofs]
    return router


def came(when, data):
    return Sight(when, "dar1/core", False, decode(data))


def goes_on(router, sight, when=None):
    """Now or later: at the end of the link, which delays it."""
    on = decode(mh.ipv6(ROUTERS[0].address, HERE[2], 41, sight.packet.data))
    when = D + (sight.when if when is None else when)
    router.passed[sight.packet.identity] += [sight, Sight(when, "dar1/core", True, on)]


def read(router, *lost):
    """All that goes on, and what came and was lost."""
    router.here = [*lost, *(s for found in router.passed.values() for s in found)]
    for sight in lost:
        router.passed[sight.packet.identity].append(sight)
    return router.read()


@pytest.mark.parametrize("octets, packets, beyond", (
    (152, 1, False), (151, 1, True), (152, 0, True)))
def test_cost_of_a_packet(octets, packets, beyond):
    """With the header of the tunnel; it takes a packet of credit, too."""
    router = bound((0, False))
    router.accounts[mh.addr(HOME)].earn(octets, packets)
    goes_on(router, came(MS, mh.udp(CN, HOME, 7, 1, bytes(64))))
    assert bool(read(router).beyond) == beyond


def test_free_after_the_proof():
    """A packet that waited leaves when the address is proven, and costs nothing."""
    router = bound((0, False), (5 * MS, True))
    goes_on(router, came(MS, mh.udp(CN, HOME, 7, 1, bytes(64))), 5 * MS)
    assert not read(router).beyond


def test_reminders_cost():
    """A Binding Refresh Request is not for nothing."""
    router = bound((0, False))
    body = mh.finish(mh.header(mh.BRR, bytes(2)), ROUTERS[0].address, HOME)
    asked = mh.ipv6(ROUTERS[0].address, HERE[2], 43, bytes([mh.MH, 2, 2, 1, 0, 0, 0, 0]) +
                    mh.addr(HOME) + body)
    router.here = [Sight(MS + D, "dar1/core", True, decode(asked))]
    assert len(router.read().beyond) == 1


@pytest.mark.parametrize("waiting, excused", ((credit.ROOM, True), (credit.ROOM - 1, False)))
def test_dropped_for_want_of_room(waiting, excused):
    proof = credit.ROOM * MS
    router = bound((0, False), (proof, True))
    for n in range(waiting):
        goes_on(router, came(MS + n, mh.udp(CN, HOME, 7, n, bytes(64))), proof)
    ledger = read(router, came(2 * MS, mh.udp(CN, HOME, 7, 4000, bytes(64))))
    assert len(ledger.swallowed) == 1
    assert len(ledger.excused) == excused


@pytest.mark.parametrize("proof, excused", ((3900, False), (4100, True), (None, True)))
def test_dropped_for_want_of_time(proof, excused):
    router = bound((0, False), *([(proof * MS, True)] if proof else []))
    ledger = read(router, came(MS, mh.udp(CN, HOME, 7, 1, bytes(64))))
    assert len(ledger.swallowed) == 1
    assert len(ledger.excused) == excused


def test_dropped_although_proven():
    router = bound((0, False), (5 * MS, True))
    ledger = read(router, came(6 * MS, mh.udp(CN, HOME, 7, 1, bytes(64))))
    assert len(ledger.swallowed) == 1 and not ledger.excused


@pytest.mark.parametrize("told", (True, False))
def test_too_big_for_the_tunnel(told):
    """What the anchor refuses aloud has not been swallowed."""
    large = came(0, forge.tcp(CN, HOME, 7, 8, 1, 16, bytes(1440)))
    refusal = mh.icmp6(ROUTERS[0].address, CN, 2, 0, struct.pack(">I", 1460) +
                       large.packet.data[:1192])
    sights = [large] + [Sight(1, "dar1/core", True, decode(refusal))] * told
    router = credit.Router(plan(), ROUTERS[0], sights, [])
    router.epochs[mh.addr(HOME)] = [credit.Epoch(0, 0, mh.addr(HERE[2]), True, 0)]
    assert router.read().swallowed == ([] if told else [large])


def test_lost_by_the_anchor_once_proven(good):
    """The credit of an address that is proven excuses nothing."""
    victims = sent_between(good, 300, 400)
    lost = without(good, lambda s: s.packet.identity in victims and
                   (s.place, s.out) not in (("cn/eth0", True), ("dar1/core", False)))
    j = verdict.judge(plan(), lost)
    assert j.kinds() == {"loss"}
    assert j.lost(None) == len(victims)
    assert {loss.where for loss in j.losses if not loss.reason} == {"arriving at dar1/core"}


def test_lost_between_routers_in_an_outage(good):
    """An outage explains what is lost at its ends, not on the links between routers."""
    move = MOVES[1]
    lost = without(good, lambda s: datagram(s) and s.place not in ("cn/eth0",) and
                   move.down < s.when < move.down + 40 * MS)
    assert "loss" in kinds(lost)


@pytest.mark.parametrize("place", ["dar2/core", "mn/eth0"])
def test_lost_behind_the_anchor_in_an_outage(good, place):
    """Sent on by the anchor in time, it must come to the router that the node has left."""
    move = MOVES[1]
    victims = {s.packet.identity for s in good if datagram(s) and s.place == "dar1/core" and
               s.out and move.down + 5 * MS < s.when < move.down + 30 * MS}
    gone = ("dar2/core", "dar2/acc", "mn/eth0")
    lost = without(good, lambda s: s.packet.identity in victims and
                   s.place in gone[gone.index(place):])
    assert victims
    assert kinds(lost) == ({"loss"} if place == "dar2/core" else set())


def test_lost_up_after_the_update(good):
    """The anchor reads the Binding Update first: what follows it must arrive."""
    def victim(s):
        return s.packet.protocol == ICMP and s.packet.src == mh.addr(HOME) and \
            not at_node(s) and shortly_after(s.when, 35)
    j = verdict.judge(plan(), without(good, victim))
    assert "loss" in j.kinds()


def without_echoes(sights, *types):
    """Five echoes that no link ever saw, or their replies."""
    first = next(s for s in sights if s.packet.protocol == ICMP and s.packet.payload[0] == 128 and
                 s.when > MOVES[0].up + 500 * MS)
    number = int.from_bytes(first.packet.payload[6:8], "big")
    return without(sights, lambda s: s.packet.protocol == ICMP and s.packet.payload[0] in types and
                   number <= int.from_bytes(s.packet.payload[6:8], "big") < number + 5)


@pytest.mark.parametrize("types", [(128, 129), (129,)], ids=["not sent", "not answered"])
def test_echoes_missing_everywhere(good, types):
    """Nothing of them is on any link, so that nothing was seen to get lost."""
    j = verdict.judge(plan(), without_echoes(good, *types))
    assert j.kinds() == {"loss"}
    assert j.lost(None) == 0


def test_datagrams_silent_before_any_handover(good):
    quiet = without(good, lambda s: datagram(s) and
                    forge.START + 300 * MS < s.when < forge.START + 530 * MS)
    assert "silence" in kinds(quiet)


def test_reply_that_never_left(good):
    reply = next(s for s in good if s.place == "cn/eth0" and s.out and s.packet.protocol == ICMP)
    assert any("not answered" in f.text
               for f in verdict.judge(plan(), without(good, lambda s: s is reply)).faults)


def test_tcp_silent_for_nine_seconds(good):
    """It is alive in the end, and was recorded all the time; nobody looked."""
    told = plan(streams=tuple(replace(s, closed=END + 12000 * MS) for s in STREAMS))
    last = max(s.when for s in good)
    again = [s._replace(when=s.when + 12000 * MS) for s in good if s.when > last - 500 * MS]
    j = verdict.judge(told, [*good, *again])
    assert "silence" in j.kinds()
    assert j.silences["tcp up"] > 9000


def test_tcp_silent_in_a_handover(good):
    def quiet(s):
        return s.packet.protocol == TCP and shortly_after(s.when, 940)
    assert "silence" in kinds(without(good, quiet))


def test_tcp_dead_before_the_end(good):
    dead = without(good, lambda s: s.packet.protocol == TCP and s.when > END - 700 * MS)
    assert "silence" in kinds(dead)


def test_tcp_octets_missing(good):
    top = max(segment(s.packet).seq for s in good if s.packet.protocol == TCP and
              s.packet.src == mh.addr(HOME))
    cut = without(good, lambda s: s.packet.protocol == TCP and s.place == "cn/eth0" and
                  not s.out and segment(s.packet).seq == top)
    assert "stream" in kinds(cut)


def test_tcp_reset(good):
    reset = decode(forge.tcp(CN, HOME, forge.PORT, forge.NODE_PORT, 1000, 4))
    sight = next(s for s in good if s.when > END - 300 * MS and at_node(s))
    assert "stream" in kinds(sorted([*good, sight._replace(out=False, packet=reset)],
                                    key=lambda s: s.when))


def test_no_tcp_stream_told(good):
    told = plan(streams=tuple(s for s in STREAMS if s.kind != "tcp"))
    assert kinds(good, told) == {"stream"}


@pytest.mark.parametrize("name", ["tcp", "ping", "down"])
def test_stream_not_in_the_capture(good, name):
    protocol = {"tcp": TCP, "ping": ICMP, "down": UDP}[name]
    assert "stream" in kinds(without(good, lambda s: s.packet.protocol == protocol and
                                     mh.addr(CN) in (s.packet.src, s.packet.dst)))


def test_second_stream_of_an_address_missing(good):
    """Two were told, one is there."""
    told = plan(streams=(*STREAMS, replace(STREAMS[0], name="tcp2", number=4)))
    assert "stream" in kinds(good, told)


def test_round_trip_longer_than_told():
    """A round trip of 900 ms is no licence for an outage of 900 ms."""
    slow = Network().run().sights
    assert kinds(slow, plan(delay_ms=225)) >= {"rtt"}


def test_round_trip_without_delay(good):
    """The links were told to have a delay, and have none: all happens at once."""
    assert "rtt" in kinds(good, plan(delay_ms=2 * D / MS))


def test_round_trip_measured_late(good):
    """Every reply comes 900 ms late."""
    late = moved(good, lambda s: s.packet.protocol == ICMP and s.packet.payload[0] == 129 and
                 at_node(s), 900 * MS)
    assert "rtt" in kinds(late)


def test_no_round_trip_at_a_router(good):
    quiet = without(good, lambda s: s.packet.protocol == ICMP and s.packet.payload[0] == 129 and
                    MOVES[0].down < s.when < MOVES[1].down)
    assert any("no round trip of ping was measured at router 2" in f.text
               for f in verdict.judge(plan(), quiet).faults)


def test_no_echoes(good):
    assert "rtt" in kinds(good, plan(streams=tuple(s for s in STREAMS if s.kind != "ping")))


# ------------------------------------------------------------------- signalling

@pytest.mark.parametrize("index", range(3))
def test_no_update_in_a_handover(good, index):
    """That of the next one is not borrowed."""
    start, end = MOVES[index].down, plan().until(index)
    lost = without(good, lambda s: kind(s, mh.BU) and start <= s.when < end)
    assert "update" in kinds(lost)


def test_no_advertisement_in_a_handover(good):
    start, end = MOVES[0].down, MOVES[1].down
    lost = without(good, lambda s: s.packet.protocol == ICMP and s.packet.payload[0] == 134 and
                   start <= s.when < end)
    assert "advertisement" in kinds(lost)


def test_advertisement_of_another_router(good):
    """Who is heard must be who is there."""
    other = decode(forge.advertisement(ROUTERS[0]))
    swapped = [s._replace(packet=other) if s.packet.protocol == ICMP and
               s.packet.payload[0] == 134 and s.when < MOVES[1].down else s for s in good]
    assert "advertisement" in kinds(swapped)


def test_no_acknowledgement(good):
    assert "answer" in kinds(without(good, lambda s: kind(s, mh.BA) and s.when < MOVES[1].down))


@pytest.mark.parametrize("places", [["mn/eth0"], ["dar1/core", "dar1/acc"]],
                         ids=["lost", "never sent"])
def test_acknowledgement_at_one_end(good, places):
    assert "answer" in kinds(without(good, lambda s: kind(s, mh.BA) and s.place in places and
                                     s.when < MOVES[1].down))


def test_update_for_an_address_of_another_router():
    here = forge.HERE
    forge.HERE = {**here, 2: here[3]}
    try:
        j = verdict.judge(plan(), Network().run().sights)
    finally:
        forge.HERE = here
    assert any("which is not an address of router 2" in f.text for f in j.faults)


def test_latest():
    assert [verdict.latest(a, 3) for a in (None, 1, 5)] == [3, 3, 5]


def test_update_refused():
    run = Network()
    grant = forge.acknowledgement
    forge.acknowledgement = lambda *args, **kwargs: grant(*args, **{**kwargs, "status": 130})
    try:
        sights = run.run().sights
    finally:
        forge.acknowledgement = grant
    assert "answer" in kinds(sights)


def test_no_handover(good):
    assert "handover" in kinds(good, plan(moves=()))


def test_mobility_header_damaged(good):
    def damage(s):
        if not kind(s, mh.BU):
            return s
        data = bytearray(s.packet.data)
        data[-1] ^= 1
        return s._replace(packet=decode(bytes(data)))
    assert kinds([damage(s) for s in good]) == {"malformed"}


# ---------------------------------------------------------------------- the links

def test_arrived_twice(good):
    again = next(s for s in good if datagram(s) and at_node(s))
    j = verdict.judge(plan(), sorted([*good, again], key=lambda s: s.when))
    assert j.kinds() == {"duplicate"}
    assert j.duplicates == 1


@pytest.mark.parametrize("protocol, out", [(UDP, False), (ICMP, True)], ids=["down", "up"])
def test_without_tunnel(good, protocol, out):
    """An old address away from home that is reached or sends without its tunnel."""
    move = MOVES[0]
    bare = [s._replace(packet=s.packet._replace(outers=()))
            if s.packet.protocol == protocol and at_node(s) and s.out == out and
            move.up + 100 * MS < s.when < move.up + 300 * MS else s for s in good]
    j = verdict.judge(plan(), bare)
    assert j.kinds() == {"tunnel"}
    assert "without its tunnel" in j.faults[0].text


def test_tunnel_at_home(good):
    outer = (mh.addr(forge.HERE[2]), mh.addr(ROUTERS[0].address))
    packed = [s._replace(packet=s.packet._replace(outers=(outer,)))
              if at_node(s) and s.out and s.packet.protocol == ICMP and s.when < MOVES[0].down
              else s for s in good]
    assert kinds(packed) == {"tunnel"}


@pytest.mark.parametrize("outer", [(ROUTERS[2].address, forge.HERE[2]),
                                   (ROUTERS[0].address, forge.HERE[3])])
def test_tunnel_from_elsewhere(good, outer):
    """From a router that is not the anchor, to an address that is not of this link."""
    outer = tuple(map(mh.addr, outer))
    packed = [s._replace(packet=s.packet._replace(outers=(outer,)))
              if at_node(s) and datagram(s) and s.packet.outers and s.when < MOVES[1].down
              else s for s in good]
    j = verdict.judge(plan(), packed)
    assert j.kinds() == {"tunnel"}
    assert "through a wrong tunnel" in j.faults[0].text


def forwarded(good, outer):
    """What was on its way to the care-of address that the node left follows it in two tunnels,
    with the checksum that the sender had left to others.
    """
    move = MOVES[1]
    outers = (tuple(map(mh.addr, outer)), (mh.addr(ROUTERS[0].address), mh.addr(forge.HERE[2])))
    late = next(s for s in good if s.place == "dar2/acc" and s.out and datagram(s) and
                move.down < s.when)
    summed = bytearray(late.packet.payload)
    summed[6] ^= 1
    packet = late.packet._replace(outers=outers, payload=bytes(summed))
    came = late._replace(when=move.up + 45 * MS, place="mn/eth0", out=False, packet=packet)
    return verdict.judge(plan(), sorted([*good, came], key=lambda s: s.when))


def test_forwarded_by_the_former_router(good):
    """The care-of address that the node left is anchored there."""
    j = forwarded(good, (ROUTERS[1].address, forge.HERE[3]))
    assert not j.faults
    assert j.passages[1].lost_down == \
        verdict.judge(plan(), good).passages[1].lost_down - 1


@pytest.mark.parametrize("outer", [(ROUTERS[2].address, forge.HERE[3]),
                                   (ROUTERS[1].address, forge.HERE[2])])
def test_forwarded_from_or_to_elsewhere(good, outer):
    assert forwarded(good, outer).kinds() == {"tunnel"}


@pytest.mark.parametrize("out", [True, False])
@pytest.mark.parametrize("place", ["mn/eth0", "cn/eth0", "dar1/core", "dar1/acc", "dar2/core"])
def test_one_direction_not_captured(good, place, out):
    assert "capture" in kinds(without(good, lambda s: s.place == place and s.out == out))


def test_anchor_that_is_not_visited():
    """On its access link nothing was to be captured, on the other there was."""
    run = Network(moves=MOVES[1:2])
    run.link, run.sender, run.bound = [(0, 2)], [(0, 2)], [(0, 2)]
    sights, told = run.run().sights, plan(moves=run.moves)
    assert "dar1/acc" not in {s.place for s in sights}
    assert not verdict.judge(told, sights).faults
    for place, out in (("dar1/core", True), ("dar1/core", False), ("dar3/acc", True)):
        assert "capture" in kinds(without(sights, lambda s, place=place, out=out:
                                          (s.place, s.out) == (place, out)), told)
