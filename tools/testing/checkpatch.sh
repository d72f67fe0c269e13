#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# checkpatch --strict on whole files, less what checkpatch.ignore allows.
#   checkpatch.sh KERNEL_TREE FILE...
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tree=$1
shift
[ $# -gt 0 ] # without a file checkpatch would read stdin
[ -x "$tree/scripts/checkpatch.pl" ]

said=$("$tree/scripts/checkpatch.pl" --no-tree --strict -f --terse --show-types \
	--no-summary "$@" 2>/dev/null |
	grep -vE -f <(grep -v '^#' "$here/checkpatch.ignore" | grep .)) || true
[ -z "$said" ] || {
	echo "$said"
	exit 1
}
