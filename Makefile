# SPDX-License-Identifier: GPL-2.0-only
#
#   make                  modules and tool, for the running kernel or KDIR=
#   make install          the tool; make modules_install: the modules
#   make demo             see a handover in a virtual machine
#   make check            all tests; make check-wide: all of them on all kernels
#   make mutants          break the code in small ways: does a test notice?
#   make bench            measure, against peers; make bench-quick: the short form
#
# Kbuild has the modules, tools/fama/Makefile the tool.

KVER ?= $(shell uname -r)
KDIR ?= $(shell tools/kdir.sh $(KVER))

all: modules tool

modules: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules

modules_install: kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" modules_install

tool:
	$(MAKE) -C tools/fama

install:
	$(MAKE) -C tools/fama install

clean:
	$(MAKE) -C tools/fama clean
	find . -path ./.git -prune -o \( -name '*.o' -o -name '*.ko' -o \
		-name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' -o \
		-name '.*.d' -o -name 'modules.order' -o \
		-name 'Module.symvers' -o -path ./compat/fama-features.h \) -type f -print | xargs -r rm -f
	rm -rf out

demo:
	tools/testing/demo/demo.sh

check:
	tools/testing/check.sh

check-wide:
	tools/testing/check.sh wide

mutants:
	tools/testing/mutants/mutants.py

bench:
	tools/testing/bench/bench.sh

bench-quick:
	tools/testing/bench/bench.sh -q

kdir:
	@test -e "$(KDIR)/Makefile" || { echo "no kernel headers for $(KVER):" \
		"install linux-headers-amd64, or set KDIR=" >&2; exit 1; }

.PHONY: all modules modules_install tool install clean demo check check-wide mutants bench bench-quick kdir
