"""The Makefile's targets: the documented ones each have a rule, and `.ci/run` calls `make ci`."""

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
RULES = {
    name: (needs.partition("##")[0].split(), recipe)
    for names, needs, recipe in re.findall(
        r"^([a-z][a-z0-9 -]*):(?!=)(.*)\n((?:\t.*\n)*)", TEXT, re.MULTILINE
    )
    for name in names.split()
}
PHONY = re.search(r"^\.PHONY: (.*)$", TEXT, re.MULTILINE)[1].split()
# The names that others' scripts call: they stay.
DOCUMENTED = {
    *("demo", "test", "check", "ci", "eval", "docs", "dist", "e2e", "e2e-browser"),
    *("bench", "bench-quick", "bench-cleaning", "bench-dedup", "bench-entities", "bench-stream"),
    *("chaos", "chaos-quick", "train-cleaning", "train-entities", "train-links"),
}


@pytest.mark.parametrize("target", sorted({*PHONY, *DOCUMENTED}))
def test_a_target_does_something(target):
    assert target in PHONY
    needs, recipe = RULES[target]
    assert recipe or needs, f"make {target} has no rule"


def everything(target):
    """Return what a target runs, itself and all that it needs."""
    needs, _ = RULES.get(target, ((), ""))
    return {target}.union(*map(everything, needs))


def test_ci_is_the_readme_s_test_and_what_takes_longer():
    assert {"test", "check", "stream", "e2e", "eval-required", "bench-quick"} <= everything("ci")
    assert {"check", "stream", "e2e"} <= everything("test")
    commands = [
        line.strip()
        for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        if line.strip().startswith("make ")
    ]
    assert commands == ["make ci"]
