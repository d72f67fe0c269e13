# SPDX-License-Identifier: GPL-2.0-only
"""The packets of a recording, as tshark reads them."""

import os
import subprocess
import sys

import made
import pytest

FIELDS = ("frame.time_epoch", "frame.interface_name", "frame.packet_flags_direction", "frame.len",
          "frame.cap_len", "ipv6.src", "udp.dstport", "_ws.malformed")
REPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fama/report")


def report(*words):
    return subprocess.run([sys.executable, "-I", "-B", REPORT, *words], capture_output=True,
                          text=True, check=False)


@pytest.fixture(name="file")
def recording(tmp_path):
    return made.write(tmp_path / "file", made.lines())


def test_packets(tmp_path, file):
    capture = str(tmp_path / "x.pcapng")
    done = report(file, "out", capture)
    assert (done.returncode, done.stdout) == (0, f"See {capture}\n"), done.stderr
    words = [word for field in FIELDS for word in ("-e", field)]
    seen = subprocess.run(["tshark", "-r", capture, "-T", "fields", *words], capture_output=True,
                          text=True, check=True).stdout.splitlines()
    wanted = sorted(made.stream(), key=lambda line: line["time"])
    assert len(seen) == len(wanted)
    for row, line in zip(seen, wanted):
        ns = f"{line['time'] // 10**9}.{line['time'] % 10**9:09}"
        way = "0x00000002" if line["out"] else "0x00000001"
        assert row.split("\t") == [ns, f"{line['node']} eth0", way, "112",
                                   str(len(line["headers"]) // 2), made.PEER, "8", ""]


def test_no_library_is_needed(tmp_path, file):
    """That is for a page."""
    done = report(file, "out", str(tmp_path / "empty.pcapng"))
    assert done.returncode == 0, done.stderr


def test_damaged(tmp_path):
    file = made.write(tmp_path / "file", ["{}"])
    capture = tmp_path / "x.pcapng"
    assert report(file, "out", str(capture)).returncode == 1
    assert not capture.exists()
