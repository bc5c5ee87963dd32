"""Lines on the wire: columns, and each reason once."""

from pipeline.text.lines import from_columns, make_line, spans_of_lines, to_columns


def test_a_line_feed_stands_between_two_lines():
    assert list(spans_of_lines("渡轮\n\n航\n")) == [(0, 2), (3, 3), (4, 5), (6, 6)]
    assert list(spans_of_lines("")) == [(0, 0)]


def test_columns_hold_each_reason_once_and_scores_to_four_places():
    lines = [
        make_line(0, 2, "title", 0.123456, "first"),
        make_line(3, 0, "blank", 1.0, "blank"),
        make_line(4, 5, "body", 0.00004, "first"),
    ]
    columns = to_columns(lines)
    assert (columns.lengths, columns.labels) == ((2, 0, 5), ("title", "blank", "body"))
    assert columns.scores == (0.1235, 1.0, 0.0)
    assert (columns.reasons, columns.reason_names) == ((0, 1, 0), ("first", "blank"))
    again = from_columns(columns)
    assert [(line.start, line.end, line.reason) for line in again] == [
        (0, 2, "first"), (3, 3, "blank"), (4, 9, "first"),
    ]  # fmt: skip
