#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
# kernels: uml-6.12 uml-6.1 debian-6.12
"""The files of the device: what netlink has, both ways; and removed while written."""

import errno
import subprocess
import tempfile
import threading

from scenario import *

STATE = {"anchors": "anchors", "bindings": "bindings", "remembered": "remembered",
         "queued": "queued"}
# file: (key of the command, least, most)
SETTINGS = {"max_bindings": ("max_bindings", 1, 2**24),
            "max_remembered": ("max_remembered", 0, 2**24),
            "queue_max": ("queue", 1, 65536),
            "verify_rate": ("verify_rate", 0, 10**6),
            "refusal_rate": ("refusal_rate", 0, 10**6)}


class Files:
    """/sys/class/net/dar0/dar of a namespace: a mount shows that of its maker."""

    def __init__(self, ns):
        self.dir = tempfile.mkdtemp(prefix="fama-sys.")
        with netns.inside(ns):
            done = subprocess.run(["mount", "-t", "sysfs", "sysfs", self.dir], check=False,
                                  capture_output=True, text=True)
        expect(not done.returncode, "sysfs of the namespace", done.stderr)

    def path(self, name):
        return f"{self.dir}/class/net/dar0/dar/{name}"

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


def same(files, ns):
    shown = query(ns, "dar", "show")
    names = dict(STATE, **{f: key for f, (key, _, _) in SETTINGS.items()})
    equal({f: files.read(f) for f in names}, {f: f"{shown[k]}\n" for f, k in names.items()},
          "files as netlink has them:")


def check_settings(files):
    for name, (key, least, most) in SETTINGS.items():
        word = key.replace("_", "-")
        for value in (least, most, 4321):
            files.write(name, f"{value}\n")
            equal(query("dar1", "dar", "show")[key], value, f"{key} after a write of {name}:")
            fama("dar1", "dar", "set", word, str(value + 1 if value < most else value - 1))
            same(files, "dar1")
        files.refused(name, str(most + 1), errno.ERANGE)
        if least:
            files.refused(name, str(least - 1), errno.ERANGE)
        files.refused(name, str(2**32), errno.ERANGE)
        for text in ("-1", "many", "5 5", "0x", "1.5"):
            files.refused(name, text, errno.EINVAL)
        equal(oct(os.stat(files.path(name)).st_mode & 0o777), "0o644", f"mode of {name}")
    for name in STATE:
        equal(oct(os.stat(files.path(name)).st_mode & 0o777), "0o444", f"mode of {name}")
        try:
            files.write(name, "1")
        except OSError as e:
            expect(e.errno in (errno.EACCES, errno.EIO), f"no write of {name}", e)
        else:
            raise Failure(f"{name} read-only", "written")


def hammer(files, ended, seen):
    """Write and read through files that come and go, and through old ones."""
    value, fd = 0, -1
    while not ended.is_set():
        value = value % 60000 + 1
        try:
            if fd < 0:
                fd = os.open(files.path("queue_max"), os.O_RDWR)
            os.pwrite(fd, str(value).encode(), 0)
            seen["written"] += 1
            seen["read"] += bool(files.read("queued"))
        except OSError as e:
            if e.errno not in (errno.ENODEV, errno.ENOENT, errno.ENOTCONN):
                seen["odd"].append(str(e))
            if fd >= 0:
                os.close(fd)
            fd = -1
            seen["gone"] += 1
    if fd >= 0:
        os.close(fd)


def removal(files, rounds):
    ended = threading.Event()
    seen = {"written": 0, "read": 0, "gone": 0, "odd": []}
    threads = [threading.Thread(target=hammer, args=(files, ended, seen)) for _ in range(2)]
    for t in threads:
        t.start()
    try:
        for _ in range(rounds):
            fama("dar1", "dar", "disable")
            fama("dar1", "dar", "enable")
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


with World(dars=2, nodes=0, radvd=False) as net:
    dar = Dar(1, "off")
    other = Dar(2)
    here, there = Files("dar1"), Files("dar2")
    try:
        same(here, "dar1")
        node = Peer(net)
        node.register()
        same(here, "dar1")
        equal(here.read("bindings"), "1\n", "bindings")
        fama("dar1", "dar", "binding", "flush")
        same(here, "dar1")
        equal((here.read("bindings"), here.read("remembered")), ("0\n", "1\n"),
              "bindings and what is remembered")
        check_settings(here)
        # A namespace has its own.
        equal(there.read("queue_max"), "64\n", "queue of the other namespace")
        same(there, "dar2")
        removal(here, 5)
        dar.disable()
        expect(not os.path.exists(here.path("")), "no files without the device", "there")
        # A bound is one, whichever way it was set.
        dar.enable("off")
        here.write("max_bindings", "1")
        node.register()
        more = Peer(net, keypair=peer.key("another"))
        equal(more.ask(cga=more.cga).status, 130, "status beyond the bound")
        here.write("max_bindings", "2")
        more.register()
    finally:
        here.close()
        there.close()
