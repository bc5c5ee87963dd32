"""The judge of lines: what a mistake costs, what repetition overrules, what is no model."""

import numpy as np
import pytest

from pipeline.cleaning.lines.batches import PagePart
from pipeline.cleaning.lines.context import CONTEXT_COUNT, opinion_count
from pipeline.cleaning.lines.labeller import LABELS, decide, favour_text, model_of
from pipeline.errors import ResourceError

COUNT = len(LABELS)
OPINION_COUNT = opinion_count(COUNT)
STEPS = np.zeros((COUNT + 1, COUNT), dtype=np.float32)


def weights(size):
    weighed = favour_text(np.ones((1, COUNT), dtype=np.float32), np.array([size]))
    return dict(zip(LABELS, weighed[0].tolist(), strict=True))


def test_the_loss_of_a_long_line_weighs_four_times_that_of_a_short_one():
    short, long = weights(35), weights(36)
    text = ("title", "shoulder", "headline", "subhead", "body")
    assert {short[label] for label in text} == {2}
    assert {long[label] for label in text} == {8}
    # Names on a line are no paragraph, however long it is.
    assert (short["byline"], long["byline"]) == (2, 2)
    rest = ("credit", "marker", "link", "other")
    assert {weight[label] for label in rest for weight in (short, long)} == {1}


def opinions(*labels, sure=0.6):
    table = np.full((len(labels), COUNT), 0.01, dtype=np.float32)
    for row, label in enumerate(labels):
        table[row, LABELS.index(label)] = sure
    return table


def part(*lines, opening=True):
    return PagePart(lines, np.zeros(len(lines), dtype=np.int64), opening=opening)


CARDS = (
    ("停航两周的江口渡轮今天恢复通航", "title"), ("两岸居民从早上六点起就可以登船。", "body"),
    ("邻居们在读", "marker"),
    ("山城夜市搬新家", "link"), ("夜市从桥下搬到广场,周末开张。", "body"), ("2023-05-06", "body"),
    ("老厂房改成图书馆", "link"), ("厂房的天窗留着,书架沿墙排开。", "body"), ("2023-05-05", "body"),
)  # fmt: skip


def test_repetition_overrules_each_page_by_its_own_lines():
    lines, labels = zip(*CARDS, strict=True)
    plain = part("渡轮", "今天恢复通航。")
    said = opinions("title", "body", *labels, "title", "body")
    found = [LABELS[n] for n in decide([plain, part(*lines), plain], said, STEPS)]
    assert found[:5] == ["title", "body", "title", "body", "marker"]
    assert found[5:11] == ["link", "other", "other"] * 2
    assert found[11:] == ["title", "body"]


def test_only_the_part_that_opens_a_document_pays_for_its_opening():
    steps = STEPS.copy()
    steps[-1, LABELS.index("body")] = 9
    torn = opinions("body")
    torn[0, LABELS.index("other")] = 0.4
    for opening, label in ((True, "other"), (False, "body")):
        found = decide([part("渡轮", opening=opening)], torn, steps)
        assert [LABELS[n] for n in found] == [label]


def arrays(first=CONTEXT_COUNT, second=OPINION_COUNT):
    made = {"steps": STEPS}
    for name, columns in (("first", first), ("second", second)):
        for layer, shape in enumerate(((columns, 4), (4, 4), (4, COUNT))):
            made[f"{name}_w{layer}"] = np.zeros(shape)
            made[f"{name}_b{layer}"] = np.zeros(shape[1])
    return made


def test_a_model_has_all_its_arrays_for_these_features():
    model = model_of(arrays(), where="model")
    assert model.first.layers[0][0].dtype == np.float32
    lost = arrays()
    del lost["second_b2"]
    with pytest.raises(ResourceError, match="cannot be read"):
        model_of(lost, where="model")
    for wrong in (arrays(first=CONTEXT_COUNT - 1), arrays(second=1)):
        with pytest.raises(ResourceError, match="other features"):
            model_of(wrong, where="model")


def test_opinions_are_probabilities_of_however_many_lines():
    network = model_of(arrays(), where="model").first
    for count in (1, 7, 8, 9, 16):
        table = network.opinions(np.ones((count, CONTEXT_COUNT), dtype=np.float32))
        assert table.shape == (count, COUNT)
        assert table.sum(axis=1).tolist() == pytest.approx([1] * count)
