# SPDX-License-Identifier: GPL-2.0-only
"""Waiting without work: until something happens on a socket that is watched."""

import os
import select
import time

# Wake-ups closer together than this are one.
APART = 0.01

_epolls = {}
_watched = {}


def _epoll():
    """One for each process: a child must not take what is meant for its parent."""
    pid = os.getpid()
    if pid not in _epolls:
        _epolls.clear()
        _watched.clear()
        _epolls[pid] = select.epoll()
    return _epolls[pid]


def watch(source):
    """source.fileno() is what can be read; source.arrived() is called when it can be.

    It may leave there what it does not want: only what comes next wakes again.
    """
    fd = source.fileno()
    _epoll().register(fd, select.EPOLLIN | select.EPOLLET)
    _watched[fd] = source


def unwatch(source):
    """Before it is closed."""
    fd = source.fileno()
    if _watched.pop(fd, None):
        _epoll().unregister(fd)


def pause(seconds):
    """Until something arrives, at most so long."""
    time.sleep(min(seconds, APART))
    if seconds <= APART:
        return
    for fd, _ in _epoll().poll(seconds - APART):
        if fd in _watched:
            _watched[fd].arrived()


class Bell:
    """Wakes who pauses, from another thread."""

    def __init__(self):
        self.fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        watch(self)

    def fileno(self):
        return self.fd

    def arrived(self):
        os.eventfd_read(self.fd)

    def ring(self):
        os.eventfd_write(self.fd, 1)

    def close(self):
        unwatch(self)
        os.close(self.fd)
