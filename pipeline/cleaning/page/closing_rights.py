"""The rights of a site under an article, said in several lines: a heading, numbers, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import Judged, Tree

# What heads them is a line of its own: 江口网版权与免责声明：, 免責條款, 【版权声明】.
_HEAD = re.compile(
    r"[【\[]?.{0,12}(?:版[权權]|免[责責]|法律|[权權]利|著作[权權]|[转轉][载載]).{0,6}"
    r"(?:[声聲申]明|[说說]明|[条條]款|[须須]知|提示)[】\]]?\s?[:：]?"
)
_MOST_LINES = 15


def rights_under(
    tree: Tree, held: Sequence[int], labels: Sequence[Judged], marks: Marks, title: str
) -> list[int]:
    """Return the lines from such a heading to the article's end, where most of them claim rights.

    `held` are the lines of the article's block. An article whose headline speaks of a statement
    may quote one.
    """
    if _HEAD.search(title):
        return []
    rows = [n for n in held if labels[n][0] == "body" or labels[n][2] == "disclaimer"]
    first = next((n for n in rows if labels[n][0] == "body"), len(labels))
    for n in rows[-_MOST_LINES:]:
        if n > first and _HEAD.fullmatch(tree.lines[n].text):
            texts = [tree.lines[k].text for k in rows if k > n]
            said = [t for t in texts if marks.rights.search(t) or marks.claims(t)]
            if 2 * sum(map(len, said)) >= sum(map(len, texts)) > 0:
                return [k for k in rows if k >= n]
    return []
