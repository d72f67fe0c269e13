#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Print the commit of the last version, with which this tree must get on: the newest tag
# vVERSION, or where there is none yet, the commit since which the source is packaged. Status
# 1 if there is no history, as in an unpacked tarball.
#   last.sh
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
git -C "$top" rev-parse -q --verify HEAD >/dev/null 2>&1 || {
	echo "last.sh: there is no history here" >&2
	exit 1
}
tag=$(git -C "$top" describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null) ||
	tag=$(git -C "$top" log --diff-filter=A --format=%H -- dkms.conf | tail -n 1)
[ -n "$tag" ] || {
	echo "last.sh: the history has neither a tag nor the beginning of dkms.conf" >&2
	exit 1
}
git -C "$top" rev-parse "$tag^{commit}"
