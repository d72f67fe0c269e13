#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fetch what a machine with Secure Boot starts with: the firmware with Microsoft's keys, and
# Debian's first loaders, which are signed for it.
#   recipe-firmware.sh version KIND     KIND is firmware-RELEASE
#   recipe-firmware.sh build KIND DIR   DIR/code.fd, DIR/vars.fd, DIR/shim.efi, DIR/grub.efi,
#                                       and DIR/python, which can change DIR/vars.fd
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu -o pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/debian.sh"
packages="ovmf shim-signed grub-efi-amd64-signed python3-virt-firmware"
debian "${2#firmware-}" amd64
if [ "$1" = version ]; then
	for p in $packages; do
		field Version "$p"
	done | sha256sum | cut -c1-12
	exit
fi

cd "$3"
# shellcheck disable=SC2086 # several names
get $packages
for deb in *.deb; do
	dpkg-deb -x "$deb" unpacked
done
mv unpacked/usr/share/OVMF/OVMF_CODE_4M.secboot.fd code.fd
mv unpacked/usr/share/OVMF/OVMF_VARS_4M.ms.fd vars.fd
mv unpacked/usr/lib/shim/shimx64.efi.signed shim.efi
mv unpacked/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed grub.efi
mv unpacked/usr/lib/python3/dist-packages python
rm -r unpacked ./*.deb
