# SPDX-License-Identifier: GPL-2.0-only
"""A cellular network: raw IP on a device without addresses of a link layer, and a /64 by
advertisement, of a gateway that knows nothing of mobility."""

import fcntl
import os
import select
import struct
import threading

import mh
import netns
import rtnl

TUNSETIFF = 0x400454ca
TUN_RAW = 0x1001  # IFF_TUN | IFF_NO_PI
PREFIX = "2001:db8:77::"
GATEWAY = "fe80::77"


def _tun(ns, dev):
    """The file whose packets are those of the device, which is not up."""
    if not os.path.exists("/dev/net/tun"):
        netns.run(None, ["modprobe", "tun"])
        os.makedirs("/dev/net", exist_ok=True)
        if not os.path.exists("/dev/net/tun"):
            os.mknod("/dev/net/tun", 0o20600, os.makedev(10, 200))
    with netns.inside(ns):
        fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", dev.encode(), TUN_RAW))
    return fd


class Cellular:
    """The gateway is a namespace between the core and the other end of the node's device."""

    def __init__(self, net, node="mn", dev="wwan0"):
        netns.add("pgw")
        net.names.append("pgw")
        netns.sysctl("pgw", conf__all__forwarding=1, conf__default__accept_dad=0)
        self.fds = [_tun(node, dev), _tun("pgw", "cell")]
        gateway, core = rtnl.of("pgw"), rtnl.of("core")
        gateway.veth("core", "pgw", "core")
        gateway.up("lo", "core", "cell")
        core.up("pgw")
        gateway.address("add", "2001:db8:100:77::2/64", "core")
        core.address("add", "2001:db8:100:77::1/64", "pgw")
        core.route("add", f"{PREFIX}/64", via="2001:db8:100:77::2")
        gateway.route("add", "default", via="2001:db8:100:77::1")
        gateway.route("add", f"{PREFIX}/64", dev="cell")
        rtnl.of(node).up(dev)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()
        netns.close_with("pgw", self)

    def _carry(self):
        other = dict(zip(self.fds, reversed(self.fds)))
        while not self.ended.is_set():
            for fd in select.select(self.fds, [], [], 0.2)[0]:
                packet = os.read(fd, 65536)
                if packet[6] == 58 and packet[40] == 133:
                    self.advertise()
                elif packet[6] != 58 or packet[40] not in (134, 143):
                    os.write(other[fd], packet)

    def advertise(self):
        info = struct.pack(">BBBBIII", 3, 4, 64, 0x40, 3600, 1800, 0) + mh.addr(PREFIX)
        os.write(self.fds[0], mh.icmp6(GATEWAY, "ff02::1", 134, 0,
                                       struct.pack(">BBHII", 64, 0, 1800, 0, 0) + info))

    def close(self):
        self.ended.set()
        self.thread.join()
        for fd in self.fds:
            os.close(fd)
