# SPDX-License-Identifier: GPL-2.0-only
"""A small network for tests that have nothing but what Debian installs: python3, iproute2, ping
and radvd.

    cn --- core --- r1 --- cell1 )
               \\--- r2 --- cell2 )  air  ( eth0 of this machine
                \\-- r3 --- cell3 )

r1 and r2 can be access routers of 2001:db8:a:1::/64 and 2001:db8:b:1::/64, the prefixes of
the packaged examples; r3 is a plain router of 2001:db8:c:1::/64. The node is this machine. Each
cell is a bridge: to move is to take the other end of eth0 out of one and put it into the next.

The routers and the node may be on two machines, with a wire between them: then each has its own
cells, and a VLAN of the wire joins both halves of each.
"""

import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUTERS = {"r1": "2001:db8:a:1", "r2": "2001:db8:b:1", "r3": "2001:db8:c:1"}
PLAIN = "r3"
CN = "2001:db8:f::2"
RADVD = """\
interface eth1 {
	AdvSendAdvert on;
	MinRtrAdvInterval %(least)s;
	MaxRtrAdvInterval %(most)s;
	MinDelayBetweenRAs %(pause)s;
	AdvDefaultLifetime 30;
	AdvHomeAgentFlag %(dar)s;
	prefix %(prefix)s::1/64 {
		AdvOnLink on;
		AdvAutonomous on;
		AdvRouterAddr %(dar)s;
	};
};
"""
# Short intervals are for access routers only.
DAR = {"dar": "on", "least": 0.5, "most": 1, "pause": 0.03}
NO_DAR = {"dar": "off", "least": 3, "most": 4, "pause": 3}
PATIENCE = 60 * max(1, int(os.environ.get("FAMA_SLOWNESS", "100")) / 100)


class Failure(Exception):
    pass


def within(ns, argv):
    return ["ip", "netns", "exec", ns, *argv] if ns else list(argv)


def run(ns, *argv, check=True):
    done = subprocess.run(within(ns, argv), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          stdin=subprocess.DEVNULL, check=False)
    if check and done.returncode:
        raise Failure(f"{ns or 'here'}: {' '.join(argv)}: status {done.returncode}: {done.stdout}"
                      f"{done.stderr}")
    return done


def start(ns, log, *argv):
    with open(log, "w", encoding="utf-8") as f:
        return subprocess.Popen(within(ns, argv), stdin=subprocess.DEVNULL, stdout=f, stderr=f)


def query(ns, *words):
    """What the command says in JSON."""
    return json.loads(run(ns, os.environ.get("FAMA_COMMAND", "fama"), "-j", *words).stdout)


def until(probe, expected, seen=lambda: ""):
    end = time.monotonic() + PATIENCE
    while True:
        value = probe()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"expected {expected}; seen {seen()}")
        time.sleep(0.1)


def sysctl(ns, **values):
    for name, value in values.items():
        run(ns, "sysctl", "-q", "-w", f"net.ipv6.{name.replace('__', '.')}={value}")


def ip(ns, text):
    run(ns, "ip", *text.split())


# ---------------------------------------------------------------------- the network

def cells(wire=None):
    """wire: an interface to the machine with the other half"""
    ip(None, "netns add air")
    sysctl("air", conf__all__disable_ipv6=1, conf__default__disable_ipv6=1)
    if wire:
        ip(None, f"link set {wire} netns air up")
    for n in range(1, len(ROUTERS) + 1):
        ip("air", f"link add cell{n} up type bridge")
        if wire:
            ip("air", f"link add link {wire} name wire{n} up master cell{n} type vlan id {n}")


def node():
    """Here, with eth0; it is nowhere yet."""
    sysctl(None, conf__all__forwarding=0, conf__default__accept_ra=1)
    ip(None, "link add eth0 type veth peer name port netns air")
    ip(None, "link set eth0 up")


def routers(where="/run"):
    """Returns the processes that they run, the server first: it is there before a node can be."""
    for ns in ("core", "cn", *ROUTERS):
        ip(None, f"netns add {ns}")
        ip(ns, "link set lo up")
        sysctl(ns, conf__default__accept_ra=0, conf__default__accept_dad=0,
               conf__default__dad_transmits=0)
        if ns != "cn":
            sysctl(ns, conf__all__forwarding=1, conf__default__forwarding=1,
                   conf__default__accept_untracked_na=1)
    join("core", "cn", "eth0", "cn", "2001:db8:f::1", CN)
    ip("cn", "route add default via 2001:db8:f::1")
    running = [start("cn", f"{where}/echo.log", sys.executable, f"{HERE}/flow.py", "serve", CN)]
    for n, (ns, prefix) in enumerate(ROUTERS.items(), 1):
        join("core", ns, "eth0", ns, f"2001:db8:e:{n}::1", f"2001:db8:e:{n}::2")
        ip(ns, f"route add default via 2001:db8:e:{n}::1")
        ip("core", f"route add {prefix}::/64 via 2001:db8:e:{n}::2")
        ip(ns, f"link add eth1 type veth peer name {ns} netns air")
        ip(ns, "link set eth1 up")
        ip("air", f"link set {ns} master cell{n} up")
        ip(ns, f"address add {prefix}::1/64 dev eth1")
        until(lambda ns=ns: not run(ns, "ping", "-6", "-c", "1", "-W", "1", CN, check=False).returncode,
              f"a way from {ns} to {CN}")
        conf = f"{where}/radvd-{ns}.conf"
        with open(conf, "w", encoding="ascii") as f:
            f.write(RADVD % {"prefix": prefix, **(NO_DAR if ns == PLAIN else DAR)})
        running.append(start(ns, f"{where}/radvd-{ns}.log", "radvd", "-n", "-C", conf, "-p",
                             f"{where}/radvd-{ns}.pid", "-m", "stderr"))
    return running


def join(one, other, dev, peer, address, peer_address):
    """A link: dev of the other has the second address, and the device with its name the first."""
    ip(other, f"link add {dev} type veth peer name {peer} netns {one}")
    ip(other, f"link set {dev} up")
    ip(one, f"link set {peer} up")
    ip(one, f"address add {address}/64 dev {peer}")
    ip(other, f"address add {peer_address}/64 dev {dev}")


def leave():
    ip("air", "link set port down nomaster")


def arrive(n):
    ip("air", f"link set port master cell{n} up")


def move(n):
    leave()
    arrive(n)


# ------------------------------------------------------------------------ the node

def addresses():
    return query(None, "mn", "address", "show")


def here(router, *states, **want):
    """The address that this router anchors, when it is in one of the states."""
    start_of = ROUTERS[router] + ":"

    def look():
        return next((a for a in addresses() if a["address"].startswith(start_of) and
                     a["state"] in states and all(a.get(k) == v for k, v in want.items())), None)
    return until(look, f"the address of {router} {'/'.join(states)} {want}",
                 lambda: f"{addresses()}; {run(None, 'ip', '-6', 'address').stdout}")


class Flows:
    """A TCP connection and a ping of one address of the node to the correspondent."""

    def __init__(self, address, where="/run"):
        self.logs = {kind: f"{where}/{kind}-{address}.log" for kind in ("tcp", "ping")}
        self.processes = {
            "tcp": start(None, self.logs["tcp"], sys.executable, f"{HERE}/flow.py", "talk", address, CN),
            "ping": start(None, self.logs["ping"], "ping", "-6", "-i", "0.1", "-I", address, CN)}

    def count(self, kind):
        with open(self.logs[kind], encoding="utf-8") as f:
            return sum("echo" in line or "icmp_seq" in line and "time=" in line for line in f)

    def alive(self, more=20):
        """Both get answers from now on, and neither has ended."""
        for kind, process in self.processes.items():
            before = self.count(kind)
            until(lambda k=kind, b=before: self.count(k) >= b + more, f"{more} more answers of {kind}",
                  lambda k=kind: self.text(k)[-500:])
            if process.poll() is not None:
                raise Failure(f"{kind} has ended: {self.text(kind)[-500:]}")

    def text(self, kind):
        with open(self.logs[kind], encoding="utf-8") as f:
            return f.read()

    def end(self):
        for process in self.processes.values():
            process.terminate()
            process.wait()


# ------------------------------------------------------------------------- the test

def cases(*functions):
    """Run them in this order, and print TAP. What comes after a failure is not tried."""
    failed = False
    for n, function in enumerate(functions, 1):
        name = function.__name__
        if failed:
            print(f"not ok {n} - {name}: not tried", flush=True)
            continue
        begin = time.monotonic()
        try:
            function()
            print(f"# {name}: {time.monotonic() - begin:.1f} s\nok {n} - {name}", flush=True)
        except Exception as e:  # pylint: disable=broad-except
            failed = True
            text = "".join(f"# {line}\n" for line in f"{type(e).__name__}: {e}".splitlines())
            print(f"{text}not ok {n} - {name}", flush=True)
    print(f"1..{len(functions)}", flush=True)
    sys.exit(failed)


def expect(condition, expected, seen):
    if not condition:
        raise Failure(f"expected {expected}; seen {seen}")
