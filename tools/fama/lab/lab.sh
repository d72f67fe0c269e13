# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# A small network to play in, in network namespaces of its own; "fama lab" starts this:
#   FAMA=PROGRAM lab.sh text|json show | up | move [DAR] | shell [NODE] | forge | down
# "world" is "up" without anything of the modules, and with the node nowhere: the demonstration
# starts with it.
#
#    cn --- core --- dar1 --- cell1 )
#                \-- dar2 --- cell2 )  air  ( mn
#                 \- dar3 --- cell3 )
#
# DAR N is the access router of 2001:db8:N::/64, 10 ms from the core. "air" has a bridge for each
# cell; to move is to put the other end of the node's eth0 into the next one. All addresses are of
# 2001:db8::/32, which is for documents, and nothing leads from here to another network.
#
# $run has what the lab has made: for each namespace a file with its inode number, so that nobody
# else's is removed.
set -eu

format=$1
verb=$2
name=${3-}
here=${0%/*}
run=/run/fama-lab
nodes="cn core air dar1 dar2 dar3 mn"
routers="1 2 3"
cn=2001:db8:c
PATH=$PATH:/usr/sbin:/sbin
umask 077

say() {
	echo "lab: $*"
}

die() {
	echo "fama: lab: $*" >&2
	exit 1
}

fama() { # NAMESPACE WORD...
	local ns=$1
	shift
	"$FAMA" -n "$ns" "$@"
}

within() { # NAMESPACE COMMAND...
	ip netns exec "$@"
}

# ------------------------------------------------------------------ what is there

there() { # NAMESPACE: and it is the lab's; without a number, it was about to be made
	[ -e "$run/$1" ] && [ -e "/run/netns/$1" ] || return 1
	[ ! -s "$run/$1" ] || [ "$(cat "$run/$1")" = "$(stat -c %i "/run/netns/$1")" ]
}

is_up() {
	local n
	[ -e "$run/up" ] || return 1
	for n in $nodes; do
		there "$n" || return 1
	done
}

needs_up() {
	is_up || die "it is not up (fama lab up)"
}

at() {
	ip -n air -o link show dev mn | sed -n 's/.* master cell\([1-3]\) .*/dar\1/p'
}

# One at a time; the script itself is what they lock.
alone() {
	exec 9<"$0"
	flock -n 9 || die "somebody else is about to change it, try again"
}

# ------------------------------------------------------------------ up

needs_program() { # PROGRAM PACKAGE
	command -v "$1" >/dev/null || die "there is no $1 (apt install $2)"
}

needs_module() { # ROLE
	local why
	why=$("$FAMA" "$1" show 2>&1 >/dev/null) ||
		die "${why#fama: }; \"make lab\" in a checkout needs no module here"
}

needs_names() {
	local n
	for n in $nodes; do
		[ ! -e "/run/netns/$n" ] ||
			die "there is a network namespace $n already (ip netns del $n)"
	done
}

namespaces() {
	local n
	for n in $nodes; do
		: >"$run/$n"
		ip netns add "$n"
		stat -c %i "/run/netns/$n" >"$run/$n"
		case $n in
		air) within "$n" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 \
			net.ipv6.conf.default.disable_ipv6=1 ;;
		# Addresses of routers are given: nothing has to be detected.
		cn) within "$n" sysctl -q -w net.ipv6.conf.default.accept_ra=0 \
			net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0 ;;
		core | dar?) within "$n" sysctl -q -w net.ipv6.conf.all.forwarding=1 \
			net.ipv6.conf.default.forwarding=1 \
			net.ipv6.conf.default.accept_ra=0 \
			net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.dad_transmits=0 \
			net.ipv6.conf.default.accept_untracked_na=1 ;;
		esac
	done
}

configure() { # NAMESPACE: lines for ip(8) on the standard input
	ip -n "$1" -batch -
}

correspondent() {
	configure cn <<-END
		link set lo up
		link add eth0 type veth peer name cn netns core
		link set eth0 up
		address add $cn::2/64 dev eth0
		route add default via $cn::1 dev eth0
	END
	configure core <<-END
		link set lo up
		link set cn up
		address add $cn::1/64 dev cn
	END
}

delay() { # NAMESPACE DEV
	tc -n "$1" qdisc add dev "$2" root netem delay 10ms limit 10000 ||
		die "this kernel cannot delay packets (modprobe sch_netem)"
}

router() { # N; it and the core have known each other for long
	local link=02:00:00:00:0$1
	configure air <<-END
		link add cell$1 type bridge forward_delay 0 mcast_snooping 0
		link set cell$1 up
	END
	configure "dar$1" <<-END
		link set lo up
		link add core address $link:02 type veth peer name dar$1 address $link:01 netns core
		link set core up
		address add 2001:db8:100:$1::2/64 dev core
		neighbour add 2001:db8:100:$1::1 lladdr $link:01 dev core
		route add default via 2001:db8:100:$1::1 dev core
		link add acc type veth peer name d$1 netns air
		link set acc up
		address add 2001:db8:$1::1/64 dev acc
	END
	configure air <<-END
		link set d$1 master cell$1 up
	END
	configure core <<-END
		link set dar$1 up
		address add 2001:db8:100:$1::1/64 dev dar$1
		neighbour add 2001:db8:100:$1::2 lladdr $link:02 dev dar$1
		route add 2001:db8:$1::/64 via 2001:db8:100:$1::2 dev dar$1
	END
	delay "dar$1" core
	delay core "dar$1"
}

advertise() { # N
	cat >"$run/radvd$1.conf" <<-END
		interface acc {
			AdvSendAdvert on;
			MinRtrAdvInterval 0.5;
			MaxRtrAdvInterval 1;
			MinDelayBetweenRAs 0.03;
			AdvDefaultLifetime 30;
			AdvHomeAgentFlag on;
			prefix 2001:db8:$1::1/64 {
				AdvOnLink on;
				AdvAutonomous on;
				AdvRouterAddr on;
			};
		};
	END
	within "dar$1" radvd -C "$run/radvd$1.conf" -p "$run/radvd$1.pid" -m logfile \
		-l "$run/radvd$1.log" 9<&-
}

anchor() { # N
	"$FAMA" key secret out "$run/secret$1"
	fama "dar$1" dar enable secret "$run/secret$1"
	fama "dar$1" dar anchor add "2001:db8:$1::/64" dev acc
}

node() {
	configure mn <<-END
		link set lo up
		link add eth0 type veth peer name mn netns air
		link set eth0 up
	END
}

roles() {
	local n
	for n in $routers; do
		anchor "$n"
	done
	"$FAMA" key generate out "$run/key"
	fama mn mn enable key "$run/key" dev eth0
	attach 1
	fama mn mn wait home timeout 60
}

up() {
	local n
	if is_up; then
		say "it is up already, and mn is at $(at)"
		return
	fi
	needs_program ip iproute2
	needs_program tc iproute2
	needs_program radvd radvd
	needs_module dar
	needs_module mn
	# One that was not finished, or of which somebody has taken a part.
	remove
	needs_names
	trap finish EXIT
	trap 'exit 1' HUP INT TERM
	mkdir "$run"
	namespaces
	correspondent
	for n in $routers; do
		router "$n"
		advertise "$n"
	done
	node
	[ "$verb" = world ] || roles
	: >"$run/up"
	[ "$verb" = up ] || return 0
	say "mn is at dar1, cn is $cn::2; \"fama lab shell\" leads to mn, \"fama lab down\" ends it"
}

# All of it or nothing.
finish() {
	local status=$?
	if [ ! -e "$run/up" ]; then
		remove
		echo "fama: lab: it is not up, and what was made of it is gone" >&2
	fi
	exit $status
}

# ------------------------------------------------------------------ down

inside() {
	local n
	for n in $nodes; do
		if there "$n" && [ "$(stat -L -c %i /proc/self/ns/net)" = "$(cat "$run/$n")" ]; then
			return 0
		fi
	done
	return 1
}

end() { # SIGNAL...: of what runs in it
	local n pid signal
	for n in $nodes; do
		there "$n" || continue
		for pid in $(ip netns pids "$n"); do
			for signal; do
				kill -s "$signal" "$pid" 2>/dev/null || :
			done
		done
	done
}

# Also where somebody has removed the name of the namespace.
stop_radvd() {
	local n pid
	for n in $routers; do
		pid=$(cat "$run/radvd$n.pid" 2>/dev/null) || continue
		[ "$(cat "/proc/$pid/comm" 2>/dev/null)" != radvd ] || kill "$pid" || :
	done
}

remove() {
	local n
	[ -e "$run" ] || return 0
	rm -f "$run/up"
	stop_radvd
	end TERM HUP
	for n in $nodes; do
		there "$n" || continue
		case $n in
		mn) fama "$n" mn disable 2>/dev/null || : ;;
		dar?) fama "$n" dar disable 2>/dev/null || : ;;
		esac
	done
	end KILL
	for n in $nodes; do
		! there "$n" || ip netns del "$n"
	done
	rm -rf "$run"
}

down() {
	if [ ! -e "$run" ]; then
		say "it is not up"
		return
	fi
	! inside || die "this is a shell of the lab: leave it first (exit)"
	remove
}

# ------------------------------------------------------------------ in between

attach() { # N
	ip -n air link set mn master "cell$1" up
}

here_at() { # N
	fama mn mn address | grep -q "^2001:db8:$1:[^ ]* .* state home"
}

# Which may be never, if somebody has broken it.
settle() { # N
	local tries=100
	until here_at "$1"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.1
	done
	fama mn mn wait away timeout 5 2>/dev/null
}

move() {
	local from to
	from=$(at)
	to=${name:-dar$((${from#dar} % 3 + 1))}
	if [ "$from" = "$to" ]; then
		say "mn is at $to already"
		return
	fi
	ip -n air link set mn down nomaster
	attach "${to#dar}"
	if settle "${to#dar}"; then
		say "mn is at $to"
	else
		say "mn is at $to, and not all of its addresses are reached there" \
			"(fama -n mn doctor mn)"
	fi
}

enter() {
	export LAB="${name:-mn}"
	command -v fama >/dev/null || PATH=$PATH:${FAMA%/*}
	if command -v bash >/dev/null; then
		exec ip netns exec "$LAB" bash --rcfile "$here/shellrc"
	fi
	PS1="$LAB# " exec ip netns exec "$LAB" sh
}

# ------------------------------------------------------------------ show

show_json() {
	local n comma=
	if ! is_up; then
		echo '{"up":false}'
		return
	fi
	printf '{"up":true,"at":"%s","addresses":%s,"bindings":{' "$(at)" "$(fama mn -j mn address)"
	for n in $routers; do
		printf '%s"dar%s":%s' "$comma" "$n" "$(fama "dar$n" -j dar binding)"
		comma=,
	done
	echo '}}'
}

show_text() {
	local n bindings
	if ! is_up; then
		say "it is not up (fama lab up)"
		return
	fi
	say "mn is at $(at)"
	echo "addresses of mn:"
	fama mn mn address | sed 's/^/    /'
	for n in $routers; do
		bindings=$(fama "dar$n" dar binding)
		[ -z "$bindings" ] || {
			echo "bindings of dar$n:"
			echo "$bindings" | sed 's/^/    /'
		}
	done
}

[ "$(id -u)" = 0 ] || die "only root may make network namespaces (sudo fama lab $verb)"
case $verb in
show) "show_$format" ;;
up | world)
	alone
	up
	;;
move)
	needs_up
	alone
	move
	;;
shell)
	needs_up
	enter
	;;
forge)
	needs_up
	needs_program python3 python3
	exec ip netns exec cn python3 -I -B "$here/forge.py"
	;;
down)
	alone
	down
	;;
esac
