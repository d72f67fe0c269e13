# bash completion for fama                                 -*- shell-script -*-
# SPDX-License-Identifier: GPL-2.0-only

_fama_devices()
{
	local netns=$1

	case $netns in
	'') command ls /sys/class/net 2>/dev/null ;;
	*/*) ;;
	*) ip -n "$netns" -o link 2>/dev/null |
		sed 's/^[0-9]*: \([^:@]*\).*/\1/' ;;
	esac
}

_fama()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local netns='' words='' i
	local -a args=()

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-n | -netns | --netns)
			((++i < COMP_CWORD)) && netns=${COMP_WORDS[i]}
			;;
		-*) ;;
		*) args+=("${COMP_WORDS[i]}") ;;
		esac
	done

	case $prev in
	-n | -netns | --netns)
		words=$(command ls /run/netns 2>/dev/null)
		;;
	dev)
		words=$(_fama_devices "$netns")
		;;
	bits) words='1024 1536' ;;
	sec) words='0 1 2' ;;
	policy) words='all in-use manual' ;;
	transient-mark) words=none ;;
	transient-cgroup)
		mapfile -t COMPREPLY < <(compgen -d -W none -- "$cur")
		return
		;;
	care-of-test) words='off concurrent required' ;;
	out)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	*)
		case "${args[*]}" in
		'') words='key dar mn monitor help -j -n -s -V -h' ;;
		key) words='generate show address' ;;
		'key generate'*) words='bits sec out' ;;
		'key show' | 'key address' | 'mn enable'*' key' | 'dar set'*' key' | 'mn set'*' key')
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return
			;;
		dar) words='enable disable show anchor binding memory set' ;;
		'dar anchor') words='add change del show' ;;
		'dar anchor del' | 'dar anchor change')
			words=$(fama ${netns:+-n "$netns"} dar anchor show \
				2>/dev/null | cut -d ' ' -f 1)
			;;
		'dar anchor add '*' care-of-test' | 'dar anchor change '*' care-of-test')
			words='off concurrent required'
			;;
		'dar anchor add '*' dev')
			words=$(ls /sys/class/net)
			;;
		'dar anchor add '* | 'dar anchor change '*)
			words='dev care-of-test lifetime refresh min-sec key-sizes
				dad proxy-nd early-token'
			;;
		'dar set'*) words='max-bindings max-remembered queue verify-rate refusal-rate key' ;;
		'dar memory') words='show flush' ;;
		'dar binding') words='show flush' ;;
		'dar binding show' | 'dar binding flush')
			words=$(fama ${netns:+-n "$netns"} dar binding show \
				2>/dev/null | cut -d ' ' -f 1)
			;;
		mn) words='enable disable show address link anchor set' ;;
		'mn enable'*) words='key dev' ;;
		'mn set'*) words='policy idle max-addresses transient-mark transient-cgroup signed-ack early-token key' ;;
		'mn link') words='show set' ;;
		'mn link set '*) words=metric ;;
		'mn anchor') words='add del show' ;;
		'mn anchor del')
			words=$(fama ${netns:+-n "$netns"} mn anchor show \
				2>/dev/null | cut -d ' ' -f 1)
			;;
		'mn anchor add '*) words=dar ;;
		'mn address') words='show keep release auto' ;;
		'mn address keep' | 'mn address release' | 'mn address auto')
			words=$(fama ${netns:+-n "$netns"} mn address show \
				2>/dev/null | cut -d ' ' -f 1)
			;;
		monitor) words='dar mn' ;;
		'dar show' | 'mn show') words='-s' ;;
		esac
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	# An address has colons, which readline takes for word breaks.
	declare -F __ltrim_colon_completions >/dev/null &&
		__ltrim_colon_completions "$cur"
	return 0
} &&
	complete -F _fama fama
