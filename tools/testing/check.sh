#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Everything that can fail, from prerequisites to the demonstration.
#   check.sh                          all steps
#   check.sh STEP [KIND...] [NAME...] one step, only on these kernels, only these
# Steps: install kernels static command kunit scenarios bench demo.
# The last line is "N passed, N failed, N skipped"; the status is that nothing
# failed.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
cd "$top"
vm=$here/vm
all_kinds="uml-6.12 uml-6.1 debian-6.1 debian-6.12"

results=$(mktemp -d "${TMPDIR:-/tmp}/fama-check.XXXXXX")
tally=$results/tally
: >"$tally"

# Kept only if something failed: then its logs are wanted.
finish() {
	grep -q '^fail' "$tally" || rm -rf "$results"
}
trap finish EXIT
trap 'kill $(jobs -p) 2>/dev/null || true; exit 130' INT TERM

say() {
	printf '\n=== %s\n' "$*"
}

# verdict pass|fail|skip NAME: one test that is not KTAP
verdict() {
	echo "$1 $2" >>"$tally"
	case $1 in
	pass) echo "ok - $2" ;;
	skip) echo "ok - $2 # SKIP" ;;
	*) echo "not ok - $2" ;;
	esac
}

# try NAME COMMAND...: a test that passes if the command does, quiet if so
try() {
	local name=$1 log=$results/log start=$SECONDS
	shift
	if "$@" >"$log" 2>&1; then
		verdict pass "$name ($((SECONDS - start)) s)"
	else
		cat "$log"
		verdict fail "$name ($((SECONDS - start)) s)"
	fi
}

# in_vm [-i] KIND LABEL SECONDS COMMAND...: a command that prints KTAP, in a kernel
in_vm() {
	local clock=() kind label seconds status=0 out
	[ "$1" != -i ] || { clock=(-i) && shift; }
	kind=$1 label=$2 seconds=$3
	shift 3
	out=$results/${label// /-}
	mkdir -p "$out"
	"$vm/boot.sh" "$kind" "${clock[@]}" -t "$seconds" -o "$out" -- "$@" 2>"$out/boot.log" |
		"$here/ktap.py" "$tally" "$label" || status=${PIPESTATUS[0]}
	cat "$out/boot.log"
	# A failed test is counted; a kernel that died or complained is one more.
	if [ "$status" -ge 97 ] && [ "$status" -le 99 ]; then
		verdict fail "$label: kernel"
	elif [ "$status" != 0 ] && ! grep -q "^fail $label: " "$tally"; then
		verdict fail "$label: exit status $status"
	fi
}

# build KIND: sets $build
build() {
	if ! build=$("$vm/modules.sh" "$1" 2>"$results/build.log" | tail -n 1); then
		cat "$results/build.log"
		verdict fail "$1: build"
		return 1
	fi
}

step_install() {
	"$here/install.sh" && "$here/servers.sh"
}

step_kernels() {
	local kind status=0
	for kind in ${kinds:-$all_kinds}; do
		"$vm/kernel.sh" "$kind" >"$results/kernel.log" || {
			verdict fail "$kind: kernel"
			status=1
		}
		tail -n 1 "$results/kernel.log"
	done
	return $status
}

sources() {
	find core dar mn include compat kunit tools -name '*.[ch]' 2>/dev/null |
		sort
}

step_static() {
	local kind tree spec
	for kind in ${kinds:-$all_kinds}; do
		try "build W=1 $kind" "$vm/modules.sh" -c "$kind"
	done
	try "sparse" "$vm/modules.sh" -s debian-6.12
	tree=$("$vm/kernel.sh" uml-6.12 | tail -n 1)/tree
	# shellcheck disable=SC2046
	try "checkpatch --strict" "$here/checkpatch.sh" "$tree" $(sources)
	# shellcheck disable=SC2046
	try "kernel-doc" "$tree/scripts/kernel-doc" -none -Werror $(sources)
	try "layers" "$here/layers.py"
	try "layers: wrong trees" "$here/layers_test.py"
	for spec in Documentation/netlink/specs/*.yaml; do
		try "netlink spec ${spec##*/}" "$here/spec.py" "$tree" "$spec"
	done
	try "man page" mandoc -T lint -W warning tools/fama/fama.8
}

# The command without a kernel: keys, grammar, errors.
step_command() {
	try "build of the command" make -C tools/fama O="$results/fama" CFLAGS="-O2 -Werror"
	FAMA=$results/fama/fama tools/fama/test.sh >"$results/command.log" ||
		verdict fail "command: exit status"
	# TAP has its plan at the end, KTAP at the beginning.
	{
		grep '^1\.\.' "$results/command.log" || echo "1..1"
		grep -v '^1\.\.' "$results/command.log"
	} | "$here/ktap.py" "$tally" command || true
}

step_kunit() {
	local kind
	for kind in ${kinds:-uml-6.12 uml-6.1}; do
		say "kunit $kind"
		build "$kind" || continue
		in_vm "$kind" "kunit $kind" 300 "$here/kunit.sh" "$build" $names
	done
}

# Scenarios of a kernel that need a clock that counts instructions.
counted() {
	local file
	case $1 in uml-*) return ;; esac
	for file in "$here"/scenarios/*.py; do
		if grep -q '^# clock: instructions$' "$file" &&
			grep -q "^# kernels:.* $1\b" "$file"; then
			basename "$file" .py
		fi
	done
}

# scenarios KIND BUILD: all, or those named; what counts is booted for on its own
scenarios() {
	local name plain= exact=
	exact=$(counted "$1")
	if [ -n "$names" ]; then
		for name in $names; do
			grep -qx "$name" <<<"$exact" || plain="$plain $name"
		done
		exact=$(grep -xF -- "${names// /$'\n'}" <<<"$exact") || true
	fi
	if [ -z "$names" ] || [ -n "$plain" ]; then
		in_vm "$1" "scenarios $1" 2400 "$here/scenarios/run" "$2" $plain
	fi
	if [ -n "$exact" ]; then
		in_vm -i "$1" "scenarios $1 by instructions" 600 \
			"$here/scenarios/run" "$2" $exact
	fi
}

# User Mode Linux has one processor: two of them run side by side, and what the
# first says is shown when the second is done.
step_scenarios() {
	local aside next
	FAMA_SERVERS=$("$here/servers.sh" | tail -n 1)
	export FAMA_SERVERS
	# shellcheck disable=SC2086
	set -- ${kinds:-$all_kinds}
	while [ $# -gt 0 ]; do
		say "scenarios $1"
		build "$1" || { shift && continue; }
		next=${2:-}
		if [ "${1%%-*} ${next%%-*}" != "uml uml" ]; then
			scenarios "$1" "$build"
			shift
			continue
		fi
		echo "(beside $2)"
		scenarios "$1" "$build" >"$results/aside" 2>&1 &
		aside=$!
		say "scenarios $2"
		build "$2" && scenarios "$2" "$build"
		wait "$aside" || true
		say "scenarios $1, done beside $2"
		cat "$results/aside"
		shift 2
	done
}

step_bench() {
	if "$here/bench/bench.sh" -q; then
		verdict pass bench-quick
	else
		verdict fail bench-quick
	fi
}

step_demo() {
	if "$here/demo/demo.sh"; then
		verdict pass demo
	else
		verdict fail demo
	fi
}

# run STEP
run() {
	local start=$SECONDS
	say "$1"
	"step_$1" || case $1 in
	# Without these nothing else can be trusted.
	install | kernels) verdict fail "$1" ;;
	esac
	echo "--- $1: $((SECONDS - start)) s"
}

kinds=
names=
steps=
for word; do
	case $word in
	install | kernels | static | command | kunit | scenarios | bench | demo) steps="$steps $word" ;;
	uml-* | debian-*) kinds="$kinds $word" ;;
	*) names="$names $word" ;;
	esac
done
for s in ${steps:-install kernels static command kunit scenarios bench demo}; do
	run "$s"
done

say "total: $SECONDS s"
if grep '^fail' "$tally"; then
	echo "logs: $results"
fi
count() {
	grep -c "^$1 " "$tally" || true
}
failed=$(count fail)
echo "$(count pass) passed, $failed failed, $(count skip) skipped"
[ "$failed" = 0 ]
