"""Persons by the post that stands before or after them, and lists of them."""

from __future__ import annotations

import re

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "titles"
# Of the tagger's rank: a name cut short (高云 for 费高云) is completed, the longer stands.
RANK = 0
_DOUBLE = 2
# After a name of two characters, these begin the rest of the sentence and not a third character.
_AFTER = frozenset(
    "在出说表强指介主参会率宣认要和与及则的是为向对将已于就也都从到等赴作致代同还被曾"
    "、,。;:!?()“” \n"
)
_HAN = re.compile("[\u4e00-\u9fff]{1,2}")


class Titles:
    """A post, a surname, and one or two characters; and what 、 adds to such a name.

    Args:
        lexicon: Word lists.
        posts: Its posts, of `joining.posts.posts_of`.
    """

    name = NAME

    def __init__(self, lexicon: Lexicon, posts: PhraseSet) -> None:
        surnames = lexicon.words("surnames")
        self._single = frozenset(s for s in surnames if len(s) == 1)
        self._double = frozenset(s for s in surnames if len(s) == _DOUBLE)
        self._not = frozenset(lexicon.words("names_not"))
        self._posts = posts

    def find(self, passage: Passage) -> list[Finding]:
        """Return the persons that follow a post."""
        text = passage.folded
        found: list[Finding] = []
        for _, end in passage.whole(self._posts):
            position = end
            while True:
                stop = self.person_at(text, position, passage.edges)
                if stop is None:
                    break
                found.append(
                    Finding(
                        type="person",
                        start=position,
                        end=stop,
                        recognizer=NAME,
                        # Chosen, not measured (see `gazetteer.py`).
                        confidence=0.75,
                        rank=RANK,
                    )
                )
                if stop >= len(text) or text[stop] not in "、,":
                    break
                position = stop + 1
        return found

    def person_at(self, text: str, start: int, edges: frozenset[int]) -> int | None:
        """Return where a Chinese person's name that begins at `start` ends, or None."""
        width = 2 if text[start : start + 2] in self._double else 1
        if width == 1 and text[start : start + 1] not in self._single:
            return None
        given = _HAN.match(text, start + width)
        if given is None or text[start : start + width + 1] in self._not:
            return None
        end = given.end()
        after_one = start + width + 1
        # A word's edge after the first character of the given name, and not after the second,
        # says that the name is short: 王伟|出席.
        if end - start == width + 2 and (
            (after_one in edges and end not in edges) or text[after_one] in _AFTER
        ):
            end = after_one
        following = text[end : end + 1]
        if following and following not in _AFTER and end not in edges:
            return None
        return end
