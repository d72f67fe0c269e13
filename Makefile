# SPDX-License-Identifier: GPL-2.0-only
#
#   make                  modules and command
#   make install          the command; make modules_install: the modules
#   make uninstall        the command
#   make dist             the source in a tarball, in out/ or O=DIR
#   make deb              packages for Debian, in out/ or O=DIR
#   make demo             see a handover in a virtual machine
#   make lab              a shell in a virtual machine, to play in: Documentation/lab.rst
#   make check            all tests; make check-wide: all of them on all kernels
#   make kernels          build the modules for all kernels whose headers are at hand
#   make mutants          break the code in small ways: does a test notice?
#   make bench            measure, against peers; make bench-quick: the short form
#
# KVER=VERSION: build for this kernel. Without it, for the running one if its
# headers are installed, or else for the newest whose headers are.
# KDIR=DIR: build with these headers or this kernel tree, wherever they are.
# O=DIR: build in this directory, and leave the source as it is.
# INSTALL_MOD_PATH=DIR: install the modules below this directory.
# INSTALL_MOD_STRIP=: do not strip the installed modules.
#
# Kbuild has the modules, tools/fama/Makefile the command.

# Kbuild gives O= another meaning, and reads it from our command line.
MAKEOVERRIDES := $(filter-out O=%,$(MAKEOVERRIDES))

ifneq ($(word 2,$(CURDIR))$(word 2,$(O)),)
$(error fama: Kbuild cannot build in a path with a space)
endif
build := $(if $(O),$(abspath $(O)),$(CURDIR))
# Looked for once, and only if something is built for a kernel.
KDIR ?= $(eval KDIR := $(shell tools/kdir.sh '$(KVER)'))$(KDIR)
INSTALL_MOD_STRIP ?= 1

kbuild = -C '$(KDIR)' M='$(build)'
fama := -C tools/fama $(if $(O),O='$(build)/tools/fama')
# Debian's headers name a key that only Debian has.
sign = $(if $(wildcard $(KDIR)/certs/signing_key.*),,CONFIG_MODULE_SIG_ALL=)

all: modules tool

modules: check-build
	$(if $(O),tools/linktree.sh '$(build)')
	$(MAKE) $(kbuild) modules

# Without a System.map, which Debian's headers lack, Kbuild leaves out depmod.
modules_install: check-build
	$(MAKE) $(kbuild) INSTALL_MOD_STRIP=$(INSTALL_MOD_STRIP) $(sign) modules_install
	export PATH="$$PATH:/usr/sbin:/sbin"; depmod \
		$(if $(INSTALL_MOD_PATH),-b '$(INSTALL_MOD_PATH)') \
		"$$(modinfo -F vermagic '$(build)/fama.ko' | cut -d ' ' -f 1)"

tool:
	$(MAKE) $(fama)

install uninstall:
	$(MAKE) $(fama) $@

# Kbuild would use many words for these, or wrong ones.
check-build:
	@test -n '$(KDIR)' # tools/kdir.sh has said why
	@test -e '$(KDIR)/Makefile' || { echo "fama: there are no kernel headers" \
		"in $(KDIR)" >&2; exit 1; }
	@! { $(if $(LLVM),clang,$(CC)) --version | grep -q clang && grep -qs \
		CC_IS_GCC=y '$(KDIR)/include/config/auto.conf'; } || { echo "fama:" \
		"clang cannot build modules for this kernel, gcc built it" >&2; exit 1; }
	@mkdir -p '$(build)' && test -w '$(build)' || { echo "fama: $(build) is" \
		"read-only: set O= to a directory that is not" >&2; exit 1; }

clean:
	$(MAKE) $(fama) clean
	find '$(build)' -name .git -prune -o \( -name '*.o' -o -name '*.ko' -o \
		-name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' -o \
		-name '.*.d' -o -name 'modules.order' -o -name 'Module.symvers' \
		-o -path '*/compat/fama-features.h' \) -type f -print | xargs -r rm -f
	rm -rf out

dist:
	tools/dist.sh '$(if $(O),$(build),out)'

deb:
	tools/packaging/deb.sh '$(if $(O),$(build),out)'

demo:
	tools/testing/demo/demo.sh

lab:
	tools/testing/demo/lab.sh

check:
	tools/testing/check.sh

check-wide:
	tools/testing/check.sh wide

mutants:
	tools/testing/mutants/mutants.py

kernels:
	tools/testing/kernels.sh

bench:
	tools/testing/bench/bench.sh

bench-quick:
	tools/testing/bench/bench.sh -q

.PHONY: all modules modules_install tool install uninstall check-build clean \
	dist deb demo lab check check-wide kernels mutants bench bench-quick
