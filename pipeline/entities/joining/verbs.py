"""Where verbs of speech end a clause."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pipeline.entities.joining.marks import WORD
from pipeline.entities.resources import Lexicon

# Characters, with one more for 说, 称 and 道.
_LONGEST = 6
_ENDS = "说称道指"
SEEN: Final = ("看来", "眼中", "眼里")
"""A verb of speech behind 在 alone."""
TO_WHOM: Final = (
    "告诉", "嘱咐", "嘱托", "叮嘱", "勉励", "鼓励", "寄语", "告诫", "安慰", "反问", "质问", "追问",
)  # fmt: skip
"""Verbs that whom they are spoken to follows."""
# So are these, with what is said behind a comma: 提醒车主,雨天要慢行.
_REMINDED = ("提醒", "提示", "奉劝", "敦促")
# 小说, 据说, 食指 and 名称 hold no verb.
_PIECES = {
    "说": frozenset("小传据听俗来谁"),
    "称": frozenset("名职简号据堪全俗"),
    "指": frozenset("食手中拇"),
    "讲": frozenset("演主宣听"),
    "问": frozenset("慰访疑学提询顾发"),
    "答": frozenset("应解报问"),
    "写": frozenset("编撰书抄改填"),
}


class SpeechVerbs:
    """Finds verbs of speech with a comma, a colon or marks behind them.

    Args:
        lexicon: The verbs of speech.
        strict: Those that are nouns, too.
    """

    def __init__(self, lexicon: Lexicon, strict: Collection[str]) -> None:
        words = {*lexicon.words("speech_verbs"), *strict}
        self._verbs = frozenset(
            {*words, *(word + end for word in words for end in _ENDS), *SEEN}  # 回应称
        )
        last = "".join(sorted({word[-1] for word in self._verbs}))
        heads = "".join(sorted({word[0] for word in (*TO_WHOM, *_REMINDED)}))
        told, reminded = _behind_heads(TO_WHOM), _behind_heads(_REMINDED)
        whom = "[^,。;:!?\n“”]{1,12}"
        # Few clauses end with the last character of a verb: all else is asked of those alone. A
        # class of characters at the head is what `re` scans fastest: a fifth of the time.
        self._end = re.compile(
            f"[{heads}{last}](?:(?:{told}){whom}(?=[:“]|,“)|(?<=告)诉{whom}(?=[:,“。!?;\n])"
            f"|(?:{reminded}){whom}(?<!的)(?=[:,])"
            f"|(?<=[{last}])(?=[:,“。!?;\n{WORD}]|\\Z))"
        )

    def find(self, masked: str) -> Iterator[tuple[str, int]]:
        """Yield each verb, with whom it is spoken to, and where it ends."""
        for end in self._end.finditer(masked):
            verb = end[0] if len(end[0]) > 1 else self._verb_to(masked, end.end())
            if verb:
                yield verb, end.end()

    def _verb_to(self, text: str, end: int) -> str:
        """Return the longest verb that ends at `end` and is no piece of another word."""
        for size in range(min(_LONGEST, end), 0, -1):
            word = text[end - size : end]
            if word in self._verbs:
                piece = text[end - size - 1 : end - size] in _PIECES.get(word, ())
                return "" if piece and end > size else word
        return ""


def _behind_heads(words: Iterable[str]) -> str:
    """Return a pattern of `words` from their second character on, the first one being read."""
    return "|".join(f"(?<={word[0]}){word[1:]}" for word in words)
