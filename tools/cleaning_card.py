"""The card of the cleaning stage's model, filled in by its training."""

from __future__ import annotations

_CARD = """# Model card: cleaning.npz

What it does: says of every line of a news page what it is (title, shoulder, headline, subhead,
byline, body, credit, marker, link, other), with a probability. Two perceptrons with two hidden
layers each; the first reads a line's shape and its surroundings, the second what the first said of
the lines around it. No word of any article is in it: its inputs are lengths, kinds of characters,
leads, dates, overlaps of character pairs, places, how much of a short line is function words
(`pipeline/data/cleaning/phrases.txt`), and whether a family name begins it
(`pipeline/data/surnames.txt`).

Trained on: {pages} pages whose layout was composed for this project around public news articles,
variants of them with invented bullets, markers, credits, decorations and furniture
(`pipeline/data/cleaning/variants.txt`), and the same layouts around {stories} other articles of
public news feeds. The texts are training input only and are not published.

Date: {date}. Retrain with `make train-cleaning` (it needs the shared sets, and about six
minutes of one core).

## Scores

Trained on one half of the articles with one half of the invented words; measured on the other
half of the articles, as they are and three times dressed in the other half of the words; then the
other way round. No article that shares a paragraph with a judged page is in its training. The
shipped model is trained on all of it and has no honest score here.

| measured on | link F1 | body lost % | links kept % | every keep and drop right % | macro F1 |
| --- | --- | --- | --- | --- | --- |
{rows}

## Limits

Where a headline of two parts stands on two lines and nothing says which part is the headline, the
training pages call the first the shoulder twice as often as they call the second the subhead: the
model follows, and is wrong in the third case. With every other line right, that alone holds the
macro F1 at .946 (standard) and .92 (hard). Names alone on a line may be a byline or body.
Chinese only: other languages are judged by shape.
"""


def card(figures: dict[str, dict[str, float]], pages: int, stories: int, date: str) -> str:
    """Return the text of the card.

    Args:
        figures: Scores (`tools.train_cleaning.scores`) by what they were measured on.
        pages: How many pages the shipped model was trained on.
        stories: How many other articles were printed on their layouts.
        date: The day of training, ISO 8601.
    """
    rows = "\n".join(
        f"| {name} | {row['link_F1']:.4f} | {row['body_loss%']:.3f} | {row['leak%']:.2f} "
        f"| {row['doc_exact_keep%']:.1f} | {row['macro_F1']:.3f} |"
        for name, row in figures.items()
    )
    return _CARD.format(rows=rows, pages=pages, stories=stories, date=date)
