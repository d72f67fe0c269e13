# SPDX-License-Identifier: GPL-2.0-only
"""The files of a role's device, in sysfs."""

import errno
import os
import subprocess
import tempfile
import threading

import netns
from check import Failure, equal, expect, note, until


class Files:
    """/sys/class/net/dar0/dar of a namespace, or mn: a mount shows those of its maker."""

    def __init__(self, ns, role):
        self.role = role
        self.dir = tempfile.mkdtemp(prefix="fama-sys.")
        with netns.inside(ns):
            done = subprocess.run(["mount", "-t", "sysfs", "sysfs", self.dir], check=False,
                                  capture_output=True, text=True)
        expect(not done.returncode, "sysfs of the namespace", done.stderr)

    def path(self, name):
        return f"{self.dir}/class/net/{self.role}0/{self.role}/{name}"

    def read(self, name):
        with open(self.path(name), encoding="ascii") as f:
            return f.read()

    def write(self, name, text):
        fd = os.open(self.path(name), os.O_WRONLY)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)

    def refused(self, name, text, *errors):
        before = self.read(name)
        try:
            self.write(name, text)
        except OSError as e:
            expect(e.errno in errors, f"{text!r} into {name} to fail with {errors}", e)
        else:
            raise Failure(f"{text!r} into {name} refused", "accepted")
        equal(self.read(name), before, name)

    def close(self):
        subprocess.run(["umount", self.dir], check=True)
        os.rmdir(self.dir)

    def read_only(self, name):
        equal(oct(os.stat(self.path(name)).st_mode & 0o777), "0o444", f"mode of {name}")
        try:
            self.write(name, "1")
        except OSError as e:
            expect(e.errno in (errno.EACCES, errno.EIO), f"no write of {name}", e)
            return
        raise Failure(f"{name} read-only", "written")

    def numbers_only(self, name, least, most):
        """What the file of a number between these does not take."""
        self.refused(name, str(most + 1), errno.ERANGE)
        if least:
            self.refused(name, str(least - 1), errno.ERANGE)
        self.refused(name, str(2**32), errno.ERANGE)
        for text in ("-1", "many", "5 5", "0x", "1.5"):
            self.refused(name, text, errno.EINVAL)
        equal(oct(os.stat(self.path(name)).st_mode & 0o777), "0o644", f"mode of {name}")


def _hammer(files, name, other, most, ended, seen):
    """Write and read through files that come and go, and through old ones."""
    value, fd = 0, -1
    while not ended.is_set():
        value = value % most + 1
        try:
            if fd < 0:
                fd = os.open(files.path(name), os.O_RDWR)
            os.pwrite(fd, str(value).encode(), 0)
            seen["written"] += 1
            seen["read"] += bool(files.read(other))
        except OSError as e:
            if e.errno not in (errno.ENODEV, errno.ENOENT, errno.ENOTCONN):
                seen["odd"].append(str(e))
            if fd >= 0:
                os.close(fd)
            fd = -1
            seen["gone"] += 1
    if fd >= 0:
        os.close(fd)


def removal(files, role, name, other, rounds, most=60000):
    """A role is disabled and enabled while one file is written and another read."""
    ended = threading.Event()
    seen = {"written": 0, "read": 0, "gone": 0, "odd": []}
    threads = [threading.Thread(target=_hammer,
                                args=(files, name, other, most, ended, seen)) for _ in range(2)]
    for t in threads:
        t.start()
    try:
        for _ in range(rounds):
            role.disable()
            role.enable()
            last = seen["written"]
            until(lambda last=last: seen["written"] > last, "a write", lambda: str(seen))
    finally:
        ended.set()
        for t in threads:
            t.join(20)
    expect(not any(t.is_alive() for t in threads), "writers to end", str(seen))
    note(f"{seen}")
    equal(seen["odd"], [], "errors")
    expect(seen["gone"], "writes that found the file gone", str(seen))
