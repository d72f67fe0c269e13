# SPDX-License-Identifier: GPL-2.0-only
"""Captures: the files of dumpcap, one for each end of a link.

scapy reads the files (the Debian package python3-scapy, which the peers of the
scenarios need as well). dpkt is faster at taking packets apart, but its reader
of pcapng knows one kind of interface and it has had no release for years; taken
apart is only what packets.py needs. tshark is the second opinion about Mobility
Headers, because no line of it was written here.
"""

import contextlib
import os
import re
import shutil
import subprocess
from collections import Counter

from scapy.utils import RawPcapNgReader

from .packets import Sight, decode

IPV6, ETHERNET = 0x86dd, 14


class Unusable(Exception):
    """There is no verdict without this."""


def read(directory, captures):
    """All sights, in the order of their times, of {place: {file, log, mac}}."""
    sights = []
    for place, told in captures.items():
        check_log(os.path.join(directory, told["log"]), place)
        sights += read_file(os.path.join(directory, told["file"]), place, told["mac"])
    return sorted(sights, key=lambda sight: sight.when)


def check_log(path, place):
    """What dumpcap says at its end: a capture that lost packets proves nothing."""
    try:
        with open(path, encoding="utf-8") as log:
            text = log.read()
    except OSError as e:
        raise Unusable(f"the capture of {place}: {e}") from None
    ended = re.search(r"received/dropped on interface .*: (\d+)/(\d+)", text)
    if not ended:
        raise Unusable(f"the capture of {place} did not end in an orderly way")
    if int(ended[2]):
        raise Unusable(f"the capture of {place} lost {ended[2]} packets")


def read_file(path, place, mac):
    """A packet is "out" if it has the link-layer address of the place itself as its source."""
    own = bytes.fromhex(mac.replace(":", ""))
    found = []
    try:
        with contextlib.closing(RawPcapNgReader(path)) as reader:
            for frame, meta in reader:
                if frame[12:14] != IPV6.to_bytes(2, "big"):
                    continue
                packet = decode(frame[ETHERNET:])
                if packet:
                    when = (meta.tshigh << 32 | meta.tslow) * 10**9 // meta.tsresol
                    found.append(Sight(when, place, frame[6:12] == own, packet))
    except Exception as e:
        raise Unusable(f"the capture of {place}: {type(e).__name__}: {e}") from None
    return found


def mobility_headers(paths):
    """(how many Mobility Headers tshark sees in these files, how many are malformed)."""
    if not shutil.which("tshark"):
        raise Unusable("tshark is not installed")
    seen = Counter()
    for path in paths:
        done = subprocess.run(
            ["tshark", "-r", path, "-Y", "mipv6", "-T", "fields", "-e", "mip6.mhtype",
             "-e", "_ws.malformed"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unusable(f"tshark: {done.stderr.strip()}")
        for line in done.stdout.splitlines():
            kind, malformed = line.split("\t")
            seen["all"] += 1
            seen["malformed"] += bool(malformed) or not kind
    return seen["all"], seen["malformed"]


def second_opinion(judgement, directory, captures):
    """Does tshark see as many Mobility Headers, and is each of them well formed?"""
    paths = [os.path.join(directory, told["file"]) for told in captures.values()]
    seen, malformed = mobility_headers(paths)
    if malformed or not seen:
        judgement.fault("malformed", f"tshark: {seen} Mobility Headers, {malformed} malformed")
    if seen != judgement.headers:
        judgement.fault("malformed", f"tshark sees {seen} Mobility Headers, the judge read "
                        f"{judgement.headers}")
