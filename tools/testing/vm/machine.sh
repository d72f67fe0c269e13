#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make a machine of the root directory of a Debian, for boot.sh:
#   machine.sh make ROOT DIR         DIR/disk has its files, and starts what boot.sh says
#   machine.sh kernel ROOT DIR REL   it boots this one of its kernels, by its own initramfs
#   machine.sh secure DIR CERT       it boots that with Secure Boot from now on; the owner of the
#                                    machine has enrolled the certificate, which is DER
# DIR/append, if it is there, has more words for the kernel's command line.
# ROOT is the directory on the host, to which the start is added.
set -eu

here=$(cd "$(dirname "$0")" && pwd)

make() {
	local root=$1 dir=$2 size
	mkdir -p "$dir/begin/usr/local/sbin" "$dir/begin/etc/systemd/system/multi-user.target.wants"
	cp "$here/machine-init" "$dir/begin/usr/local/sbin/fama-vm"
	cp "$here/fama-vm.service" "$dir/begin/etc/systemd/system/"
	ln -s ../fama-vm.service "$dir/begin/etc/systemd/system/multi-user.target.wants/"
	cp -a "$dir/begin/." "$root/"
	rm -r "$dir/begin"
	# Room for what it writes; a hole in the file until then.
	size=$(du -sm "$root" | cut -f 1)
	mke2fs -q -t ext4 -L root -d "$root" "$dir/disk" "$((size + size / 4 + 1000))M"
}

kernel() {
	cp --remove-destination "$1/boot/vmlinuz-$3" "$2/vmlinuz"
	cp --remove-destination "$1/boot/initrd.img-$3" "$2/initrd"
}

# MokManager would ask somebody at the keyboard. The list is what it would write.
secure() {
	local firmware pem=$1/cert.pem
	firmware=$("$here/kernel.sh" firmware-trixie | tail -n 1)
	openssl x509 -inform DER -in "$2" -out "$pem"
	PYTHONPATH=$firmware/python /usr/bin/python3 -c "from virt.firmware.vars import main; main()" \
		-i "$firmware/vars.fd" -o "$1/vars.fd" --add-mok "$(cat /proc/sys/kernel/random/uuid)" "$pem"
	cp "$firmware/code.fd" "$1/code.fd"
	mkdir -p "$1/esp/EFI/BOOT" "$1/esp/EFI/debian"
	cp "$firmware/shim.efi" "$1/esp/EFI/BOOT/BOOTX64.EFI"
	cp "$firmware/grub.efi" "$1/esp/EFI/BOOT/grubx64.efi"
}

"$@"
