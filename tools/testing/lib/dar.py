# SPDX-License-Identifier: GPL-2.0-only
"""An access router of the topology: the module dar in its namespace."""

import hashlib

import mh
from check import until
from role import Role, key_values
from topology import prefix


class Dar(Role):
    def __init__(self, n, care_of_test=None, anchor=True, **policy):
        super().__init__(f"dar{n}", "dar")
        self.n = n
        self.policy = policy
        self.enable(care_of_test, anchor)

    @classmethod
    def there(cls, n):
        """One that something else has enabled."""
        self = cls.__new__(cls)
        Role.__init__(self, f"dar{n}", "dar")
        self.n = n
        self.policy = {}
        self.listen()
        return self

    def enable(self, care_of_test=None, anchor=True, **values):
        self.begin(**values)
        if anchor:
            self.anchor(**self.policy, **{"care_of_test": care_of_test} if care_of_test else {})

    @staticmethod
    def _prefix(text):
        return {"PREFIX": text.partition("/")[0], "PREFIX_LEN": 64}

    def anchor(self, where=None, dev="acc", **policy):
        """Anchor a prefix, by default that of the topology."""
        self.ask("ANCHOR_NEW", **self._prefix(where or prefix(self.n)), LINK=dev,
                 **{k.upper(): v for k, v in policy.items()})

    def change(self, where=None, **policy):
        self.ask("ANCHOR_SET", **self._prefix(where or prefix(self.n)),
                 **{k.upper(): v for k, v in policy.items()})

    def unanchor(self, where=None):
        self.ask("ANCHOR_DEL", **self._prefix(where or prefix(self.n)))

    def anchors(self):
        return self.records("ANCHOR_GET")

    def sign_with(self, file):
        """The key of its acknowledgements."""
        key = key_values(file)
        self.set(key=key["KEY"], modifier=key["MODIFIER"])

    def flush(self, home=None):
        self.ask("BINDING_FLUSH", **{"HOME": mh.addr(home)} if home else {})

    def remembered(self):
        return self.records("MEMORY_GET")

    @staticmethod
    def _who(who):
        """A home address, or the key of a CGA."""
        if isinstance(who, mh.Key):
            return {"FINGERPRINT": hashlib.sha256(who.spki).digest()}
        return {"HOME": mh.addr(who)}

    def admit(self, who):
        self.ask("ADMIT_NEW", **self._who(who))

    def admit_no_more(self, who):
        self.ask("ADMIT_DEL", **self._who(who))

    def admitted(self):
        return self.records("ADMIT_GET")

    def bindings(self):
        return self.records("BINDING_GET")

    def binding(self, home):
        return next((b for b in self.bindings() if b["home"] == home), None)

    def bound(self, home, careof=None, **want):
        """Wait for a binding with these values."""
        def look():
            b = self.binding(home)
            return b if b and (careof is None or b["careof"] == careof) and \
                all(b[k] == v for k, v in want.items()) else None
        return until(look, f"binding of {home} to {careof or 'anything'} {want} in {self.ns}",
                     lambda: str(self.bindings()))

    def unbound(self, home):
        until(lambda: not self.binding(home), f"no binding of {home} in {self.ns}",
              lambda: str(self.bindings()))
