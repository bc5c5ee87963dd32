"""Why a line was called what it was called."""

import pytest

from pipeline.cleaning.lines.reasons import reason_of


def reason(line, label, before=None, after=None):
    around = [name for name in (before, label, after) if name]
    return reason_of([line] * len(around), [(name, 1.0) for name in around], 1 if before else 0)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("渡" * 35 + "。", "running-text"),
        ("渡" * 34 + "。", "clause"),
        ("渡" * 36, "between-body-lines"),
        ("1、渡轮。", "numbered-content"),
        ("【十二】渡轮", "numbered-content"),
        ("1234、渡轮", "between-body-lines"),
        ("渡轮:", "clause"),
    ],
)
def test_why_a_line_is_body(line, wanted):
    assert reason(line, "body") == wanted


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("link", None, "list-run"),
        ("marker", "link", "list-run"),
        ("marker", "other", "after-marker"),
        ("other", None, "card-headline"),
        ("body", "other", "card-headline"),
        ("body", "marker", "lone-link"),
        (None, None, "lone-link"),
    ],
)
def test_why_a_line_is_a_link(before, after, wanted):
    assert reason("夜市", "link", before, after) == wanted


@pytest.mark.parametrize(
    ("line", "before", "wanted"),
    [
        ("2023-05-03", "body", "date-line"),
        ("[23年5月", "body", "date-line"),
        ("渡" * 21, "link", "card-summary"),
        ("渡" * 20, "link", "page-furniture"),
        ("渡" * 21, "body", "page-furniture"),
        ("返回", None, "page-furniture"),
    ],
)
def test_why_a_line_is_something_else(line, before, wanted):
    assert reason(line, "other", before) == wanted


def test_a_label_that_says_it_all_is_its_own_reason():
    labels = ("title", "shoulder", "headline", "subhead", "byline", "credit", "marker")
    told = [reason("渡轮", label) for label in labels]
    assert len(set(told)) == len(labels)
    assert told[0] == "opening-line"
