# SPDX-License-Identifier: GPL-2.0-only
"""Programs that people use: their servers at the correspondent, their clients at the node."""

import hashlib
import os
import select

import netns
import rtnl
from check import Failure, expect, until
from patience import scaled
from topology import CN

NAME = "www.example.test"


def server(name):
    """A program that ../servers.sh has unpacked."""
    where = os.environ.get("FAMA_SERVERS")
    expect(where, "FAMA_SERVERS, which check.sh sets to what servers.sh prints", "nothing")
    return os.path.join(where, name)


def write(directory, name, text, mode=0o600):
    path = os.path.join(directory, name)
    with open(path, "w", encoding="ascii") as f:
        f.write(text)
    os.chmod(path, mode)
    return path


def bound(ns, protocol, port):
    """Somebody has a socket with this number, and nobody at its other end."""
    with netns.inside(ns), open(f"/proc/thread-self/net/{protocol}", encoding="ascii") as f:
        return any(line.split()[1].endswith(f":{port:04X}") and line.split()[2].endswith(":0000")
                   for line in f)


def listening(port, ns="cn"):
    """Wait until somebody does, on TCP."""
    until(lambda: bound(ns, "tcp6", port), f"port {port} of {ns} open")


class Ssh:
    """A shell on the correspondent that remembers what it was told."""

    PORT = 2222

    def __init__(self, directory):
        for name in ("host", "user"):
            netns.run(None, ["ssh-keygen", "-q", "-t", "ed25519", "-N", "",
                             "-f", f"{directory}/{name}_key"])
        os.rename(f"{directory}/user_key.pub", f"{directory}/authorized")
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        with open("/etc/passwd", "r+", encoding="utf-8") as f:  # of the virtual machine
            if "\nsshd:" not in f.read():
                f.write("sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n")
        conf = write(directory, "sshd_config", f"""
            ListenAddress [{CN}]:{self.PORT}
            HostKey {directory}/host_key
            AuthorizedKeysFile {directory}/authorized
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            {self.parts()}
            """)
        self.log = open(f"{directory}/sshd.log", "w+", encoding="utf-8")
        self.daemon = netns.spawn("cn", [server("sshd"), "-D", "-e", "-f", conf],
                                  stdout=self.log, stderr=self.log)
        listening(self.PORT)
        self.client = netns.spawn(
            "mn", ["ssh", "-F", "none", "-T", "-p", str(self.PORT), "-i", f"{directory}/user_key",
                   "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={directory}/known",
                   "-o", "LogLevel=ERROR", f"root@{CN}", "sh"], stdin=-1, stdout=-1, stderr=-2, bufsize=0)

    @staticmethod
    def parts():
        """Where a newer sshd finds its parts; an older one does not know the words."""
        words = {"SshdSessionPath": server("sshd-session"), "SshdAuthPath": server("sshd-auth")}
        return "\n".join(f"{word} {path}" for word, path in words.items() if os.path.exists(path))

    def ask(self, command, patience=60):
        """One line that the shell prints."""
        self.client.stdin.write(command.encode() + b"\n")
        line = b""
        while not line.endswith(b"\n"):
            if not select.select([self.client.stdout], [], [], scaled(patience))[0]:
                raise Failure(f"an answer to {command!r}", line or "nothing")
            part = self.client.stdout.read(1)
            expect(part, f"an answer to {command!r}", f"the end of the session; {self.said()}")
            line += part
        return line.decode().strip()

    def said(self):
        self.log.seek(0)
        return self.log.read()[-1000:]

    def close(self):
        self.client.stdin.close()
        return self.client.wait(scaled(60))


class Download:
    """A file that curl gets from nginx, at a rate."""

    PORT = 8080

    def __init__(self, directory, octets, rate):
        content = os.urandom(octets)
        os.makedirs(f"{directory}/www")
        with open(f"{directory}/www/file", "wb") as f:
            f.write(content)
        self.digest = hashlib.sha256(content).hexdigest()
        self.file = f"{directory}/downloaded"
        os.chmod(directory, 0o755)
        conf = write(directory, "nginx.conf", f"""
            daemon off; master_process off; pid {directory}/nginx.pid;
            error_log {directory}/nginx.log;
            events {{}}
            http {{
                access_log off; sendfile on; limit_rate {rate};
                server {{ listen [{CN}]:{self.PORT}; root {directory}/www; }}
            }}
            """)
        for place in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
            os.makedirs(f"/var/lib/nginx/{place}", exist_ok=True)
        os.makedirs("/var/log/nginx", exist_ok=True)
        self.daemon = netns.spawn("cn", [server("nginx"), "-c", conf])
        listening(self.PORT)
        self.client = netns.spawn("mn", ["curl", "-gsSf", "-o", self.file,
                                         f"http://[{CN}]:{self.PORT}/file"], stderr=-1, text=True)

    def progress(self):
        return os.path.getsize(self.file) if os.path.exists(self.file) else 0

    def finish(self, patience=120):
        _, said = self.client.communicate(timeout=scaled(patience))
        expect(not self.client.returncode, "curl content", f"{self.client.returncode}: {said}")
        with open(self.file, "rb") as f:
            return hashlib.sha256(f.read()).hexdigest() == self.digest


class Dns:
    """Questions to dnsmasq, and who it thinks asked them."""

    def __init__(self, directory):
        self.log = f"{directory}/dnsmasq.log"
        self.daemon = netns.spawn(
            "cn", ["dnsmasq", "--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file",
                   "--user=root", "--pid-file=", "--bind-interfaces", f"--listen-address={CN}",
                   f"--host-record={NAME},{CN}", "--log-queries=extra",
                   f"--log-facility={self.log}"])
        until(lambda: bound("cn", "udp6", 53), "port 53 open")

    def ask(self):
        """(answer, source of the question)."""
        asked = len(self.sources())
        done = netns.run("mn", ["dig", "+short", "+tries=1", "+time=10", f"@{CN}", "AAAA", NAME])
        return done.stdout.strip(), self.sources()[asked:]

    def sources(self):
        with open(self.log, encoding="ascii") as f:
            words = [line.split() for line in f if f"query[AAAA] {NAME}" in line]
        return [w[-1] for w in words]


class Wireguard:
    """A tunnel of the node's own, fd00::2 to fd00::1 at the correspondent."""

    PORT = 51820

    def __init__(self, directory):
        keys = {}
        for ns in ("cn", "mn"):
            secret = netns.run(None, ["wg", "genkey"]).stdout
            keys[ns] = netns.run(None, ["wg", "pubkey"], stdin=secret).stdout.strip()
            write(directory, f"wg-{ns}", secret)
            rtnl.of(ns).add("wg0", "wireguard")
            rtnl.of(ns).address("add", f"fd00::{1 if ns == 'cn' else 2}/64", "wg0")
        self.set("cn", directory, "listen-port", str(self.PORT),
                 "peer", keys["mn"], "allowed-ips", "fd00::2/128")
        self.set("mn", directory, "peer", keys["cn"], "allowed-ips", "fd00::1/128",
                 "endpoint", f"[{CN}]:{self.PORT}")
        for ns in ("cn", "mn"):
            rtnl.of(ns).up("wg0")

    @staticmethod
    def set(ns, directory, *words):
        netns.run(ns, ["wg", "set", "wg0", "private-key", f"{directory}/wg-{ns}", *words])

    @staticmethod
    def endpoint():
        """Where the correspondent believes the node to be."""
        return netns.run("cn", ["wg", "show", "wg0", "endpoints"]).stdout.split("[")[1].split("]")[0]

    @staticmethod
    def ping(octets=56, count=3):
        done = netns.run("mn", ["ping", "-n", "-i", "0.2", "-c", str(count), "-W", "5",
                                "-s", str(octets), "fd00::1"], check=False)
        return f" {count} received" in done.stdout
