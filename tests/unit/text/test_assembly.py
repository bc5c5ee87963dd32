"""A raw text split into body, head lines and removed pieces, on a small text of our own."""

from pipeline.text.assembly import assemble
from pipeline.types.articles import Line, LinkRef, Span


def lines_of(*pairs):
    lines, start = [], 0
    for label, text in pairs:
        end = start + len(text)
        lines.append(Line(start=start, end=end, label=label, score=0.9, reason="test"))
        start = end + 1
    return "\n".join(text for _, text in pairs), lines


def parts(*pairs, spans=(), links=()):
    text, lines = lines_of(*pairs)
    return assemble(text, lines, spans, links)


def test_body_lines_are_joined_and_the_rest_stands_aside():
    found = parts(
        ("title", "渡轮"), ("blank", ""), ("byline", "王明"), ("body", "通航。"), ("link", "夜市"),
        ("body", "今天。"), links=[LinkRef(line=4, start=12, end=14, id="x", headline="夜市")],
    )  # fmt: skip
    assert found.body == "王明\n通航。\n今天。"
    assert found.map == ((0, 4, 2), (3, 7, 3), (7, 14, 3))
    assert [(head.label, head.text, head.start) for head in found.head] == [("title", "渡轮", 0)]
    assert [(piece.kind, piece.text, piece.link_id) for piece in found.removed] == [
        ("link", "夜市", "x")
    ]
    assert (found.removed[0].score, found.removed[0].reason) == (0.9, "test")
    assert found.silent == ((0, 2),)


def test_credits_and_what_is_invisible_are_cut_out_of_the_body():
    found = parts(
        ("body", "通\u200b航。(编辑)"), ("body", "今天。"), spans=[Span(line=0, start=4, end=8, kind="credit")]
    )  # fmt: skip
    assert found.body == "通航。\n今天。"
    assert found.map == ((0, 0, 1), (1, 2, 2), (4, 9, 3))
    assert [(p.kind, p.text, p.reason, p.score) for p in found.removed] == [
        ("invisible", "\u200b", "no-width", 1.0), ("credit", "(编辑)", "inline-credit", 1.0),
    ]  # fmt: skip


def test_cuts_that_overlap_or_reach_out_of_their_line_are_cut_once():
    spans = [
        Span(line=0, start=a, end=b, kind="credit") for a, b in ((4, 8), (2, 5), (5, 6), (7, 99))
    ]
    found = parts(("body", "通航今天甲乙丙丁"), ("body", "戊"), spans=spans)
    assert found.body == "通航\n戊"
    assert [(piece.start, piece.end) for piece in found.removed] == [(2, 5), (5, 8)]


def test_an_emptied_body_line_holds_its_place():
    spans = [Span(line=1, start=0, end=2, kind="credit")]
    found = parts(("body", "甲"), ("body", "编辑"), ("body", "乙"), spans=spans)
    assert (found.body, found.map) == ("甲\n\n乙", ((0, 0, 1), (2, 2, 0), (3, 5, 1)))
    first = parts(
        ("body", "编辑"), ("body", "乙"), spans=[Span(line=0, start=0, end=2, kind="credit")]
    )
    assert (first.body, first.map) == ("\n乙", ((0, 0, 0), (1, 3, 1)))


def test_a_byline_in_a_body_line_stays_and_is_silent():
    spans = [
        Span(line=1, start=0, end=3, kind="byline"), Span(line=1, start=3, end=5, kind="credit"),
        Span(line=1, start=5, end=5, kind="byline"), Span(line=1, start=3, end=4, kind="byline"),
    ]  # fmt: skip
    found = parts(("body", "甲"), ("body", "本\u200b报编辑渡轮"), spans=spans)
    assert found.body == "甲\n本报渡轮"
    assert found.silent == ((2, 4),)
    assert parts(("body", "甲"), ("byline", "")).silent == ()


def test_blank_lines_are_no_removed_pieces():
    assert parts(("blank", ""), ("blank", " "), ("body", "甲")).removed[0].text == " "
    assert len(parts(("blank", ""), ("blank", " "), ("body", "甲")).removed) == 1
