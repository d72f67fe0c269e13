# SPDX-License-Identifier: GPL-2.0-only
"""Network namespaces: enter, run programs, configure.

Starting a process is what costs time in an emulated or sanitized kernel, so
configuration is one `ip -batch` a namespace, and files below /proc/sys are
written by this process itself.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess

CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)
_children = []


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
            child.wait(wait)
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
    run(ns, ["ip", "-batch", "-"], stdin="\n".join(lines) + "\n")


def tc(ns, *lines):
    run(ns, ["tc", "-batch", "-"], stdin="\n".join(lines) + "\n")


def show(ns, *args):
    return run(ns, ["ip", *args]).stdout


def sysctl(ns, **values):
    """ipv6 settings: sysctl("dar1", conf__all__forwarding=1)"""
    with inside(ns):
        for name, value in values.items():
            file = "/proc/sys/net/ipv6/" + name.replace("__", "/")
            with open(file, "w", encoding="ascii") as f:
                f.write(str(value))


def index(ns, dev):
    """Number of a device."""
    with inside(ns):
        return socket.if_nametoindex(dev)


def exists():
    try:
        return sorted(os.listdir("/run/netns"))
    except FileNotFoundError:
        return []


def sock(ns, *args):
    with inside(ns):
        return socket.socket(*args)
