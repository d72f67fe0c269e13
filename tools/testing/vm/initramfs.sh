#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make the small first root file system that mounts the host's over 9p.
#   initramfs.sh KERNELDIR FILE [GUEST]
# GUEST is the root of another machine, whose programs it shall have.
set -eu

kernel=$1
file=$2
guest=${3-}
modules=$(echo "$kernel"/lib/modules/*)
root=$(mktemp -d "${TMPDIR:-/tmp}/fama-initramfs.XXXXXX")
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{bin,lib,proc,host}
busybox=$guest/usr/bin/busybox
[ -n "$guest" ] || busybox=$(command -v busybox)
cp "$busybox" "$root/bin/busybox"

# modules.dep names what a module needs, the innermost last. What is built in
# has no line and needs none.
n=10
for m in virtio_pci virtio_rng 9pnet_virtio 9p overlay; do
	line=$(grep "/$m\.ko:" "$modules/modules.dep") || continue
	for ko in $(tr -d : <<<"$line" | tr ' ' '\n' | tac); do
		compgen -G "$root/lib/*-${ko##*/}" >/dev/null && continue
		cp "$modules/$ko" "$root/lib/$n-${ko##*/}"
		n=$((n + 1))
	done
done

cat >"$root/init" <<'EOF'
#!/bin/busybox sh
b=/bin/busybox
host=
for m in /lib/*.ko; do
	$b insmod $m
done
$b mount -t proc proc /proc
for w in $($b cat /proc/cmdline); do
	case $w in
	fama.vm=*) vm=${w#*=} ;;
	fama.share=*) host=/host ;;
	esac
done
$b umount /proc
# The host's files do not change under a test: what was read may be kept.
$b mount -t 9p -o ro,trans=virtio,version=9p2000.L,cache=loose,msize=524288 root /host
# The root of another machine has an empty directory where its host belongs.
[ -z "$host" ] || $b mount -t 9p \
	-o ro,trans=virtio,version=9p2000.L,cache=loose,msize=524288 host /host/host
exec $b switch_root /host $host$vm/init
EOF
chmod +x "$root/init"
(cd "$root" && find . | cpio -o -H newc --quiet) >"$file"
