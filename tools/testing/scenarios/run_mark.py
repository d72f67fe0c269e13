# SPDX-License-Identifier: GPL-2.0-only
"""A program that cannot ask is run with a mark: its sockets keep no address, others do."""

import os
import signal
import subprocess

import pytest

import netns
from check import equal, expect, never, until
from dar import Dar
from famactl import fama, tool
from mn import Mn

MARK = "import socket; print(socket.socket(socket.AF_INET6).getsockopt(1, 36))"
HOLD = """
import socket, sys, time
sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.bind((sys.argv[1], int(sys.argv[2])))
print("bound", flush=True)
time.sleep(600)
"""


def words(mark, *command):
    return [tool(), "run", "mark", mark, *command]


def run(mark, *command):
    return netns.run("mn", words(mark, *command), check=False)


def python(program, *more):
    return ["/usr/bin/python3", "-c", program, *map(str, more)]


def hold(argv):
    """A program that has bound a socket."""
    child = netns.spawn("mn", argv, stdout=subprocess.PIPE)
    equal(child.stdout.readline(), b"bound\n", "what the program says")
    return child


def check_command(root):
    """The command is as it would be by itself."""
    equal(int(run("0x1/0xff", *python(MARK)).stdout), 1, "mark")
    twice = words("0x200/0xff00", *python(MARK))
    equal(int(run("0x1/0xff", *twice).stdout), 0x200, "mark of the inner one")
    equal(int(netns.run("mn", python(MARK)).stdout), 0, "mark of others")
    equal(sorted(n for n in os.listdir(root) if n.startswith("fama-mark-")),
          ["fama-mark-0x1-0xff", "fama-mark-0x200-0xff00"], "cgroups")
    equal(run("1", "sh", "-c", "exit 7").returncode, 7, "status")
    equal(run("1", "sh", "-c", "kill -USR1 $$").returncode, -signal.SIGUSR1, "status of a signal")
    missing = run("1", "/nonexistent/program")
    equal((missing.returncode, missing.stderr),
          (127, "fama: /nonexistent/program: No such file or directory\n"), "without a program")
    refused = run("1", "/proc")
    equal((refused.returncode, refused.stderr), (126, "fama: /proc: Permission denied\n"),
          "what is no program")
    lame = netns.run("mn", ["setpriv", "--bounding-set", "-bpf,-net_admin,-sys_admin",
                            "--inh-caps", "-bpf,-net_admin,-sys_admin",
                            *words("0x3", "true")], check=False)
    equal(lame.returncode, 1, "status without capabilities")
    expect("CAP_BPF and CAP_NET_ADMIN" in lame.stderr, "what is needed", lame.stderr)


@pytest.mark.world(dars=2)
def test_run_mark(root, net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    check_command(root)
    fama("mn", "mn", "set", "policy", "in-use", "idle", "1", "transient-mark", "0x1/0xff")
    net.mover.attach("mn", 1)
    first = mn.state(1, "home")["address"]
    stable = hold(python(HOLD, first, 9))
    transient = hold(words("0x1/0xff", *python(HOLD, first, 10)))
    net.mover.move("mn", 2)
    mn.state(1, "away", kept="udp 1")
    never(lambda: not mn.of_dar(1), 2.8, "an address removed that a socket uses")
    netns.stop(stable)
    until(lambda: not mn.of_dar(1), "the address gone", mn.addresses)
    dars[0].unbound(first)
    expect(transient.poll() is None, "the program that did not keep it", transient.returncode)
    netns.stop(transient)
