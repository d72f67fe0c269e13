# SPDX-License-Identifier: GPL-2.0-only
"""Wi-Fi: hostapd at each cell and wpa_supplicant at the node, with radios of mac80211_hwsim, which
hear each other as if they were in one room."""

import glob
import os
import select
import socket
import time

import netns
import rtnl
import wait
from apps import server, write
from check import expect, until
from patience import scaled
from topology import Sniffer

MODULES = ("mac80211_hwsim", "mac80211", "cfg80211")
CHANNELS = (1, 6, 11)
ROAMED = "/sys/module/roamed/parameters/say"
SECRET = "keep it to yourself"
# What hostapd, and what wpa_supplicant, is told of each kind of network.
KINDS = {
    "open": ("", "key_mgmt=NONE"),
    "wpa2": (f"wpa=2\nrsn_pairwise=CCMP\nwpa_key_mgmt=WPA-PSK\nwpa_passphrase={SECRET}",
             f'key_mgmt=WPA-PSK\npsk="{SECRET}"'),
    "sae": (f"wpa=2\nrsn_pairwise=CCMP\nwpa_key_mgmt=SAE\nieee80211w=2\nsae_password={SECRET}",
            f'key_mgmt=SAE\nieee80211w=2\nsae_password="{SECRET}"'),
    "ft": (f"wpa=2\nrsn_pairwise=CCMP\nwpa_key_mgmt=FT-PSK\nwpa_passphrase={SECRET}\n"
           "mobility_domain=a1b2\nft_psk_generate_local=1\nft_over_ds=0",
           f'key_mgmt=FT-PSK\npsk="{SECRET}"'),
}
AP = """\
interface={dev}
bridge=cell{n}
driver=nl80211
ctrl_interface={dir}/ap
ssid={ssid}
hw_mode=g
channel={channel}
nas_identifier=ap{n}.example.test
{security}
"""
STATION = """\
ctrl_interface={dir}/station
update_config=0
"""
NETWORK = """\
network={{
ssid="{ssid}"
scan_freq=2412 2437 2462
{security}
}}
"""


class Air(Sniffer):
    """All frames that are in the air, as hwsim0 of the first namespace shows them: a radiotap
    header, then what IEEE 802.11 says in clause 9."""

    PROTOCOL = 0x0004  # ETH_P_802_2
    MANAGEMENT, DATA = 0, 2
    ASSOCIATED = (1, 3)  # Association Response, Reassociation Response
    EAPOL = b"\xaa\xaa\x03\0\0\0\x88\x8e"

    def __init__(self):
        netns.run(None, ["ip", "link", "set", "hwsim0", "up"])
        super().__init__(None, "hwsim0")

    def _frames(self):
        for when, _, p in self.packets():
            frame = p[int.from_bytes(p[2:4], "little"):]
            yield when, frame[0] >> 2 & 3, frame[0] >> 4, frame

    def associated(self):
        """When the last frame was sent that an access point needs to let data through; ns of the
        wall clock."""
        return [when for when, kind, sub, frame in self._frames()
                if kind == self.MANAGEMENT and sub in self.ASSOCIATED or
                kind == self.DATA and self.EAPOL in frame[24:40]][-1]


class Control:
    """The socket of one of the two programs. It is watched."""

    def __init__(self, directory, place):
        self.events = []
        own = os.path.join(directory, f"control{len(os.listdir(directory))}")
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.sock.bind(own)
        until(lambda: os.path.exists(place), f"{place}")
        self.sock.connect(place)
        self.sock.setblocking(False)
        self.ask("ATTACH")
        wait.watch(self)

    def fileno(self):
        return self.sock.fileno()

    def arrived(self):
        self.read()

    def read(self):
        """Events that have arrived, up to an answer; and that, if there is one."""
        while True:
            try:
                text = self.sock.recv(65536).decode(errors="replace")
            except BlockingIOError:
                return None
            if not text.startswith("<"):
                return text.strip()
            self.events.append((time.time_ns(), text[3:]))

    def ask(self, words):
        self.arrived()
        self.sock.send(words.encode())
        answer = None
        while answer is None:
            expect(select.select([self.sock], [], [], scaled(20))[0], f"an answer to {words}", "none")
            answer = self.read()
        return answer

    def say(self, words):
        answer = self.ask(words)
        expect(answer == "OK", f"OK to {words}", answer)

    def happened(self, what, count=1):
        """Wait until that has been said so often; returns when it was, ns of the wall clock."""
        def look():
            self.arrived()
            found = [t for t, e in self.events if e.startswith(what)]
            return found[count - 1:]
        return until(look, what, lambda: [e for _, e in self.events][-20:])[0]

    def close(self):
        wait.unwatch(self)
        self.sock.close()


class Radio:
    """ssids: of the access points, from cell 1 on; station: there is none if somebody else
    starts it."""

    def __init__(self, net, kind, ssids=("fama", "fama", "fama"), station=True):
        self.dir = os.path.join(net.dir, "radio")
        os.mkdir(self.dir)
        netns.run(None, ["modprobe", MODULES[0], f"radios={len(ssids) + 1}"])
        netns.close_with("air", self)
        self.kind, self.ssids, self.control = kind, ssids, None
        self.daemons, self.bssids, self.points = [], {}, {}
        self.devs = sorted(os.listdir("/sys/class/ieee80211"), key=lambda phy: int(phy[3:]))
        for n, phy in enumerate(self.devs[1:], 1):
            self._access_point(n, phy)
        # Only who is in the same namespace sees it later.
        self.soft = os.open(glob.glob(f"/sys/class/ieee80211/{self.devs[0]}/rfkill*/soft")[0],
                            os.O_WRONLY)
        self.dev = self._move(self.devs[0], "mn")
        # Those of the stack itself.
        netns.sysctl("mn", **{f"conf__{self.dev}__router_solicitations": 0})
        if station:
            self._station()

    @staticmethod
    def _move(phy, ns):
        """The radio, with its interface; returns the name of that."""
        dev = os.listdir(f"/sys/class/ieee80211/{phy}/device/net")[0]
        netns.run(None, [server("iw"), "phy", phy, "set", "netns", "name", ns])
        return dev

    def _start(self, ns, name, program, *words):
        with open(os.path.join(self.dir, f"{name}.log"), "w", encoding="ascii") as log:
            self.daemons.append(netns.spawn(ns, [server(program), *words], stdout=log, stderr=log))

    def _access_point(self, n, phy):
        with open(f"/sys/class/ieee80211/{phy}/macaddress", encoding="ascii") as f:
            self.bssids[n] = f.read().strip()
        dev = self.points[n] = self._move(phy, "air")
        text = AP.format(dev=dev, n=n, dir=self.dir, ssid=self.ssids[n - 1],
                         channel=CHANNELS[n - 1], security=KINDS[self.kind][0])
        self._start("air", f"ap{n}", "hostapd", write(self.dir, f"ap{n}.conf", text))
        until(lambda: rtnl.of("air").link(dev)["running"], f"access point {n}",
              lambda: self.log(f"ap{n}"))

    def _station(self):
        networks = [NETWORK.format(ssid=ssid, security=KINDS[self.kind][1])
                    for ssid in dict.fromkeys(self.ssids)]
        text = STATION.format(dir=self.dir) + "".join(networks)
        self._start("mn", "station", "wpa_supplicant", "-Dnl80211", f"-i{self.dev}",
                    "-c", write(self.dir, "station.conf", text))
        self.control = Control(self.dir, f"{self.dir}/station/{self.dev}")
        until(self.at, "a station with an access point",
              lambda: (self.log("station"), self.log("ap1")))

    def log(self, name):
        with open(os.path.join(self.dir, f"{name}.log"), encoding="ascii") as f:
            return f.read()[-3000:]

    def at(self):
        """Number of the access point that the node uses, or None."""
        status = dict(line.partition("=")[::2] for line in self.control.ask("STATUS").splitlines())
        found = [n for n, b in self.bssids.items() if b == status.get("bssid")]
        return found[0] if found and status["wpa_state"] == "COMPLETED" else None

    def knows_all(self):
        """A scan, so that a roam needs none."""
        def look():
            return all("bssid" in self.control.ask(f"BSS {b}") for b in self.bssids.values())
        if not look():
            self.control.say("SCAN")
        until(look, "all access points heard")

    def _connects(self, do):
        before = len([1 for _, e in self.control.events if e.startswith("CTRL-EVENT-CONNECTED")])
        do()
        return self.control.happened("CTRL-EVENT-CONNECTED", before + 1)

    def roam(self, n):
        """Within a network. Returns when the keys were set, as far as Python is quick enough."""
        return self._connects(lambda: self.control.say(f"ROAM {self.bssids[n]}"))

    def select(self, n):
        """Another network."""
        place = list(dict.fromkeys(self.ssids)).index(self.ssids[n - 1])
        return self._connects(lambda: self.control.say(f"SELECT_NETWORK {place}"))

    def disconnect(self):
        self.control.say("DISCONNECT")
        until(lambda: not rtnl.of("mn").link(self.dev)["running"], "no access point")

    def reconnect(self):
        return self._connects(lambda: self.control.say("RECONNECT"))

    def switch(self, on):
        """What NetworkManager does with /dev/rfkill, to the radio of the node only."""
        os.pwrite(self.soft, b"0" if on else b"1", 0)

    def rewire(self, point, cell):
        """An access point leads to another router, as those of a mesh do."""
        rtnl.of("air").set(self.points[point], master=f"cell{cell}")

    def roamed(self):
        """The driver says that it has roamed by itself, and its carrier stays: ../modules/roamed."""
        with netns.inside("mn"), open(ROAMED, "w", encoding="ascii") as f:
            f.write(str(netns.index("mn", self.dev)))

    def close(self):
        if self.control:
            self.control.close()
        os.close(self.soft)
        for daemon in self.daemons:
            netns.stop(daemon)
        for name in MODULES:
            netns.run(None, ["rmmod", name])
