# SPDX-License-Identifier: GPL-2.0-only
"""Which scenario runs where, and what makes one run nowhere."""

import sys

import plan
import pytest
from kinds import KINDS, of_role
from plan import Scenario

TESTED = tuple(kind for kind in KINDS if KINDS[kind].tests)
INI = ("[pytest]\npython_files = *.py\n"
       "addopts = --strict-markers --import-mode=importlib -p no:terminal\n")


@pytest.fixture(name="collected")
def of_files(tmp_path):
    """collected(a="...") gives what is found in a file a.py with this text."""
    def collected(**files):
        (tmp_path / "pytest.ini").write_text(INI)
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(f"import pytest\n{text}\n")
            sys.modules.pop(name, None)  # another test's, which pytest 8 would take
        return plan.collect(str(tmp_path))
    return collected


def test_found(collected):
    marks = "pytestmark = [pytest.mark.kernels('uml-6.1'), pytest.mark.clock('work')]\n"
    assert collected(a="def test_a(): pass\ndef test_late(): pass",
                     b=f"{marks}def test_b(): pass") == [
        Scenario("a", TESTED, False, "guest"), Scenario("a.late", TESTED, False, "guest"),
        Scenario("b", ("uml-6.1",), False, "work")]


@pytest.mark.parametrize("text", (
    "@pytest.mark.kernels('uml-6.21')\ndef test_a(): pass",
    "@pytest.mark.kernels('uml-6.12-release')\ndef test_a(): pass",
    "@pytest.mark.kernels()\ndef test_a(): pass",
    "@pytest.mark.kernel('uml-6.12')\ndef test_a(): pass",
    "@pytest.mark.clock('wall')\ndef test_a(): pass",
    "def test_a(): pass\nimport no_such_module",
    "def tset_a(): pass",
))
def test_refused(collected, text):
    with pytest.raises(SystemExit):
        collected(a=text)


def test_real_scenarios_are_as_many_as_they_should_be():
    scenarios, suites = plan.collect(), plan.suites()
    assert plan.miscounted(scenarios, suites) == []
    for kind in TESTED:  # one less is noticed, on whichever kernel
        lost = next(s for s in scenarios if kind in s.kernels)
        assert any(kind in wrong for wrong in
                   plan.miscounted([s for s in scenarios if s != lost], suites))
    assert plan.miscounted(scenarios, suites[1:])
    assert len(plan.miscounted([], [])) == len(TESTED) + 1


def test_every_scenario_runs_on_a_debug_kernel_and_on_one_of_debians():
    debian = of_role("debian", "check")
    shares = [plan.share(Scenario(f"s{n}", TESTED, False, "")) for n in range(100)]
    assert all(share[0] == "uml-6.12" and len(share) == 2 for share in shares)
    for kind in debian:  # each has its part
        assert 100 // len(debian) // 2 < sum(kind in share for share in shares)
    # It is the same one every time, and on every machine.
    assert plan.share(Scenario("handover", TESTED, False, "")) == ["uml-6.12", "debian-6.1"]


def test_what_can_run_on_one_of_debians_runs_there():
    for kind in of_role("debian", "check"):
        assert plan.share(Scenario("s", ("uml-6.12", kind), False, "")) == ["uml-6.12", kind]
    assert plan.share(Scenario("s", ("uml-6.12",), False, "")) == ["uml-6.12"]


def test_what_runs_on_no_debug_kernel_runs_on_all_others():
    debian = tuple(of_role("debian", "check"))
    assert plan.share(Scenario("s", debian, False, "")) == list(debian)


def test_what_depends_on_the_series_runs_on_each():
    assert plan.share(Scenario("s", TESTED, True, "")) == ["uml-6.12",
                                                           *of_role("debian", "check")]


def test_what_is_for_the_wide_check_only_runs_there(collected):
    marked = collected(a="@pytest.mark.wide\ndef test_a(): pass")
    assert marked == [Scenario("a", TESTED, False, "guest", True)]
    assert plan.share(marked[0]) == [] == plan.chosen(marked, "uml-6.12")
    assert plan.chosen(marked, "uml-6.1", wide=True) == marked == \
        plan.chosen(marked, "uml-6.12", ["a"])
    assert not any("runs nowhere" in wrong for wrong in plan.miscounted(marked, []))
    assert any("a runs nowhere" in wrong for wrong in
               plan.miscounted([marked[0]._replace(kernels=())], []))


def test_wide_is_everything_and_names_run_where_they_are_wanted():
    scenarios = [Scenario("a", ("uml-6.1",), False, ""), Scenario("a.late", TESTED, False, ""),
                 Scenario("b", TESTED, False, "")]
    assert plan.chosen(scenarios, "uml-6.1", wide=True) == scenarios
    assert plan.chosen(scenarios, "debian-6.1", ["a"]) == scenarios[:2]
    assert plan.chosen(scenarios, "debian-6.1", ["a.late"]) == scenarios[1:2]


def test_a_scenario_that_runs_nowhere():
    assert any("s runs nowhere" in wrong for wrong in
               plan.miscounted([Scenario("s", (), False, "")], []))


def test_clocks():
    guest, work, host = (Scenario(c, TESTED, False, c) for c in ("guest", "work", "host"))
    assert plan.by_clock([guest, work, host], "debian-6.1") == [
        ("guest", [guest, work]), ("host", [host])]
    assert plan.by_clock([guest, work, host], "uml-6.12") == [
        ("guest", [guest]), ("work", [work, host])]
    assert plan.by_clock([work], "uml-6.12") == [("work", [work])]
