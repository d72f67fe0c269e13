# SPDX-License-Identifier: GPL-2.0-only
"""The kinds of kernels that scenarios run on; vm/kernel.sh makes them."""

KINDS = ("uml-6.12", "uml-6.1", "uml-6.12-release", "debian-6.1", "debian-6.12")
CLOCKS = ("instructions",)


def emulated(kind):
    """User Mode Linux runs as a program; all others run in QEMU."""
    return not kind.startswith("uml-")
