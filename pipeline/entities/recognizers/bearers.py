"""Persons behind a word for a person that no list need have: 赶海人|修永顺, 制茶师傅|罕月香."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.abroad import japanese_stop, speaks_of_japan
from pipeline.entities.recognizers.called_so import CalledSo
from pipeline.entities.recognizers.callings import Callings
from pipeline.entities.recognizers.full_names import JOINING, FullNames
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.persons import POSTS_AND_VERBS, person_by
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "bearers"
# Of the tagger's rank: a name cut short (永顺 of 修永顺) is completed, the longer stands; above it
# where a tagger took the post for a part of a body or place.
RANK, _ABOVE = 0, 1
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.65)
# No name stands behind these: 大使先生|常来南开.
_CALLED = frozenset({"先生", "女士", "小姐", "同志", *(POSTS_AND_VERBS - {"导演", "编辑"})})
# A post of so many characters is one whatever the words are.
_LONG = 3
_TAGGER = "tagger"


class Bearers:
    """Reads full names, and foreign ones, behind posts and other words for persons.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
        spelt: What knows names spelt by their sounds.
    """

    def __init__(self, lexicon: Lexicon, posts: PhraseSet, spelt: Spelt) -> None:
        self._given = Given(lexicon)
        self._spelt = spelt
        self._full = FullNames(lexicon, self._given)
        self._called_so = CalledSo(self._full, self._given)
        self._callings = Callings(lexicon, self._full.firsts | spelt.sounds)
        self._posts = posts

    def find(self, passage: Passage, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the persons that stand so, and of whom no finding says where they begin.

        Args:
            passage: The text.
            findings: Disjoint and in order of the text.
        """
        text = passage.folded
        begins = [f.start for f in findings]
        for start in self._starts(passage):
            before = bisect_right(begins, start) - 1
            known = findings[before] if before >= 0 and findings[before].end > start else None
            stop = self._behind(passage, start, known)
            if stop is None:
                continue
            # 大哥|向|沈悦: who is named stands behind what joins.
            inside = before + 1 < len(begins) and begins[before + 1] == start + 1
            if not (inside and text[start] in JOINING):
                # 国务委员房|守正, 辅佐官西园寺|隆介: what a tagger took along with the post.
                torn = known is not None and known.type != "person"
                yield _person(start, stop, rank=_ABOVE if torn else RANK)
        yield from (
            _person(start, stop, rank=_ABOVE) for start, stop in self._called_so.find(passage)
        )

    def _starts(self, passage: Passage) -> list[int]:
        """Return where a post ends, or another word for a person."""
        text, edges = passage.folded, passage.edges
        starts = {*self._callings.ends(passage, any_name=speaks_of_japan(text))}
        starts |= {
            end
            for start, end, _ in passage.occurrences(self._posts)
            if text[start:end] not in _CALLED
            and (end - start >= _LONG or start in edges or end in edges)
        }
        starts.discard(len(text))
        # 的哥|哥姜南: half of a word said twice.
        return sorted(start for start in starts if text[start] != text[start - 1])

    def _behind(self, passage: Passage, start: int, known: Finding | None) -> int | None:
        """Return where the name ends that begins at `start`, where `known` says nothing else."""
        if known is None:
            return self._full.stop(passage, start) or self._foreign(passage, start)
        if known.type == "person":
            # 廉京平|用, where another ended the name too soon; but 萧华|会.
            if known.start < start or known.recognizer == _TAGGER:
                return None
            stop = self._full.stop(passage, start)
            common = stop is not None and passage.folded[stop - 1] in self._given.common
            return stop if common or not self._given.goes_on(passage, known.end) else None
        # 省会|长沙: the last of a post begins a place.
        if known.start == start - 1:
            return None
        if known.start == start or known.recognizer != _TAGGER:
            return japanese_stop(passage, start, self._given)
        stop = self._full.stop(passage, start) or japanese_stop(passage, start, self._given)
        return stop if stop and stop > known.end else None

    def _foreign(self, passage: Passage, start: int) -> int | None:
        """Return where a name from abroad ends that begins at `start`, or None."""
        stop = japanese_stop(passage, start, self._given)
        return stop or self._spelt.told(passage, start)
