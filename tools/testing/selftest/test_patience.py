# SPDX-License-Identifier: GPL-2.0-only
"""A machine that is slow gets more time, and one that never ends is ended."""

import os
import shutil
import subprocess
import sys

import pytest
from plan import TESTING

# A kernel that boots, and one whose command ends, after so many seconds.
KERNEL = """#!/bin/sh
for word; do
	case $word in fama.out=*) out=${word#*=} ;; esac
done
sleep %s
: >"$out/booted"
sleep %s
echo 0 0 >"$out/status"
"""


@pytest.fixture(name="boot")
def fake_kernel(tmp_path):
    """boot(SECONDS to boot, SECONDS of the command) with a time limit of a second: (exit
    status, what boot.sh said)"""
    def boot(booting, running):
        for name in ("boot.sh", "ram.sh"):
            shutil.copy(f"{TESTING}/vm/{name}", tmp_path)
        for name, text in (("kernel.sh", f"#!/bin/sh\necho {tmp_path}\n"),
                           ("linux", KERNEL % (booting, running))):
            file = tmp_path / name
            file.write_text(text)
            file.chmod(0o755)
        done = subprocess.run([tmp_path / "boot.sh", "uml-6.12", "-t", "1", "-o", tmp_path / "out",
                               "--", "true"], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr
    return boot


def test_usual_machine_is_ended_in_time(boot):
    assert boot(0, 60)[0] == 98


def test_slow_machine_has_more_time(boot):
    assert boot(3, 2) == (0, "")  # three times slower: three seconds


def test_slow_machine_is_ended_too(boot):
    assert boot(2, 60)[0] == 98


def waited(slowness):
    """For how many seconds until() waits for what never comes."""
    program = ("import time, check\nstart = time.monotonic()\n"
               "try: check.until(lambda: False, 'this', patience=0.4)\n"
               "except check.Failure: print(time.monotonic() - start)")
    env = dict(os.environ, PYTHONPATH=f"{TESTING}/lib", **slowness)
    return float(subprocess.run([sys.executable, "-B", "-c", program], env=env, check=True,
                                capture_output=True, text=True).stdout)


def test_patience():
    assert 0.4 <= waited({}) < waited({"FAMA_SLOWNESS": "400"})
    assert waited({"FAMA_SLOWNESS": "400"}) >= 1.6
    assert 0.4 <= waited({"FAMA_SLOWNESS": "20"})
