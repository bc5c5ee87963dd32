"""The mutants apply to the tree as it is, and the runner tells killed from survived."""

from __future__ import annotations

import dataclasses

import pytest

from tests.conftest import ROOT
from tools.mutants.lists import Mutant, problems, read, sample
from tools.mutants.runs import Runner, table

RULE = "def is_old(age):\n    return age > 30  # a month\n"
MUTANT = Mutant(
    room="room", file="pipeline/rule.py", old="> 30", new=">= 30", why="a month is not yet old",
    tests=("tests/test_rule.py",),
)  # fmt: skip


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "tree"
    (root / "pipeline").mkdir(parents=True)
    (root / "pipeline" / "__init__.py").touch()
    (root / "pipeline" / "rule.py").write_text(RULE)
    (root / "tests").mkdir()
    (root / "tests" / "test_rule.py").write_text(
        "from pipeline.rule import is_old\n\ndef test_month():\n    assert not is_old(30)\n"
    )
    return root


def changed(**how) -> Mutant:
    return dataclasses.replace(MUTANT, **how)


def test_every_mutant_of_the_lists_applies():
    mutants = read(ROOT)
    assert mutants
    assert list(problems(mutants, ROOT)) == []


@pytest.mark.parametrize(
    ("mutant", "problem"),
    [
        (changed(old="> 31"), "occurs 0 times"),
        (changed(old="a"), "occurs 3 times"),
        (changed(new="> > 30"), "no Python"),
        (changed(old="a month", new="30 days"), "changes nothing"),
        (changed(file="pipeline/gone.py"), "gone.py"),
        (changed(tests=("tests/test_gone.py::test_month",)), "there is no"),
        (changed(tests=()), "names no test"),
        (changed(broker="tests/test_rule.py"), "left to tests on a real broker"),
    ],
)
def test_a_list_that_does_not_fit_the_tree_is_told(tree, mutant, problem):
    assert list(problems([MUTANT], tree)) == []
    found = list(problems([mutant], tree))
    assert len(found) == 1
    assert problem in found[0]


def test_a_sample_has_some_of_every_room_and_stays_when_a_mutant_comes():
    many = [changed(room=room, new=f">= {n}") for room in "ab" for n in range(20)]
    chosen = sample(many, 0.1, seed=1)
    assert [mutant.room for mutant in chosen] == ["a", "a", "b", "b"]
    assert sample(many, 0.1, seed=2) != chosen
    assert len({m.new for m in sample([*many, changed(room="c")], 0.1, 1)} - {">= 30"}) <= 4
    assert sample([*many, changed(room="c")], 0.1, seed=1)[:4] == chosen


def test_what_no_test_notices_survives(tree):
    mutants = [
        MUTANT,
        changed(new="> 31", why="unseen"),
        changed(new="> 32", why="left to a broker", broker="tests/test_rule.py"),
        changed(old="return age", new="while True: pass\n    return age", why="a hang"),
    ]
    told = []
    runner = Runner(tree, jobs=2, least=3.0)
    with runner.copies():
        assert runner.check_unbroken(mutants) == ""
        verdicts = runner.judge(mutants, told.append)
    assert [v.fate for v in verdicts] == ["killed", "survived", "marked", "killed"]
    assert [v.by for v in verdicts] == [
        "tests/test_rule.py::test_month", "no test", "tests/test_rule.py", "a hang",
    ]  # fmt: skip
    assert len(told) == 4
    assert list(table(verdicts))[-1].split() == ["all", "4", "2", "1", "1"]
    assert (tree / "pipeline" / "rule.py").read_text() == RULE


def test_a_red_tree_is_no_place_to_begin(tree):
    (tree / "pipeline" / "rule.py").write_text(RULE.replace(">", ">="))
    runner = Runner(tree, jobs=1)
    with runner.copies():
        assert "test_month" in runner.check_unbroken([MUTANT])


def test_a_mark_that_no_test_on_a_broker_bears_out_is_a_survivor(tree):
    mutant = changed(new="> 31", broker="tests/test_rule.py")
    runner = Runner(tree, jobs=1, broker=True)
    with runner.copies():
        assert runner.check_unbroken([mutant]) == ""
        assert [v.fate for v in runner.judge([mutant], print)] == ["survived"]
