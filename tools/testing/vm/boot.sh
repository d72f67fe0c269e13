#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Boot a kernel, run one command in it, exit with the command's status.
#   boot.sh KIND [-c CLOCK] [-t SECONDS] [-o OUTDIR] [-w WIRE] [-i] -- COMMAND [ARG...]
# KIND: as for kernel.sh; or a directory, the name of which has a "/", with a whole machine
# (machine.sh). SECONDS are how long the command may take on a host of
# usual speed; where the kernel needs longer than usual to boot, that is more.
#
# The command runs as root in the same directory, and sees the host's files
# under an overlay: it may write anywhere, only OUTDIR reaches the host. Its
# output streams to stdout; the kernel's is in OUTDIR/console.log, so that
# neither garbles the other. Every FAMA_* variable is passed on.
#
# A machine has files of its own, which it keeps: the command finds this checkout in it, in
# its place and read only, and all files of the host below /host. Its clock is "host".
#
# CLOCK says whose time the guest lives in; the command finds it in FAMA_CLOCK:
#
# guest (the default): the guest's own, so that a busy or slow host changes no
# verdict. In User Mode Linux computing takes no time at all, and waiting costs
# none: the clock jumps to the next timer (time-travel=inf-cpu). A program that
# only computes until some time has passed never ends. In QEMU one processor
# takes 2 ns of the guest's time for an instruction, and waiting costs none there,
# too, but for the beats of pulse.py.
#
# work: computing takes time, for scenarios that compete for the processor. In
# User Mode Linux that is the host's time, and waiting costs none (time-travel).
# In QEMU it is the same as "guest".
#
# host: the host's time, for races between processors. In QEMU there are two,
# which take turns.
#
# threads: the same with a thread of the host for each processor of QEMU, for
# what is measured with two. The emulator of Debian 12 may go on with a
# translation of code that the kernel has just patched (an "Oops: int3").
#
# WIRE joins two machines of QEMU, by an interface in each: one says -w A,B and the other
# -w B,A, which are names of sockets in the file system.
#
# -i: the terminal of this script is /dev/ttyS1 in QEMU, for somebody to type at.
#
# FAMA_COUNTED is set where instructions are counted. No machine is slow there.
#
# Further exit statuses: 97 the kernel complained (what dmesg.sh looks for),
# 98 time ran out, 99 the kernel died or did not boot.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
usage() {
	sed -n '4s/^# *//p' "$0" >&2
	exit 2
}

[ $# -gt 0 ] || usage
kind=$1
shift
seconds=900
out=
clock=guest
wire=()
serial=(-serial stdio)
terminal=
while getopts c:t:o:w:i opt; do
	case $opt in
	c) clock=$OPTARG ;;
	t) seconds=$OPTARG ;;
	o) out=$OPTARG ;;
	i) terminal=1 ;;
	w)
		wire=(-device "virtio-net-pci,netdev=wire" -netdev
			"dgram,id=wire,local.type=unix,local.path=${OPTARG%,*},remote.type=unix,remote.path=${OPTARG#*,}")
		;;
	*) usage ;;
	esac
done
turns="tcg,thread=single"
unset FAMA_COUNTED FAMA_SLOWNESS
uml_clock=
case $clock in
guest | work)
	qemu_clock=(-accel "$turns" -smp 1 -icount "shift=1,sleep=off")
	uml_clock=time-travel
	[ "$clock" = work ] || uml_clock=time-travel=inf-cpu
	[ "${kind%%-*}" = uml ] || export FAMA_COUNTED=1 FAMA_SLOWNESS=100
	;;
host) qemu_clock=(-accel "$turns" -smp 2) ;;
threads) qemu_clock=(-accel "tcg,thread=multi" -smp 2) ;;
*) usage ;;
esac
export FAMA_CLOCK=$clock
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage

# How long a kernel boots on a quiet host of usual speed, in ms. What it needs is
# the measure of the patience that this host wants: here by the host's clock, in
# the guest by its own (init).
case $kind in
*/*) usual=15000 boots=machine ;;
uml-*) usual=1000 boots=uml ;;
*) usual=5000 boots=${kind%%-*} ;;
esac

case $kind in
*/*) kernel=$(cd "$kind" && pwd) ;;
*) kernel=$("$here/kernel.sh" "$kind" | tail -n 1) ;;
esac
[ -n "$kernel" ] || exit 99

scratch=$(mktemp -d "${TMPDIR:-/tmp}/fama-vm.XXXXXX")
vm=
reader=
# $vm is timeout(1), the machine is its child. User Mode Linux leaves the process
# group; its own processes end with it.
kill_vm() {
	[ -n "$vm" ] || return 0
	pkill -KILL -P "$vm" || true
	kill -KILL -- "-$vm" 2>/dev/null || true
	vm=
}
stop() {
	kill_vm
	[ -z "$reader" ] || kill "$reader" 2>/dev/null || true
	rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

[ -n "$out" ] || out=$scratch/out
mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -f "$out/status" "$out/dmesg.log" "$out/booted"
: >"$out/output.log"
: >"$out/console.log"

# What init runs, see there.
{
	echo "export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb"
	for v in "${!FAMA_@}"; do
		printf 'export %s=%q\n' "$v" "${!v}"
	done
	printf 'export FAMA_KERNEL=%q FAMA_KIND=%q FAMA_OUT=%q\n' "$kernel" "$kind" "$out"
	printf 'cd %q\n' "$PWD"
	printf '%q ' "$@"
	echo
} >"$out/command"

# The loop below ends it in time; this only if this script is killed itself.
bound=(timeout -s KILL $((seconds * 10 + usual * 60 / 1000 + 30)))

now_ms() {
	local us=${EPOCHREALTIME//[.,]/}
	echo $((us / 1000))
}
began=$(now_ms)

boot_uml() {
	local ram=$scratch
	# Its memory is a file. /dev/shm is fast, but tiny in a container.
	if [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 1500000 ]; then
		ram=/dev/shm
	fi
	exec setsid "${bound[@]}" "$here/ram.sh" "$ram" "$scratch/huge" \
		"$kernel/linux" mem="${FAMA_MEMORY:-1G}" root=/dev/root rootfstype=hostfs ro init="$here/init" con=null con0=null,fd:1 ssl=null \
		uml_dir="$scratch" umid=vm loglevel=7 panic=-1 \
		kunit.enable=1 $uml_clock fama.vm="$here" fama.out="$out" fama.usual="$usual"
}

# qemu MACHINE CONSOLE ROOT ARG...: ROOT is where the guest's programs are
qemu() {
	local machine=$1 console=$2 root=$3 words
	shift 3
	words="console=$console loglevel=7 panic=-1 oops=panic log_buf_len=4M \
fama.vm=$here fama.out=$out fama.usual=$usual $append"
	if [ -e "$kernel/esp" ]; then
		firmware
	else
		loader=(-kernel "$kernel/vmlinuz" -initrd "$scratch/initramfs" -append "$words")
	fi
	exec setsid "${bound[@]}" "qemu-system-$machine" "${qemu_clock[@]}" -m "${FAMA_MEMORY:-2G}" \
		-nodefaults -no-user-config -display none -no-reboot \
		"${serial[@]}" -device virtio-rng-pci "${wire[@]}" \
		-virtfs local,path="$root",mount_tag=root,security_model=none,readonly=on,multidevs=remap \
		-virtfs local,path="$out",mount_tag=out,security_model=none \
		"$@" "${loader[@]}"
}

# Secure Boot: nobody but the firmware, and whom it trusts, loads the kernel and its words.
firmware() {
	local esp=$kernel/esp
	cp --remove-destination "$kernel/vmlinuz" "$kernel/initrd" "$esp/"
	printf '%s\n' "set timeout=0" "linux /vmlinuz $words" "initrd /initrd" boot >"$esp/EFI/debian/grub.cfg"
	loader=(-M "q35,smm=on" -global "driver=cfi.pflash01,property=secure,value=on"
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=$kernel/code.fd"
		-drive "if=pflash,format=raw,unit=1,file=$kernel/vars.fd"
		-drive "if=virtio,format=raw,readonly=on,file=fat:$esp")
}

# The kernel tests the timer while the host may be busy with other things.
emulated="tsc=unstable no_timer_check"

boot_debian() {
	"$here/initramfs.sh" "$kernel" "$scratch/initramfs"
	append=$emulated
	qemu x86_64 ttyS0 / -cpu max
}

boot_trixie() {
	boot_debian
}

boot_arm64() {
	local guest
	guest=$("$here/kernel.sh" guest-arm64 | tail -n 1)/root
	"$here/initramfs.sh" "$kernel" "$scratch/initramfs" "$guest"
	append="fama.share=$(realpath "$here/../../.."),${kernel%/*}"
	qemu aarch64 ttyAMA0 "$guest" -M virt -cpu cortex-a57 \
		-virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap
}

# Its disk holds what it shall remember; that of the host is not waited for.
boot_machine() {
	ln -s "$kernel/initrd" "$scratch/initramfs"
	append="$emulated root=/dev/vda rw $(cat "$kernel/append" 2>/dev/null || true)"
	qemu x86_64 ttyS0 / -cpu max \
		-drive "file=$kernel/disk,format=raw,if=virtio,cache=unsafe"
}

if [ -n "$terminal" ]; then
	serial=(-serial "file:$out/console.log" -chardev "stdio,id=terminal,signal=off"
		-serial chardev:terminal)
	boot_"$boots" <&0 2>"$out/qemu.log" &
else
	boot_"$boots" </dev/null >"$out/console.log" 2>&1 &
fi
vm=$!
disown "$vm" # else the shell itself reports how it ended
tail -s 0.1 --pid="$vm" -c +1 -f "$out/output.log" &
reader=$!

# First it has to boot. Then patience is as init measures it, never less than usual
# and ten times that at most.
end=$((began + usual * 60))
booted=
while kill -0 "$vm" 2>/dev/null; do
	if [ -z "$booted" ] && [ -e "$out/booted" ]; then
		booted=$(($(now_ms) - began))
		slowness=$((booted < usual ? usual : booted > usual * 10 ? usual * 10 : booted))
		end=$((began + booted + seconds * 1000 * slowness / usual))
	fi
	if [ "$(now_ms)" -ge "$end" ]; then
		kill_vm
		echo "vm: $kind: no end after $(((end - began) / 1000)) s" >&2
		tail -n 20 "$out/console.log" >&2
		exit 98
	fi
	sleep 0.1
done
wait "$reader" 2>/dev/null || true
reader=

if [ ! -s "$out/status" ]; then
	why=$(grep -m 1 -E 'Kernel panic|BUG:|Oops' "$out/console.log") ||
		why=$(tail -n 1 "$out/console.log")
	echo "vm: $kind: died: $why" >&2
	tail -n 40 "$out/console.log" >&2
	exit 99
fi
read -r status complaints <"$out/status"
if [ "$complaints" != 0 ]; then
	echo "vm: $kind: the kernel complained:" >&2
	cat "$out/complaints" >&2
	[ "$status" != 0 ] || status=97
fi
exit "$status"
