#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do modules say all that modinfo can show of them?
#   described.sh KO...
# One line for each thing that is missing or wrong; the status is that there is none.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
status=0

# wrong KO WHAT...
wrong() {
	echo "$*"
	status=1
}

# has KO FIELD WORD: one of the lines of this field is the word
has() {
	modinfo -F "$2" "$1" | tr ',' '\n' | grep -qxF "$3" || wrong "$1: $2 is not $3"
}

for ko; do
	for field in author description srcversion vermagic; do
		[ -n "$(modinfo -F $field "$ko")" ] || wrong "$ko: no $field"
	done
	has "$ko" license GPL
	has "$ko" version "$(cat "$top/VERSION")"
	# Whoever asks for a role by its netlink family has its module loaded.
	name=$(basename "${ko%%.ko*}")
	case $name in
	dar | mn)
		has "$ko" alias "net-pf-16-proto-16-family-$name"
		has "$ko" depends fama
		;;
	fama)
		has "$ko" depends tunnel6
		has "$ko" softdep "pre: crypto-rsa"
		;;
	esac
done
exit $status
