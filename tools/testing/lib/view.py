# SPDX-License-Identifier: GPL-2.0-only
"""Answers of dar and mn as the command's JSON has them, from the octets of netlink."""

import netns

# What the command calls otherwise than the specification.
NAMES = {"QUEUE_MAX": "queue", "LIFETIME_MAX": "lifetime", "IDLE_TIME": "idle",
         "GIVE_UP_TIME": "give_up", "ANCHOR_STATE": "state", "NAME": "waiting"}
KEPT = {"current": "current", "user": "by user", "policy": "policy all"}
BOOLEANS = {"ENABLED", "PHKT", "DAD", "PROXY_ND", "EARLY_TOKEN", "KEY_OLD", "ACTIVE",
            "FORWARDING", "FIB", "LASTING", "FROZEN", "DRAINING", "ABSENT"}
SPARSE = {"absent", "held_packets", "held_octets"}  # of JSON only if they are there


class View:
    """Of the answers of one family in one namespace."""

    def __init__(self, family):
        self.family = family
        self.spec = family.spec

    def values(self, entry, names):
        """{key: value} of these attributes, None for those that are not there.

        Two attributes of one key are never there together.
        """
        shown = {}
        for n in names:
            key = NAMES.get(n, n.lower())
            if shown.get(key) is None:
                shown[key] = self._value(n, entry.get(n))
        return shown

    def _value(self, name, octets):
        if octets is None:
            return None
        attribute = self.spec.attributes[name]
        if isinstance(octets, list):
            return [attribute.value(one) for one in octets]
        value = attribute.value(octets)
        if name == "RSA_SIZES":
            return None if value == "1024,1536,2048" else value or "none"
        return bool(value) if name in BOOLEANS else value

    def _device(self, shown):
        """dev instead of ifindex; of an anchor, the name that it has itself"""
        index = shown.pop("ifindex")
        if "link" in shown:
            shown["dev"] = shown.pop("link")
            if shown["state"] == "serving":
                shown["state"] = None
            return shown
        index = index[0] if isinstance(index, list) else index
        shown["dev"] = index and netns.device(self.family.ns, index)
        return shown

    @staticmethod
    def _prefix(shown):
        """One text instead of prefix and prefix_len"""
        bits = shown.pop("prefix_len")
        shown["prefix"] = shown["prefix"] and f"{shown['prefix']}/{bits}"
        return shown

    @staticmethod
    def _explain(shown):
        """The command's words instead of the numbers that explain state and keeping."""
        reason = shown.pop("state_reason")
        shown["reason"] = reason.replace("-", " ") if reason else shown.get("reason")
        sockets = {kind: shown.pop(f"{kind}_sockets") for kind in ("tcp", "udp", "raw")}
        unused, kept = shown.pop("unused_time"), shown.pop("kept_by")
        if kept == "sockets":
            shown["kept"] = ", ".join(f"{kind} {n}" for kind, n in sockets.items() if n)
        elif kept == "packets":
            shown["kept"] = f"used {unused} s ago"
        else:
            shown["kept"] = KEPT.get(kept)

    def record(self, entry, cmd):
        """One entry of a list."""
        shown = self.values(entry, self.spec.replies[cmd])
        for key in SPARSE & set(shown):
            if shown[key] is None:
                del shown[key]
        if "ifindex" in shown:
            self._device(shown)
        if "prefix_len" in shown:
            self._prefix(shown)
        if "kept_by" in shown:
            self._explain(shown)
        if cmd == "PERMIT_GET":
            self._permit(shown)
        if cmd == "LINK_GET":
            shown["up"] = bool(shown.pop("status"))
            shown["ssid"] = shown["ssid"] and shown["ssid"].decode()
            if "waiting" in shown:
                shown["waiting"] = (shown["waiting"] or [None])[0]
        return shown

    @staticmethod
    def _permit(shown):
        """A rule is about one thing."""
        shown["ssid"] = shown["ssid"] and shown["ssid"].decode()
        shown["dev"] = (shown.pop("waiting") or [None])[0]

    def state(self, entry):
        """Of the role: settings and counters."""
        shown = self.values(entry, [n for n in self.spec.replies["GET"] if n != "COUNTERS"])
        shown["counters"] = self.family.counted(entry)
        if self.spec.name == "mn":
            self._node(shown)
        return shown

    def _node(self, shown):
        shown["devs"] = [netns.device(self.family.ns, i) for i in shown.pop("ifindex") or []]
        key = {"bits": shown.pop("key_bits"), "sec": shown.pop("sec")}
        shown["keys"] = shown.pop("key_count") or 0
        shown["key_file"] = shown["key_file"] or []
        shown["key"] = None if key["bits"] is None else key
        shown["anchors"] = shown.pop("permit")
        for kind in ("transient", "home", "careof"):
            mark = {"mark": shown.pop(f"{kind}_mark"), "mask": shown.pop(f"{kind}_mask")}
            shown[f"{kind}_mark"] = mark if mark["mask"] else None
        shown["transient_cgroup"] = shown["transient_cgroup"] or None

    def event(self, entry):
        shown = self.values(entry, self.spec.replies["EVENT"])
        shown["role"] = self.spec.name
        if "ifindex" in shown:
            self._device(shown)
        if "kept_by" in shown:
            self._explain(shown)
        if "prefix_len" in shown and shown["prefix"]:
            self._prefix(shown)
        if shown["event"] == "link" and self.spec.name == "mn":
            shown["up"] = bool(shown["status"])
        return shown
