#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# checkpatch --strict on whole files, less what checkpatch.ignore allows.
#   checkpatch.sh KERNEL_TREE FILE...     files relative to the working directory
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tree=$1
shift
[ $# -gt 0 ] # without a file checkpatch would read stdin
[ -x "$tree/scripts/checkpatch.pl" ]

# It leaves a cache of names where it runs.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-checkpatch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
ln -s "$PWD"/* "$scratch/"
cd "$scratch"

# Status 1 is that it has something to say. It grumbles on stderr that this is
# no kernel tree.
"$tree/scripts/checkpatch.pl" --no-tree --strict -f --terse --show-types \
	--no-summary "$@" >said 2>grumble || [ $? = 1 ] || {
	cat grumble
	exit 1
}
! grep -vE -f <(grep -v '^#' "$here/checkpatch.ignore" | grep .) said
