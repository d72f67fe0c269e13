# SPDX-License-Identifier: GPL-2.0-only
"""Every verdict so far, and what is printed of them."""

import os
import threading


class Tally:
    def __init__(self, show=print):
        self.found = []
        self.lock = threading.RLock()
        self.show = show

    def say(self, text, label=""):
        """Lines of what runs at the same time do not mix."""
        with self.lock:
            for line in text.splitlines() or [""]:
                self.show(f"{label}: {line}" if label else line)

    def add(self, verdict, name, reason=""):
        """A skip needs a reason, and continuous integration has none."""
        if verdict == "skip" and os.environ.get("CI"):
            verdict, reason = "fail", f"skipped: {reason}"
        with self.lock:
            self.found.append((verdict, name, reason))

    def test(self, passed, name, reason=""):
        """One test that is not KTAP."""
        self.say(f"{'ok' if passed else 'not ok'} - {name}{' # ' if reason else ''}{reason}")
        self.add("pass" if passed else "fail", name, "" if passed else reason)

    def count(self, verdict):
        return sum(v == verdict for v, _, _ in self.found)

    def end(self):
        """The last lines; the exit status."""
        if not self.found:
            self.add("fail", "nothing ran")
        for verdict in ("skip", "fail"):
            for v, name, reason in self.found:
                if v == verdict:
                    self.say(f"{verdict}: {name}{': ' if reason else ''}{reason}")
        self.say(f"{self.count('pass')} passed, {self.count('fail')} failed, "
                 f"{self.count('skip')} skipped")
        return 1 if self.count("fail") else 0
