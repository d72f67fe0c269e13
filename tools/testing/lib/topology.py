# SPDX-License-Identifier: GPL-2.0-only
"""The network of the scenarios, in namespaces.

    cn --- core --- dar1 --- cell1 )
               \\--- dar2 --- cell2 )  air  ( mn
                \\-- dar3 --- cell3 )

* DAR N is the access router of 2001:db8:N::/64, with 2001:db8:N::1 on its
  device "acc"; "core" leads to the core (2001:db8:100:N::/64), with a delay on
  each direction of that link.
* The correspondent is 2001:db8:c::2, behind 2001:db8:c::1 of the core.
* "air" holds one bridge a cell. The other end of a mobile node's eth0 is a
  port there: to move is to take the port down and out of one bridge and, after
  a break, put it into the next. eth0 has no carrier meanwhile.
* Router Advertisements come from radvd, one a DAR.
"""

import json
import os
import shutil
import socket
import struct
import tempfile
import time

import netns
import rtnl
import wait
from check import until

CN = "2001:db8:c::2"
RADVD = """\
interface acc {{
	AdvSendAdvert on;
	MinRtrAdvInterval {min};
	MaxRtrAdvInterval {max};
	MinDelayBetweenRAs {pause};
	AdvDefaultLifetime {router_lifetime};
	AdvHomeAgentFlag {home};
	{home_info}
	prefix {address}/64 {{
		AdvOnLink on;
		AdvAutonomous {auto};
		AdvRouterAddr {router};
		AdvValidLifetime {valid};
		AdvPreferredLifetime {preferred};
	}};
	{more}
}};
"""


def dar_address(n):
    return f"2001:db8:{n}::1"


def mac(n, end):
    """Of the link between DAR N and the core; routers know each other for long."""
    return f"02:00:00:00:{n:02x}:{end:02x}"


def prefix(n):
    return f"2001:db8:{n}::/64"


def binary(name):
    """A helper program built on the host, else built now."""
    for place in (os.environ.get("FAMA_BIN", ""), os.environ.get("FAMA_BUILD", "")):
        if place and os.access(os.path.join(place, name), os.X_OK):
            return os.path.join(place, name)
    made = os.path.join(tempfile.gettempdir(), "fama-bin")
    netns.run(None, ["make", "-s", "-C", os.path.dirname(os.path.abspath(__file__)),
                     f"O={made}"])
    return os.path.join(made, name)


class Mover:
    """mover.c in the namespace of the cells."""

    def __init__(self):
        self.steps = []
        self.proc = netns.spawn("air", [binary("mover")], stdin=-1, stdout=-1,
                                text=True, bufsize=1)

    def command(self, text, answers):
        self.proc.stdin.write(text + "\n")
        self.proc.stdin.flush()
        steps = [json.loads(self.proc.stdout.readline()) for _ in range(answers)]
        for step in steps:
            if step["error"]:
                raise RuntimeError(f"mover: {text}: {step}")
        self.steps += steps
        return steps

    def move(self, node, cell, break_ms=50):
        """Returns from when on the link was going down and up, in ns."""
        down, up = self.command(f"move {node} cell{cell} {break_ms}", 2)
        return down["start"], up["start"]

    def detach(self, node):
        return self.command(f"detach {node}", 1)[0]["start"]

    def attach(self, node, cell):
        return self.command(f"attach {node} cell{cell}", 1)[0]["start"]


class Topology:
    def __init__(self, dars=3, nodes=1, delay_ms=10, radvd=True, **ra):
        self.dars = range(1, dars + 1)
        self.nodes = ["mn" if i == 0 else f"mn{i + 1}" for i in range(nodes)]
        self.delay_ms = delay_ms
        self.dir = tempfile.mkdtemp(prefix="fama-net.")
        self.names = ["cn", "core", "air"] + [f"dar{n}" for n in self.dars] + self.nodes
        self.radvd = {}
        self.ra = dict(min=0.5, max=1, pause=0.03, router_lifetime=30, valid=3600,
                       preferred=1800, home="on", router="on",
                       home_info="AdvHomeAgentInfo on; HomeAgentLifetime 60;", auto="on", more="")
        self.ra.update(ra)
        self.mover = None
        try:
            self._up(radvd)
        except BaseException:
            self.down()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.down()

    def _up(self, radvd):
        netns.add(*self.names)
        self._sysctls()
        self._links()
        self._core()
        for n in self.dars:
            self._router(n)
        for m in self.nodes:
            rtnl.of(m).up("lo", "eth0")
        if self.delay_ms:
            self.delay(self.delay_ms)
        self._running()
        if radvd:
            for n in self.dars:
                self.start_radvd(n)
        self.mover = Mover()

    def _sysctls(self):
        routers = ["core"] + [f"dar{n}" for n in self.dars]
        for name in routers:
            # RFC 9131: a node that announces itself need not be asked for.
            netns.sysctl(name, conf__all__forwarding=1, conf__default__forwarding=1,
                         conf__default__accept_untracked_na=1)
        for name in routers + ["cn"]:
            # Their addresses are given: nothing has to be detected.
            netns.sysctl(name, conf__default__accept_ra=0, conf__default__accept_dad=0,
                         conf__default__dad_transmits=0)
        netns.sysctl("air", conf__all__disable_ipv6=1, conf__default__disable_ipv6=1)

    def _links(self):
        rtnl.of("cn").veth("eth0", "cn", "core")
        air = rtnl.of("air")
        for n in self.dars:
            air.bridge(f"cell{n}")
            router = rtnl.of(f"dar{n}")
            router.veth("core", f"dar{n}", "core", mac(n, 2), mac(n, 1))
            router.veth("acc", f"d{n}", "air")
            air.up(f"cell{n}")
            air.set(f"d{n}", master=f"cell{n}", state="up")
        for m in self.nodes:
            rtnl.of(m).veth("eth0", m, "air")

    def _core(self):
        cn, core = rtnl.of("cn"), rtnl.of("core")
        cn.up("lo", "eth0")
        cn.address("add", f"{CN}/64", "eth0")
        core.up("lo", "cn")
        core.address("add", "2001:db8:c::1/64", "cn")
        cn.route("add", "default", via="2001:db8:c::1")

    def _router(self, n):
        core, router = rtnl.of("core"), rtnl.of(f"dar{n}")
        core.up(f"dar{n}")
        router.up("lo", "core", "acc")
        core.address("add", f"2001:db8:100:{n}::1/64", f"dar{n}")
        router.address("add", f"2001:db8:100:{n}::2/64", "core")
        router.address("add", f"{dar_address(n)}/64", "acc")
        core.neighbour("add", f"2001:db8:100:{n}::2", f"dar{n}", mac(n, 2))
        router.neighbour("add", f"2001:db8:100:{n}::1", "core", mac(n, 1))
        core.route("add", prefix(n), via=f"2001:db8:100:{n}::2")
        router.route("add", "default", via=f"2001:db8:100:{n}::1")

    def _running(self):
        """The kernel takes note of a carrier up to a second later, and of an address when its
        work item runs: before, links send nothing and addresses receive nothing."""
        ends = [("cn", "eth0"), ("core", "cn")]
        addresses = [("cn", CN), ("core", "2001:db8:c::1")]
        for n in self.dars:
            ends += [("core", f"dar{n}"), (f"dar{n}", "core"), (f"dar{n}", "acc"),
                     ("air", f"d{n}"), ("air", f"cell{n}")]
            addresses += [(f"dar{n}", dar_address(n)), (f"dar{n}", f"2001:db8:100:{n}::2"),
                          ("core", f"2001:db8:100:{n}::1")]
        for ns, dev in ends:
            until(lambda ns=ns, dev=dev: rtnl.of(ns).link(dev)["running"], f"{dev} of {ns} running")
        for ns, address in addresses:
            until(lambda ns=ns, to=address: rtnl.of(ns).towards(to)["table"] == rtnl.LOCAL,
                  f"{address} received by {ns}")

    def interface(self, node, dev):
        """Another one of a node; returns what the mover calls it."""
        port = f"{node}-{dev}"
        rtnl.of(node).veth(dev, port, "air")
        rtnl.of(node).up(dev)
        return port

    def host(self, n, name, address):
        """A neighbour on the access link of DAR N that knows nothing of mobility."""
        netns.add(name)
        self.names.append(name)
        netns.sysctl(name, conf__default__accept_ra=0)
        host = rtnl.of(name)
        host.veth("eth0", name, "air")
        rtnl.of("air").set(name, master=f"cell{n}", state="up")
        host.up("lo", "eth0")
        host.address("add", f"{address}/64", "eth0")
        host.route("add", "default", via=dar_address(n))
        # A port of a bridge takes its time to forward.
        until(lambda: not netns.run(name, ["ping", "-6", "-c", "1", "-W", "1", dar_address(n)],
                                    check=False).returncode, f"{name} at its router")

    def delay(self, ms):
        """One way, on every link between routers."""
        for n in self.dars:
            rtnl.of(f"dar{n}").delay("core", ms)
            rtnl.of("core").delay(f"dar{n}", ms)

    def start_radvd(self, n, conf=None, **ra):
        """Start, or start again with other values, or with a configuration."""
        self.stop_radvd(n)
        text = conf or RADVD.format(**{"address": dar_address(n), **self.ra, **ra})
        conf = f"{self.dir}/radvd{n}.conf"
        with open(conf, "w", encoding="ascii") as f:
            f.write(text)
        with open(f"{self.dir}/radvd{n}.log", "w", encoding="ascii") as log:
            self.radvd[n] = netns.spawn(
                f"dar{n}", ["radvd", "-n", "-C", conf, "-p", f"{self.dir}/radvd{n}.pid",
                            "-m", "stderr"], stdout=log, stderr=log)

    def stop_radvd(self, n):
        if n in self.radvd:
            netns.stop(self.radvd.pop(n))

    def same_routers(self, mac=None):
        """All routers have the same link-local address, as many networks want it, and perhaps
        the same link-layer address: what differs is the prefix."""
        for n in self.dars:
            router = rtnl.of(f"dar{n}")
            if mac:
                router.set("acc", address=mac)
            for a in router.addresses("acc", "link"):
                router.address("del", f"{a['address']}/64", "acc")
            router.address("add", "fe80::1/64", "acc")
            self.start_radvd(n)

    def raw(self, ns):
        """A socket that sends IPv6 packets as they are."""
        return netns.sock(ns, socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)

    def delete(self, name):
        """A namespace, with what this process has open in it."""
        netns.remove(name)
        self.names.remove(name)

    def down(self):
        netns.kill_all()
        for name in self.names:
            if os.path.exists(netns.path(name)):
                netns.remove(name)
        shutil.rmtree(self.dir, ignore_errors=True)


class Sniffer:
    """All packets of a device, with the kernel's time of each.

    wakes: who waits looks again when one comes.
    """

    SO_TIMESTAMPNS = 35
    SOL_PACKET, PACKET_STATISTICS = 263, 6
    PROTOCOL = 0x86dd

    def __init__(self, ns, dev, wakes=False):
        # Of no protocol until it has its device: it would hear all of them.
        self.sock = netns.sock(ns, socket.AF_PACKET, socket.SOCK_DGRAM, 0)
        self.sock.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
        self.sock.setsockopt(socket.SOL_SOCKET, self.SO_TIMESTAMPNS, 1)
        self.sock.bind((dev, 3))  # ETH_P_ALL
        self.sock.setblocking(False)
        if wakes:
            wait.watch(self)
        # Memory that is there: User Mode Linux may fail to fault it in (EFAULT).
        self.room = memoryview(bytearray(b"." * 70000))
        self.seen = []

    def fileno(self):
        return self.sock.fileno()

    def arrived(self):
        """They stay where they are until somebody asks for them."""

    def packets(self):
        """[(ns, direction, octets from the IPv6 header on)] from the start to now."""
        now = time.time_ns()
        while not self.seen or self.seen[-1][0] <= now:
            try:
                size, control, _, addr = self.sock.recvmsg_into([self.room], 256)
            except BlockingIOError:
                break
            if addr[1] != self.PROTOCOL:
                continue
            when = 0
            for level, kind, value in control:
                if level == socket.SOL_SOCKET and kind == self.SO_TIMESTAMPNS:
                    seconds, ns = struct.unpack("@ll", value)
                    when = seconds * 10**9 + ns
            self.seen.append((when, "out" if addr[2] == 4 else "in", bytes(self.room[:size])))
        return self.seen

    def dropped(self):
        """How many there was no room for, since this was asked last."""
        counts = self.sock.getsockopt(self.SOL_PACKET, self.PACKET_STATISTICS, 8)
        return struct.unpack("=II", counts)[1]

    def clear(self):
        self.packets()
        self.seen.clear()
