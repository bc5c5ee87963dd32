"""What is judged at once: no more than so many pages and so many lines."""

import numpy as np

from pipeline.cleaning.lines.batches import PagePart, batches_of


def page(lines, title=""):
    return PagePart([f"第{n}行" for n in range(lines)], np.zeros(lines, dtype=np.int64), title)


def sizes(pages):
    return [{n: len(part.lines) for n, part in batch.items()} for batch in batches_of(pages)]


def test_short_pages_are_judged_together_up_to_their_number():
    assert [len(batch) for batch in batches_of([page(1)] * 65)] == [32, 32, 1]


def test_and_up_to_their_lines():
    assert sizes([page(4000), page(96)]) == [{0: 4000, 1: 96}]
    assert sizes([page(4000), page(97)]) == [{0: 4000}, {1: 97}]


def test_a_long_page_is_taken_in_parts_one_a_batch():
    assert sizes([page(4096)]) == [{0: 4096}]
    assert sizes([page(4100), page(1)]) == [{0: 4096}, {0: 4, 1: 1}]
    assert sizes([page(1), page(9000)]) == [{0: 1}, {1: 4096}, {1: 4096}, {1: 808}]


def test_the_title_tops_the_first_part_and_is_told_to_the_others():
    parts = [part for batch in batches_of([page(5000)]) for part in batch.values()]
    assert [(part.title, part.opening) for part in parts] == [("", True), ("第0行", False)]
    named = [part for batch in batches_of([page(5000, "渡轮")]) for part in batch.values()]
    assert [(part.title, part.opening) for part in named] == [("渡轮", True), ("渡轮", False)]
    long = PagePart(["渡" * 500, *["口"] * 5000], np.zeros(5001, dtype=np.int64))
    assert [len(part.title) for batch in batches_of([long]) for part in batch.values()] == [0, 400]


def test_no_page_no_batch():
    assert sizes([]) == sizes([page(0)]) == []
