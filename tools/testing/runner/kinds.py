# SPDX-License-Identifier: GPL-2.0-only
"""The kinds of kernels that tests run on; vm/kernel.sh makes them.

All tests run on the debug kernel of the tier "check" and on one of Debian's kernels of
that tier, and those that depend on the series on each of these (plan.share). A new kind
is a new line.
"""

from collections import namedtuple

# role: "debug" finds faults, "debian" is what people have, "fast" only measures.
# "other" is another machine.
# tier: "check" for every run, "wide" for `make check-wide` only, or none.
# tests: how many scenarios can run on it; fewer (or more) is an error.
Kind = namedtuple("Kind", "name role tier tests")
KINDS = {kind.name: kind for kind in (
    Kind("uml-6.12", "debug", "check", 273),
    Kind("uml-6.1", "debug", "wide", 271),
    Kind("debian-6.1", "debian", "check", 291),
    Kind("debian-6.12", "debian", "check", 296),
    Kind("trixie-backports", "debian", "wide", 295),
    Kind("uml-6.12-release", "fast", None, 0),
    Kind("arm64-6.12", "other", None, 0),
)}
CLOCKS = ("guest", "work", "host")  # of boot.sh; the first is that of most scenarios
SUITES = 37  # how many KUnit suites there are


def emulated(kind):
    """User Mode Linux runs as a program; all others run in QEMU."""
    return not kind.startswith("uml-")


def daemons(kind):
    """The programs of Debian that scenarios start on it, as vm/kernel.sh knows them; or None."""
    if not emulated(kind):
        return None
    return "daemons-trixie" if kind.startswith("trixie-") else "daemons-bookworm"


def of_role(role, *tiers):
    return [kind.name for kind in KINDS.values() if kind.role == role and kind.tier in tiers]


def tested(wide):
    """The kinds that a whole run needs."""
    tiers = ("check", "wide") if wide else ("check",)
    return of_role("debug", *tiers) + of_role("debian", *tiers)
