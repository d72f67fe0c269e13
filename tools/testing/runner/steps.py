# SPDX-License-Identifier: GPL-2.0-only
"""The steps of a check. Each gives its jobs: (label, function), which can run side by side."""

import glob
import os
import re
import threading
import time

import host
import ktap
import machine
import plan
from kinds import daemons, of_role, tested

TESTING = plan.TESTING
TOP = os.path.normpath(os.path.join(TESTING, "../.."))
VM = os.path.join(TESTING, "vm")
SPARSE = "debian-6.12"
TREE = "uml-6.12"  # whose kernel has its scripts at hand

# What is wrong in any program; the rest is a matter of taste.
PYLINT = "undefined-variable,used-before-assignment,wildcard-import,syntax-error,unreachable," \
    "dangerous-default-value"

# What people read, comments included.
SPELT = ("README.md", "CHANGELOG.md", "Kbuild", "Makefile", "Documentation", "tools", "core", "dar",
         "mn", "include", "compat", "kunit")


class Steps:
    """kinds and names: what was asked for, else all; wide: everything on everything."""

    def __init__(self, tally, scenarios, logs, kinds=(), names=(), wide=False):
        self.tally = tally
        self.all_scenarios = scenarios
        self.logs = logs
        self.kinds = list(kinds)
        self.names = list(names)
        self.wide = wide
        self.building = {}  # locks
        self.builds_made = {}

    # ---------------------------------------------------------------- what jobs do

    def attempt(self, name, *command, env=None):
        """A test that passes if the command does, quiet if so."""
        start = time.monotonic()
        status, lines = host.run(command, env=env)
        if status:
            self.tally.say("\n".join(lines), name)
        self.tally.test(not status, f"{name} ({time.monotonic() - start:.0f} s)",
                        f"exit status {status}" if status else "")
        return not status

    def shown(self, name, *command):
        """The same, for one that tells as it goes."""
        status, _ = host.run(command, lambda line: self.tally.say(line, name))
        self.tally.test(not status, name, f"exit status {status}" if status else "")

    def reported(self, label, *command, expected=None, env=None):
        """A program that prints KTAP or TAP, of which only failures are shown."""
        status, lines = host.run(command, env=env)
        reader = ktap.Reader()
        for line in lines:
            reader.feed(line)
        found = reader.end(expected)
        failures = [name for verdict, name, _ in found if verdict == "fail"]
        if status or failures:
            self.tally.say("\n".join(lines), label)
        for verdict, name, reason in found:
            self.tally.add(verdict, f"{label}: {name}", reason)
        for why in machine.ended(status, False, failures):
            self.tally.test(False, label, why)
        self.tally.say(f"{len(found) - len(failures)} passed, {len(failures)} failed", label)

    def build(self, kind, *options):
        """A test: modules and programs for a kernel, which all jobs of this run use."""
        with self.building.setdefault(kind, threading.RLock()):
            start = time.monotonic()
            status, lines = host.run([f"{VM}/modules.sh", *options, kind])
            if status:
                self.tally.say("\n".join(lines), kind)
            self.tally.test(not status, f"build W=1 {kind} ({time.monotonic() - start:.0f} s)",
                            f"exit status {status}" if status else "")
            self.builds_made[kind] = None if status else lines[-1]

    def built(self, kind):
        """Their directory; None if they cannot be built."""
        with self.building.setdefault(kind, threading.RLock()):
            if kind not in self.builds_made:
                self.build(kind)
            return self.builds_made[kind]

    # ---------------------------------------------------------------- first of all

    def install(self):
        return [("install", lambda: self.attempt("packages", f"{TESTING}/install.sh") and
                 self.attempt("servers", f"{TESTING}/servers.sh") and
                 self.attempt("keys", f"{TESTING}/keys.sh"))]

    def kernels(self):
        kinds = self.kinds or tested(self.wide)
        kinds += sorted({daemons(kind) for kind in kinds} - {None})
        return [(f"kernel {kind}", lambda kind=kind:
                 self.attempt(f"kernel {kind}", f"{VM}/kernel.sh", kind)) for kind in kinds]

    def builds(self):
        """Also for the oldest and the newest headers; the kernels are in between."""
        kinds = self.kinds or [*tested(self.wide), "headers-oldest", "headers-newest"]
        return [(f"build {kind}", lambda kind=kind: self.build(kind, "-c")) for kind in kinds]

    # ---------------------------------------------------------------- without a kernel

    def static(self):
        return [("static", self.static_checks)]

    def static_checks(self):
        sources = sorted(file for top in ("core", "dar", "mn", "include", "compat", "kunit", "tools")
                         for file in glob.glob(f"{top}/**/*.[ch]", recursive=True))
        tree = f"{host.last_line([f'{VM}/kernel.sh', TREE])}/tree"
        self.attempt("sparse", f"{VM}/modules.sh", "-s", SPARSE)
        self.attempt("checkpatch --strict", f"{TESTING}/checkpatch.sh", tree, *sources)
        self.attempt("kernel-doc", f"{tree}/scripts/kernel-doc", "-none", "-Werror", *sources)
        self.reported("make", f"{TESTING}/make.sh")
        self.attempt("layers", f"{TESTING}/layers.py")
        self.attempt("layers: wrong trees", f"{TESTING}/layers_test.py")
        for spec in sorted(glob.glob("Documentation/netlink/specs/*.yaml")):
            self.attempt(f"netlink spec {os.path.basename(spec)}", f"{TESTING}/spec.py", tree, spec)
        self.attempt("netlink specs of the last version are kept", f"{TESTING}/kept.py",
                     *sorted(glob.glob("Documentation/netlink/specs/*.yaml")))
        self.attempt("all that can be configured is saved", f"{TESTING}/configured.py",
                     *sorted(glob.glob("Documentation/netlink/specs/*.yaml")))
        scripts, modules = self.programs()
        self.attempt("shellcheck", "shellcheck", "-S", "warning", *scripts)
        self.attempt("pylint", "/usr/bin/python3", "-m", "pylint", "--disable=all",
                     f"--enable={PYLINT}", *modules)
        self.attempt("documents", f"{TESTING}/documents.py")
        self.attempt("spelling", "codespell", "--ignore-words", f"{TESTING}/spelling.ignore",
                     *SPELT)
        self.attempt("man pages", "mandoc", "-T", "lint", "-W", "warning",
                     *sorted(glob.glob("tools/fama/man/*.[58]")))

    @staticmethod
    def programs():
        """(shell scripts, Python files) of the tree, by their first line or their name."""
        files = glob.glob(".ci/*") + glob.glob("tools/**/*", recursive=True)
        firsts = {}
        for file in filter(os.path.isfile, files):
            with open(file, "rb") as f:
                firsts[file] = f.readline()
        return (sorted(f for f, first in firsts.items()
                       if f.endswith(".sh") or re.match(rb"#!/bin/(ba)?sh", first)),
                sorted(f for f, first in firsts.items()
                       if f.endswith(".py") or first.startswith(b"#!/usr/bin/python3")))

    def selftest(self):
        return [("selftest", lambda: self.attempt(
            "runner, judge and report notice what is wrong", "/usr/bin/python3", "-B", "-m", "pytest", "-q",
            "-c", f"{TESTING}/selftest/pytest.ini", f"{TESTING}/selftest",
            f"{TESTING}/judge", f"{TESTING}/report"))]

    def command(self):
        return [("command", self.command_tests)]

    def command_tests(self):
        """Keys, grammar and errors of the command."""
        if self.attempt("build of the command", f"{VM}/programs.sh"):
            where = host.last_line([f"{VM}/programs.sh"])
            self.reported("command", f"{TOP}/tools/fama/test.sh", env={
                "FAMA": f"{where}/fama",
                "FAMA_SERVERS": host.last_line([f"{TESTING}/servers.sh"]) or ""})

    def packaging(self):
        """What is done with packages; a whole check installs them in each Debian, boots that, and
        has the last version speak with this one."""
        jobs = ["dist", "deb", "dkms"]
        if self.wide:
            jobs += [f"{job} {release}" for job in ("debinstall", "installed")
                     for release in ("bookworm", "trixie")] + ["oldnew"]
        return [(job, lambda job=job, words=job.split(): self.reported(
            job, f"{TESTING}/{words[0]}.sh", *words[1:])) for job in jobs]

    # ---------------------------------------------------------------- in test kernels

    def kunit(self):
        kinds = self.kinds or of_role("debug", *(("check", "wide") if self.wide else ("check",)))
        names = [name for name in plan.suites() if not self.names or name in self.names]
        return [(f"kunit {kind}", lambda kind=kind: self.kunit_suites(kind, names))
                for kind in kinds if names]

    def kunit_suites(self, kind, names):
        build = self.built(kind)
        if build:
            machine.run(self.tally, f"kunit {kind}", kind, [f"{TESTING}/kunit.sh", build, *names],
                        names, logs=self.logs, seconds=600)

    def units(self):
        """The same suites in user space: 64 bit, 32 bit, big endian."""
        return [(f"units {machine}", lambda machine=machine: self.reported(
            f"units {machine}", f"{TESTING}/units/run.sh", "-m", machine, *self.names))
                for machine in ("native", "i686", "s390x")]

    def mutants(self):
        """Would the suites notice if the code were wrong?"""
        return [("mutants", self.ten_mutants)]

    def ten_mutants(self):
        status, lines = host.run([f"{TESTING}/mutants/mutants.py", "--ten"],
                                 lambda line: self.tally.say(line, "mutants"))
        fates = [line.split(maxsplit=1) for line in lines]
        for fate, mutant in (words for words in fates if len(words) == 2):
            if fate in ("caught", "survived"):
                self.tally.test(fate == "caught", f"mutant {mutant}")
        self.tally.test(not status, "mutants", f"exit status {status}" if status else "")

    def scenarios(self):
        jobs = []
        for kind in self.kinds or tested(self.wide):
            chosen = plan.chosen(self.all_scenarios, kind, self.names, self.wide)
            for clock, some in plan.by_clock(chosen, kind):
                label = f"scenarios {kind} {clock}"
                jobs.append((label, lambda *job: self.some_scenarios(*job),
                             label, kind, clock, [s.name for s in some]))
        return [(label, lambda do=do, rest=rest: do(*rest)) for label, do, *rest in jobs]

    def some_scenarios(self, label, kind, clock, names):
        build = self.built(kind)
        if build:
            os.environ["FAMA_SERVERS"] = host.last_line([f"{TESTING}/servers.sh"]) or ""
            os.environ["FAMA_KEYS"] = host.last_line([f"{TESTING}/keys.sh"]) or ""
            if self.wide:
                os.environ["FAMA_WIDE"] = "1"
            machine.run(self.tally, label, kind, [*self.beside(kind), f"{TESTING}/scenarios/run",
                                                  build, *names],
                        [*names, "unload"], ("-c", clock), 3600, self.logs)

    @staticmethod
    def beside(kind):
        """What tells the scenarios where the daemons of its Debian are."""
        where = daemons(kind) and host.last_line([f"{VM}/kernel.sh", daemons(kind)])
        return ["env", f"FAMA_DAEMONS={where}"] if where else []

    def demo(self):
        return [("demo", self.demonstration)]

    def demonstration(self):
        """Its report has the numbers of its summary, in a browser."""
        self.shown("demo", f"{TESTING}/demo/demo.sh")
        self.attempt("report in a browser", f"{TESTING}/demo/browser.py", f"{TOP}/out/demo")
        self.attempt("shell of the laboratory", f"{TESTING}/demo/typed.py")

    def bench(self):
        return [("bench", lambda: self.shown("bench-quick", f"{TESTING}/bench/bench.sh", "-q"))]


# Each line is over before the next begins; what is in a line runs side by side, as many
# jobs as there are processors.
ORDER = (("install",), ("kernels",), ("builds",),
         ("selftest", "command", "scenarios", "static", "packaging", "kunit", "units", "mutants",
          "bench", "demo"))
NAMES = [name for line in ORDER for name in line]
