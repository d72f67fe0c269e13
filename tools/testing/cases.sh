# SPDX-License-Identifier: GPL-2.0-only
# Sourced by tests that are functions of the shell.
# shellcheck shell=bash

# run_cases LOG NAME...: run the functions case_NAME, and print TAP; what one has said goes
# through the file LOG, and is printed if the case fails.  Returns 1 if one does.
# The names of its variables are such that the functions have none of them.
run_cases() {
	local cases_log=$1 cases_failed=0 cases_n=0 cases_one
	shift
	for cases_one in "$@"; do
		cases_n=$((cases_n + 1))
		if "case_$cases_one" >"$cases_log" 2>&1; then
			echo "ok $cases_n - $cases_one"
		else
			sed 's/^/# /' "$cases_log"
			echo "not ok $cases_n - $cases_one"
			cases_failed=1
		fi
	done
	echo "1..$cases_n"
	return $cases_failed
}
