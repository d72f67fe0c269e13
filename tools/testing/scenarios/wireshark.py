# SPDX-License-Identifier: GPL-2.0-only
"""What Documentation/wireshark.rst says: the filters find what is beside them, and the profile has
its columns and colours, in a capture of handovers."""

import contextlib
import os
import re
import shutil
import signal
import sys

import pytest
from scapy.utils import RawPcapReader

import netns
from check import equal, expect, until
from dar import Dar
from mh import addr
from mn import Mn

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
sys.path.append(f"{TOP}/tools/fama/report")

import packets

DOCUMENT = f"{TOP}/Documentation/wireshark.rst"
PROFILE = f"{TOP}/Documentation/examples/wireshark"
EXAMPLE = "2001:db8:a:1::5"
ETHERNET = 14
MOBILITY, ICMP = packets.MOBILITY, packets.ICMP
COTI, COT, UPDATE, ANSWER, ERROR = 2, 4, 5, 6, 7
ERRORS = 128  # of ICMPv6 are below
NONCES, AUTHENTICATOR, SIGNATURE, TOKEN = 4, 5, 13, 14


class Seen:
    """A packet, as the code of this project reads it."""

    def __init__(self, packet):
        self.packet = packet
        body = packet.payload
        self.kind = body[2] if packet.protocol == MOBILITY else None
        self.icmp = body[0] if packet.protocol == ICMP else None
        self.status = body[6] if self.kind == ANSWER else None
        self.lifetime = int.from_bytes(body[10:12], "big") if self.kind == UPDATE else None
        self.options = set(self._options(body[12:])) if self.kind in (UPDATE, ANSWER) else set()
        self.tunnelled = bool(packet.outers)
        self.addresses = {packet.src, packet.dst}.union(*packet.outers)
        quoted = packets.decode(body[8:]) if self.icmp and self.icmp < ERRORS else None
        if quoted:
            self.tunnelled |= bool(quoted.outers)
            self.addresses |= {quoted.src, quoted.dst}.union(*quoted.outers)

    @staticmethod
    def _options(body):
        while body:
            if body[0]:
                yield body[0]
            body = body[2 + body[1] if body[0] else 1:]

    def anchors(self):
        """An advertisement whose prefix has the R flag."""
        body = self.packet.payload[16:]
        while self.icmp == packets.ROUTER_ADVERTISEMENT and len(body) > 3:
            if body[0] == packets.PREFIX_OPTION:
                return bool(body[3] & 0x20)
            body = body[body[1] * 8:]
        return False


# What the document says of each filter, of a packet and the home address.
MEANT = {
    "mipv6": lambda s, h: s.kind is not None,
    "mip6.mhtype == 5 || mip6.mhtype == 6": lambda s, h: s.kind in (UPDATE, ANSWER),
    "mip6.mhtype == 2 || mip6.mhtype == 4": lambda s, h: s.kind in (COTI, COT),
    "mip6.bu.lifetime == 0": lambda s, h: s.lifetime == 0,
    "mip6.ba.status >= 128": lambda s, h: s.kind == ANSWER and s.status >= 128,
    "mip6.mhtype == 7": lambda s, h: s.kind == ERROR,
    "mip6.mhtype == 5 && mip6.sign.sign":
        lambda s, h: s.kind == UPDATE and SIGNATURE in s.options,
    "mip6.mhtype == 5 && !mip6.sign.sign":
        lambda s, h: s.kind == UPDATE and SIGNATURE not in s.options,
    "mip6.phkt.phkt": lambda s, h: s.kind == ANSWER and TOKEN in s.options,
    "mip6.bad.auth": lambda s, h: AUTHENTICATOR in s.options,
    "mip6.ni.cni": lambda s, h: NONCES in s.options,
    "ipv6.nxt == 41": lambda s, h: s.tunnelled,
    "ipv6.nxt == 41 && icmpv6": lambda s, h: s.tunnelled and s.icmp is not None,
    f"ipv6.opt.mipv6.home_address == {EXAMPLE}":
        lambda s, h: s.kind == UPDATE and s.packet.home == h,
    f"ipv6.addr == {EXAMPLE} && !mipv6": lambda s, h: s.kind is None and h in s.addresses,
    "icmpv6.type == 133 || icmpv6.type == 134": lambda s, h: s.icmp in (133, 134),
    "icmpv6.opt.prefix.flag.r == 1": lambda s, h: s.anchors(),
}
COLUMNS = ["No.", "Time", "From", "To", "Home", "Seq", "Lifetime", "Status", "Protocol", "Info"]


class Capture:
    """tcpdump on the interface of the node."""

    def __init__(self, net):
        self.path = f"{net.dir}/handover.pcap"
        with open(f"{net.dir}/tcpdump", "w", encoding="utf-8") as said:
            self.child = netns.spawn("mn", ["tcpdump", "-i", "eth0", "-w", self.path, "-U",
                                            "--immediate-mode", "ip6"], stderr=said)
        until(lambda: os.path.exists(self.path) and os.path.getsize(self.path), "a capture")

    def seen(self):
        """As far as it is written, each packet with its number."""
        with contextlib.closing(RawPcapReader(self.path)) as reader:
            found = [packets.decode(frame[ETHERNET:]) for frame, _ in reader]
        return [(n, Seen(p)) for n, p in enumerate(found, 1) if p]

    def kinds(self):
        return [s.kind for _, s in self.seen() if s.kind in (COTI, COT, UPDATE, ANSWER)]

    def end(self):
        self.child.send_signal(signal.SIGINT)
        self.child.wait()
        return self.seen()


class Tshark:
    def __init__(self, net, capture):
        self.capture, self.config = capture, f"{net.dir}/config"
        shutil.copytree(PROFILE, f"{self.config}/wireshark/profiles/fama")

    def run(self, *words):
        done = netns.run(None, ["env", f"XDG_CONFIG_HOME={self.config}", "tshark", "-C", "fama", "-n",
                                "-r", self.capture.path, *words], check=False)
        equal(done.returncode, 0, f"status of tshark: {done.stderr}")
        return done.stdout

    def counts(self, filters):
        """How many packets each of them finds."""
        table = self.run("-q", "-z", "io,stat,0," + ",".join(filters))
        row = next(line for line in table.splitlines() if "<>" in line)
        return dict(zip(filters, map(int, re.findall(r"\|\s*(\d+) \|\s*\d+ ", row))))


def written():
    """The filters of the table in the document, and those that the profile lists."""
    with open(DOCUMENT, encoding="utf-8") as f:
        rows = f.read().split("\nFilters\n")[1].split("\n====")[2]
    with open(f"{PROFILE}/dfilters", encoding="utf-8") as f:
        listed = re.findall(r'^"FAMA: [a-z ]+" (.*)$', f.read(), re.MULTILINE)
    return re.findall(r"^``([^`]+)``", rows, re.MULTILINE), listed


def handovers(net):
    """At home, where the node fetches its token; away; the router forgets; home again."""
    router, _ = Dar(1), Dar(2)
    mn = Mn()
    events = net.watch("mn")
    capture = Capture(net)
    _, client = net.traffic()
    net.mover.attach("mn", 1)
    home = mn.state(1, "home")["address"]
    client.begin(home, "ping")
    client.flowing("ping")
    events.wait(event="ba", address=home, status=0)
    net.mover.move("mn", 2)
    here = mn.state(2, "home")["address"]
    mn.state(1, "away", careof=here)
    router.bound(home, here, state="verified")
    client.flowing("ping", more=5)
    until(lambda: len(capture.kinds()) >= 6, "the messages in the capture", capture.kinds)
    equal(capture.kinds()[:6], 3 * [UPDATE, ANSWER], "messages at home and of a handover")
    router.disable()
    router.enable()
    router.bound(home, here, state="verified")
    client.flowing("ping", more=5)
    net.mover.move("mn", 1)
    mn.state(1, "home")
    router.unbound(home)
    client.stop()
    until(lambda: sum(s.lifetime == 0 for _, s in capture.seen()) == 2 and
          capture.kinds()[-1] == ANSWER, "the end of the binding in the capture", capture.kinds)
    return capture, home


@pytest.mark.kernels("debug")
@pytest.mark.world(dars=2)
def test_wireshark(net):
    capture, home = handovers(net)
    seen = capture.end()
    tshark = Tshark(net, capture)
    filters, listed = written()
    equal(set(filters), set(MEANT), "filters of the document that are examined")
    meant = {f: sum(bool(MEANT[f](s, addr(home))) for _, s in seen) for f in filters}
    found = tshark.counts([f.replace(EXAMPLE, home) for f in filters] + listed)
    for f in filters:
        count = found[f.replace(EXAMPLE, home)]
        expect(count == meant[f] > 0, f"{meant[f]} packets by {f}", count)
    expect(all(found[f] for f in listed), "packets by each filter of the profile", found)
    columns(tshark, seen)
    colours(tshark, seen)


def columns(tshark, seen):
    """Of each message: where it comes from, where it goes to, whose it is, and which one."""
    rows = dict(enumerate((line.split("\t") for line in tshark.run("-T", "tabs").splitlines()), 1))
    for n, s in seen:
        if s.kind not in (UPDATE, ANSWER):
            continue
        row = dict(zip(COLUMNS, rows[n]))
        p = s.packet
        equal([addr(row["From"]), addr(row["To"])], [p.src, p.dst], f"From and To of {n}")
        if p.home:
            equal(addr(row["Home"]), p.home, f"Home of {n}")
        at = 6 if s.kind == UPDATE else 8
        equal(row["Seq"], str(int.from_bytes(p.payload[at:at + 2], "big")), f"Seq of {n}")
        equal(row["Status"], {None: "", 0: "0", 137: "137"}.get(s.status), f"Status of {n}")


def colours(tshark, seen):
    """The name of the rule that gives each packet its colour."""
    told = tshark.run("--color", "-T", "fields", "-e", "frame.coloring_rule.name").splitlines()
    for n, s in seen:
        refused = s.kind == ERROR or s.status
        rule = "Refused" if refused else "Message" if s.kind is not None else \
            "Tunnelled" if s.tunnelled else "Router" if s.icmp in (133, 134) else ""
        equal(told[n - 1], rule, f"colour of {n}")
