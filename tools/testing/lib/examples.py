# SPDX-License-Identifier: GPL-2.0-only
"""Configurations of other programs, as the documents have them."""

import os
import re

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Documentation/examples")


def example(name, **devices):
    """The text of a file, with other names of interfaces."""
    with open(os.path.join(EXAMPLES, name), encoding="utf-8") as f:
        text = f.read()
    for device, other in devices.items():
        text = re.sub(rf"\b{device}\b", other, text)
    return text
