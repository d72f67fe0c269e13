# SPDX-License-Identifier: GPL-2.0-only
"""The tests of `fama report` run on the host: `pytest tools/testing/report`."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fama/report"))
