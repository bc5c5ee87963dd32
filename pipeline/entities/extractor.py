"""The extract stage: UniqueArticle -> EnrichedArticle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from typing import NamedTuple

import msgspec

from pipeline.entities.joining.assembly import Section, assemble
from pipeline.entities.joining.branches import with_branches
from pipeline.entities.joining.chains import split_chains, without_signs
from pipeline.entities.joining.consistency import agree, called, spread, with_heads
from pipeline.entities.joining.credits import credit_spans
from pipeline.entities.joining.districts import told_apart
from pipeline.entities.joining.held import HELD, with_held
from pipeline.entities.joining.homonyms import Homonyms
from pipeline.entities.joining.keywords import Keywords
from pipeline.entities.joining.neighbours import Neighbours
from pipeline.entities.joining.overlaps import apart, outside_names, resolve
from pipeline.entities.joining.places import Divisions
from pipeline.entities.joining.posts import Posts, posts_of
from pipeline.entities.joining.quotes import Quotes
from pipeline.entities.joining.sections import sections_of
from pipeline.entities.joining.silence import Silence, without_datelines
from pipeline.entities.joining.subjects import without_subjects
from pipeline.entities.joining.trimming import trimmed, unmeasured
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.dictionary import Dictionary
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.entities.recognizers.people import PersonStep, PersonSteps
from pipeline.entities.recognizers.registry import pattern_recognizers
from pipeline.entities.recognizers.surnames import Surnames
from pipeline.entities.resources import Lexicon
from pipeline.entities.tagging.accurate import Accurate
from pipeline.entities.tagging.tagger import Tagger
from pipeline.entities.values.find import Values
from pipeline.text.times.find import from_timestamp
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import (
    EnrichedArticle,
    Entity,
    Extraction,
    Mention,
    Rejection,
    UniqueArticle,
    Value,
)


class EntityResources(NamedTuple):
    """What the stage knows before it reads an article."""

    lexicon: Lexicon
    tagger: Tagger


class Extractor:
    """Finds names and values in articles. Pure.

    Args:
        resources: Word lists and the tagger.
        dictionary: A user's own names, matched before all others.
        accurate: Let LAC find the names (the extra `[accurate]`), not the tagger.

    Raises:
        ResourceError: A word list or the extra is missing.
    """

    def __init__(
        self,
        resources: EntityResources,
        *,
        dictionary: Dictionary | None = None,
        accurate: bool = False,
    ) -> None:
        lexicon, tagger = resources
        posts = posts_of(lexicon)
        self._namer: Tagger | Accurate = Accurate() if accurate else tagger
        self.models = (f"entities-{tagger.version}", *([self._namer.version] if accurate else ()))
        self._dictionary = dictionary if dictionary is not None else Dictionary()
        self._patterns, self._phrases = pattern_recognizers(lexicon, posts)
        self._surnames = Surnames(lexicon)
        self._people = PersonSteps(lexicon, posts)
        self._tokenizer = Tokenizer(self._dictionary.surfaces)
        self._values = Values(lexicon)
        self._posts = Posts(lexicon, posts, Occupations(lexicon).begin)
        self._quotes = Quotes(lexicon)
        self._divisions = Divisions(lexicon)
        self._neighbours = Neighbours(lexicon, self._divisions)
        self._homonyms = Homonyms(lexicon)
        self._keywords = Keywords(tagger.rarity, lexicon)

    def knowing(self, dictionary: Dictionary) -> Extractor:
        """Return an extractor with other names of the user; what is loaded is shared."""
        other = copy(self)
        # Own words change the segmentation: word edges and keywords follow them.
        other._dictionary = dictionary  # noqa: SLF001 - its own class
        other._tokenizer = Tokenizer(dictionary.surfaces)  # noqa: SLF001
        return other

    def __call__(self, article: UniqueArticle) -> EnrichedArticle | Rejection:
        """Return `article` with its entities, mentions, values, quotes and keywords."""
        return self.many([article])[0]

    def many(self, articles: Sequence[UniqueArticle]) -> list[EnrichedArticle | Rejection]:
        """Return what a call says of each of `articles`; together they cost a tenth less."""
        parted = [sections_of(article) for article in articles]
        passages = [Passage(text, self._tokenizer, self._phrases) for _, text in parted]
        # Of a language we do not know only patterns and the user's own names are read.
        known = [n for n, article in enumerate(articles) if _is_known(article.facts.language)]
        tagged = dict(zip(known, self._namer.many([passages[n] for n in known]), strict=True))
        return [
            self._finished(article, parted[n][0], passages[n], tagged.get(n))
            for n, article in enumerate(articles)
        ]

    def _finished(
        self,
        article: UniqueArticle,
        sections: Sequence[Section],
        passage: Passage,
        tagged: Sequence[Finding] | None,
    ) -> EnrichedArticle:
        """Return `article` with what its passage holds; `tagged` is None where none may be."""
        folded = passage.folded
        bylines = without_datelines(article.silent, folded)
        silent = Silence([*bylines, *credit_spans(folded)])
        values = self._values.find_folded(passage.text, passage.folded, _reference(article))
        findings = silent.without(self._find(passage, values, tagged))
        posts = self._posts.find(passage, findings)
        said = self._quotes.find(passage.folded[: len(article.body)], findings, posts)
        found = assemble(
            passage,
            sections=sections,
            findings=_with_places(findings, passage, self._divisions),
            values=silent.without(outside_names(values, findings)),
            posts=posts,
            said=silent.without(said),
        )
        entities = _with_codes(found, self._divisions)
        named = _counted(found, entities), ((f.start, f.end) for f in findings)
        find, ends = self._keywords.find, passage.word_ends
        words = () if tagged is None else find(passage.words, *named, passage.kind, ends=ends)
        return EnrichedArticle(
            article=article,
            extraction=msgspec.structs.replace(found, entities=entities, keywords=words),
            models=self.models,
        )

    def recognize(self, text: str) -> tuple[tuple[Mention, ...], tuple[Value, ...]]:
        """Return the names and values of plain text; mentions do not overlap.

        Bylines are not known here: reporters and editors are persons like others. Offsets are
        code points of `text` as given.
        """
        passage = Passage(text, self._tokenizer, self._phrases)
        values, tagged = self._values.find_folded(text, passage.folded), self._namer.find(passage)
        return tuple(_mention(text, f) for f in self._find(passage, values, tagged)), values

    def _find(
        self, passage: Passage, values: Sequence[Value], tagged: Sequence[Finding] | None
    ) -> list[Finding]:
        """Return disjoint findings in order of the text."""
        names = [*_names(tagged or (), passage, values, self._divisions)]
        findings = [*self._people.ended(names, passage), *self._dictionary.find(passage)]
        for recognizer in self._patterns[: 1 if tagged is None else None]:
            findings.extend(recognizer.find(passage))
        own = self._homonyms.without(without_subjects(apart(findings), passage), passage)
        findings = resolve(own)
        if tagged is not None:
            findings = _with_neighbours(findings, passage, self._neighbours, self._people.steps)
        findings = with_heads(agree(findings, passage, self._divisions), passage, self._divisions)
        if short := called(findings, passage):
            findings = resolve([*findings, *short])
        more = [*spread(findings, passage), *self._surnames.find(findings, passage)]
        return without_signs(resolve([*findings, *more]) if more else findings, passage)


def _names(
    tagged: Sequence[Finding], passage: Passage, values: Sequence[Value], divisions: Divisions
) -> Iterable[Finding]:
    """Return a tagger's names, each cut to what it is."""
    parts = unmeasured(trimmed(tagged, passage, divisions), values)
    return with_branches([*split_chains(parts, passage, divisions)], passage)


def _with_neighbours(
    findings: Sequence[Finding],
    passage: Passage,
    neighbours: Neighbours,
    steps: Sequence[PersonStep],
) -> list[Finding]:
    """Return `findings` with the places beside others, and the persons whom lists show."""
    found = neighbours.join(findings, passage)
    for step in steps:
        if more := [*step.find(passage, found)]:
            found = resolve([*found, *more])
    return found


def _with_places(
    findings: Sequence[Finding], passage: Passage, divisions: Divisions
) -> list[Finding]:
    """Return `findings` with the places in names of bodies, districts of one name told apart."""
    return told_apart(with_held(findings, passage, divisions), passage, divisions)


def _with_codes(found: Extraction, divisions: Divisions) -> tuple[Entity, ...]:
    places = [e.name for e in found.entities if e.type == "place"]
    codes = divisions.codes(places) if places else {}
    return tuple(
        msgspec.structs.replace(e, ids=e.ids | {"adcode": codes[e.name]})
        if e.type == "place" and e.name in codes
        else e
        for e in found.entities
    )


def _counted(found: Extraction, entities: Iterable[Entity]) -> dict[str, int]:
    """Return the names that may be keywords, and how often each is mentioned by itself."""
    counts = Counter((m.type, m.entity) for m in found.mentions if m.recognizer != HELD)
    return {
        e.name: counts[e.type, e.id]
        for e in entities
        if e.type != "work" and (e.type, e.id) in counts
    }


def _mention(text: str, finding: Finding) -> Mention:
    return Mention(
        type=finding.type,
        start=finding.start,
        end=finding.end,
        surface=text[finding.start : finding.end],
        recognizer=finding.recognizer,
        confidence=finding.confidence,
        entity=finding.entity,
    )


def _is_known(language: str) -> bool:
    return language == "" or language.startswith("zh")


def _reference(article: UniqueArticle) -> datetime | None:
    """Return the day the article speaks from: that of its publication, else of its fetching."""
    published = article.facts.published
    if published is not None:
        try:
            return datetime.fromisoformat(published.value)
        except ValueError:
            pass
    return None if (at := article.facts.fetched_at) is None else from_timestamp(at)
