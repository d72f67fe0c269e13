# SPDX-License-Identifier: GPL-2.0-only
"""The credit that the judge computes, against the network that has earned and spent it."""

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


def added(run, when, place, data):
    sight = Sight(when, place, False, decode(data))
    return sorted([*run.sights, sight], key=lambda s: s.when)


def more(run, when, place, data):
    """What such a packet earns: octets, packets."""
    left, before = account(added(run, when, place, data)), account(run.sights)
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


def test_update_pays_for_its_answer():
    """Without proof the rest of its octets is left, and no packet; with proof all of it."""
    early, complete = epochs((2, None), (2, (0, 5)))
    assert (early.octets, early.packets) == (112 - 88, 0)
    assert (complete.octets, complete.packets) == (120, 1)


def epochs(*updates, status=0):
    """Of Binding Updates, (router of the care-of address, nonce indices) each."""
    network, grant = Network(proof=True, moves=()), forge.acknowledgement
    forge.acknowledgement = lambda *a, **kw: grant(*a, **{**kw, "status": status})
    try:
        for n, (at, nonces) in enumerate(updates):
            network.update(forge.START + (n + 1) * 100 * MS, at, nonces)
    finally:
        forge.acknowledgement = grant
    network.sights.sort(key=lambda s: s.when)
    found = credit.Router(plan(), ANCHOR, network.sights, signals.signals(network.sights))
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
