#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make the keys of the nodes that tests play, and look for the modifiers of their addresses: what
# takes moments here takes seconds in an emulated machine. The last line of stdout is the directory.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
key=$(cat "$0" "$here/lib/keypool.py" "$here/lib/mh.py" | sha256sum | cut -c1-12)
dir=$cache/keys-$key

mkdir -p "$cache"
exec 9>"$cache/.keys.lock"
flock 9
if ! (cd "$dir" && sha256sum --status -c SHA256SUMS) 2>/dev/null; then
	rm -rf "$dir" "$cache"/.keys.tmp.*
	tmp=$(mktemp -d "$cache/.keys.tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	PYTHONPATH=$here/lib /usr/bin/python3 -B "$here/lib/keypool.py" "$tmp" >&2
	(cd "$tmp" && sha256sum -- * >SHA256SUMS)
	chmod 755 "$tmp"
	mv -T "$tmp" "$dir"
fi
echo "$dir"
