# SPDX-License-Identifier: GPL-2.0-only
"""The machine is suspended (all but the power): what ended meanwhile is known the moment it is
back."""

import glob
import os
import subprocess
import time

import pytest

import netns
import rtnl
from check import expect, note, until
from dar import Dar
from mn import Mn
from topology import dar_address

pytestmark = [pytest.mark.kernels("debian"), pytest.mark.series]

ASLEEP = 13
LIFE = 10
SOON = 2  # its timers would have come 5 s later and more


def module():
    found = glob.glob(f"{os.environ['FAMA_BUILD']}/**/stay_on.ko", recursive=True)
    expect(found, "stay_on.ko, which vm/modules.sh builds", "none")
    return found[0]


def write(file, text):
    with open(file, "w", encoding="ascii") as f:
        f.write(text)


def suspend():
    """Returns when the machine was back, in ns."""
    clocks = time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME
    before = [time.clock_gettime(c) for c in clocks]
    write("/sys/power/state", "mem")
    back = time.time_ns()
    awake, all_in_all = (time.clock_gettime(c) - b for c, b in zip(clocks, before))
    note(f"{all_in_all:.1f} s, {awake:.1f} s of them awake")
    expect(all_in_all - awake > ASLEEP - 2, f"a clock that stood still for {ASLEEP} s",
           (awake, all_in_all))
    return back


def soon(event, back):
    took = (event["time"] - back) / 1e9
    note(f"{event['event']} {took:.2f} s after the machine was back")
    expect(took < SOON, f"{event['event']} within {SOON} s", took)


@pytest.fixture(name="sleeper")
def all_but_the_power():
    """The machine comes back by itself."""
    subprocess.run(["insmod", module()], check=True)
    write("/sys/power/pm_test", "core")
    write("/sys/module/suspend/parameters/pm_test_delay", str(ASLEEP))
    yield
    write("/sys/power/pm_test", "none")
    subprocess.run(["rmmod", "stay_on"], check=True)


@pytest.mark.usefixtures("sleeper")
@pytest.mark.world(dars=2, router_lifetime=60)
def test_suspend(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    events = net.watch("mn")
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]
    client.open("tcp", "tcp", first)
    client.open("ping", "ping", first)
    client.flowing("tcp", "ping")
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=LIFE, preferred=LIFE)
    net.mover.move("mn", 2)
    second = mn.state(2, "home")["address"]
    mn.state(1, "away")
    client.flowing("tcp", "ping")
    rtnl.of("dar1").address("replace", f"{dar_address(1)}/64", "acc", valid=3600, preferred=3600)

    # The binding has ended in its sleep: it is renewed at once.
    back = suspend()
    soon(events.wait(event="expire", after=back - 10**9, address=first), back)
    soon(events.wait(event="bu", after=back - 10**9, address=first), back)
    mn.state(1, "away", careof=second)
    dars[0].bound(first, second)
    client.flowing("tcp", "ping")

    # The router has not been heard for longer than it wanted to be one.
    net.start_radvd(2, router_lifetime=LIFE)
    heard = mn.counters()["rx_ra"]
    until(lambda: mn.counters()["rx_ra"] >= heard + 2, "the shorter lifetime")
    netns.stop(net.radvd.pop(2), sig=9)
    back = suspend()
    soon(events.wait(event="address", after=back - 10**9, address=second, state="idle"), back)
    net.start_radvd(2)
    mn.state(2, "home")
    mn.state(1, "away", careof=second)
    client.flowing("tcp", "ping")
    for name, flow in client.stop().items():
        expect(not flow["error"], f"flow {name} alive", flow["error"])
