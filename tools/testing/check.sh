#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# All tests; what can be asked for is in runner/main.py. This part only makes sure
# that the other can run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
/usr/bin/python3 -c "import pytest, scapy, cryptography" 2>/dev/null || "$here/install.sh"
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$here/runner:$here/lib"
exec /usr/bin/python3 "$here/runner/main.py" "$@"
