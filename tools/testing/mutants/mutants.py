#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Break the pure files in every small way, and see whether a test notices.

mutants.py [--all | --ten] [--jobs N] [PATTERN...]

The tests are the KUnit suites in user space (../units). A line for each mutant
says which case caught it. Left out is what is no program, and what survives but
compiles to the same code as the original. The file "survivors" names those that
may survive, each with its reason. The status is 0 when at least 95 of 100 are
caught, and none survives without a reason.

One of four mutants is tried. Its name chooses it, so that it is the same one
until somebody changes the line. --all: every mutant. --ten: only ten, of
different files. PATTERN: only files and functions that contain it.
"""

import argparse
import hashlib
import multiprocessing
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import mutate

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[2]
UNITS = HERE.parent / "units"
PARTS = ("compat", "core", "dar", "mn", "include", "kunit")
GOAL = 95
ONE_OF = 4

# A mutant may run for ever, or eat all memory or disk.
os.environ["ASAN_OPTIONS"] = ("detect_leaks=0:detect_stack_use_after_return=0:"
                              "max_allocation_size_mb=256:hard_rss_limit_mb=1024")
OUTPUT_MAX = 1 << 20


def make(tree, out, *words):
    """Run the Makefile of the suites on a copy of the tree."""
    run = subprocess.run(["make", "-s", "-C", UNITS, f"TREE={tree}", f"O={out}",
                          "OPTIMIZE=-O1", *words], stdout=subprocess.PIPE, text=True,
                         check=True)
    return run.stdout


def run_suite(program, cpu):
    """Run a program for at most so many seconds of the processor.

    Return: what noticed, or None; seconds that it took.
    """
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_MAX, OUTPUT_MAX))

    with tempfile.TemporaryFile("w+", errors="replace") as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        status = subprocess.run([program], stdout=out, stderr=subprocess.DEVNULL,
                                preexec_fn=limit, check=False).returncode
        took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        out.seek(0)
        said = out.read()
    if not status:
        return None, took
    failed = re.search(r"^ {4}not ok \d+ (\w+)", said, re.M)
    if failed:
        return failed[1], took
    ended = re.findall(r"^ {4}ok \d+ (\w+)", said, re.M)
    return f"its end{' behind ' + ended[-1] if ended else ''}", took


class Base:
    """The files as they are, built, with the suites that depend on each."""

    def __init__(self, work):
        self.tree, self.out = work / "tree", work / "out"
        for part in PARTS:
            shutil.copytree(TOP / part, self.tree / part)
        self.suites = make(self.tree, self.out, "list").split()
        make(self.tree, self.out, f"-j{os.cpu_count()}")
        self.seconds = {}
        for suite in self.suites:
            noticed, self.seconds[suite] = run_suite(self.out / suite, 600)
            if noticed:
                sys.exit(f"{suite} fails without a mutant: {noticed}")
        self.objects = [Path(o) for o in make(self.tree, self.out, "objects").split()]
        self.watchers = self.find_watchers()

    def object(self, path):
        """The object of a file that all suites are linked with."""
        return self.out / (path.removesuffix(".c").replace("/", "-") + ".o")

    def find_watchers(self):
        """Source file -> suites, those of its own name and the fast ones first."""
        sources, found = {}, {}
        for dep in self.out.glob("*.d"):
            text = dep.read_text().split("\n\n")[0]
            sources[dep.stem] = set(re.findall(
                re.escape(str(self.tree)) + r"/(?:kunit/\.\./)?"
                r"((?:compat|core|dar|mn)/[\w/]+\.c)\b", text))
        for path in sorted(set().union(*sources.values())):
            users = [s for s in self.suites if self.object(path) in self.objects or
                     path in sources[f"{s}_kunit"]]
            namesake = [s for s in users if s.split("_")[-1] == Path(path).stem]
            others = [s for s in users if s not in namesake]
            found[path] = namesake + sorted(others, key=lambda s: (self.seconds[s], s))
        return found


class Bench:
    """A copy of the files of its own, to break and mend one at a time."""

    def __init__(self, base, work):
        self.base, self.tree, self.out = base, work / "tree", work / "out"
        shutil.copytree(base.tree, self.tree)
        self.out.mkdir()
        strict = ["-w", "-Werror=incompatible-pointer-types", "-Werror=int-conversion"]
        self.sanitized = make(self.tree, self.out, "compile").split() + strict
        plain = make(self.tree, self.out, "compile", "SANITIZE=").split()
        self.plain = plain + ["-O2"] + strict

    def compile(self, command, path, target):
        """Compile a file of the copy.  Return: it is a program."""
        return not subprocess.run([*command, "-MF", "/dev/null", "-o", self.out / target,
                                   self.tree / path], stderr=subprocess.DEVNULL,
                                  check=False).returncode

    def fingerprint(self, path):
        """What the machine would execute."""
        self.compile(self.plain, path, "plain.o")
        return (self.out / "plain.o").read_bytes()

    def link(self, suite, mutant):
        """The program of a suite with the broken file in it; None: none."""
        objects = [self.base.out / f"{suite}_kunit.o", *self.base.objects]
        if self.base.object(mutant.path) in objects:
            objects[objects.index(self.base.object(mutant.path))] = self.out / "broken.o"
        else:
            objects[0] = self.out / "broken.o"
            source = f"kunit/{suite}_kunit.c"
            if not (self.tree / source).exists():
                source = UNITS / f"{suite}_kunit.c"
            if not self.compile(self.sanitized, source, "broken.o"):
                return None
        program = self.out / "program"
        subprocess.run([self.sanitized[0], "-fsanitize=address,undefined", "-o", program,
                        *objects], check=True)
        return program

    def who_notices(self, mutant):
        """A verdict, and the first suite and case that fail."""
        if self.base.object(mutant.path) in self.base.objects:
            if not self.compile(self.sanitized, mutant.path, "broken.o"):
                return "no program", ""
        for suite in self.base.watchers[mutant.path]:
            program = self.link(suite, mutant)
            if not program:
                return "no program", ""
            cpu = 2 + 5 * int(self.base.seconds[suite] + 1)
            noticed, _ = run_suite(program, cpu)
            if noticed:
                return "caught", f"by {suite}: {noticed}"
        return "survived", ""

    def judge(self, mutant):
        """A mutant -> (verdict, detail)."""
        file = self.tree / mutant.path
        source = file.read_text()
        try:
            file.write_text(mutant.apply(source))
            verdict = self.who_notices(mutant)
            code = self.fingerprint(mutant.path) if verdict[0] == "survived" else None
        finally:
            file.write_text(source)
        if code and code == self.fingerprint(mutant.path):
            return "same code", ""
        return verdict


class Survivors:
    """Mutants that may survive: function and reason, then -before and +after."""

    def __init__(self, path):
        self.reasons = {}
        function = reason = before = None
        for line in path.read_text().splitlines():
            if line.startswith("- "):
                before = line[2:]
            elif line.startswith("+ "):
                self.reasons[function, before, line[2:]] = reason
            elif line and not line.startswith("#"):
                function, _, reason = line.partition(": ")

    def reason(self, mutant):
        """Why it may survive, or None."""
        return self.reasons.get(mutant.name)

    def stale(self, found):
        """Entries that no mutant has any more."""
        return set(self.reasons) - {m.name for m in found}


BENCH = None


def start_bench(base, work):
    """In each process of the pool."""
    global BENCH
    BENCH = Bench(base, Path(tempfile.mkdtemp(dir=work)))


def judge(mutant):
    """In a process of the pool."""
    return mutant, *BENCH.judge(mutant)


def fate(mutant):
    """A number that depends on the name alone."""
    return int(hashlib.sha256("\0".join(mutant.name).encode()).hexdigest(), 16)


def choose_ten(found, survivors):
    """One of each file, as long as there are files: more than ten, in order."""
    found = sorted((m for m in found if not survivors.reason(m)), key=fate)
    first = {}
    for mutant in found:
        first.setdefault(mutant.path, mutant)
    return list(first.values()) + [m for m in found if m not in first.values()]


def show(mutant, verdict, detail):
    """One line for each mutant that counts."""
    print(f"{verdict:9} {mutant.path}:{mutant.line} {mutant.function}: "
          f"{mutant.before}  ->  {mutant.after}  {detail}", flush=True)


def run_all(base, found, options, work, survivors):
    """Judge mutants.  Return: how many of each verdict."""
    count = dict.fromkeys(("caught", "explained", "survived", "no program",
                           "same code"), 0)
    with multiprocessing.Pool(options.jobs, start_bench, (base, work)) as pool:
        for mutant, verdict, detail in pool.imap(judge, found):
            reason = survivors.reason(mutant)
            if verdict == "survived" and reason:
                verdict, detail = "explained", f"({reason})"
            count[verdict] += 1
            if verdict in ("caught", "explained", "survived"):
                show(mutant, verdict, detail)
            if options.ten and count["caught"] + count["survived"] == 10:
                break
    return count


def main():
    """Status 0: enough are caught, and every survivor has a reason."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--ten", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("pattern", nargs="*")
    options = parser.parse_args()
    survivors = Survivors(HERE / "survivors")
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fama-mutants.") as name:
        work = Path(name)
        base = Base(work)
        found = [m for path in base.watchers
                 for m in mutate.mutants(path, (base.tree / path).read_text())]
        stale = survivors.stale(found)
        if options.pattern:
            found = [m for m in found
                     if any(p in (m.path + " " + m.function) for p in options.pattern)]
        if options.ten:
            found = choose_ten(found, survivors)
        elif not options.all:
            found = [m for m in found if fate(m) % ONE_OF == 0]
        count = run_all(base, found, options, work, survivors)
    for function, before, after in sorted(stale):
        print(f"survivors: no such mutant any more: {function}: {before}  ->  {after}")
    total = count["caught"] + count["explained"] + count["survived"]
    share = 100 * count["caught"] / total if total else 0
    print(f"{total} mutants of {len(base.watchers)} files, {count['caught']} caught "
          f"({share:.1f} %), {count['explained']} survive with a reason, "
          f"{count['survived']} without; {count['same code']} more are the same code, "
          f"{count['no program']} no program; {time.monotonic() - start:.0f} s")
    sys.exit(bool(share < GOAL or count["survived"] or stale))


if __name__ == "__main__":
    main()
