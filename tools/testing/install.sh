#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Install the packages of the list beside this file that are still missing.
set -eu

list=$(dirname "$0")/packages
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)

missing=
for p in $(sed "s/#.*//; s/ \[$release\]//; /\[/d" "$list"); do
	s=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) || s=none
	[ "$s" = installed ] || missing="$missing $p"
done
if [ -z "$missing" ]; then
	echo "install: nothing missing"
	exit 0
fi
echo "install:$missing"

if [ "$(id -u)" != 0 ]; then
	echo "install: must be root to install these" >&2
	exit 1
fi
# tshark would ask whether ordinary users may capture; nothing here may ask.
export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=600 update
# The list is word-split on purpose. radvd wants to start on installation and
# fails without a configuration; a failing service is no reason to stop.
apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
	install --no-install-recommends $missing
