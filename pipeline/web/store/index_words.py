"""What a text is found by: its words as our tokenizer cuts them, and pairs of characters.

A clause is cut by what stands around a name, so a two-character name may be half of two words. Each
pair of neighbouring characters is a word of the index too: what has two characters is always found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline.text.folding import COMPARING

Cut = Callable[[str], list[str]]

# Of a larger article the beginning is found; its names are, wherever they stand.
LARGEST = 200_000

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(f"[{_HAN}]+")
_WORD = re.compile(r"[^\W_]+")


def index_words(texts: Iterable[str], names: Iterable[str], cut: Cut) -> str:
    """Return the words to index, each once, parted by blanks.

    Args:
        texts: Headlines and body.
        names: What the article names, as it is spelt.
        cut: The tokenizer.
    """
    found: dict[str, None] = {}
    for text in texts:
        folded = folded_of(text[:LARGEST])
        for piece in cut(folded):
            found.update(dict.fromkeys(_WORD.findall(piece)))
        for run in _RUNS.findall(folded):
            # With its last character each one begins a word.
            found.update(dict.fromkeys((*_pairs(run), run[-1])))
    for name in names:
        for word in _WORD.findall(folded_of(name)):
            found.update(dict.fromkeys((word, *_pairs(word))))
    return " ".join(found)


def match_expression(query: str, cut: Cut) -> str | None:
    """Return the FTS5 expression of what a person typed; None where it holds no word.

    Every word must be in the article. A word of Chinese is asked for by its pairs, another one by
    how it begins. Whatever stands in an article as it was typed is found.
    """
    asked: dict[str, None] = {}
    for word in _WORD.findall(_RUNS.sub(lambda run: f" {run[0]} ", folded_of(query))):
        if len(word) == 1 or not _RUNS.fullmatch(word):
            asked[f'"{word}"*'] = None
            continue
        cuts = cut(word)
        # Single characters are what the tokenizer does not know: a name, or a part of a word.
        known = all(len(each) > 1 for each in cuts)
        for each in cuts if known else [word]:
            asked.update(dict.fromkeys(f'"{pair}"' for pair in _pairs(each)))
    return " AND ".join(asked) or None


def folded_of(text: str) -> str:
    """Return `text` simplified, narrow and in small letters."""
    return COMPARING.fold(text).lower()


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] if _RUNS.fullmatch(run) else []
