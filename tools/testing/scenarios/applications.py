# SPDX-License-Identifier: GPL-2.0-only
"""What people do with a network goes on: SSH, a download, a call, WireGuard; names are asked for
from where the node is."""

import apps
from check import equal, expect, note, until
from dar import Dar
from mn import Mn
from topology import CN
from traffic import lost_runs, merge

WAY = (2, 3, 1)


def test_applications(net):
    dars = [Dar(n) for n in net.dars]
    mn = Mn()
    server, client = net.traffic()
    net.mover.attach("mn", 1)
    first = mn.state(1, "home", auth="phkt")["address"]

    ssh = apps.Ssh(net.dir)
    equal(ssh.ask("hops=0; echo $SSH_CLIENT").split()[0], first, "source of the session")
    dns = apps.Dns(net.dir)
    wireguard = apps.Wireguard(net.dir)
    expect(wireguard.ping(), "answers through WireGuard", "none")
    equal(wireguard.endpoint(), first, "end of WireGuard")
    # A call: 50 packets a second each way.
    client.open("ping", "call", first, 20, 160)
    client.flowing("call")
    download = apps.Download(net.dir, 3 << 20, "150k")
    until(download.progress, "the begin of a download")

    for hop, n in enumerate(WAY, 1):
        net.mover.move("mn", n)
        here = mn.state(n, "home")["address"]
        if n != 1:
            mn.state(1, "away", careof=here)
        got = download.progress()
        equal(ssh.ask("hops=$((hops + 1)); echo $hops"), str(hop), "what the shell remembers")
        equal(dns.ask(), (CN, [here]), "answer to a question, and who asked it")
        expect(wireguard.ping(), "answers through WireGuard", "none")
        expect(wireguard.ping(1300), "large answers through WireGuard", "none")
        equal(wireguard.endpoint(), first, "end of WireGuard")
        client.flowing("call")
        if download.client.poll() is None:
            until(lambda: download.progress() > got, "the download to go on")

    expect(download.finish(), "the file as it is", "another")
    equal(ssh.ask("echo $SSH_CLIENT").split()[0], first, "source of the session")
    equal(ssh.close(), 0, "status of the session")
    call = merge(client.stop(), server.stop())["call"]
    expect(not call["error"], "the call without error", call["error"])
    runs = lost_runs(call["probes"])
    gaps = [(r[3] - r[0]) / 1e6 for r in runs]
    note(f"call: lost {[r[2] for r in runs]} of {call['sent']}, gaps of "
         f"{[round(g) for g in gaps]} ms")
    expect(call["received"] and runs[-1][3] if runs else True, "the call to its end", runs)
