# SPDX-License-Identifier: GPL-2.0-only
"""How long to wait before something counts as missing: only a failure waits so long."""

import os

# What is enough for most things on a machine of usual speed; seconds.
USUAL = float(os.environ.get("FAMA_PATIENCE", "20"))
# How slow this machine is (100: as usual), by the clock that a test lives in (vm/init).
SLOWNESS = max(100, int(os.environ.get("FAMA_SLOWNESS") or 100)) / 100


def scaled(seconds=None):
    """So many seconds on a machine of usual speed, here."""
    return (seconds or USUAL) * SLOWNESS
