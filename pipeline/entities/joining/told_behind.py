"""Who tells more right behind a quotation, though no mark stands behind the verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.speakers import PRONOUN
from pipeline.entities.recognizer import Finding, people_between, start_of

# A verb of speech right behind a name, with what is said more behind it: X建议人们慢一点.
_TELLS = re.compile(
    "如是(?=[说言])|如此(?=[说解评形回])|这样(?=[说解评形回])|(?:建议|介绍|解释|解读|举例|表示|透露|提醒|强调|认为|指出|坦言|直言|感慨|感叹|回忆|呼吁"
    "|补充|分析|告诉|讲述|形容|评价|觉得|坚信|希望|期待|盼望|比喻|惊叹|赞叹|直呼|细数|不解道|说(?![明服法起到]))"
)
# …时如是说: of the one person of the sentence that ends so.
_SO = re.compile(
    "(?:如是|这样|如此|这么)(?:说道?|表示|形容|评价|感[叹慨]|写道|描述|回[答应])(?=[,。!\n]|$)"
)
# How somebody looks or sounds who has just spoken: 满怀憧憬, 的语气中充满赞许.
_SHOWS = re.compile(
    "(?:的[^,。]{1,4}声(?![明称])|[^,。]{0,4}(?:语气|声音|眼神|目光|眼里|眼中|话语|脸上|言语)|满怀|满脸|满是|充满|信心满满|信心十足|心潮|难掩|激动|兴奋"
    "|自豪|开心|高兴|欣慰|感触|感激|忆起|回忆起|谈起|说起|提起|谈及|谈到|说着|道出|直言|由衷|(?:继续)?(?:分享|讲述|诉说)[着起了道]"
    "|(?:一?边|一面)[^,。]{0,4}说|一边[^,。边]{1,4}边说|说[完罢]|话音|[撂丢甩留抛扔][下出][^,。]{0,4}话|[连不][连停断]地?[念叮说]|一再[叮嘱]|陷入(?:了)?[^,。]{0,4}回忆|打开了?话匣子|比画|比划|斩钉截铁"
    "|笑容|一脸|深感|深知|深有体会|不以为意|满头大汗|对此(?:十分|很|非常|深)|感到|由衷|赞不绝口|没有放弃|的话(?![题剧])|表达"
    "|的(?:梦想|愿望|心愿|理想|想法|看法|目标|体会|感受|经验|理由|初衷|担心|顾虑)(?![书信]))"
)
# So do these, unless he is spoken to or asked.
_FEELS = re.compile(
    "(?:[^,。]{0,2}松了?一?口气|长[舒叹]|[^,。]{0,2}叹了?一?口?气|乐[得呵]|喜[上出笑]|[^,。]{0,2}笑(?:[呵眯嘻吟盈]|得|容|着(?!迎|回|答|接|点|摇|走|说))"
    "|眼[圈眶]|红了?着?眼|[^,。]{0,2}哽咽|连连?感慨|头也不|两?手一摊|摊[开了]?手|[挥摆]了?[挥摆]手|耸了?耸|指了指"
    "|拍[了着]拍?|搓[着了]|抹了?[把抹]|擦了?擦|[抱端捧举]起|捧着|眯[着起]|蹲在)"
)
# 说这话时,周立言…; 谈起今年,周立言…: he has just spoken, or goes on with it.
_ON_SAYING = re.compile(
    "说(?:这[句番些]?话|到这[里儿]?)[^,。]{0,4},|(?:谈|说|提|聊|忆|回忆)(?:起|到|及)[^,。;:!?“”\n]{1,30},"
)
# Who sings, reads or hangs up a line does not say it.
NOT_SPOKEN = re.compile(
    "报[道导]|留言|弹幕|私信|短信|信息|消息|通知|邮件|标语|横幅|条幅|牌|匾|碑|(?<![问话专主])题|写着|印着|刻着|贴着|名为|名叫|叫做|称为|主题|口号|歌|唱|曲|诗|诵|词|谚|俗话|古语|老话|标题|字样|封面|视频|短信|热搜|书名|作品|问(?!题)|听(?![众力说])"
)
OTHERS = re.compile(
    "(?<![是为从作])[一几两多][名位]|记者|[前后]者|他们|她们|大家|有人|对方|双方|众人|人们|主持人|网友"
)
OWN = re.compile("[我咱俺]")
# Words in marks that no comma parts are a term more often.
LONG = 14
# So short are shouts; so long is whom one calls.
_LEAST, _CALL = 6, 8
JOINS = frozenset("的之、和与及等")
REACTS = re.compile(
    "[看见闻笑哭愣怔]|点头|摇头|连忙|赶紧|回答|回应|接过|转身|[一这那]番话|这句话|得知|没有|沉默"
)
_SPEECH = re.compile(
    "(?:[作致]了?|发表了?)(?:[^,。;!?]{0,24}的|(?:题为|以)“[^“”\n]{2,40}”(?:为题)?的?(?:主[旨题])?|重要|主旨|开幕|闭幕|主题)?(?P<speech>致?辞|讲话|演讲|发言)"
)
_SO_SOON = re.compile("(?:如是|这样|如此|这么)(?:说|表示|形容|评价|感[叹慨]|写道|描述|回[答应])")
# 春江水长流,两岸稻花香。
_COUPLET = re.compile("[^,]{5},[^,]{5}。|[^,]{7},[^,]{7}。")
# Between words that open a line and the clause of who acts: 11月8日上午, 在江边, 作为船工.
AHEAD = re.compile(
    "(?:(?:(?:当地时间)?(?:[0-9]{1,4}[年月日号时])+[^,。;:!?“”\n]{0,3}|[今昨前当次同那近日][天日晚前期来]|最近"
    "|(?:在|于|作为|身为|面对|随着|谈及|谈到|谈起|说起|提起|提到|回忆|想起|虽然|尽管|对于|但对于|至于|带着|凭借|经过|站在|走进|来到|回到)[^,。;:!?“”\n]{1,40}"
    "|[^,。;:!?“”\n]{1,30}[里中上后前时余旁内下际间隙]),){1,3}"
)
_SENTENCE_END = re.compile("[。;!?\n“]")
_SPEECH_END = re.compile("[。;!?\n]")
_CLAUSE_END = re.compile("[,。;:!?\n]")
_LEADS_IN = frozenset(",:“")


class _Behind:
    """What the sentence behind words tells or shows of the one whom it names."""

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, self._posts = heard
        self._pronouns = pronouns

    def _shows(self, end: int) -> bool:
        """Return whether how he looks is told behind his name, and nobody else there."""
        masked = self._marks.masked
        if masked.startswith("看来,", end):
            # Whoever is meant behind it is in what he thinks.
            return True
        shows = _SHOWS.match(masked, end + (masked[end : end + 1] == ","))
        return shows is not None and self._alone(end)

    def _feels(self, opened: int, close: int, end: int) -> bool:
        """Return whether what he feels at his own words is told behind his name."""
        text, masked = self._marks.text, self._marks.masked
        if close - opened < _LEAST or text[close - 1] not in "。…" or not _FEELS.match(masked, end):
            return False
        # “奶奶,我放学了。”周立言笑着迎上去.
        called = text[opened + 1 : opened + 1 + _CALL].partition(",")
        addressed = text[opened + 1] in "你您" or (
            called[1] and self._rules.unnamed.names(called[0])
        )
        return not addressed and self._marks.opens_line(opened) and self._alone(end)

    def _alone(self, end: int) -> bool:
        """Return whether behind a name its sentence names and means nobody else."""
        masked = self._marks.masked
        if masked[end : end + 1] in JOINS - {"的"}:
            return False
        stop = _SENTENCE_END.search(masked, end)
        rest = masked[end : stop.start() if stop else len(masked)]
        others = people_between(self._all, end, end + len(rest))
        return not (others or NOT_SPOKEN.search(rest) or OTHERS.search(rest))

    def _is_own(self, opened: int, close: int, end: int) -> bool:
        """Return whether words that open a line are of him whom the next sentence tells of.

        They are his own: he does not answer, hear or sing them, and 我 is in them or nobody else
        in that sentence.
        """
        text, masked = self._marks.text, self._marks.masked
        stop = _CLAUSE_END.search(masked, end)
        clause = masked[end : stop.start() if stop else len(masked)]
        return (
            self._marks.opens_line(opened)
            and close - opened > LONG
            and text[close - 1] in "。!…"
            and not _COUPLET.fullmatch(text, opened + 1, close)
            and (OWN.search(text, opened, close) is not None or self._alone(end))
            and clause[:1] not in JOINS
            and not self._rules.another(clause)
            and not (NOT_SPOKEN.search(clause) or REACTS.search(clause) or OTHERS.search(clause))
        )

    def _told(self, masked: str, place: int) -> str:
        """Return the verb of speech behind a subject and its adverbs, "" where there is none."""
        verb = _TELLS.match(masked, self._rules.behind_adverbs(masked, place))
        # With a mark behind it, it leads another quotation in.
        return verb[0] if verb and masked[verb.end() : verb.end() + 1] not in _LEADS_IN else ""


class ToldBehind(_Behind):
    """Finds whose a quotation is by the sentence behind it.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def who(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return who tells more right behind the words: “慢一点。”周立言建议大家绕行."""
        masked = self._marks.masked
        pronoun = PRONOUN.match(masked, close + 1)
        if pronoun:
            verb = self._told(masked, pronoun.end())
            whom = self._pronouns.meant(pronoun.start("who"), found, spoken, -1) if verb else None
            return (whom, verb, "told") if whom else None
        first = bisect_left(self._all, close, key=start_of)
        people = [f for f in self._all[first : first + 2] if f.type == "person"]
        if not people:
            return self._so(close) or self._unnamed(opened, close)
        saying = _ON_SAYING.match(masked, close + 1)
        if saying and self._rules.heads(masked, saying.end(), people[0], self._posts):
            end = self._rules.end_of(masked, people[0], self._posts)
            return (people[0], "", "shown") if self._alone(end) else None
        opens = self._rules.heads(masked, close + 1, people[0], self._posts)
        named = self._named(opened, close, people[0]) if opens else None
        named = named or self._so(close) or self._address(opened, close)
        return named or (None if opens else self._over_phrases(opened, close, people[0]))

    def _over_phrases(self, opened: int, close: int, speaker: Finding) -> Told | None:
        """Return who acts behind phrases that follow the words: “…”在江边,周立言分享了见闻."""
        masked = self._marks.masked
        ahead = AHEAD.match(masked, close + 1, speaker.start)
        if ahead is None or not self._marks.opens_line(opened):
            return None
        start = ahead.end()
        if not self._rules.heads(masked, start, speaker, self._posts):
            return None
        phrase = masked[close + 1 : start]
        if NOT_SPOKEN.search(phrase) or OTHERS.search(phrase) or self._rules.unnamed.names(phrase):
            return None
        end = self._rules.end_of(masked, speaker, self._posts)
        own = self._is_own(opened, close, end) and self._alone(end)
        return (speaker, "", "own") if own else None

    def _named(self, opened: int, close: int, speaker: Finding) -> Told | None:
        """Return who opens the sentence behind the words, if they are told or shown to be his."""
        end = self._rules.end_of(self._marks.masked, speaker, self._posts)
        if verb := self._told(self._marks.masked, end):
            return speaker, verb, "told"
        if self._shows(end) or self._feels(opened, close, end):
            return speaker, "", "shown"
        return (speaker, "", "own") if self._is_own(opened, close, end) else None

    def _so(self, close: int) -> Told | None:
        """Return the one person of a sentence that ends with 如是说."""
        text, masked = self._marks.text, self._marks.masked
        stop = _SENTENCE_END.search(masked, close + 1)
        end = stop.start() if stop else len(masked)
        verb = _SO.search(masked, close + 1, end)
        if verb is None or verb.end() != end:
            return None
        people = people_between(self._all, close, verb.start())
        alone = len({text[f.start : f.end] for f in people}) == 1
        return (people[0], verb[0], "told") if alone else None

    def _address(self, opened: int, close: int) -> Told | None:
        """Return the one person of a sentence who makes a speech there: “…”会上,甲作了致辞."""
        text, masked = self._marks.text, self._marks.masked
        # Its title may stand in marks.
        stop = _SPEECH_END.search(masked, close + 1)
        speech = _SPEECH.search(text, close + 1, stop.start() if stop else len(masked))
        if speech is None or not self._marks.opens_line(opened):
            return None
        people = people_between(self._all, close, speech.start())
        if len({text[f.start : f.end] for f in people}) != 1:
            return None
        clause = 1 + max(close, masked.rfind(",", close, people[0].start))
        heads = self._rules.heads(masked, clause, people[0], self._posts)
        return (people[0], speech["speech"], "told") if heads else None

    def _unnamed(self, opened: int, close: int) -> Told | None:
        """Return who tells or shows more without a name: “…”一位船工这样形容, “…”门卫摊开手."""
        masked = self._marks.masked
        stop = _CLAUSE_END.search(masked, close + 1)
        end = stop.start() if stop else len(masked)
        verb = _SO_SOON.search(masked, close + 1, end)
        if verb is None:
            who = self._rules.unnamed.acts(masked, close + 1, end)
            own = who is not None and self._feels(opened, close, who.end)
            return (who, "", "shown") if who and own else None
        who = self._rules.unnamed.subject(masked, close + 1, verb.start(), self._all, name=False)
        return (who, verb[0], "told") if who else None
