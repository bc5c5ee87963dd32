"""How much each line of a page speaks for its block being the article, in characters."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import PageLine
from pipeline.cleaning.page.shapes import STOPS, is_info, is_linked
from pipeline.cleaning.page.under_headline import Article

# Two lines to each side: a comment with its name, date and two buttons fills that window.
_NEAR = 2
# Characters from which a line counts as running text though it has no stop, and the most that a
# line weighs on a page without a sentence. Chosen, not measured.
_LONG = 25
# A site's statement of itself weighs like a link: a short article above it is not drawn down to it.
_FOOT = -10.0


def weights_of(
    lines: Sequence[PageLine], running: Sequence[bool], marks: Marks, under: Article
) -> Sequence[float]:
    """Return the weight of each line; `under` is what stands under the headline, if known."""
    weights = [
        _FOOT if marks.is_statement(line.text) else _weight(line, near)
        for line, near in zip(lines, _density(lines, running), strict=True)
    ]
    if under.headline < 0:
        return _without_dialogs(lines, weights, marks)
    # However few they are, the paragraphs under the headline are the article.
    for number, line in enumerate(lines):
        if under.text[number]:
            weights[number] = _weight(line, 1.0)
        elif under.foreign[number]:
            weights[number] = min(weights[number], _FOOT if running[number] else 0.0)
    return weights


def _without_dialogs(
    lines: Sequence[PageLine], weights: Sequence[float], marks: Marks
) -> Sequence[float]:
    """Return the weights with none for rules, consent and accounts, unless all is of them."""
    said = [
        0.0 if weight > 0 and marks.is_dialog(line.text) else weight
        for line, weight in zip(lines, weights, strict=True)
    ]
    whole = sum(weight for weight in weights if weight > 0)
    return said if 2 * sum(weight for weight in said if weight > 0) >= whole else weights


def _weight(line: PageLine, near: float) -> float:
    """Return how much a line speaks for its block being the article, in characters.

    `near` says how much of what stands about it is running text.
    """
    size = len(line.text)
    if is_linked(line):
        # A link costs at least ten characters, so that lists of short ones count.
        return -max(10.0, float(line.linked))
    stops = len(STOPS.findall(line.text))
    if not stops:
        return 0.0 if size >= 20 or line.strong else -1.0
    # Thirty characters to a stop is the longest clause of ordinary prose.
    return float(min(size - line.linked, 30 * stops)) * near


def bare_weight(line: PageLine, marks: Marks) -> float:
    """Return how much a line speaks for its block where no line of the page is a sentence."""
    text = line.text
    if is_linked(line):
        return -max(10.0, float(line.linked))
    known = marks.marker.match(text) or marks.credit.match(text) or marks.disclaimer.match(text)
    if line.heading or known or marks.rights.search(text) or is_info(text):
        return 0.0
    return float(min(len(text), _LONG)) if len(text) >= 4 else 0.0


def _density(lines: Sequence[PageLine], running: Sequence[bool]) -> list[float]:
    """Return for each line how much of what stands about it is running text, squared, 0..1.

    Paragraphs follow one another; comments and cards stand between names, dates and buttons.
    """
    sums = [0]
    for line, runs in zip(lines, running, strict=True):
        sums.append(sums[-1] + (runs or len(line.text) >= _LONG))
    found = []
    for n in range(len(lines)):
        left, right = max(0, n - _NEAR), min(len(lines), n + _NEAR + 1)
        found.append(((sums[right] - sums[left]) / (right - left)) ** 2)
    return found
