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
# These are nouns more often, but for whom they are spoken to before a colon: 答复本报:“…”.
_ANSWERED = ("答复", "回复", "回答", "回应", "打趣")
STRICT: Final = (*TO_WHOM, *_ANSWERED)
"""Verbs before which nothing but an adverb or a phrase may stand, as all with whom they reach."""
# What is said once: 说了一句, 回了句, 喊了一声.
_ONCE = "(?<=[说问答喊回讲嚷骂叹撂])[了过出]?(?:这么|这样)?(?:[一几]?句话?|[一几]声)(?=[:“]|,“)"
# 回道:“…” is a verb, whatever stands before 道; 渠道:“…” is none.
_NO_WAY = frozenset(
    "知报频渠街味轨管跑隧人公赤通河航车大地厚霸难当门铁弯栈坡岔药古入茶花武布同一这那几"
)
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
        heads = "".join(
            sorted({*(word[0] for word in (*STRICT, *_REMINDED)), *"说问答喊回讲嚷骂叹撂"})
        )
        told, reminded = _behind_heads(TO_WHOM), _behind_heads(_REMINDED)
        answered = _behind_heads(_ANSWERED)
        whom = "[^,。;:!?\n“”]{1,12}"
        # Few clauses end with the last character of a verb: all else is asked of those alone. A
        # class of characters at the head is what `re` scans fastest: a fifth of the time.
        self._end = re.compile(
            f"[{heads}{last}](?:(?:{told}){whom}(?=[:“]|,“)|(?<=告)诉{whom}(?=[:,“。!?;\n])"
            f"|(?:{reminded}){whom}(?<!的)(?=[:,])|(?:{answered})[^,。;:!?\n“”说道称时后的]{{1,10}}(?=:“)"
            f"|{_ONCE}"
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
        said = text[end - 1] == "道" and text.startswith(":“", end) and text[end - 2] not in _NO_WAY
        return text[end - 2 : end] if said and text[end - 2].isalpha() else ""


def _behind_heads(words: Iterable[str]) -> str:
    """Return a pattern of `words` from their second character on, the first one being read."""
    return "|".join(f"(?<={word[0]}){word[1:]}" for word in words)
