"""What may stand between a speaker and the verb: adverbs, dates, and phrases of known make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.entities.joining.marks import WORD
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import any_of

# Between a speaker and the verb stand at most a few words that we have no list for (一边走一边).
_GAP = 14
# 在接受本报记者专访时: phrases that are known may be so much longer.
_PHRASE = 60
_DATE = (
    "(?:当地时间)?(?:(?:[0-9]{1,4}年)?(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]|(?:本|上)?(?:周|星期|礼拜)[一二三四五六日天])"
    "(?:上午|下午|晚间?|凌晨|中午|傍晚)?"
)
# 激动地, 大声, 握着老人的手, 站在门口, 过了半天.
_MANNER = (
    "(?:[站坐蹲躺靠跪趴守][在到][^的,]{1,8}|(?:[过隔停顿想愣等]了?|沉[默吟]|犹豫|停顿|思索)了?[一半好几片许良][^的,]{0,4}|[顿想][了一][顿想]|[\u4e00-\u9fff]过头来|[\u4e00-\u9fff]{2,6}地|(?:大|高|小|轻|低|齐|厉|连|柔)声"
    "|[拉握牵攥拍指看望摸][着住].{1,10}|笑[着道]?|一边[^的]{1,10}一边|边[^的边]{1,6}边"
    "|(?:面带|面露|带着|满怀|满脸|一脸|眼含|含着|略带|充满|红着|噙着|流着|语气|神情)[^的]{1,8})"
)
# The person before is the one that a frame was opened for (采访王强时), or no single one.
# 春江港发布的报告显示: what it made is the subject.
_WORK = re.compile("·|(?:发布|发表|发出|公布|印发|出台|推出|举行|召开|举办|提供)的")
_OPEN = re.compile(
    "(?:时候?|之?后(?![来续期])|之?前(?!不久|[些几两]?[天日晚]|段时间)|等(?!到)|一行|之|的|们|中$|上$|期间)"
)


class Gaps:
    """Tells an adverbial from a new subject.

    Args:
        lexicon: Posts and the verbs of speech.
        rows: Of the list `speech`, the words of each kind.
    """

    def __init__(self, lexicon: Lexicon, rows: Mapping[str, Sequence[str]]) -> None:
        adverbs, free, others, frames, ends = (
            any_of(rows.get(kind, ())) for kind in ("adverb", "free", "with", "frame", "end")
        )
        self._phrase = re.compile(
            f"(?:{adverbs}|{_DATE}|{_MANNER}|(?:{frames}).{{0,{_PHRASE}}}(?:{ends})"
            f"|(?:{free}).{{1,{_PHRASE}}}|(?:{others})[^的]{{1,{_PHRASE}}})*"
        )
        self.light = re.compile(
            f"(?:{adverbs}|{_DATE}|(?:{frames}).{{0,24}}(?:{ends})|[ \t\u3000\x00])*"
        )
        self.manner = re.compile(
            f"(?:{adverbs}|{_DATE}|{_MANNER}|(?:{frames}).{{0,24}}(?:{ends}))+"
        )
        self._others = tuple(rows.get("others", ()))
        self._post = re.compile(any_of(lexicon.words("posts")))
        self._verbs = re.compile(any_of(lexicon.words("speech_verbs")))

    def another(self, gap: str) -> bool:
        """Return whether a gap begins with what makes the name before it no subject."""
        return _OPEN.match(gap) is not None or gap.startswith(self._others)

    def adverbial(self, gap: str) -> bool:
        """Return whether a gap is made of adverbs and phrases of known make alone."""
        return self._phrase.fullmatch(gap) is not None and not self.another(gap)

    def speaks(self, gap: str) -> bool:
        """Return whether a verb of speech stands in a gap."""
        return self._verbs.search(gap) is not None

    def reach(self, gap: str, speaker: Finding, other: Finding | None, *, strict: bool) -> bool:
        """Return whether only an adverbial stands between a speaker and the verb."""
        if not gap:
            return True
        person = speaker.type == "person"
        # 春江港方面表示 is the port itself; of a person the words are his people's.
        if _OPEN.match(gap) or (person and gap.startswith(self._others)):
            return False
        # 春江港副总裁卢卡·贝利尼: who speaks is he, though nobody knows the name.
        if not person and (_WORK.search(gap) or self._post.search(gap.replace("记者", ""))):
            return False
        if person and (post := self._post.match(gap)):
            gap = gap[post.end() :]
        if self._phrase.fullmatch(gap):
            return True
        if strict or other is not None or not person:
            return False
        return (
            len(gap) <= _GAP
            and "的" not in gap
            and WORD not in gap
            and not any(word in gap for word in self._others)
            and not self._verbs.search(gap)
        )
