"""Words in marks that are a part of what somebody says: 称成果是“重要的一步”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.lead_ins import LeadIns
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.recognizer import Finding

# With marks around them; shorter words are terms.
_SHORTEST = 8
# Of these no other word is made before a clause without a comma.
_VERB = re.compile(
    "(?<![名职简号据堪小传])(?:称(?![为作号赞])|表示|认为|形容|直言|坦言|指责|批评|抨击|警告|强调|指出)"
)
# Characters between the verb and the words.
_GAP = 16
_ENDS = frozenset("。,;!?\n")


class InSentence:
    """Finds words in marks that end a clause of speech, with some of its words before them.

    Args:
        heard: The text.
        lead_ins: Who speaks in a clause.
    """

    def __init__(self, heard: Heard, lead_ins: LeadIns) -> None:
        self._marks, self._all, self._rules, _ = heard
        self._lead_ins = lead_ins

    def find(
        self, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Iterator[tuple[tuple[int, int], Told]]:
        """Yield each such quotation, and who says it, with which verb.

        Args:
            found: The quotations that are somebody's.
            spoken: Who said each of them.
        """
        masked, text = self._marks.masked, self._marks.text
        starts, ends = [s.start for s in found], [s.end for s in found]
        for opened, close in self._marks.outer:
            index = bisect_left(ends, opened + 1)
            if (index < len(found) and starts[index] <= close) or close - opened < _SHORTEST - 1:
                continue
            if text[close + 1 : close + 2] not in _ENDS and close + 1 < len(text):
                continue
            begin = self._marks.clause_begin(opened - 1) if opened else 0
            verbs = list(_VERB.finditer(masked, max(begin, opened - _GAP), opened))
            if len(verbs) != 1 or verbs[0].end() == opened or masked[opened - 1] in ",:":
                continue
            clause = begin, verbs[0].start()
            who = self._lead_ins.speaker(clause, verbs[0][0], found[:index], spoken[:index], -1)
            if who is not None:
                yield (opened, close + 1), (who, verbs[0][0], "part")
