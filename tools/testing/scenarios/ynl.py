#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
# kernels: uml-6.12
"""The kernel's own netlink tool configures and watches the router by the spec."""

from scenario import *

TREE = os.path.join(os.environ["FAMA_KERNEL"], "tree")
SPEC = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                    "../../../Documentation/netlink/specs/dar.yaml")
PREFIX = {"prefix": mh.addr("2001:db8:1::").hex(), "prefix-len": 64}


def command(*words):
    # It does not know padding, which some architectures need, by its own name.
    return ["python3", "-B", f"{TREE}/tools/net/ynl/cli.py", "--spec", SPEC, "--schema",
            f"{TREE}/Documentation/netlink/genetlink-c.yaml", "--output-json", "--process-unknown",
            *words]


def ynl(kind, op, check=True, **attrs):
    done = netns.run("dar1", command(f"--{kind}", op, "--json", json.dumps(
        {k.replace("_", "-"): v for k, v in attrs.items()})), check=check)
    return done if not check else json.loads(done.stdout)


def do(op, **attrs):
    return ynl("do", op, **attrs)


def dump(op):
    return ynl("dump", op)


def refusal(op, errno_text, words, **attrs):
    done = ynl("do", op, check=False, **attrs)
    expect(done.returncode and errno_text in done.stdout and words in done.stdout,
           f"{op} {attrs} refused: {errno_text}, {words}", done.stdout + done.stderr)


with World(dars=1, nodes=0, radvd=False) as net:
    refusal("disable", "not connected", "not enabled")
    do("enable")
    with netns.inside("dar1"):
        access = socket.if_nametoindex("acc")
    do("anchor-new", **PREFIX, ifindex=access, care_of_test="concurrent",
       key_sizes=["1024", "1536"], early_token=0)
    refusal("anchor-new", "File exists", "already anchored", **PREFIX, ifindex=access)
    refusal("anchor-set", "out of range", ".min-sec", **PREFIX, min_sec=8)
    do("anchor-set", **PREFIX, lifetime_max=400, care_of_test="off")
    anchor = dump("anchor-get")[0]
    anchor["key-sizes"] = sorted(anchor["key-sizes"])
    equal(anchor, {"prefix": "2001:db8:1::", "prefix-len": 64, "ifindex": access,
                   "care-of-test": "off", "lifetime-max": 400, "refresh": 0, "min-sec": 0,
                   "key-sizes": ["1024", "1536"], "dad": 0, "proxy-nd": 1,
                   "early-token": 0}, "anchor")
    do("set", max_bindings=50, queue_max=9)
    refusal("set", "out of range", ".queue-max", queue_max=0)

    # Events: what the tool has got when it looks, after a while.
    with open(f"{net.dir}/events", "w", encoding="utf-8") as out:
        watch = netns.spawn("dar1", command("--subscribe", "events", "--sleep", "4"),
                            stdout=out)
    with netns.inside("dar1"):
        until(lambda: any(f.split()[1] == "16" and int(f.split()[3], 16) for f in
                          open(f"/proc/{watch.pid}/net/netlink", encoding="ascii")
                          .read().splitlines()[1:]), "a listener")
    node = Peer(net)
    node.register()
    node.no_answer(0.1, token=node.token, spoil_mac=True)
    equal(watch.wait(30), 0, "exit status of the listener")
    with open(f"{net.dir}/events", encoding="utf-8") as f:
        events = [e["msg"] for e in json.load(f)]
    equal([e["event"] for e in events], ["bu", "ba", "binding", "drop"], "events")
    for e in events:
        equal((e["home"], e["careof"]), (node.name, CN), f"addresses of {e['event']}")
    equal(events[3]["reason"], "bad_mac", "reason")

    bindings = dump("binding-get")
    equal([(b["home"], b["careof"], b["auth"], b["state"], b["phkt"]) for b in bindings],
          [(node.name, CN, "cga", "verified", 1)], "bindings")
    one = do("binding-get", home=node.home.hex())
    equal(one["seq"], node.seq - 1 & 0xffff, "sequence number")
    refusal("binding-get", "No such file", "no binding", home=mh.addr(CN).hex())
    do("binding-flush", home=node.home.hex())
    memory = dump("memory-get")
    equal([m["home"] for m in memory], [node.name], "what is remembered")
    shown = do("get")
    equal([shown[k] for k in ("enabled", "device", "anchors", "bindings", "remembered",
                              "max-bindings", "queue-max")],
          [1, "dar0", 1, 0, 1, 50, 9], "state")
    counters = {c["counter-name"]: c["counter-value"] for c in shown["counters"]["counter"]}
    equal(counters, query("dar1", "dar", "show", "-s")["counters"], "counters")
    do("memory-flush")
    equal(dump("memory-get"), [], "what is remembered after a flush")
    do("anchor-del", **PREFIX)
    do("disable")
    equal(do("get")["enabled"], 0, "enabled")
