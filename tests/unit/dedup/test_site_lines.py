"""What a site's other pages say of a line: counted once a page, believed from a bar."""

import pytest

from pipeline.dedup.learnt.affixes import Sizes
from pipeline.dedup.learnt.site_lines import LineCounts, SiteLines, page_of, verdict
from pipeline.text.lines import spans_of_lines
from pipeline.types.articles import Line


def line(label="body", score=0.7):
    return Line(start=0, end=9, label=label, score=score, reason="test")


def counts(link=0, body=0, doubt=0):
    return LineCounts(link=link, body=body, doubt=doubt)


class Site:
    """One site's lines, noted page after page."""

    def __init__(self, table=None, size=(4, 4)):
        self.lines = SiteLines({} if table is None else table, scope="0", sizes=Sizes(lines=size))
        self._offset = 0

    def note(self, label="body", score=0.9, *, page=None, offset=None, site="a", name="n"):
        self._offset += 1
        offset = self._offset if offset is None else offset
        page = offset if page is None else page
        return self.lines.note(site, name, line(label, score), page, (3, offset))


def test_how_often_a_line_stood_on_other_pages():
    site = Site()
    assert site.note("link") == counts()
    assert site.note("body") == counts(link=1)
    assert site.note("other") == counts(link=1, body=1)
    assert site.note("link", 0.79) == counts(link=1, body=2)
    assert site.note("body", 0.79) == counts(link=1, body=2, doubt=1)
    assert site.note("body", 0.8) == counts(link=1, body=2, doubt=2)
    assert site.note("link", 0.8) == counts(link=1, body=3, doubt=2)
    assert site.note() == counts(link=2, body=3, doubt=2)


def test_sites_and_lines_are_counted_apart():
    site = Site()
    site.note()
    assert site.note(site="b") == site.note(name="m") == counts()
    assert site.note() == counts(body=1)


def test_a_page_that_begins_like_the_last_one_is_not_counted():
    site = Site()
    assert site.note(page=7) == counts()
    # It is the only one that was seen: of other pages there are none.
    assert site.note(page=7) == counts()
    assert site.note("link", 0.5, page=7) == counts()
    assert site.note(page=8) == counts(body=1)
    assert site.note(page=8) == counts(body=1)
    assert site.note(page=9) == counts(body=2)
    assert site.note(page=9) == counts(body=2)


def test_a_line_twice_on_a_page_does_not_bear_itself_out():
    """In doubt on one other page it stays, however often its own page shows it."""
    site = Site()
    site.note("body", 0.5, page=1)
    for _ in range(3):
        assert verdict(line("body", 0.5), site.note("body", 0.5, page=2)) is None
    assert verdict(line("body", 0.5), site.note("body", 0.5, page=3)).label == "link"


@pytest.mark.parametrize("kind", [("link", 0.9), ("body", 0.9), ("body", 0.5), ("link", 0.5)])
def test_a_page_that_comes_again_is_not_counted(kind):
    site = Site()
    site.note(*kind, page=1, offset=5)
    one = site.note(*kind, page=2, offset=6)
    assert one != counts()
    assert site.note(*kind, page=1, offset=5) == one
    assert site.note(*kind, page=3, offset=6) == one
    two = site.note(*kind, page=3, offset=7)
    assert two not in (one, counts())
    assert site.note(*kind, page=1, offset=5) == two
    assert site.note(*kind, page=4, offset=8) not in (one, two)


def test_a_page_judged_otherwise_when_it_comes_again_takes_nothing_from_others():
    site = Site()
    site.note("link", page=1)
    site.note("link", page=2)
    assert site.note("body", page=2) == counts(link=2)


def test_the_first_offset_counts_too():
    site = Site()
    site.note(page=0, offset=0)
    assert site.note(page=0, offset=1) == counts()
    assert site.note(page=1, offset=1) == counts(body=1)


def test_a_count_does_not_run_over():
    site = Site(size=(1, 1))
    for _ in range(0xFFFF + 9):
        site.note("body", 0.1, page=site._offset % 2)
    assert site.note("link", page=7) == counts(doubt=0xFFFF)


def test_what_was_seen_longest_ago_makes_room():
    site = Site(size=(1, 2))
    for name in "abc":
        site.note(name=name)
    assert site.lines.forgotten == 1
    assert [site.lines.note("a", n, line(), 99, (3, 99)).body for n in "ab"] == [0, 0]
    assert site.lines.forgotten == 3


@pytest.mark.parametrize(
    ("label", "score", "seen", "found"),
    [
        ("body", 0.79, counts(link=1), ("link", 0.9, "seen-in-1")),
        ("body", 0.8, counts(link=9), None),
        ("other", 0.5, counts(link=3, body=2, doubt=4), ("link", 0.95, "seen-in-7")),
        ("body", 0.5, counts(link=2, body=2), None),
        ("body", 0.5, counts(), None),
        ("body", 0.5, counts(doubt=2), ("link", 1 - 0.2 / 3, "seen-in-2")),
        ("body", 0.5, counts(doubt=1), None),
        ("body", 0.5, counts(doubt=9, body=1), None),
        ("body", 0.5, counts(link=1, doubt=9, body=1), None),
        ("body", 0.5, counts(link=60, doubt=60), ("link", 1 - 0.2 / 61, "seen-in-99")),
        ("link", 0.79, counts(body=1), ("body", 0.9, "seen-as-body")),
        ("link", 0.8, counts(body=9), None),
        ("link", 0.5, counts(body=2, link=1, doubt=1), None),
        ("link", 0.5, counts(body=3, link=1, doubt=1), ("body", 0.9, "seen-as-body")),
        ("link", 0.5, counts(link=9), None),
        ("link", 0.5, counts(doubt=9), None),
        ("body", 0.5, counts(body=9), None),
    ],
)
def test_a_line_in_doubt_is_overruled_by_more_pages_than_not(label, score, seen, found):
    judged = verdict(line(label, score), seen)
    if found is None:
        assert judged is None
    else:
        assert (judged.label, judged.score, judged.reason) == (
            found[0],
            pytest.approx(found[1]),
            found[2],
        )
        assert (judged.start, judged.end) == (0, 9)


def page(*texts):
    text = "\n".join(body for _, body in texts)
    spans = spans_of_lines(text)
    return page_of(
        text,
        [
            Line(start=start, end=end, label=label, score=1.0, reason="test")
            for (label, _), (start, end) in zip(texts, spans, strict=True)
        ],
    )


def test_pages_are_told_apart_by_their_first_long_paragraph():
    long, other = "灯塔" * 46, "渡口" * 46
    first = page(("body", "短"), ("body", long))
    assert first == page(
        ("title", other), ("link", other), ("body", "也短"), ("body", long), ("body", other)
    )
    assert first == page(("body", long[:91] + "尾"))
    assert first != page(("body", long[:89] + "尾尾"))
    assert first != page(("body", other), ("body", long))
    assert 0 <= first < 1 << 16


def test_pages_without_one_are_told_apart_by_their_first_two_lines():
    exact = "灯塔" * 45
    assert page(("body", exact), ("body", "甲")) != page(("body", exact), ("body", "乙"))
    assert page(("body", exact + "塔"), ("body", "甲")) == page(
        ("body", exact + "塔"), ("body", "乙")
    )
    short = page(("headline", "甲"), ("link", "丁"), ("body", "乙"), ("body", "丙"))
    assert short == page(("headline", "甲"), ("body", "乙"), ("body", "别"))
    assert short != page(("headline", "别"), ("body", "乙"))
    assert short != page(("headline", "甲"), ("body", "别"))
    assert short != page(("body", "乙"))
