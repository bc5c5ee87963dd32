"""Every sample of examples/ ends where its manifest says, with the facts it names."""

from pathlib import Path

import pytest

from pipeline.demo.manifest import load_samples, record_of, story_faults
from pipeline.document.ninjs import document
from pipeline.intake.raw import decode
from pipeline.offline.run import Options, outcomes
from pipeline.offline.steps import Refused
from pipeline.types.articles import EnrichedArticle
from tests.golden.examples.faults import faults

FOLDER = Path(__file__).resolve().parents[3] / "examples"
SAMPLES = load_samples(FOLDER)


@pytest.fixture(scope="module")
def ended():
    """Where each sample ended, by its name: one run, in the order of the manifest."""
    records = [record_of(sample, FOLDER) for sample in SAMPLES]
    return dict(zip((s.name for s in SAMPLES), outcomes(records, Options()), strict=True))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_ends_where_the_manifest_says(sample, ended):
    outcome = ended[sample.name]
    if sample.ends == "rejected":
        assert isinstance(outcome, Refused)
        assert outcome.rejection.reason == sample.reason
    else:
        assert isinstance(outcome, EnrichedArticle)
        assert faults(sample, document(outcome)) == []


def test_copies_are_one_story_and_others_are_not(ended):
    told = [
        (sample, outcome.article.duplicate.story)
        for sample in SAMPLES
        if isinstance(outcome := ended[sample.name], EnrichedArticle)
    ]
    assert len(told) > 12
    assert story_faults(told) == []


def test_links_are_known_under_their_decorations(ended):
    (sample,) = [s for s in SAMPLES if s.headlines]
    links = ended[sample.name].article.links
    assert [link.headline for link in links] == list(sample.headlines)


def test_a_fault_is_told():
    sample = SAMPLES[0]
    record = record_of(sample, FOLDER)
    assert decode(record).text.startswith(sample.title)
    (outcome,) = outcomes([record_of(SAMPLES[1], FOLDER)], Options())
    assert len(faults(sample, document(outcome))) > 5
