# SPDX-License-Identifier: GPL-2.0-only
"""systemd as the first process of a machine: of a PID namespace and a hierarchy of cgroups within
the namespace of a node, with the root of class HostSystem."""

import os
import shutil

import famactl
import netns
from check import until
from hostsystem import HostSystem

SYSTEMD = "/usr/lib/systemd/systemd"
UNITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fama/system")

# The root becomes that of the namespace, because services get roots of their own below it.
BOOT = f"""
set -e
mount --make-rprivate /
cd "$1"
mount -t proc proc proc
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
pivot_root . mnt
umount -l mnt
container=fama exec {SYSTEMD} --system --unit=multi-user.target --log-target=console
"""


class Init:
    def __init__(self, net, ns="mn"):
        self.system = HostSystem(net, ns)
        self.ns, self.child, self.first = ns, None, None
        self.system.write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
        os.makedirs(self.system.path("/mnt"), exist_ok=True)
        self._install()
        netns.close_with(ns, self)

    def _install(self):
        """The command with its libraries, and the units; nothing that needs a real machine."""
        for name in (famactl.tool(), f"{famactl.tool()}-key"):
            end = "-key" if name.endswith("-key") else ""
            shutil.copy(name, self.system.path(f"/usr/bin/fama{end}"))
            for word in netns.run(None, ["ldd", name]).stdout.split():
                if word.startswith("/") and not os.path.exists(self.system.path(word)):
                    os.makedirs(os.path.dirname(self.system.path(word)), exist_ok=True)
                    shutil.copy(word, self.system.path(word))
        wanted = self.system.path("/usr/lib/systemd/system")
        for target in ("sysinit", "local-fs", "multi-user"):
            shutil.rmtree(f"{wanted}/{target}.target.wants", ignore_errors=True)
        for name in os.listdir(UNITS):
            folder = wanted if name.endswith(".service") else self.system.path("/etc/fama")
            os.makedirs(folder, exist_ok=True)
            shutil.copy(os.path.join(UNITS, name), folder)

    def boot(self):
        log = open(self.system.path("/var/log/init"), "a", encoding="utf-8")
        with log:
            self.child = netns.spawn(self.ns, ["unshare", "-p", "-f", "-m", "-C", "sh", "-c", BOOT, "sh",
                                               self.system.root], stdin=-3, stdout=log, stderr=log)
        def first():
            with open(f"/proc/{self.child.pid}/task/{self.child.pid}/children", encoding="ascii") as f:
                return f.read().strip()
        self.first = until(first, "a first process", lambda: self.system.log("init"))
        until(lambda: self.run("systemctl", "is-system-running", check=False).stdout.strip() in
              ("running", "degraded"), "a system that runs", lambda: self.system.log("init")[-3000:])

    def run(self, *argv, check=True):
        return netns.run(self.ns, ["nsenter", "-t", self.first, "-m", "-p", "-C", "-r", "-w", *argv],
                         check=check)

    def halt(self):
        """As at the end of a machine: what runs is stopped first."""
        self.run("systemctl", "exit", check=False)
        until(lambda: self.child.poll() is not None, "the end of the system",
              lambda: self.system.log("init")[-3000:])
        self.child = None

    def close(self):
        if self.child:
            netns.run(None, ["kill", "-KILL", self.first], check=False)
            netns.stop(self.child)
