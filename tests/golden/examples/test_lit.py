"""What a reader of the demonstration sees lit: each entity and value, as one read it and agreed.

`lit.txt` holds them by sample, a line each: an entity with its post, a value with what it means. A
line that begins with `? ` is right and may be missing. Whoever changes a rule reads what changes here
as a reader would, and corrects the rule or the file.
"""

from itertools import groupby
from pathlib import Path

import pytest

from pipeline.demo.manifest import load_samples, record_of
from pipeline.document.fields import EnrichedDocument
from pipeline.document.ninjs import document
from pipeline.offline.run import Options, outcomes
from pipeline.types.articles import EnrichedArticle

FOLDER = Path(__file__).resolve().parents[3] / "examples"
SAMPLES = load_samples(FOLDER)


def lit_lines(event: EnrichedDocument) -> set[str]:
    """Return a line for each entity and value of an event."""
    facts = event.enrichment
    assert facts is not None
    lines = {f"{e.type} {e.name} {e.position or ''}".rstrip() for e in facts.entities}
    return lines | {
        f"{v.type} {v.surface} = {v.value} {v.unit or ''}".rstrip() for v in facts.values
    }


def read_lines() -> dict[str, set[str]]:
    """Return by sample what was read and found right."""
    rows = Path(__file__).with_name("lit.txt").read_text("utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for is_name, lines in groupby(rows, lambda row: row.startswith("# ")):
        if is_name:
            name = list(lines)[-1].removeprefix("# ")
        else:
            found[name] = set(filter(None, lines))
    return found


@pytest.fixture(scope="module")
def lit():
    """What each enriched sample has lit, by its name: one run, in the order of the manifest."""
    records = [record_of(sample, FOLDER) for sample in SAMPLES]
    ended = zip(SAMPLES, outcomes(records, Options()), strict=True)
    return {s.name: lit_lines(document(o)) for s, o in ended if isinstance(o, EnrichedArticle)}


def test_every_sample_was_read(lit):
    assert lit.keys() == read_lines().keys()


@pytest.mark.parametrize("name", read_lines())
def test_what_is_lit_is_what_a_reader_agreed_to(name, lit):
    right = read_lines()[name]
    sure = {line for line in right if not line.startswith("? ")}
    perhaps = {line.removeprefix("? ") for line in right - sure}
    assert sure - lit[name] == set(), "not lit any more"
    assert lit[name] - sure - perhaps == set(), "lit, and nobody has read it"
