# SPDX-License-Identifier: GPL-2.0-only
"""The plotting library, which Debian has with its code: the package libjs-dygraphs."""

import os

WHERE = "/usr/share/javascript/dygraphs"
SCRIPT, STYLE = "dygraph.min.js", "dygraph.min.css"


class Missing(Exception):
    """In one line."""


def read(name):
    path = os.path.join(WHERE, name)
    try:
        with open(path, encoding="utf-8") as f:
            # The map of the source is another file, which a report does not have.
            lines = [line for line in f if "sourceMappingURL" not in line]
    except OSError as e:
        raise Missing(f"{path}: {e.strerror} (the package libjs-dygraphs has it)") from None
    except UnicodeDecodeError:
        raise Missing(f"{path} is no text") from None
    return "".join(lines)
