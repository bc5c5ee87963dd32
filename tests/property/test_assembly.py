"""Kept + removed = everything, and every offset goes back."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns, spans_of_lines, to_columns
from pipeline.text.normalize import raw_text
from pipeline.types.articles import Line, Span
from tests.property.rebuilt import rebuild

LABELS = (
    "title", "shoulder", "headline", "subhead", "byline", "body", "credit", "marker", "link",
    "other", "blank",
)  # fmt: skip


@st.composite
def judged(draw):
    text = raw_text(
        draw(st.text(alphabet=st.sampled_from("新闻a 。\n\u200b𠮷\x00\ufeff"), max_size=80))
    )
    lines, spans = [], []
    for number, (start, end) in enumerate(spans_of_lines(text)):
        label = draw(st.sampled_from(LABELS))
        lines.append(Line(start=start, end=end, label=label, score=0.5, reason="r"))
        for _ in range(draw(st.integers(0, 2))):
            a = draw(st.integers(0, end - start))
            b = draw(st.integers(a, end - start))
            kind = draw(st.sampled_from(("byline", "credit")))
            spans.append(Span(line=number, start=a, end=b, kind=kind))
    return text, lines, spans


@given(judged())
def test_parts_cover_and_rebuild_the_raw_text(case):
    text, lines, spans = case
    assert "\n".join(text[line.start : line.end] for line in lines) == text
    parts = assemble(text, lines, spans)
    rebuilt = ["\n" if c == "\n" else None for c in text]
    for start, piece in rebuild(parts).items():
        for offset, char in enumerate(piece, start):
            assert rebuilt[offset] is None or char == "\n"
            rebuilt[offset] = char
    assert "".join(c or "?" for c in rebuilt) == text


@given(judged())
def test_every_body_offset_maps_to_its_raw_character(case):
    text, lines, spans = case
    parts = assemble(text, lines, spans)
    for body_start, raw_start, length in parts.map:
        assert parts.body[body_start : body_start + length] == text[raw_start : raw_start + length]
    assert "\u200b" not in parts.body
    for start, end in parts.silent:
        assert 0 <= start < end <= len(parts.body)


@given(judged())
def test_columns_hold_the_lines(case):
    _, lines, _ = case
    assert from_columns(to_columns(lines)) == lines
