"""The clean stage: a raw article to one whose every line is judged, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.cleaning.facts.event_time import oddities, other_ids, settle_times, told_times
from pipeline.cleaning.facts.metadata import find_metadata
from pipeline.cleaning.lines.furniture_judge import FurnitureJudge
from pipeline.cleaning.lines.furniture_model import FurnitureModel
from pipeline.cleaning.lines.furniture_pieces import with_glued
from pipeline.cleaning.lines.judge import judge_all, plain_lines
from pipeline.cleaning.lines.known_lines import About, known_lines, told_lines
from pipeline.cleaning.lines.labeller import Labeller, Model
from pipeline.cleaning.lines.phrases import Phrases
from pipeline.cleaning.names.furniture_words import FurnitureWords
from pipeline.cleaning.names.inline_spans import find_spans
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.reader import Page, read_page
from pipeline.cleaning.page.site_rules import SiteRules
from pipeline.text.chars import fold_width
from pipeline.text.fingerprint import article_id, article_version, is_named, site_of_url
from pipeline.text.language import language_of
from pipeline.text.lines import to_columns
from pipeline.text.normalize import raw_text, strip_invisible
from pipeline.types.articles import (
    BODY_LABELS,
    CleanArticle,
    Facts,
    Label,
    Line,
    RawArticle,
    Rejection,
    Span,
)
from pipeline.types.flags import UNCERTAIN_BODY, Flag

_NAMELESS = (
    "the withdrawal names no article: give its `url`, its `site` and `id`, "
    "or its site, title and text"
)
_NO_ARTICLE = "the page is a list of links: give the pages that it links to"


class CleaningResources(NamedTuple):
    """What the stage knows before it reads an article; without `furniture` words alone tell."""

    model: Model
    phrases: Phrases
    marks: Marks
    words: FurnitureWords
    names: PersonNames
    rules: SiteRules
    furniture: FurnitureModel | None = None


class Cleaner:
    """Judges every line of an article, in text or HTML, and reads its metadata. Pure.

    Args:
        resources: The model, the word lists and the site rules.
    """

    def __init__(self, resources: CleaningResources) -> None:
        self._labeller = Labeller(resources.model, resources.phrases)
        self._known = resources

    def __call__(self, raw: RawArticle) -> CleanArticle | Rejection:
        """Return the article with every line of its raw text judged; a rejection when it is empty.

        A withdrawal needs no text.
        """
        return self.many([raw])[0]

    def many(self, raws: Sequence[RawArticle]) -> list[CleanArticle | Rejection]:
        """Return what a call says of each of `raws`; together they cost half as much.

        An answer is the same to the last digit whatever articles it is asked for with.
        """
        texts = {n: raw_text(raw.text or "") for n, raw in enumerate(raws) if not _is_page(raw)}
        titled = [(text, raws[number].title or "") for number, text in texts.items()]
        known = self._known
        names = known.names
        found = judge_all(titled, self._labeller, known.words, known.furniture)
        judged = dict(zip(texts, found, strict=True))
        return [
            _finished(raw, names, texts[number], judged[number].lines, judged[number].spans, None)
            if number in texts
            else _finished(raw, names, *_read(raw, self._known))
            for number, raw in enumerate(raws)
        ]


def _names_nothing(raw: RawArticle) -> bool:
    """Return whether a withdrawal has neither URL nor (site, id) nor text to be known by."""
    named = (raw.url or "").strip() or is_named(raw.site, raw.id)
    content = raw.text if raw.text is not None else (raw.html or "")
    return raw.pub_status == "canceled" and not named and not content.strip()


def _is_page(raw: RawArticle) -> bool:
    return raw.text is None and raw.html is not None


def _read(
    raw: RawArticle, known: CleaningResources
) -> tuple[str, Sequence[Line], Sequence[Span], Page]:
    """Return the text of a raw article's page, its lines and spans, and the page itself."""
    page = read_page(
        raw.html or "", url=raw.url, marks=known.marks, names=known.names, rules=known.rules
    )
    lines, judge = _known(page, known)
    bodies = [number for number, line in enumerate(lines) if line.label == "body"]
    spans: list[Span] = []
    for number in bodies:
        folded = fold_width(page.text[lines[number].start : lines[number].end])
        last = number == bodies[-1]
        found = list(find_spans(number, folded, known.words, last=last))
        spans.extend(with_glued(number, folded, found, judge, last=last))
    return page.text, lines, spans, page


def _known(
    page: Page, resources: CleaningResources
) -> tuple[Sequence[Line], FurnitureJudge | None]:
    """Return the lines of a page, those that its words give away no longer body, and who judged."""
    words = resources.words
    shown = [number for number, line in enumerate(page.lines) if line.label != "blank"]
    texts = [plain_lines(page.text[page.lines[n].start : page.lines[n].end])[0] for n in shown]
    labels: list[Label] = [
        page.lines[n].label if text and page.lines[n].label in BODY_LABELS else "other"
        for n, text in zip(shown, texts, strict=True)
    ]
    told = told_lines(texts, words)
    title = page.title or ""
    kept = [t if label in BODY_LABELS else "" for t, label in zip(texts, labels, strict=True)]
    judge = FurnitureJudge(resources.furniture, kept, title) if resources.furniture else None
    found = known_lines(texts, labels, told.lines, words, About(title, judge, alone=True))
    lines = list(page.lines)
    for at, (label, reason) in found.items():
        lines[shown[at]] = replace(lines[shown[at]], label=label, reason=reason)
    return lines, judge


def _finished(
    raw: RawArticle,
    names: PersonNames,
    text: str,
    lines: Sequence[Line],
    spans: Sequence[Span],
    page: Page | None,
) -> CleanArticle | Rejection:
    """Return the clean article of a raw text whose lines are judged."""
    if _names_nothing(raw):
        return Rejection(stage="clean", reason="unknown-article", detail=_NAMELESS)
    blank = all(line.label == "blank" for line in lines)
    if blank and raw.pub_status != "canceled":
        kind = "text" if raw.html is None else "html"
        return Rejection(
            stage="clean", reason="empty", detail=f"the article has no words in its {kind}"
        )
    if page and not page.has_article and raw.pub_status != "canceled":
        return Rejection(stage="clean", reason="no-article", detail=_NO_ARTICLE)
    content = raw.text if raw.text is not None else (raw.html or "")
    title = raw.title or ""
    site = raw.site or (site_of_url(raw.url) if raw.url else "")
    told = told_times(raw)
    reference = told.published if told.published is not None else told.fetched
    metadata, found, odd = find_metadata(
        text, lines, spans, names=names, reference=reference, page=page
    )
    times = settle_times(
        raw,
        told,
        found,
        lambda: find_metadata(text, lines, spans, names=names, page=page)[1],
    )
    language = language_of(text)
    return CleanArticle(
        facts=Facts(
            id=article_id(url=raw.url, site=site, own=raw.id, title=title, content=content),
            version=article_version(title=title, content=content),
            site=site,
            event_time=times.event,
            language=language,
            origin=raw.origin,
            url=raw.url,
            title=_title(raw, text, lines, page),
            alt_ids=other_ids(raw, page.canonical_url if page else None),
            pub_status=raw.pub_status,
            metadata=metadata,
            published=times.published,
            fetched_at=times.fetched,
            flags=oddities(raw, text, lines, language, (*odd, *times.flags, *_doubts(page))),
        ),
        text=text,
        lines=to_columns(lines),
        spans=tuple(spans),
    )


def _doubts(page: Page | None) -> tuple[Flag, ...]:
    return (UNCERTAIN_BODY,) if page and not page.sure else ()


def _title(raw: RawArticle, text: str, lines: Sequence[Line], page: Page | None) -> str | None:
    """Return the web title: the publisher's, else the page's, else the title line."""
    if raw.title and raw.title.strip():
        return raw.title.strip()
    if page and (page.title or page.page_title):
        return page.title or page.page_title
    for line in lines:
        if line.label == "title":
            return strip_invisible(text[line.start : line.end]).strip()
    return None
