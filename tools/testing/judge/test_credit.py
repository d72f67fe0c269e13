# SPDX-License-Identifier: GPL-2.0-only
"""The credit that the judge computes, against the network that has earned and spent it."""

import struct

import pytest

from judge import credit, forge, signals
from judge.forge import CN, HERE, HOME, ROUTERS, Network, plan, tunnelled
from judge.packets import Sight, decode, mh
from judge.plan import MS

ANCHOR = ROUTERS[0]
PLACE = mh.addr(HOME)


def router(sights):
    """The anchor, when it has read all that came."""
    found = credit.Router(plan(), ANCHOR, sights, signals.signals(sights))
    found.read()
    return found


def account(sights):
    return router(sights).account(PLACE, forge.END - 1)


@pytest.fixture(scope="module", name="run")
def fixture_run():
    """On credit; all of it is within one interval of ageing."""
    return Network(proof=True).run()


def test_credit_is_that_of_the_network(run):
    """It merges no packets and takes no time, so that they agree exactly."""
    left = account(run.sights)
    assert (left.octets, left.packets) == (run.credit, run.packets)
    assert left.octets > 0 and left.packets > 0


def test_all_that_waited_went_on(run):
    made = router(run.sights).ledger
    assert not made.beyond and not made.swallowed


def added(run, when, place, data, out=False):
    sight = Sight(when, place, out, decode(data))
    return sorted([*run.sights, sight], key=lambda s: s.when)


def more(run, when, place, data, out=False):
    """What such a packet earns: octets, packets."""
    left, before = account(added(run, when, place, data, out)), account(run.sights)
    return left.octets - before.octets, left.packets - before.packets


@pytest.mark.parametrize("outer, inner, earns", (
    ((HERE[2], ANCHOR.address), HOME, True),
    ((HERE[3], ANCHOR.address), HOME, False),       # not bound there yet
    (("2001:db8:66::1", ANCHOR.address), HOME, False),
    ((HERE[2], ROUTERS[1].address), HOME, False),
    ((HERE[2], ANCHOR.address), "2001:db8:1::66", False)))
def test_what_earns(run, outer, inner, earns):
    """Packets from where the home address is bound and proven, through the tunnel to its anchor."""
    data = tunnelled(*outer, mh.udp(inner, CN, 4000, 4001, bytes(100)))
    when = forge.MOVES[0].up + 300 * MS
    assert more(run, when, "dar1/core", data) == ((len(data), 1) if earns else (0, 0))


def test_without_proof_nothing_is_earned(run):
    """Between the Binding Update that redirects and the one that proves."""
    first, second = [e for e in router(run.sights).epochs[PLACE] if e.careof == mh.addr(HERE[2])]
    assert (first.proven, second.proven) == (False, True)
    data = tunnelled(HERE[2], ANCHOR.address, mh.udp(HOME, CN, 4000, 4001, bytes(100)))
    when = (first.since + second.came) // 2
    assert more(run, when, "dar1/core", data) == (0, 0)


@pytest.mark.parametrize("ms, place, earns", (
    (500, "dar1/acc", True), (500, "dar1/core", False), (-2500, "dar1/acc", True),
    (-3048, "dar1/acc", False), (-900, "dar1/acc", False)))
def test_what_a_node_earns_at_home(run, ms, place, earns):
    """On its link, once it is known: not before its early token, and not while it is away."""
    data = mh.udp(HOME, CN, 4000, 4001, bytes(100))
    when = forge.MOVES[2].up + ms * MS
    assert more(run, when, place, data) == ((len(data), 1) if earns else (0, 0))


def test_packet_to_the_router_itself_earns_nothing(run):
    data = mh.udp(HOME, ANCHOR.address, 4000, 4001, bytes(100))
    assert more(run, forge.MOVES[0].up + 300 * MS, "dar1/core", data) == (0, 0)


def test_tunnel_in_a_tunnel_earns(run):
    """The node may be a router of a tunnel itself: what counts is who sent into ours."""
    data = tunnelled(HERE[2], ANCHOR.address, tunnelled(
        HOME, CN, mh.udp("2001:db8:77::1", CN, 4000, 4001, bytes(100))))
    assert more(run, forge.MOVES[0].up + 300 * MS, "dar1/core", data) == (len(data), 1)


def test_what_leaves_earns_nothing(run):
    data = tunnelled(HERE[2], ANCHOR.address, mh.udp(HOME, CN, 4000, 4001, bytes(100)))
    assert more(run, forge.MOVES[0].up + 300 * MS, "dar1/core", data, out=True) == (0, 0)


def test_update_pays_for_its_answer():
    """Without proof the rest of its octets is left, and no packet; with proof all of it."""
    early, complete = epochs((2, None), (2, (0, 5)))
    assert (early.octets, early.packets) == (112 - 88, 0)
    assert (complete.octets, complete.packets) == (120, 1)


def epochs(*updates, spoil=lambda sights: sights, **answer):
    """Of Binding Updates, (router of the care-of address, nonce indices) each."""
    network, grant = Network(proof=True, moves=()), forge.acknowledgement
    forge.acknowledgement = lambda *a, **kw: grant(*a, **{**kw, **answer})
    try:
        for n, (at, nonces) in enumerate(updates):
            network.update(forge.START + (n + 1) * 100 * MS, at, nonces)
    finally:
        forge.acknowledgement = grant
    sights = sorted(spoil(network.sights), key=lambda s: s.when)
    found = credit.Router(plan(), ANCHOR, sights, signals.signals(sights))
    return found.epochs[PLACE]


def test_what_is_proven():
    """By a token; then it stays proven where it is, and nowhere else."""
    made = epochs((2, None), (2, None), (2, (0, 5)), (2, None), (3, None), (1, None))
    there, elsewhere = mh.addr(HERE[2]), mh.addr(HERE[3])
    assert [(e.careof, e.proven) for e in made[:5]] == [
        (there, False), (there, False), (there, True), (there, True), (elsewhere, False)]
    assert made[5].careof is None


def test_when_it_is_bound():
    """The Binding Update counts at the anchor, not at routers on its way."""
    at_home, away = epochs((1, None), (2, None))
    assert at_home.came == forge.START + 100 * MS
    assert away.came == forge.START + 200 * MS + 2 * forge.D
    assert all(e.came <= e.since <= e.came + MS for e in (at_home, away))


def test_refused_is_not_bound():
    assert not epochs((2, None), status=130)


def test_shown_and_promised_again():
    """What came with a token is proven, whatever the answer promises."""
    assert [e.proven for e in epochs((2, None), (2, (0, 5)), promise=True)] == [False, True]


AT_ANCHOR = ("dar1/core", "dar1/acc")


@pytest.mark.parametrize("spoil", (
    lambda sights: [s for s in sights if s.place not in AT_ANCHOR],
    lambda sights: [s._replace(out=True) if s.place in AT_ANCHOR else s for s in sights],
    lambda sights: [s._replace(out=False) if s.place in AT_ANCHOR else s for s in sights]),
    ids=("elsewhere", "only left", "only came"))
def test_no_update_and_answer_of_the_anchor(spoil):
    """The same at other routers, a Binding Update that leaves, an answer that comes."""
    assert len(epochs((2, None))) == 1
    assert not epochs((2, None), spoil=spoil)


def test_answer_that_seems_to_come_first():
    """The delay of a link is not exact."""
    made, = epochs((2, None), spoil=lambda sights: [
        s._replace(when=s.when - 5 * MS) if s.out and s.place == "dar1/core" else s
        for s in sights])
    assert made.since == made.came == forge.START + 100 * MS + 2 * forge.D


def test_credit_does_not_age_twice():
    """Who looks back sees what is left now."""
    now = credit.Account(1000, 1000)
    seen = [now.at(second * 1000 * MS).octets for second in (6, 11, 4, 11, 14, 16)]
    assert seen == [875, 765, 765, 765, 765, 669]


def test_credit_ages_by_the_time_since_boot():
    """As the router counts it, which is not the time of packets."""
    boot, second = 2000 * MS, 1000 * MS
    made = credit.Router(plan(boot=boot), ANCHOR, [], [])
    made.account(PLACE, 6 * second).earn(1000)
    assert made.account(PLACE, boot + 5 * second + credit.GRACE - 1).octets == 1000
    assert made.account(PLACE, boot + 5 * second + credit.GRACE).octets == 875


# ------------------------------------------------------- what came and did not go on

def of(packet, *careofs, others=()):
    """Did a packet that came when the address was bound to these go on?"""
    sights = [Sight(9, "dar1/core", False, packet), *others]
    made = credit.Router(plan(), ANCHOR, sights, [])
    made.epochs[PLACE] = [credit.Epoch(when, when, careof and mh.addr(careof), True)
                          for when, careof in enumerate(careofs)]
    return made.read().swallowed != sights[:1]


SIGNAL = forge.acknowledgement(ROUTERS[2].address, HOME, HOME, 1, lifetime=0)


@pytest.mark.parametrize("data, careofs, counts", (
    (mh.udp(CN, HOME, 7, 8, bytes(8)), [HERE[2]], True),
    (mh.udp(CN, HOME, 7, 8, bytes(8)), [None, HERE[2]], True),
    (mh.udp(CN, HOME, 7, 8, bytes(8)), [HERE[2], None], False),     # at home again
    (SIGNAL, [HERE[2]], False),                                     # for the router to read
    (tunnelled(CN, HOME, SIGNAL), [HERE[2]], True),                 # for the node
    (mh.udp(CN, HERE[2], 7, 8, bytes(8)), [HERE[2]], False)))
def test_swallowed(data, careofs, counts):
    assert of(decode(data), *careofs) is not counts


def refusal(packet, kind=2):
    return mh.icmp6(ANCHOR.address, CN, kind, 0, struct.pack(">I", 1460) + packet.data[:1192])


LARGE, OTHER = (decode(forge.tcp(CN, HOME, port, 8, 1, 16, bytes(1440))) for port in (7, 9))


@pytest.mark.parametrize("error, out, told", (
    (refusal(LARGE), True, True),
    (refusal(OTHER), True, False),          # of another stream
    (refusal(LARGE, kind=1), True, False),  # for another reason
    (refusal(LARGE), False, False)))        # by somebody else
def test_refused_aloud(error, out, told):
    others = [Sight(10, "dar1/core", out, decode(error))]
    assert of(LARGE, HERE[2], others=others) is told


@pytest.mark.parametrize("careof, beyond", ((HERE[2], 0), (HERE[3], 1)))
def test_sent_while_an_update_is_taken(careof, beyond):
    """To the former address, which is proven, or to the next one on credit that is not there."""
    on = Sight(10, "dar1/acc", True,
               decode(tunnelled(ANCHOR.address, careof, mh.udp(CN, HOME, 7, 8, bytes(8)))))
    made = credit.Router(plan(), ANCHOR, [on], [])
    made.epochs[PLACE] = [credit.Epoch(0, 0, mh.addr(HERE[2]), True),
                          credit.Epoch(5, 20, mh.addr(HERE[3]), False)]
    assert len(made.read().beyond) == beyond


# ------------------------------------------------------------------- what it pays for

@pytest.mark.parametrize("octets, packets, enough, left", (
    (100, 2, True, (0, 1)), (99, 2, False, (0, 1)), (150, 0, False, (50, 0)),
    (150, 1, True, (50, 0)), (0, 0, False, (0, 0))))
def test_what_a_packet_costs(octets, packets, enough, left):
    """Its octets and itself; the rest is never below nothing."""
    now = credit.Account(octets, packets)
    assert now.spend(100) is enough
    assert (now.octets, now.packets) == left


def test_end_of_a_binding_from_elsewhere():
    """It earns like one that proves nothing, and what is bound to nothing needs no proof."""
    update = mh.bu_packet(HOME, HERE[2], ANCHOR.address, seq=1, token=bytes(8), lifetime=0)
    answer = forge.acknowledgement(ANCHOR.address, HOME, HERE[2], 1, lifetime=0)
    sights = [Sight(0, "dar1/core", False, decode(update)),
              Sight(MS, "dar1/core", True, decode(answer))]
    made, = credit.Router(plan(), ANCHOR, sights, signals.signals(sights)).epochs[PLACE]
    assert (made.careof, made.proven) == (None, True)
    assert (made.octets, made.packets) == (len(update) - len(answer), 0)


@pytest.mark.parametrize("out, beyond", ((True, 1), (False, 0)))
def test_only_what_leaves_costs(out, beyond):
    """Somebody else may use the router's address."""
    inner = mh.udp(CN, HOME, 7, 8, bytes(8))
    sight = Sight(10, "dar1/acc", out, decode(tunnelled(ANCHOR.address, HERE[2], inner)))
    made = credit.Router(plan(), ANCHOR, [sight], [])
    made.epochs[PLACE] = [credit.Epoch(0, 0, mh.addr(HERE[2]), False)]
    assert len(made.read().beyond) == beyond
