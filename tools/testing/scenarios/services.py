# SPDX-License-Identifier: GPL-2.0-only
"""The services of the packages below a real systemd: a node is restored at boot, changed while it
runs, and gone when it is stopped."""

import json
import os
import shutil

import pytest

from check import equal, expect, until
from dar import Dar
from famactl import fama, key, query
from init import Init
from mn import Mn

pytestmark = pytest.mark.kernels("debian-6.12")
CONF = "/etc/fama/mn.conf"
LINE = "mn enable key /etc/fama/key dev eth0 dev 'wl*'\n"
PROMETHEUS = "/var/lib/prometheus/node-exporter"
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation/examples")
EXPOSURE = "20"  # tenths: systemd says 1.4


def enabled():
    return query("mn", "mn", "show")["enabled"]


def measured(init):
    """The service and the timer of the documents write the metrics of the node."""
    with open(init.system.path("/etc/passwd"), "a", encoding="ascii") as f:
        f.write("prometheus:x:899:899::/:/usr/sbin/nologin\n")
    with open(init.system.path("/etc/group"), "a", encoding="ascii") as f:
        f.write("prometheus:x:899:\n")
    os.makedirs(init.system.path(PROMETHEUS))
    os.chown(init.system.path(PROMETHEUS), 899, 899)
    units = ["fama-metrics.service", "fama-metrics.timer"]
    for unit in units:
        shutil.copy(f"{EXAMPLES}/prometheus/{unit}", init.system.path("/etc/systemd/system"))
    init.run("systemctl", "daemon-reload")
    init.run("systemd-analyze", "verify", "--man=no", *units)
    init.run("systemctl", "enable", "--now", units[1])
    file = init.system.path(f"{PROMETHEUS}/fama.prom")
    until(lambda: os.path.exists(file), "metrics", lambda: init.system.log("init")[-2000:])
    with open(file, encoding="utf-8") as f:
        expect("fama_mn_enabled 1" in f.read().splitlines(), "metrics of a node", os.listdir(os.path.dirname(file)))
    equal(os.stat(file).st_mode & 0o777, 0o644, "mode")


def in_a_namespace(init):
    """The template of the documents: a router beside the node, in a namespace of its own."""
    etc = "/etc/systemd/system"
    shutil.copy(init.system.path("/usr/lib/systemd/system/fama-dar.service"),
                init.system.path(f"{etc}/fama-dar@.service"))
    os.makedirs(init.system.path(f"{etc}/fama-dar@.service.d"))
    shutil.copy(f"{EXAMPLES}/systemd/namespace.conf", init.system.path(f"{etc}/fama-dar@.service.d"))
    init.system.write("/etc/fama/blue.conf", "dar enable\ndar anchor add 2001:db8:b::/64 dev eth9\n")
    init.run("ip", "netns", "add", "blue")
    init.run("systemctl", "daemon-reload")
    init.run("systemd-analyze", "verify", "--man=no", "fama-dar@blue.service")
    init.run("systemd-analyze", "security", "--no-pager", f"--threshold={EXPOSURE}",
             "fama-dar@blue.service")

    def anchors(*where):
        return json.loads(init.run("fama", *where, "-j", "dar", "anchor", check=False).stdout or "[]")
    init.run("systemctl", "enable", "--now", "fama-dar@blue")
    equal([a["prefix"] for a in anchors("-n", "blue")], ["2001:db8:b::/64"], "anchors there")
    equal(anchors(), [], "anchors beside it")
    init.run("systemctl", "disable", "--now", "fama-dar@blue")
    equal(anchors("-n", "blue"), [], "anchors after its service")
    init.run("ip", "netns", "del", "blue")


def test_services(net):
    Dar(1)
    init = Init(net)
    shutil.copy(key(), init.system.path("/etc/fama/key"))
    os.chmod(init.system.path("/etc/fama/key"), 0o600)
    net.mover.attach("mn", 1)
    init.boot()
    for unit in ("fama-dar.service", "fama-mn.service"):
        init.run("systemd-analyze", "verify", "--man=no", unit)
        init.run("systemd-analyze", "security", "--no-pager", f"--threshold={EXPOSURE}", unit)

    # As it is installed it does nothing.
    init.run("systemctl", "enable", "--now", "fama-mn")
    equal(enabled(), False, "a node of a file of comments")
    init.system.write(CONF, LINE)
    init.run("systemctl", "reload", "fama-mn")
    mn = Mn.there()
    home = mn.state(1, "home", auth="phkt")["address"]
    server, client = net.traffic()
    client.open("ping", "ping", home)
    client.flowing("ping")

    # A change is taken up, a mistake is not, and neither does anything to what there is.
    init.system.write(CONF, LINE + "mn set idle 33\n")
    init.run("systemctl", "reload", "fama-mn")
    equal(query("mn", "mn", "show")["idle"], 33, "idle")
    init.system.write(CONF, LINE + "mn set idle 34 max-addresses 65\n")
    expect(init.run("systemctl", "reload", "fama-mn", check=False).returncode, "a failure", 0)
    expect(f"{CONF}:2: " in init.run("systemctl", "status", "fama-mn", check=False).stdout +
           init.system.log("init"), "the line that is wrong", init.system.log("init")[-1000:])
    equal(query("mn", "mn", "show")["idle"], 33, "idle")
    equal({a["address"] for a in mn.addresses()}, {home}, "addresses")
    client.flowing("ping")

    measured(init)
    in_a_namespace(init)
    init.system.write(CONF, LINE)
    init.run("systemctl", "restart", "fama-mn")
    mn.state(1, "home")
    equal(fama("mn", "save", "mn").stdout.partition("\n")[2], LINE, "what is saved")
    init.run("systemctl", "stop", "fama-mn")
    equal(enabled(), False, "a node after its service")
    init.run("systemctl", "start", "fama-mn")
    mn.state(1, "home")

    # The end of the system, and another boot, after which nobody says anything.
    init.halt()
    equal(enabled(), False, "a node after its system")
    init.boot()
    until(enabled, "a node after a boot", lambda: init.system.log("init")[-3000:])
    mn.state(1, "home", auth="phkt")
    init.halt()
    client.stop()
    server.stop()
