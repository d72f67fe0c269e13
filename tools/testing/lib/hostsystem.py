# SPDX-License-Identifier: GPL-2.0-only
"""The programs that manage the network of a host, in a root of their own and in the namespace of
a node: they find only their own files, and no other program finds theirs.

There is neither an init system nor udev. /sys is read only, by which NetworkManager and
systemd-networkd know that udev does not run, as in a container.
"""

import os
import re
import socket

import netns
from check import expect, until


# It switches all radios of the kernel, and so those of others: radio.switch() has one.
SWITCHES = "/dev/rfkill"


class HostSystem:
    """What one machine has: /etc, /run, /var and a bus for all daemons in it."""

    def __init__(self, net, ns="mn"):
        where = os.environ.get("FAMA_DAEMONS")
        expect(where, "FAMA_DAEMONS, which check.sh sets to what `kernel.sh daemons` prints", "nothing")
        self.ns, self.bus = ns, None
        self.dir = os.path.join(net.dir, f"system-{ns}")
        self.root = os.path.join(self.dir, "root")
        self._mount(where)
        netns.close_with(ns, self)

    def _mount(self, where):
        """What they write is gone with the scenario."""
        os.makedirs(self.dir)
        self._do("mount", "-t", "tmpfs", "tmpfs", self.dir)
        for name in ("root", "upper", "work"):
            os.mkdir(os.path.join(self.dir, name))
        self._do("mount", "-t", "overlay", "overlay", self.root, "-o",
                 f"lowerdir={where}/root,upperdir={self.dir}/upper,workdir={self.dir}/work")
        for kind in ("proc", "tmpfs", "sysfs"):
            place = {"proc": "proc", "tmpfs": "run", "sysfs": "sys"}[kind]
            self._do("mount", "-t", kind, "-o", "ro" if kind == "sysfs" else "rw", kind,
                     os.path.join(self.root, place))
        self._do("mount", "--rbind", "/dev", os.path.join(self.root, "dev"))
        if os.path.exists(SWITCHES):
            self._hide(SWITCHES)

    def _hide(self, device):
        """Nobody can open a socket of the file system (ENXIO)."""
        nothing = os.path.join(self.dir, "nothing")
        with socket.socket(socket.AF_UNIX) as s:
            s.bind(nothing)
        self._do("mount", "--bind", nothing, self.path(device))

    def _do(self, *argv):
        netns.run(self.ns, list(argv))

    def close(self):
        self._do("umount", "-R", "-l", self.dir)

    # ------------------------------------------------------------------- files

    def path(self, name):
        return os.path.join(self.root, name.lstrip("/"))

    def write(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(self.path(name), mode)

    def log(self, name):
        """What a daemon has said."""
        with open(self.path(f"/var/log/{name}"), encoding="utf-8", errors="replace") as f:
            return re.sub(r"\x1b\[[0-9;]*m", "", f.read())

    # ---------------------------------------------------------------- programs

    def run(self, *argv, check=True, stdin=None):
        return netns.run(self.ns, ["chroot", self.root, *argv], check=check, stdin=stdin)

    def start(self, name, *argv, env=None):
        """A daemon, with its log; netns.stop() ends it."""
        os.makedirs(self.path("/var/log"), exist_ok=True)
        with open(self.path(f"/var/log/{name}"), "a", encoding="utf-8") as log:
            return netns.spawn(self.ns, ["chroot", self.root, *argv], stdout=log, stderr=log,
                               stdin=-3, env={**os.environ, **(env or {})})

    def start_bus(self):
        self.write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n")
        os.makedirs(self.path("/run/dbus"))
        self.bus = self.start("dbus", "/usr/bin/dbus-daemon", "--system", "--nofork", "--nopidfile")
        until(lambda: os.path.exists(self.path("/run/dbus/system_bus_socket")), "the socket of the bus",
              lambda: self.log("dbus"))
