#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build the modules for one kernel outside the checkout, and put the fama command and
# the scenarios' helper programs beside them. Headers alone run nothing: for these it is
# only the modules that users have.
#   modules.sh [-c] [-s] KIND
# -c from scratch, -s with sparse. Warnings are errors. The last line of stdout
# is the directory with the modules, everything else goes to stderr.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
clean=
sparse=
while getopts cs opt; do
	case $opt in
	c) clean=1 ;;
	s) sparse=1 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
kind=${1:?kind of kernel}

kernel=$("$here/kernel.sh" "$kind" | tail -n 1)
[ -n "$kernel" ] || exit 1

cache=${FAMA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fama}
build=$cache/build/$(printf %s "$top" | sha256sum | cut -c1-12)/$kind
log=$build.log
mkdir -p "${build%/*}"
exec 9>"$build.lock"
flock 9

# Objects of another kernel are of no use.
if [ -n "$clean" ] || [ "$(cat "$build/.kernel" 2>/dev/null)" != "$kernel" ]; then
	rm -rf "$build"
fi
mkdir -p "$build"
echo "$kernel" >"$build/.kernel"

# P keeps what make has left there; everything else follows the checkout.
cd "$top"
sources=()
for s in Kbuild VERSION core dar mn kunit include compat tools/testing/modules; do
	[ ! -e "$s" ] || sources+=("./$s")
done
rsync -aR --delete --filter='P *.o' --filter='P *.ko' --filter='P *.mod' \
	--filter='P *.mod.c' --filter='P .*' --filter='P Module.symvers' \
	--filter='P modules.order' --filter='P fama-features.h' \
	"${sources[@]}" "$build/"

# W=1 has kernel-doc look at each file as well, which the static checks do at once.
# Nobody reads debug information.
args=(FAMA_KUNIT=y W=1 cmd_checkdoc= KCFLAGS="-Werror -g0" "-j$(nproc)")
[ -z "$sparse" ] || args+=(C=2 CF=-D__CHECK_ENDIAN__)
"$here/kbuild.sh" "$kernel" -s M="$build" "${args[@]}" modules >"$log" 2>&1 9>&- || {
	cat "$log" >&2
	exit 1
}
# Modules that only tests load: the Kbuild at the top knows nothing of them.
tests=$build/tools/testing/modules
case $kind in headers-*) rm -rf "$tests" ;; esac
[ ! -e "$tests/Kbuild" ] || "$here/kbuild.sh" "$kernel" -s M="$tests" "${args[@]}" \
	KBUILD_EXTRA_SYMBOLS="$build/Module.symvers" modules >>"$log" 2>&1 9>&- || {
	cat "$log" >&2
	exit 1
}
cat "$log" >&2
# What modpost and sparse say is not in the compiler's hands. The kernel's own
# headers are not ours to mend.
if grep -iE '(warning|error):' "$log" | grep -vE "^($kernel|\.|include|arch)/" | grep -q .; then
	echo "modules.sh: $kind: warnings" >&2
	exit 1
fi

# A module whose source is gone must not be tested.
find "$build" -name '*.ko' | while read -r ko; do
	grep -qE "(^|/)$(basename "$ko" .ko)\.k?o$" "$build/modules.order" \
		"${ko%/*}/modules.order" 2>/dev/null || rm "$ko"
done

# Headers alone boot nothing that could run programs.
case $kind in headers-*)
	echo "$build"
	exit
	;;
esac
programs=$("$here/programs.sh" "$kind" 9>&-)
cp -r "$programs"/* "$build"
echo "$build"
