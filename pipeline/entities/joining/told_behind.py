"""Who tells more right behind a quotation, though no mark stands behind the verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.recognizer import Finding, start_of

# A verb of speech right behind a name, with what is said more behind it: X建议人们慢一点.
_TELLS = re.compile(
    "如是(?=[说言])|如此(?=[说解评形])|这样(?=[说解评形])|(?:建议|介绍|解释|解读|举例|表示|透露|提醒|强调|认为|指出|坦言|直言|感慨|感叹|回忆|呼吁"
    "|补充|分析|告诉|讲述|形容|评价|说(?![明服法起到]))"
)
# Who sings, reads or hangs up a line does not say it.
NOT_SPOKEN = re.compile(
    "标语|横幅|条幅|牌|匾|碑|题|写着|印着|刻着|贴着|名为|名叫|叫做|称为|主题|口号|歌|唱|曲|诗|诵|词|谚|俗话|古语|老话|标题|字样|封面|视频|短信|热搜|书名|作品|[问听]"
)
OTHERS = re.compile("[一几两多][名位]|记者|他们|她们|大家|有人|对方|双方|众人|人们|主持人|网友")
OWN = re.compile("[我咱俺]")
# Words in marks that no comma parts are a term more often.
LONG = 14
JOINS = frozenset("的之、和与及等")
_REACTS = re.compile(
    "[看见闻笑哭愣怔]|点头|摇头|连忙|赶紧|回答|回应|接过|转身|[一这那]番话|这句话|得知|没有|沉默"
)
_CLAUSE_END = re.compile("[,。;:!?\n]")
_LEADS_IN = frozenset(",:“")
# Blanks at the head of a line.
_INDENT = 8


class ToldBehind:
    """Finds whose a quotation is by the sentence behind it.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._pronouns = pronouns

    def who(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[Finding, str] | None:
        """Return who tells more right behind the words: “慢一点。”周立言建议大家绕行."""
        masked = self._marks.masked
        pronoun = PRONOUN.match(masked, close + 1)
        if pronoun:
            verb = self._told(masked, pronoun.end())
            whom = self._pronouns.meant(pronoun.start("who"), found, spoken, -1) if verb else None
            return (whom, verb) if whom else None
        first = bisect_left(self._all, close, key=start_of)
        for speaker in self._all[first : first + 2]:
            if speaker.type != "person":
                continue
            if not self._rules.opens(masked, close + 1, speaker, self._posts):
                return None
            end = self._rules.end_of(masked, speaker, self._posts)
            verb = self._told(masked, end)
            return (speaker, verb) if verb or self._is_own(opened, close, end) else None
        return None

    def _is_own(self, opened: int, close: int, end: int) -> bool:
        """Return whether words that open a line are of him whom the next sentence tells of.

        They are his own: 我 is in them, and he does not answer, hear or sing them.
        """
        text, masked = self._marks.text, self._marks.masked
        stop = _CLAUSE_END.search(masked, end)
        clause = masked[end : stop.start() if stop else len(masked)]
        before = text[max(0, opened - _INDENT) : opened].rstrip(" \t\u3000")
        return (
            before[-1:] in {"", "\n"}
            and close - opened > LONG
            and text[close - 1] == "。"
            and OWN.search(text, opened, close) is not None
            and clause[:1] not in JOINS
            and not self._rules.another(clause)
            and not (NOT_SPOKEN.search(clause) or _REACTS.search(clause) or OTHERS.search(clause))
        )

    def _told(self, masked: str, place: int) -> str:
        """Return the verb of speech behind a subject and its adverbs, "" where there is none."""
        verb = _TELLS.match(masked, self._rules.behind_adverbs(masked, place))
        # With a mark behind it, it leads another quotation in.
        return verb[0] if verb and masked[verb.end() : verb.end() + 1] not in _LEADS_IN else ""
