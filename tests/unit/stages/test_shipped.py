"""What ships with the package: it is whole, and what is missing or damaged is one clear line."""

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.errors import ResourceError
from pipeline.stages import shipped

MODELS = (shipped.cleaning_model, shipped.furniture_judge_model, shipped.tagger)


def test_all_of_it_can_be_read():
    assert Cleaner(shipped.cleaning())
    assert shipped.entities().tagger.version
    assert shipped.prior().knows("每日精选")


def test_it_is_read_once():
    assert shipped.cleaning() is shipped.cleaning()
    assert shipped.entities() is shipped.entities()
    assert shipped.prior() is shipped.prior()


def test_each_reader_of_family_names_sees_its_own():
    names = shipped.family_names()
    # 于 is a surname, and a word; 欧阳 is one name; 東 begins no name that a judged line knows.
    assert "于" in names.rarity
    assert "于" not in names.by_place
    assert "于" in names.of_lines
    assert "欧阳" in names.compound
    assert "欧阳" in names.by_place
    assert names.rarity["王"] < names.rarity["蒯"]
    assert not names.of_lines & names.compound
    assert all(len(name) == 1 for name in (*names.rarity, *names.of_lines))
    assert shipped.lexicon().words("surnames") == names.by_place
    assert shipped.phrases().surnames == names.of_lines


def test_the_readers_know_as_many_names_as_the_models_and_floors_were_made_with():
    names = shipped.family_names()
    counts = [len(part) for part in (names.rarity, names.compound, names.by_place, names.of_lines)]
    assert counts == [394, 46, 339, 431]


@pytest.mark.parametrize("read", MODELS)
@pytest.mark.parametrize("content", [None, b"", b"PK not a model", b"\x93NUMPY"])
def test_a_model_that_cannot_be_read_is_named(tmp_path, read, content):
    path = tmp_path / "a.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"a\.npz: .*model.*train-"):
        read(path)


@pytest.mark.parametrize("read", MODELS)
def test_a_model_without_its_arrays_is_named(tmp_path, read):
    path = tmp_path / "a.npz"
    np.savez(path, steps=np.zeros(2))
    with pytest.raises(ResourceError, match=r"a\.npz: .*model.*train-"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("rows.npy", "no array")
    with pytest.raises(ResourceError, match=r"a\.npz: .*model.*train-"):
        read(path)


def test_a_list_that_is_missing_is_named():
    with pytest.raises(ResourceError, match=r"weather\.txt: .*install the package again"):
        shipped.lexicon().words("weather")


def test_a_data_file_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "_DATA", tmp_path)
    for read, name in (
        (shipped.phrases, "phrases.txt"),
        (shipped.page_marks, "marks.toml"),
        (shipped.decoration_parts, "decorations.toml"),
        (shipped.site_rules, "sites"),
        (shipped.lexicon, "entities"),
        (shipped.cleaning_model, "cleaning.npz"),
        (shipped.furniture_judge_model, "furniture.npz"),
        (shipped.tagger, "entities.npz"),
    ):
        with pytest.raises(ResourceError, match=name):
            read()


@pytest.mark.parametrize("text", ["touch = '快'", "touch = "])
def test_a_grammar_that_lacks_a_part_is_named(monkeypatch, tmp_path, text):
    (tmp_path / "dedup").mkdir()
    (tmp_path / "dedup" / "decorations.toml").write_text(text, "utf-8")
    monkeypatch.setattr(shipped, "_DATA", tmp_path)
    with pytest.raises(ResourceError, match=r"decorations\.toml"):
        shipped.decoration_parts()


@pytest.mark.parametrize("text", ["", "[furniture]\nstems = ['nav']"])
def test_page_words_that_lack_a_part_are_named(monkeypatch, tmp_path, text):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "marks.toml").write_text(text, "utf-8")
    (tmp_path / "cleaning").mkdir()
    shared = Path(shipped.__file__).parents[1] / "data" / "cleaning" / "furniture.toml"
    shutil.copy(shared, tmp_path / "cleaning")
    monkeypatch.setattr(shipped, "_DATA", tmp_path)
    with pytest.raises(ResourceError, match=r"marks\.toml"):
        shipped.page_marks()
