# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# Sourced by scripts that do one thing after the other; $log is a file.

# step NAME WHAT COMMAND...: say what is done in the name of the script; what the command prints
# goes to $log, whose end is shown if the command fails
step() {
	local name=$1
	echo "$name: $2"
	shift 2
	"$@" >>"${log:?}" 2>&1 || {
		tail -n 30 "$log" >&2
		echo "$name: failed: $*" >&2
		exit 1
	}
}
