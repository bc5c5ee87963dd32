"""Articles judged together: each is answered as if it were alone, to the last digit."""

import random

import numpy as np
import pytest

from benches.cleaning_pages import made_pages
from pipeline.cleaning.cleaner import Cleaner
from pipeline.stages import shipped
from pipeline.types.articles import Origin, RawArticle, Rejection


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(shipped.cleaning())


@pytest.fixture(scope="module")
def raws():
    """Return articles of every kind and size, numbered leads and repeated lines among them."""
    rng = random.Random(11)
    pages = [[text for text, _ in page] for page in made_pages(90, rng)]
    some = [line for page in pages for line in page]
    pages += [rng.sample(some, size) for size in (1, 2, 3, 31, 32, 33, 95, 96, 97, 300)]
    pages += [[f"{number}. {line}" for number, line in enumerate(page, 1)] for page in pages[:9]]
    pages += [["渡轮"], ["", "  ", ""], ["a"], ["The ferry is back in service.", "By John Smith"]]
    # More lines than are judged at once.
    pages.append([rng.choice(some) for _ in range(5000)])
    rng.shuffle(pages)
    raws = [_raw(number, text="\n".join(page)) for number, page in enumerate(pages)]
    html = (
        "<html><body><h1>江口渡轮恢复通航</h1>"
        + "<p>渡轮每天运行四十班。</p>" * 9
        + "</body></html>"
    )
    return [
        *raws[:20],
        _raw(900, html=html),
        *(_raw(901 + n, title=raw.text[:12], text=raw.text) for n, raw in enumerate(raws[20:30])),
        *raws[30:],
    ]


def _raw(number, **fields):
    return RawArticle(origin=Origin(source_id=f"{number}", timestamp=1.7e9), **fields)


@pytest.mark.parametrize("size", [3, 32, 64, 1000])
def test_an_answer_does_not_hang_on_its_company(cleaner, raws, size):
    alone = [cleaner(raw) for raw in raws]
    groups = [raws[at : at + size] for at in range(0, len(raws), size)]
    together = [found for group in groups for found in cleaner.many(group)]
    assert together == alone
    assert sum(isinstance(found, Rejection) for found in alone) == 1


def test_no_article_no_answer(cleaner):
    assert cleaner.many([]) == []


def test_a_line_has_the_same_opinions_in_any_place_of_any_table():
    rng = random.Random(5)
    for network in shipped.cleaning_model()[:2]:
        columns = network.layers[0][0].shape[0]
        lines = [[rng.random() for _ in range(columns)] for _ in range(75)]
        alone = [network.opinions(_table([line])).tolist()[0] for line in lines]
        assert network.opinions(_table(lines)).tolist() == alone
        assert network.opinions(_table(lines[::-1])).tolist() == alone[::-1]


def _table(lines):
    return np.array(lines, dtype=np.float32)
