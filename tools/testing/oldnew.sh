#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Do a node of the last version and routers of this one understand each other, and the other
# way round? Two machines with a wire between them, because a kernel has room for one version:
#   oldnew.sh [KIND]
# KIND is debian-6.12 unless it is said. Prints TAP. last.sh says which version is the last.
set -u -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
kind=${1:-debian-6.12}
commit=$("$here/last.sh") || {
	echo "1..0 # SKIP there is no history that has a last version"
	exit
}
cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-oldnew.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
declare -A build

# The old source with its own Makefiles; only the kernel is that of this tree.
old_build() {
	local kernel dir
	kernel=$("$here/vm/kernel.sh" "$kind" | tail -n 1)
	dir=$cache/build/old-$(sha256sum <<<"$commit $kernel" | cut -c1-12)
	if [ ! -e "$dir/made" ]; then
		rm -rf "$dir"
		mkdir -p "$dir" && git -C "$top" archive "$commit" | tar -C "$dir" -x &&
			"$here/vm/kbuild.sh" "$kernel" -s M="$dir" KCFLAGS=-g0 "-j$(nproc)" modules >&2 &&
			make -s -C "$dir/tools/fama" >&2 && : >"$dir/made"
	fi
	echo "$dir"
}

case_old_is_built() {
	build[old]=$(old_build) && [ -e "${build[old]}/made" ]
	"${build[old]}/tools/fama/fama" -V
}

case_new_is_built() {
	build[new]=$("$here/vm/modules.sh" "$kind" | tail -n 1) && [ -e "${build[new]}/dar.ko" ]
}

# machine VERSION ROLE SCRIPT MINE OTHERS: one of the two
machine() {
	local fama=${build[$1]}/fama
	[ "$1" = new ] || fama=${build[$1]}/tools/fama/fama
	FAMA_COMMAND=$fama exec "$here/vm/boot.sh" "$kind" -c host -t 300 -o "$scratch/$3" -w "$scratch/$4,$scratch/$5" -- \
		sh -c "modprobe virtio_net && '$here/vm/load.sh' '${build[$1]}' $2 && exec '$here/small/$3.py'" \
		>"$scratch/$3.log" 2>&1
}

# between NODE ROUTERS: versions; neither machine waits for one that has failed
between() {
	local status=0
	machine "$1" mn node a b &
	machine "$2" dar routers b a &
	# shellcheck disable=SC2046 # several numbers
	wait -n && wait -n || {
		status=1
		kill $(jobs -p) 2>/dev/null
		wait
	}
	cat "$scratch/routers.log" "$scratch/node.log"
	return $status
}

case_old_node_new_routers() {
	between old new
}

case_new_node_old_routers() {
	between new old
}

. "$here/cases.sh"
run_cases "$scratch/log" old_is_built new_is_built old_node_new_routers new_node_old_routers
