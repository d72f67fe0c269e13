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


def octets(sights):
    """What is left; the network merges no packets and takes no time, so that it is exact."""
    account = router(sights).account(PLACE, forge.END - 1)
    assert account.certain == account.possible
    return account.possible


@pytest.fixture(scope="module", name="run")
def fixture_run():
    """On credit; all of it is within one interval of ageing."""
    return Network(proof=True).run()


def test_credit_is_that_of_the_network(run):
    assert octets(run.sights) == run.credit > 0


def test_what_was_swallowed(run):
    """What came for the node while the credit was too small; proven, all goes on."""
    kept = router(run.sights).ledger
    assert kept.unpaid and kept.unpaid == set(kept.swallowed)
    assert not router(Network().run().sights).ledger.swallowed


def added(run, when, place, data):
    sight = Sight(when, place, False, decode(data))
    return sorted([*run.sights, sight], key=lambda s: s.when)


@pytest.mark.parametrize("outer, inner, earns", (
    ((HERE[2], ANCHOR.address), HOME, True),
    ((HERE[3], ANCHOR.address), HOME, False),       # not bound there yet
    (("2001:db8:66::1", ANCHOR.address), HOME, False),
    ((HERE[2], ROUTERS[1].address), HOME, False),
    ((HERE[2], ANCHOR.address), "2001:db8:1::66", False)))
def test_what_earns(run, outer, inner, earns):
    """Inner packets from where the home address is bound, through the tunnel to its anchor."""
    data = mh.udp(inner, CN, 4000, 4001, bytes(100))
    when = forge.MOVES[0].up + 300 * MS
    more = octets(added(run, when, "dar1/core", tunnelled(*outer, data))) - run.credit
    assert more == (len(data) if earns else 0)


def test_packet_to_the_router_itself_earns_nothing(run):
    data = mh.udp(HOME, ANCHOR.address, 4000, 4001, bytes(100))
    assert octets(added(run, forge.MOVES[0].up + 300 * MS, "dar1/core", data)) == run.credit


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
    return credit.epochs(plan(), ANCHOR, signals.signals(network.sights))[PLACE]


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
    assert epochs((2, None), status=130) == []
