"""The tagger: from windows of a text to names, and what is wrong with a model file."""

import math
import zlib
from pathlib import Path

import numpy as np
import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.tagging.decoding import INNER, LABELS, TYPES
from pipeline.entities.tagging.features import (
    CHECK_BITS,
    FEATURES,
    TABLE_BITS,
    WORD_CLASS_BITS,
    window_hashes,
)
from pipeline.entities.tagging.tagger import Tagger
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

TOKENIZER = Tokenizer()
SLOTS = np.zeros(1 << TABLE_BITS, dtype=np.int32)
CLASSES = np.zeros(1 << WORD_CLASS_BITS, dtype=np.uint8)


def arrays(bias: dict[int, int] | None = None, **more: object) -> dict[str, np.ndarray]:
    """Return a model that knows nothing but a bias: of label to score, 10 to a nat."""
    row = np.zeros(LABELS, dtype=np.int16)
    for label, score in (bias or {}).items():
        row[label] = score
    made = {
        "rows": np.zeros((2, LABELS), dtype=np.int8),
        "slots": SLOTS,
        "inner": np.zeros((TYPES, INNER), dtype=np.int16),
        "bias": row,
        "classes": CLASSES,
        "rarity": np.zeros(4, dtype=np.uint8),
        "scale": np.float64(10),
        "version": np.array("7"),
    }
    return made | more


def passage(text: str) -> Passage:
    return Passage(text, TOKENIZER)


def found(tagger: Tagger, text: str) -> list[tuple[int, int, str, float]]:
    return [(f.start, f.end, f.type, f.confidence) for f in tagger.find(passage(text))]


@pytest.mark.parametrize(("kind", "name"), [(0, "person"), (1, "place"), (2, "organisation")])
def test_a_character_that_leads_is_a_name(kind: int, name: str) -> None:
    single = Tagger(arrays({4 + 4 * kind: 10}), where="x")
    assert found(single, "江\n水") == [(0, 1, name, 0.731), (2, 3, name, 0.731)]
    assert found(Tagger(arrays({4 + 4 * kind: 0}), where="x"), "江水") == []


def test_confidence_is_of_the_lead_per_character_in_nats() -> None:
    pair = Tagger(arrays({1: 20, 3: 20}), where="x")
    assert found(pair, "江水") == [(0, 2, "person", round(1 / (1 + math.exp(-2)), 3))]


@pytest.mark.parametrize(("behind", "names"), [(59, 1), (60, 0)])
def test_a_beginning_six_nats_behind_is_given_up(behind: int, names: int) -> None:
    model = Tagger(arrays({1: -behind, 2: 0, 3: 100}), where="x")
    assert len(found(model, "江水")) == names


def test_no_name_goes_over_the_end_of_a_line() -> None:
    whole = Tagger(arrays({1: 20, 2: 20, 3: 20}), where="x")
    assert [f[:2] for f in found(whole, "江水江水")] == [(0, 4)]
    assert [f[:2] for f in found(whole, "江水\n江水")] == [(0, 2), (3, 5)]


def test_texts_that_are_scored_together_are_read_apart() -> None:
    whole = Tagger(arrays({1: 20, 2: 20, 3: 20}), where="x")
    texts = ["江水", "", "大桥通车", "江" * 6000, "渡口"]
    together = whole.many([passage(text) for text in texts])
    assert together == [whole.find(passage(text)) for text in texts]
    assert [(f.start, f.end) for f in together[2]] == [(0, 4)]
    assert whole.many([]) == []


def test_a_window_has_the_weights_of_its_row_and_no_other() -> None:
    text = passage("江水流过大桥")
    hashes = window_hashes(text.codes, text.word_lengths, CLASSES)
    rows = np.zeros((2, LABELS), dtype=np.int8)
    rows[1, 4] = 30
    slots = SLOTS.copy()
    mine = hashes[3, 2]
    slots[mine >> CHECK_BITS] = 1 << CHECK_BITS | (mine & 255)
    assert found(Tagger(arrays(rows=rows, slots=slots), where="x"), text.text) == [
        (2, 3, "person", round(1 / (1 + math.exp(-3)), 3))
    ]
    slots[mine >> CHECK_BITS] ^= 1
    assert found(Tagger(arrays(rows=rows, slots=slots), where="x"), text.text) == []


def test_a_long_text_is_scored_as_its_parts_are() -> None:
    model = shipped.entities().tagger
    line = "省委书记周立言在南昌会见来宾。\n\n\n\n\n"
    score = model.score(passage(line * 150).codes, passage(line * 150).word_lengths)
    size = len(line)
    assert all(
        (score[size : 2 * size] == score[n * size : (n + 1) * size]).all() for n in range(1, 149)
    )


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 60])
def test_a_text_hashed_in_parts_is_scored_as_when_hashed_whole(monkeypatch, size) -> None:
    """A long article is hashed in parts, or its windows take hundreds of times its size."""
    model = shipped.entities().tagger
    text = passage(
        "省委书记周立言,2024年7月在南昌会见 North Harbour 公司的 A 与三位来宾。\n人、一、二。" * 2
    )
    whole = model.score(text.codes, text.word_lengths)
    monkeypatch.setattr("pipeline.entities.tagging.tagger._PART", size)
    assert (model.score(text.codes, text.word_lengths) == whole).all()
    # Words are no longer than a part, or they are parts of their own.
    assert max(text.word_lengths) > 5


def test_the_windows_are_those_that_the_model_learnt() -> None:
    text = passage("2024年7月,周立言在North 9号桥说:江水涨了。")
    hashes = window_hashes(text.codes, text.word_lengths, shipped.entities().tagger.word_classes)
    assert hashes.shape == (FEATURES, len(text.text))
    assert zlib.crc32(np.ascontiguousarray(hashes, dtype="<i8").tobytes()) == 3112333348


def test_figures_are_alike_and_letters_are_not() -> None:
    def of(text: str) -> np.ndarray:
        return window_hashes(passage(text).codes, [1] * len(text), CLASSES)

    # The words' own hashes, last, see which figure it is.
    assert (of("江0水")[:16] == of("江9水")[:16]).all()
    assert (of("江0水")[:16] != of("江/水")[:16]).any()
    assert (of("江0水")[:16] != of("江:水")[:16]).any()


def test_a_model_knows_its_version() -> None:
    model = Tagger(arrays(), where="x")
    assert (model.version, model.scale, model.name) == ("7", 10.0, "tagger")


@pytest.mark.parametrize(
    "missing", ["rows", "slots", "inner", "bias", "classes", "rarity", "scale", "version"]
)
def test_a_model_without_a_table_is_named(missing: str) -> None:
    made = arrays()
    del made[missing]
    with pytest.raises(ResourceError, match=f"x: not a tagger model: '{missing}'"):
        Tagger(made, where="x")


@pytest.mark.parametrize(
    ("table", "shape"),
    [("slots", (8,)), ("rows", (2, LABELS + 1)), ("classes", (8,)), ("inner", (TYPES, INNER + 1))],
)
def test_a_table_of_another_shape_is_named(table: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ResourceError, match="tables of"):
        Tagger(arrays(**{table: np.zeros(shape, dtype=np.int8)}), where="x")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(b"PK not a model")
    with pytest.raises(ResourceError, match=r"broken\.npz: not a tagger model"):
        shipped.tagger(path)


def test_a_finding_of_the_tagger_has_the_lowest_rank() -> None:
    (finding,) = Tagger(arrays({4: 10}), where="x").find(passage("江"))
    assert finding == Finding(type="person", start=0, end=1, recognizer="tagger", confidence=0.731)
