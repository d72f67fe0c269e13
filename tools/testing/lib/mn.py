# SPDX-License-Identifier: GPL-2.0-only
"""A mobile node of the topology: the module mn in its namespace."""

import famactl
from check import until
from role import Role, key_values


class Mn(Role):
    def __init__(self, ns="mn", keyfile=None, devs=("eth0",), names=(), **numbers):
        super().__init__(ns, "mn")
        self.keyfile = keyfile or famactl.key()
        self.devs = devs
        self.names = names
        self.numbers = numbers
        self.events = None
        self.enable()

    @classmethod
    def there(cls, ns="mn"):
        """One that something else has enabled."""
        self = cls.__new__(cls)
        Role.__init__(self, ns, "mn")
        self.events = None
        self.listen()
        return self

    def enable(self):
        self.begin(**self.named(), **self.numbers, **key_values(self.keyfile))

    def named(self):
        """By numbers, as older programs do, or by names if one may not be there."""
        if self.names:
            return {"NAME": list(self.names)}
        return {"IFINDEX": [self.index(dev) for dev in self.devs]}

    def new_key(self, file):
        """Of the addresses to come."""
        self.ask("SET", **key_values(file))

    def links(self):
        return {link["dev"]: link for link in self.records("LINK_GET") if link["dev"]}

    def metric(self, dev, value):
        self.ask("LINK_SET", IFINDEX=self.index(dev), METRIC=value)

    def waiting(self):
        """Names that no interface has."""
        return [link["waiting"] for link in self.records("LINK_GET") if link["waiting"]]

    def use(self, name, metric=None):
        """An interface, now or when it is there."""
        more = {"METRIC": metric} if metric else {}
        self.ask("LINK_NEW", NAME=name, **more)

    def leave(self, name):
        self.ask("LINK_DEL", NAME=name)

    def active(self):
        return next((dev for dev, link in self.links().items() if link["active"]), None)

    def addresses(self):
        return self.records("ADDRESS_GET")

    def keep(self, address, keep="keep"):
        """keep, release or auto"""
        self.ask("ADDRESS_SET", ADDRESS=address, KEEP=keep)

    def release(self, address):
        self.keep(address, "release")

    def anchors(self):
        return self.records("ANCHOR_GET")

    def anchor(self, prefix, dar):
        """A router of a network that does not say that it anchors."""
        self.ask("ANCHOR_NEW", PREFIX=prefix.partition("/")[0], PREFIX_LEN=64, DAR=dar)

    def unanchor(self, prefix):
        self.ask("ANCHOR_DEL", PREFIX=prefix.partition("/")[0], PREFIX_LEN=64)

    def permits(self):
        return self.records("PERMIT_GET")

    def permit(self, permission, **place):
        """allow or deny: PREFIX="2001:db8::", PREFIX_LEN=32, or NAME="eth0" """
        if "NAME" in place:
            place["NAME"] = [place["NAME"]]
        self.ask("PERMIT_NEW", PERMIT=permission, **place)

    def of_dar(self, n):
        """The entry of the address that DAR N anchors."""
        start = f"2001:db8:{n}:"
        return next((a for a in self.addresses() if a["address"].startswith(start)), None)

    def state(self, n, *states, **want):
        """Wait until the address of DAR N is in one of these states."""
        def look():
            a = self.of_dar(n)
            return a if a and a["state"] in states and \
                all(a.get(k) == v for k, v in want.items()) else None
        return until(look, f"address of dar{n} {'/'.join(states)} {want} in {self.ns}",
                     lambda: str(self.addresses()))
