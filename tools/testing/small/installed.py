#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""In a machine where the packages are installed: a router and a node of the packaged examples below
systemd, and a move. The first boot configures it, the second one finds it configured. In the others
the kernel demands signatures of keys that it knows, and knows ours only in the last one:
    installed.py first|again|enforced|secure
"""

import ctypes
import glob
import os
import re
import struct
import sys

import world
from world import expect, run, until

TESTING = os.path.normpath(os.path.join(world.HERE, ".."))
EXAMPLES = "/etc/fama"
AGAIN = sys.argv[1] != "first"
DROPIN = "/etc/systemd/system/fama-dar.service.d/where.conf"


def loaded():
    with open("/proc/modules", encoding="ascii") as f:
        return {line.split()[0] for line in f} & {"fama", "dar", "mn"}


def write(file, text):
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "w", encoding="utf-8") as f:
        f.write(text)


def example(role, *lines):
    """The packaged file, with these of its lines no longer comments."""
    with open(f"{EXAMPLES}/{role}.conf", encoding="utf-8") as f:
        text = f.read()
    for line in lines:
        text, found = re.subn(rf"^#({re.escape(line)})$", r"\1", text, flags=re.MULTILINE)
        expect(found == 1, f"an example {line!r} in {role}.conf", text)
    return text


def show(unit):
    return run(None, "systemctl", "show", "-p", "ActiveState,Result", unit).stdout + \
        run(None, "journalctl", "-b", "--no-pager", "-u", unit).stdout


# ---------------------------------------------------------------------------- cases

def described():
    """DKMS has built them for the kernel that runs."""
    files = [run(None, "modinfo", "-n", name).stdout.strip() for name in ("fama", "dar", "mn")]
    expect(all(f.startswith(f"/lib/modules/{os.uname().release}/updates/") or
               f.startswith(f"/usr/lib/modules/{os.uname().release}/updates/") for f in files),
           "modules of DKMS", files)
    run(None, f"{TESTING}/described.sh", *files)


def by_alias():
    """Whoever asks for the family has the module loaded."""
    expect(not loaded(), "no modules", loaded())
    world.query(None, "mn", "show")
    expect(loaded() == {"fama", "mn"}, "the module of a node", loaded())
    world.query(None, "dar", "show")
    expect(loaded() == {"fama", "dar", "mn"}, "that of a router", loaded())
    run(None, "modprobe", "-r", "dar", "mn")
    expect(not loaded(), "no modules", loaded())


def by_modprobe():
    run(None, "modprobe", "dar")
    run(None, "modprobe", "mn")
    run(None, "modprobe", "-r", "dar", "mn")


def network():
    world.cells()
    world.node()
    world.routers()


def router():
    """The example is r1's; r2 has the same for its own prefix. The first is a service, in the
    namespace of r1."""
    if not AGAIN:
        for name in ("secret", "secret2"):
            run(None, "fama", "key", "secret", "out", f"{EXAMPLES}/{name}")
        text = example("dar", "dar enable secret /etc/fama/secret",
                       "dar anchor add 2001:db8:a:1::/64 dev eth1")
        write(f"{EXAMPLES}/dar.conf", text)
        write(f"{EXAMPLES}/r2.conf", text.replace("/etc/fama/secret", "/etc/fama/secret2")
              .replace("2001:db8:a:1::/64", "2001:db8:b:1::/64"))
        write(DROPIN, "[Service]\nNetworkNamespacePath=/run/netns/r1\n")
        run(None, "systemctl", "daemon-reload")
    done = run(None, "systemctl", "start", "fama-dar", check=False)
    expect(done.returncode == 0, "a router", show("fama-dar"))
    run("r2", "fama", "restore", f"{EXAMPLES}/r2.conf")
    for ns in ("r1", "r2"):
        anchors = world.query(ns, "dar", "anchor", "show")
        expect([a["prefix"] for a in anchors] == [f"{world.ROUTERS[ns]}::/64"], "an anchor", anchors)


def node():
    if AGAIN:
        # Nobody has said anything since the boot.
        until(lambda: world.query(None, "mn", "show")["enabled"], "a node", lambda: show("fama-mn"))
        return
    run(None, "fama", "key", "generate", "out", f"{EXAMPLES}/key")
    write(f"{EXAMPLES}/mn.conf", example("mn", "mn enable key /etc/fama/key dev eth0 dev 'wl*'"))
    done = run(None, "systemctl", "enable", "--now", "fama-mn", check=False)
    expect(done.returncode == 0, "a node", show("fama-mn"))


FLOWS = {}


def at_home():
    world.arrive(1)
    home = world.here("r1", "home")["address"]
    FLOWS[1] = world.Flows(home)
    FLOWS[1].alive()


def clock_is_right():
    """As NTP would tell the kernel (adjtimex: ADJ_STATUS and ADJ_MAXERROR, STA_PLL)."""
    timex = bytearray(208)
    struct.pack_into("=I", timex, 0, 0x0010 | 0x0004)
    struct.pack_into("=i", timex, 40, 0x0001)
    buffer = (ctypes.c_char * len(timex)).from_buffer(timex)
    expect(ctypes.CDLL(None).adjtimex(buffer) >= 0, "adjtimex", "refused")


def healthy():
    clock_is_right()
    for ns, role in ((None, "mn"), ("r1", "dar"), ("r2", "dar")):
        done = run(ns, "fama", "doctor", role, check=False)
        expect(done.returncode == 0, f"nothing wrong with the {role} in {ns or 'this machine'}",
               done.stdout + done.stderr)


def moved():
    world.move(2)
    there = world.here("r2", "home")["address"]
    home = world.here("r1", "away", careof=there)["address"]
    until(lambda: any(b["home"] == home and b["careof"] == there
                      for b in world.query("r1", "dar", "binding", "show")), "a binding",
          lambda: world.query("r1", "dar", "binding", "show"))
    FLOWS[1].alive()
    FLOWS[2] = world.Flows(there)
    FLOWS[2].alive()


def returned():
    world.move(1)
    world.here("r1", "home")
    world.here("r2", "away")
    for flows in FLOWS.values():
        flows.alive()
    bindings = world.query("r1", "dar", "binding", "show")
    expect(not bindings, "no binding of a node that is at home", bindings)


def version(module):
    with open(f"/sys/module/{module}/version", encoding="ascii") as f:
        return f.read().strip()


def packages_upgraded():
    """It is of no consequence for what runs."""
    world.move(2)
    world.here("r1", "away")
    FLOWS[1].alive()
    before = version("dar")
    # DKMS shall install what was built elsewhere.
    write("/etc/dkms/no-autoinstall", "")
    run(None, "dpkg", "-i", *glob.glob("/root/next/*.deb"))
    run(None, "dkms", "ldtarball", "--archive", "/root/next/fama.tar.gz")
    run(None, "dkms", "install", f"fama/{before}.1", "-k", os.uname().release)
    expect(not run(None, "dpkg", "--audit").stdout, "nothing to do for dpkg", "something")
    expect(run(None, "fama", "-V").stdout.split()[-1] == f"{before}.1", "the newer command", before)
    expect(version("dar") == before, "the same module", version("dar"))
    for flows in FLOWS.values():
        flows.alive()


STATE = "/var/lib/fama"
SECRETS = {"r1": f"{EXAMPLES}/secret", "r2": f"{EXAMPLES}/secret2"}


def modules_changed():
    """As Documentation/packaging.rst says."""
    before = version("dar")
    os.makedirs(STATE, exist_ok=True)
    for ns in SECRETS:
        run(ns, "fama", "dar", "checkpoint", f"{STATE}/{ns}", "freeze")
    run(None, "fama", "mn", "checkpoint", f"{STATE}/mn", "secret", SECRETS["r1"])
    run(None, "modprobe", "-r", "dar", "mn")
    for ns, secret in SECRETS.items():
        run(ns, "fama", "dar", "enable", "secret", secret)
        run(ns, "fama", "dar", "resume", f"{STATE}/{ns}")
    run(None, "systemctl", "reload", "fama-dar")
    run("r2", "fama", "restore", f"{EXAMPLES}/r2.conf")
    run(None, "fama", "mn", "resume", f"{STATE}/mn", "secret", SECRETS["r1"], "key",
        f"{EXAMPLES}/key", "dev", "eth0")
    run(None, "systemctl", "reload", "fama-mn")
    for name in ("fama", "dar", "mn"):
        expect(version(name) == f"{before}.1", "the newer modules", version(name))
    world.here("r1", "away")
    for flows in FLOWS.values():
        flows.alive()
    world.move(1)
    world.here("r1", "home")
    for flows in FLOWS.values():
        flows.alive()


def from_elsewhere():
    """The kernel says so of each module."""
    taint = [t for name in ("fama", "dar", "mn")
             for t in glob.glob(f"/sys/module/{name}/taint")]
    expect(len(taint) == 3, "three modules", taint)


def signed():
    """DKMS has done that, with the key that its configuration names."""
    signer = run(None, "modinfo", "-F", "signer", "fama").stdout.strip()
    expect(signer == "modules of example.org", "a signature", signer)


def refused():
    """Nobody has told the firmware of the key."""
    done = run(None, "modprobe", "fama", check=False)
    expect(done.returncode and "Key was rejected by service" in done.stderr, "a refusal",
           (done.returncode, done.stderr))
    expect(not loaded(), "no module", loaded())


def locked_down():
    """The kernel knows that it was loaded by Secure Boot: it takes nothing without a signature."""
    with open("/sys/kernel/security/lockdown", encoding="ascii") as f:
        mode = f.read()
    expect("[integrity]" in mode, "a kernel that is locked down", mode)


BOOTS = {
    "first": (described, by_alias, by_modprobe, network, router, node, at_home, moved, returned, healthy,
              from_elsewhere),
    "again": (described, network, router, node, at_home, moved, returned, packages_upgraded,
              modules_changed),
    "enforced": (signed, refused),
    "secure": (locked_down, signed, network, router, node, at_home, moved, returned),
}

world.cases(*BOOTS[sys.argv[1]])
