# SPDX-License-Identifier: GPL-2.0-only
"""Without a capture, or without a tool, there is no verdict."""

import os
import shutil
import struct

import pytest

from judge import capture, verdict
from judge.forge import Network, plan
from judge.packets import mh

LOG = "Packets received/dropped on interface 'eth0': {came}/{lost} (pcap:0/dumpcap:0)\n"


def block(kind, body):
    size = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + size + body + size


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def write(path, frames):
    """A pcapng file with times in ns, of [(ns, frame)]."""
    data = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))
    data += block(1, struct.pack("<HHI", 1, 0, 262144) + option(9, b"\x09") + option(0, b""))
    for when, frame in frames:
        head = struct.pack("<5I", 0, when >> 32, when & 0xffffffff, len(frame), len(frame))
        data += block(6, head + frame + bytes(-len(frame) % 4))
    with open(path, "wb") as f:
        f.write(data)


def frame(sight, mac):
    """As the link had it, with the header of the tunnel."""
    own, other = bytes.fromhex(mac.replace(":", "")), b"\x02\xff\xff\xff\xff\xff"
    data = sight.packet.data
    for ends in reversed(sight.packet.outers):
        data = mh.ipv6(*ends, 41, data)
    ends = other + own if sight.out else own + other
    return ends + b"\x86\xdd" + data


@pytest.fixture(name="run")
def fixture_run(tmp_path):
    """A good run in files; what it is to be read with."""
    told = plan()
    sights = Network().run().sights
    for place, about in told.captures.items():
        here = [(s.when, frame(s, about["mac"])) for s in sights if s.place == place]
        write(tmp_path / about["file"], here)
        (tmp_path / about["log"]).write_text(LOG.format(came=len(here), lost=0))
    return tmp_path, told, sights


def test_read(run):
    """What was written is what was seen: the times, the places, the directions."""
    directory, told, sights = run
    found = capture.read(directory, told.captures)
    def key(s):
        return s.when, s.place, s.out, s.packet
    assert sorted(found, key=key) == sorted(sights, key=key)
    assert verdict.judge(told, found).good


@pytest.mark.parametrize("what", ["file", "log"])
@pytest.mark.parametrize("place", ["mn/eth0", "cn/eth0", "dar2/acc"])
def test_missing_file(run, place, what):
    directory, told, _ = run
    os.unlink(directory / told.captures[place][what])
    with pytest.raises(capture.Unusable, match=place):
        capture.read(directory, told.captures)


def test_empty_file(run):
    directory, told, _ = run
    (directory / told.captures["mn/eth0"]["file"]).write_bytes(b"")
    with pytest.raises(capture.Unusable):
        capture.read(directory, told.captures)


def test_no_packets(run):
    directory, told, _ = run
    write(directory / told.captures["cn/eth0"]["file"], [])
    assert "capture" in verdict.judge(told, capture.read(directory, told.captures)).kinds()


@pytest.mark.parametrize("text", ["", LOG.format(came=100, lost=3)])
def test_capture_not_whole(run, text):
    """It was killed, or did not keep up."""
    directory, told, _ = run
    (directory / told.captures["mn/eth0"]["log"]).write_text(text)
    with pytest.raises(capture.Unusable, match="mn/eth0"):
        capture.read(directory, told.captures)


def second_opinion(run):
    directory, told, sights = run
    j = verdict.judge(told, sights)
    capture.second_opinion(j, directory, told.captures)
    return j


@pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")
def test_tshark_agrees(run):
    assert second_opinion(run).good


@pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")
def test_tshark_sees_a_malformed_header(run):
    """Cut off in the middle of an option."""
    directory, told, sights = run
    first = next(s for s in sights if s.place == "mn/eth0" and s.packet.protocol == mh.MH)
    cut = bytearray(frame(first, told.captures["mn/eth0"]["mac"])[:-10])
    cut[18:20] = struct.pack(">H", len(cut) - 54)
    write(directory / told.captures["mn/eth0"]["file"], [(first.when, bytes(cut))])
    assert any("1 malformed" in fault.text for fault in second_opinion(run).faults)


def test_tshark_missing(run, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(capture.Unusable, match="tshark"):
        second_opinion(run)
