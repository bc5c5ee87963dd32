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
    "(?:[痛怒]批|怒斥|[嘲讥]讽|笑称|戏称|自嘲|感叹|惊叹|直呼|惊呼|[盛大]赞|称赞|谴责|[大高]喊)"
    "|(?<![名职简号据堪小传])(?:称(?![为作号赞])|表示|认为|形容|直言|坦言|指责|批评|抨击|警告|强调|指出|指(?=[其他她它])|说(?=自己|[他她它]们?))"
)
# Behind these what stands in marks is how somebody is called or judged, however short it is:
# 痛批国会是个“烂摊子”, 指其“毫无悔意”.
_JUDGED = re.compile(
    "(?:[痛怒]批|怒斥|[嘲讥]讽|笑称|戏称|自嘲|感叹|惊叹|直呼|惊呼|[盛大]赞|称赞|谴责|[大高]喊|形容|直言|坦言|指责|批评|抨击|指(?=[其他她它])|称(?=[其他她它]))"
    "[^,。;:!?]{0,8}"
    "(?:[是为像其他她它]|自己|[是为]一?[个场种次句]|大家|对方)$"
)
_LEAST = 5
# What is said of something, and no name of it: 称前景“很不明朗”, and not 称它“长江一号”.
_PREDICATE = re.compile(
    "“(?:[很太最更极颇还仍已未不没毫]|无(?!锡|人机|极)|非常|十分|相当|过于|高度|完全|纯属|实属|严重|明显|根本|难以|充满|令人|有[些点望助利害失违悖]|前所|史无|来之|危|荒|值得|意义|像|缺乏|超出|低于|高于|远)"
    "|[很太极]|[了过]”"
)
# A verb of speech in the marks themselves: 对他们的选择“表示由衷的敬重”.
_DECLARED = re.compile(
    "(?:深?表示?|表达|感到|深感|强烈谴责|严厉谴责|坚决反对|高度赞赏|不予置评)(?![演明])"
)
_ABOUT = re.compile("[对就]")
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
        text = self._marks.text
        starts, ends = [s.start for s in found], [s.end for s in found]
        for opened, close in self._marks.outer:
            index = bisect_left(ends, opened + 1)
            if (index < len(found) and starts[index] <= close) or close - opened < _LEAST - 1:
                continue
            if text[close + 1 : close + 2] not in _ENDS and close + 1 < len(text):
                continue
            led = self._verb(opened, close)
            if led is None:
                continue
            clause, verb = led
            who = self._lead_ins.speaker(clause, verb, found[:index], spoken[:index], -1)
            if who is not None:
                yield (opened, close + 1), (who, verb, "part")

    def _verb(self, opened: int, close: int) -> tuple[tuple[int, int], str] | None:
        """Return the clause that leads in words at its end, up to its verb, and the verb."""
        masked, text = self._marks.masked, self._marks.text
        begin = self._marks.clause_begin(opened - 1) if opened else 0
        if not opened or masked[opened - 1] in ",:":
            return None
        declared = _DECLARED.match(text, opened + 1, close)
        if declared and _ABOUT.search(masked, begin, opened):
            return (begin, opened), declared[0]
        verbs = list(_VERB.finditer(masked, max(begin, opened - _GAP), opened))
        if len(verbs) != 1 or verbs[0].end() == opened:
            return None
        long = close - opened >= _SHORTEST - 1
        judged = (
            long
            or _JUDGED.search(masked, verbs[0].start(), opened)
            or _PREDICATE.search(text, opened, close + 1)
        )
        return ((begin, verbs[0].start()), verbs[0][0]) if judged else None
