# SPDX-License-Identifier: GPL-2.0-only
"""Network namespaces: enter, run programs, configure.

Starting a process is what costs time in an emulated or sanitized kernel, so this
process itself makes namespaces, opens sockets in them (rtnl.py, genl.py) and writes
files below /proc/sys.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess

import pyroute2.netns
from patience import scaled
from pyroute2.netns import CLONE_NEWNET

_libc = ctypes.CDLL(None, use_errno=True)
_children = []
_shared = {}
_closed_with = {}


def path(ns):
    return f"/run/netns/{ns}"


def setns(where):
    fd = os.open(where, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if _libc.setns(fd, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"setns {where}")
    finally:
        os.close(fd)


@contextlib.contextmanager
def inside(ns):
    """This thread in another namespace, for sockets and /proc/sys."""
    back = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        if ns:
            setns(path(ns))
        yield
    finally:
        _libc.setns(back, CLONE_NEWNET)
        os.close(back)


def add(*names):
    for name in names:
        with inside(None):
            if _libc.unshare(CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), f"unshare {name}")
            # Its own create() starts a process.
            pyroute2.netns.attach(name, "thread-self")


def remove(name):
    """The name; the namespace lives on as long as somebody else has a socket in it."""
    close(name)
    pyroute2.netns.remove(name)


def close_with(ns, thing):
    """thing.close() is called before the namespace is removed."""
    _closed_with.setdefault(ns, []).append(thing)
    return thing


def close(ns):
    """What this process has open in a namespace."""
    for key in [key for key in _shared if key[0] == ns]:
        del _shared[key]
    for thing in _closed_with.pop(ns, []):
        thing.close()


def shared(ns, name, make):
    """What this process has one of in a namespace; made when it is asked for."""
    if (ns, name) not in _shared:
        _shared[ns, name] = close_with(ns, make())
    return _shared[ns, name]


def spawn(ns, argv, **kwargs):
    """A program that goes on running; ended by kill_all() at the latest."""
    with inside(ns):
        child = subprocess.Popen(argv, **kwargs)
    _children.append(child)
    return child


def stop(child, sig=signal.SIGTERM, wait=20):
    if child.poll() is None:
        child.send_signal(sig)
        try:
            child.wait(scaled(wait))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode


def discard(child):
    """Kill it, and forget it with its pipes: one of many, that said all it has to say."""
    with child:
        stop(child, signal.SIGKILL)
    _children.remove(child)


def kill_all():
    for child in _children:
        stop(child, signal.SIGKILL)
    _children.clear()


def run(ns, argv, check=True, stdin=None):
    with inside(ns):
        done = subprocess.run(argv, input=stdin, capture_output=True, text=True,
                              check=False)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(argv)} ({ns}): exit {done.returncode}: "
                           f"{done.stderr.strip()}")
    return done


def ip(ns, *lines):
    """What rtnl.py has no words for."""
    run(ns, ["ip", "-batch", "-"], stdin="\n".join(lines) + "\n")


def show(ns, *args):
    return run(ns, ["ip", *args]).stdout


def sysctl(ns, **values):
    """ipv6 settings: sysctl("dar1", conf__all__forwarding=1)"""
    with inside(ns):
        for name, value in values.items():
            file = "/proc/sys/net/ipv6/" + name.replace("__", "/")
            with open(file, "w", encoding="ascii") as f:
                f.write(str(value))


def setting(ns, name):
    """One of them: setting("mn", "conf__eth0__accept_ra")"""
    with inside(ns), open("/proc/sys/net/ipv6/" + name.replace("__", "/"), encoding="ascii") as f:
        return f.read().strip()


def index(ns, dev):
    """Number of a device."""
    with inside(ns):
        return socket.if_nametoindex(dev)


def device(ns, number):
    """Its name; of one that is gone, what it was known by."""
    with inside(ns):
        try:
            return socket.if_indextoname(number)
        except OSError:
            return f"if{number}"


def exists():
    try:
        return sorted(os.listdir("/run/netns"))
    except FileNotFoundError:
        return []


def sock(ns, *args):
    with inside(ns):
        return socket.socket(*args)
