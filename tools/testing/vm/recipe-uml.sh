#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Build a User Mode Linux kernel from Debian's source package.
#   recipe-uml.sh version SERIES     the version it would build; 6.1, 6.12, 6.12-release
#   recipe-uml.sh build SERIES DIR   DIR/linux, and DIR/tree to build modules
# kernel.sh keys its cache on this file: leave out what does not alter a result.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
series=$2
source=${series%-release}
tarball=/usr/src/linux-source-$source.tar.xz

if [ "$1" = version ]; then
	dpkg-query -W -f '${Version}' "linux-source-$source"
	exit 0
fi

dir=$3
src=$dir/src
mkdir -p "$src"
# What is never on is left out, but Kconfig and make want its Kconfig, Makefile.
echo "uml-$series: unpacking $tarball"
tar -C "$src" --strip-components=1 --wildcards-match-slash \
	--exclude='*/Documentation/[a-mo-z]*' --exclude='*/sound/*.[ch]' \
	--exclude='*/drivers/gpu/*.[ch]' --exclude='*/tools/testing/selftests/*' \
	-xf "$tarball"
cd "$src"

# The buffer for the processor's extended state is too small for AMX before
# 6.13: "ptrace set fp regs failed, errno = 14".
sed -i '/HOST_FP_SIZE/s/2696/16384/' arch/x86/um/user-offsets.c
grep -q 'HOST_FP_SIZE, 16384' arch/x86/um/user-offsets.c

[ ! -e "$here/uml-$source.patch" ] || patch -s -p1 <"$here/uml-$source.patch"

cd "$here"
case $series in
*-release) cat uml.config uml-release.config ;;
*) cat uml.config uml-debug.config "uml-$series.config" ;;
esac >"$src/fragment"
cd "$src"
make -s ARCH=um KCONFIG_ALLCONFIG=fragment allnoconfig
if grep '^CONFIG_' fragment | grep -vxF -f .config; then
	echo "uml-$series: the lines above did not survive Kconfig" >&2
	exit 1
fi

echo "uml-$series: building"
make -s ARCH=um KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=fama \
	KBUILD_BUILD_HOST=fama "-j$(nproc)" all
strip -o "$dir/linux" vmlinux

# Keep what module builds and the static checks read.
mkdir "$dir/tree"
rsync -a --exclude='*.o' --exclude='*.a' --exclude='.*.cmd' \
	--include='/Documentation/' --include='/Documentation/netlink/***' \
	--include='/tools/' --include='/tools/net/' --include='/tools/net/ynl/***' \
	--include='/arch/' --include='/arch/um/***' \
	--include='/arch/x86/' --include='/arch/x86/um/***' \
	--include='/arch/x86/include/***' --include='/arch/x86/Makefile*' \
	--include='/include/***' --include='/scripts/***' \
	--include='/Makefile' --include='/Kbuild' --include='/.config' \
	--include='/Module.symvers' --include='/System.map' \
	--exclude='*' ./ "$dir/tree/"
cp -a scripts/mod/*.o "$dir/tree/scripts/mod/" # modpost's, kbuild looks for them
rm -rf "$src"
