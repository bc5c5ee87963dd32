"""The manifest of the samples: read whole, and what is wrong with it told."""

from pathlib import Path

import pytest

from pipeline.demo import manifest
from pipeline.demo.manifest import Sample, load_samples, record_of, story_faults
from pipeline.errors import ResourceError

FOLDER = Path(__file__).resolve().parents[3] / "examples"


def test_the_manifest_names_every_file_and_no_other():
    named = {sample.path for sample in load_samples(FOLDER)}
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    # These hold no samples, but what others' tools and programs are given.
    beside = ("programs/", "recipes/")
    assert named == {path for path in there if not path.startswith(beside)} - {"manifest"}
    assert len(load_samples(FOLDER)) >= 14


def test_there_is_one_of_every_kind():
    samples = load_samples(FOLDER)
    assert sum(sample.ends == "rejected" for sample in samples) >= 1
    assert sum(sample.story == "ferry" for sample in samples) == 5
    assert sum(sample.path.endswith(".html") for sample in samples) >= 2
    assert {sample.language for sample in samples} >= {"en", "zh-Hant"}
    with pytest.raises(UnicodeDecodeError):
        (FOLDER / "texts/orchard-gb18030.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there are no samples"),
        ("[[sample]", "the manifest is damaged"),
        ('[[sample]]\npath = "a"\nends = "lost"\n', "the manifest is damaged"),
        ('[[sample]]\npath = "a"\nends = "enriched"\npeopel = []\n', "the manifest is damaged"),
    ],
)
def test_a_manifest_that_is_none(tmp_path, text, told):
    if text is not None:
        (tmp_path / "manifest").write_text(text)
    with pytest.raises(ResourceError, match=told):
        load_samples(tmp_path)


def test_an_article_that_the_file_lacks(tmp_path):
    (tmp_path / "one.txt").write_text("一篇。", encoding="utf-8")
    sample = Sample(path="one.txt", ends="enriched", number=2)
    with pytest.raises(ResourceError, match="it holds no article 2"):
        record_of(sample, tmp_path)


def test_stories():
    a, b = (Sample(path=name, ends="enriched", story="ab") for name in "ab")
    c = Sample(path="c", ends="enriched")
    assert story_faults([(a, "1"), (b, "1"), (c, "2")]) == []
    assert story_faults([(a, "1"), (b, "2"), (c, "3")]) == ["b: not in the story of its group ab"]
    assert story_faults([(a, "1"), (b, "1"), (c, "1")]) == ["c: in one story with ab"]


def test_a_sample_goes_by_its_path_and_its_number_where_there_are_several(tmp_path):
    assert Sample(path="a.jsonl", ends="enriched").name == "a.jsonl"
    assert Sample(path="a.jsonl", ends="enriched", number=2).name == "a.jsonl:2"
    (tmp_path / "a.jsonl").write_text('{"text": "一"}\n{"text": "二"}\n', encoding="utf-8")
    for number in (1, 2):
        record = record_of(Sample(path="a.jsonl", ends="enriched", number=number), tmp_path)
        assert record.source_id == f"{tmp_path / 'a.jsonl'}:{number}"


@pytest.mark.parametrize("text", ['note = "x"\n', '[[sample]]\npath = "a"\n', ""])
def test_what_the_manifest_must_and_may_hold(tmp_path, text):
    more = '[[sample]]\npath = "a"\nends = "enriched"\n' if text.startswith("note") else ""
    (tmp_path / "manifest").write_text(text + more)
    with pytest.raises(ResourceError, match="the manifest is damaged"):
        load_samples(tmp_path)


def test_each_article_of_a_file_is_a_story_of_its_own():
    first, second = (Sample(path="a.jsonl", ends="enriched", number=n) for n in (1, 2))
    assert story_faults([(first, "1"), (second, "2")]) == []
    assert story_faults([(first, "1"), (second, "1")]) == ["a.jsonl:2: in one story with a.jsonl"]


def test_a_third_teller_is_held_against_the_first():
    tellers = [Sample(path=name, ends="enriched", story="abc") for name in "abc"]
    faults = story_faults(zip(tellers, ["1", "2", "2"], strict=True))
    assert faults == [f"{name}: not in the story of its group abc" for name in "bc"]


def test_the_samples_of_the_package_go_before_those_of_a_checkout(tmp_path, monkeypatch):
    place = tmp_path / "pipeline" / "demo" / "manifest.py"
    monkeypatch.setattr(manifest, "__file__", str(place))
    assert manifest.samples_folder() == tmp_path / "examples"
    (tmp_path / "pipeline" / "examples").mkdir(parents=True)
    assert manifest.samples_folder() == tmp_path / "pipeline" / "examples"
