#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Make the packages for Debian, and their source package:
#   deb.sh DIR [ARG...]
# in DIR; ARG is what dpkg-buildpackage is told. DEBEMAIL and DEBFULLNAME say whose packages they
# are, as for other programs of Debian. See Documentation/packaging.rst.
set -eu -o pipefail

# What our make was told is not for the one that builds the packages.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES O

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift

version=$(cat "$top/VERSION")
tarball=$("$top/tools/dist.sh" "$out")
rm -rf "$out/fama-$version"
tar -C "$out" -xf "$tarball"
mv "$tarball" "$out/fama_$version.orig.tar.xz"

cp -r "$here/debian" "$out/fama-$version/debian"
cd "$out/fama-$version"
if [ -n "${DEBEMAIL-}" ]; then
	sed -i "/^Maintainer: /c Maintainer: ${DEBFULLNAME:-$(id -un)} <$DEBEMAIL>" debian/control
fi
date=$(sed -n "s/^## $version (\(.*\))$/\1/p" CHANGELOG.md)
cat >debian/changelog <<END
fama ($version-1) unstable; urgency=medium

  * What is new is in CHANGELOG.md, which is installed as "changelog".

 -- $(sed -n 's/^Maintainer: //p' debian/control)  $(LC_ALL=C date -u -R -d "$date")
END
dpkg-buildpackage -us -uc "$@"
cd ..
rm -rf "fama-$version"
