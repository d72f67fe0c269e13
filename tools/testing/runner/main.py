# SPDX-License-Identifier: GPL-2.0-only
"""Everything that can fail, from prerequisites to the demonstration.

    check.sh                          all steps; every scenario on a debug kernel
                                      and on one of Debian's
    check.sh wide                     all steps; everything on everything
    check.sh STEP... [KIND...] [NAME...]
                                      these steps, only on these kernels, only these
                                      scenarios or KUnit suites

A word that is none of these is refused before anything runs. FAMA_JOBS jobs run side
by side, else as many as there are processors. The last line is "N passed, N failed,
N skipped"; the status is that nothing failed.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import host
import plan
from kinds import KINDS
from steps import NAMES, ORDER, TOP, Steps
from tally import Tally


def understood(words, scenarios, suites):
    """(steps, kinds, names, wide); exits if a word says nothing."""
    steps = [w for w in words if w in NAMES]
    kinds = [w for w in words if w in KINDS]
    names = [w for w in words if w not in (*steps, *kinds, "wide")]
    known = set()
    if "scenarios" in steps:
        known |= {n for s in scenarios for n in (s.name, s.name.partition(".")[0])}
    if {"kunit", "units"} & set(steps):
        known |= set(suites)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"check: unknown: {' '.join(unknown)}\n"
                         f"steps: {' '.join(NAMES)}\nkinds: {' '.join(KINDS)}\n"
                         "names: of a scenario or KUnit suite, behind that step")
    return steps or NAMES, kinds, names, "wide" in words


def timed(tally, label, do):
    """A job; what stops it is a failure, too."""
    start = time.monotonic()
    tally.say(f"=== {label}")
    try:
        do()
    except host.Interrupted:
        tally.test(False, label, "interrupted")
    except Exception as e:
        tally.test(False, label, f"{type(e).__name__}: {e}")
    tally.say(f"--- {label}: {time.monotonic() - start:.0f} s")


class Spent:
    """Time since it was made: by the clock, and of processors by programs that have ended."""

    def __init__(self):
        self.before = self.now()

    @staticmethod
    def now():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), usage.ru_utime + usage.ru_stime

    def __str__(self):
        passed, worked = (now - before for now, before in zip(self.now(), self.before))
        return f"{passed:.0f} s, {worked:.0f} processor seconds"


def run(tally, steps, wanted):
    jobs = int(os.environ.get("FAMA_JOBS") or os.cpu_count())
    for line in ORDER:
        failed, spent = tally.count("fail"), Spent()
        names = [name for name in line if name in wanted]
        todo = [job for name in names for job in getattr(steps, name)()]
        with ThreadPoolExecutor(jobs) as pool:
            try:
                for _ in pool.map(lambda job: timed(tally, *job), todo):
                    pass
            except BaseException:
                host.stop_all()
                raise
        if todo:
            tally.say(f"{' '.join(names)}: {spent}")
        # Without these nothing else can be trusted.
        if line in ORDER[:2] and tally.count("fail") > failed:
            return


def interrupt(*_):
    raise KeyboardInterrupt


def main(words):
    os.chdir(TOP)
    scenarios, suites = plan.collect(), plan.suites()
    wanted, kinds, names, wide = understood(words, scenarios, suites)
    signal.signal(signal.SIGTERM, interrupt)
    spent = Spent()
    tally = Tally(lambda line: print(line, flush=True))
    for wrong in plan.miscounted(scenarios, suites):
        tally.test(False, "plan", wrong)
    logs = tempfile.mkdtemp(prefix="fama-check.")
    try:
        run(tally, Steps(tally, scenarios, logs, kinds, names, wide), wanted)
    except KeyboardInterrupt:
        tally.test(False, "check", "interrupted")
    tally.say(f"total: {spent}")
    status = tally.end()
    if status:
        print(f"logs: {logs}", file=sys.stderr)  # kept: they are wanted
    else:
        shutil.rmtree(logs)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
