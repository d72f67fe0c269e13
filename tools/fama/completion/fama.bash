# completion for fama, of bash and, with the file _fama, of zsh     -*- shell-script -*-
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

# The first word of each record that the command lists in the namespace $netns.
_fama_first()
{
	fama ${netns:+-n "$netns"} "$@" 2>/dev/null | sed -n 's/^\([^ ][^ ]*\).*/\1/p'
}

# What may stand at the place of the last of these words, for bash and for zsh: $words, and of
# $kind also "files", "directories" or "commands".
_fama_choose()
{
	local args='' netns='' prev=''

	words='' kind=''
	while [ $# -gt 1 ]; do
		prev=$1
		shift
		case $prev in
		-n | -netns | --netns)
			if [ $# -gt 1 ]; then
				netns=$1 prev=$1
				shift
			fi
			;;
		-*) ;;
		*) args="$args $prev" ;;
		esac
	done
	args=${args# }
	case $args in	# without the command itself
	*' '*) args=${args#* } ;;
	*) args='' ;;
	esac

	case $prev in
	-n | -netns | --netns)
		words=$(command ls /run/netns 2>/dev/null)
		;;
	dev)
		words=$(_fama_devices "$netns")
		;;
	bits) words='1024 1536 2048' ;;
	sec) words='0 1 2' ;;
	min-sec) words='0 1 2 3 4 5 6 7' ;;
	key-sizes) words='1024 1536 2048' ;;
	care-of-test) words='off concurrent required' ;;
	admit)
		case $args in
		'dar admit') words='add del show flush' ;;
		*) words='attached keys open' ;;
		esac
		;;
	dad | proxy-nd | early-token | fib) words='off on' ;;
	signed-ack) words='off ask require' ;;
	anchors) words='allow deny' ;;
	home-flag) words='off auto on' ;;
	policy) words='all in-use manual' ;;
	transient-mark | home-mark | careof-mark) words=none ;;
	transient-cgroup) words=none kind=directories ;;
	out) kind=files ;;
	*)
		case $args in
		'') words='key dar mn save restore monitor record report top metrics doctor run lab
			-b -c -j -n -p -s -V -h' ;;
		key) words='generate show address secret' ;;
		'dar set'*' key') words=none kind=files ;;
		'key show' | 'key address' | 'mn enable'*' key' | 'mn set'*' key') kind=files ;;
		'key generate'*) words='bits sec out' ;;
		'key secret') words=out ;;
		'dar enable') words=secret ;;
		'dar enable secret' | 'dar checkpoint' | 'dar resume' | \
			'mn checkpoint' | 'mn resume' | 'mn thaw' | 'mn checkpoint '*' secret' | \
			'mn resume '*' secret' | 'mn resume '*' key')
			kind=files
			;;
		dar) words='enable disable show anchor admit binding memory set checkpoint resume thaw drain' ;;
		'dar checkpoint '*) words=freeze ;;
		'dar drain') words='timeout off' ;;
		'dar anchor') words='add change del show' ;;
		'dar anchor del' | 'dar anchor change')
			words=$(_fama_first dar anchor show)
			;;
		'dar anchor add '*)
			words='dev care-of-test lifetime refresh min-sec key-sizes
				dad proxy-nd early-token admit fib'
			;;
		'dar anchor change '*)
			words='care-of-test lifetime refresh min-sec key-sizes
				dad proxy-nd early-token admit fib'
			;;
		'dar set'*)
			words='max-bindings max-remembered queue verify-rate
				refusal-rate unverified-lifetime fib-protocol
				hold-packets hold-octets hold-age hold-memory key'
			;;
		'dar memory' | 'dar binding') words='show flush' ;;
		'dar admit del')
			words=$(_fama_first dar admit show)
			;;
		'dar binding show' | 'dar binding flush')
			words=$(_fama_first dar binding show)
			;;
		'dar memory flush')
			words=$(_fama_first dar memory show)
			;;
		mn) words='enable disable checkpoint resume thaw show address link anchor permit set wait' ;;
		'mn wait'*) words='address away home timeout' ;;
		'mn enable'* | 'mn resume '*' secret '*) words='key dev table preference' ;;
		'mn checkpoint '* | 'mn resume '*) words=secret ;;
		'mn set'*)
			words='policy idle max-addresses transient-mark
				transient-cgroup signed-ack early-token give-up
				anchors home-flag home-mark careof-mark key'
			;;
		'mn link') words='show add del set' ;;
		'mn link set' | 'mn link add' | 'mn link del')
			words=$(_fama_devices "$netns")
			;;
		'mn link set '* | 'mn link add '*) words=metric ;;
		'mn anchor') words='add del show' ;;
		'mn anchor del')
			words=$(_fama_first mn anchor show)
			;;
		'mn anchor add '*) words=dar ;;
		'mn permit') words='add del show' ;;
		'mn permit add') words='allow deny' ;;
		'mn permit add allow' | 'mn permit add deny' | 'mn permit del')
			words='prefix dev ssid'
			;;
		'mn address') words='show keep release auto' ;;
		'mn address keep' | 'mn address release' | 'mn address auto')
			words=$(_fama_first mn address show)
			;;
		monitor | metrics | save) words='dar mn' ;;
		restore | report | 'report '*) kind=files ;;
		record) words='dar mn' kind=files ;;
		'record dar' | 'record mn') kind=files ;;
		'record '*' node') words='' ;;
		'record '*) words='seconds size node' ;;
		doctor) words='dar mn listen' ;;
		'doctor dar' | 'doctor mn') words=listen ;;
		top*) words='every count' ;;
		run) words='home careof mark' ;;
		'run home'* | 'run careof'* | 'run mark '*)
			kind=commands
			;;
		lab) words='show up move shell forge down' ;;
		'lab move') words='dar1 dar2 dar3' ;;
		'lab shell') words='mn dar1 dar2 dar3 core cn' ;;
		'dar show' | 'mn show') words='-s' ;;
		esac
		;;
	esac
}

_fama_bash()
{
	local line=${COMP_LINE:0:COMP_POINT} words kind cur i
	local -a all

	# Not the words of readline, for which an address is many.
	read -ra all <<<"$line"
	case $line in *[[:space:]]) all+=('') ;; esac
	cur=${all[${#all[@]} - 1]}
	_fama_choose "${all[@]}"
	case $kind in
	files) mapfile -t COMPREPLY < <(compgen -f -W "$words" -- "$cur") ;;
	directories) mapfile -t COMPREPLY < <(compgen -d -W "$words" -- "$cur") ;;
	commands) mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
	esac
	# It replaces what is behind the last colon.
	case $cur in
	*:*)
		for i in "${!COMPREPLY[@]}"; do
			COMPREPLY[i]=${COMPREPLY[i]#"${cur%"${cur##*:}"}"}
		done
		;;
	esac
}

if [ -n "${BASH_VERSION-}" ]; then
	complete -F _fama_bash fama
fi
