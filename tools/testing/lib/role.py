# SPDX-License-Identifier: GPL-2.0-only
"""What dar and mn have in common: enabled in a namespace, asked, and watched."""

import re

import genl
import mh
import netns
from monitor import Monitor
from view import View

TRIES = 10  # for a list that changes while it is read


def key_values(file):
    """Attributes of a key in a file that `fama key generate` wrote."""
    with open(file, encoding="ascii") as f:
        text = f.read()
    found = dict(re.findall(r"^# fama-(modifier|sec): (\w+)$", text, re.MULTILINE))
    return {"KEY": mh.Key(text).der, "MODIFIER": bytes.fromhex(found["modifier"]),
            "SEC": int(found["sec"])}


class Role:
    def __init__(self, ns, name):
        self.ns = ns
        self.name = name
        self._news = None

    @property
    def family(self):
        return genl.of(self.ns, self.name)

    def ask(self, cmd, **values):
        return self.family.ask(cmd, **values)

    def begin(self, listen=True, **values):
        """ENABLE, by a module that may have been loaded again.

        listen: events wake who waits; the module makes none where nobody listens.
        """
        self.family.resolve()
        if self._news:
            self._news.close()
        self._news = Monitor(self.ns, self.name) if listen else None
        self.ask("ENABLE", **values)

    def listen(self):
        """To events: they wake who waits."""
        self._news = Monitor(self.ns, self.name)

    def disable(self):
        self.ask("DISABLE")

    def set(self, **settings):
        self.ask("SET", **{k.upper(): v for k, v in settings.items()})

    def show(self):
        return View(self.family).state(self.ask("GET"))

    def counters(self):
        return self.family.counters()

    def records(self, cmd):
        """Of a list, whole if it holds still for that long."""
        for _ in range(TRIES):
            entries, whole = self.family.list(cmd)
            if whole:
                break
        view = View(self.family)
        return [view.record(entry, cmd) for entry in entries]

    def index(self, dev):
        return netns.index(self.ns, dev)

    def monitor(self):
        return Monitor(self.ns, self.name)
