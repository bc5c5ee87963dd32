"""Persons by the post that stands before or after them, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import partial

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.foreign import FOLLOWS
from pipeline.entities.recognizers.given import Given
from pipeline.entities.recognizers.occupations import Occupations
from pipeline.entities.recognizers.persons import person_by
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import PhraseSet

NAME = "titles"
# Of the tagger's rank: a name cut short (高云 for 费高云) is completed, the longer stands.
RANK = 0
# Chosen, not measured (see `gazetteer.py`).
_person = partial(person_by, NAME, confidence=0.75, rank=RANK)
_DOUBLE = 2
# A family name and two characters: shorter ones are words too often here.
_KIN_NAME = 3
# After a name of two characters, these begin the rest of the sentence and not a third character.
# Those of the second line were learnt: of 62,683 names in the shared texts they follow a dozen and
# more, and end one for fifty that they follow at the most (报, 请, 接).
_AFTER = frozenset(
    "拟称已仍在出说表强指介主参会率宣认要和与及则的是为向对将已于就也都从到等赴作致代同还被曾带找跟让却"
    "总告分看回不提最现当接受这又再演自没离担透结终只走副亲打更给解陪见签共入访怎反此涉遗捧每组逝撞遭并你"
    "那故产暂像违早夺听消收卸至即拒执独邀呼追编护决留选补审未抢竟便采父课投仅视变落颁虽抵处评捐注抱插造疑赠占历负"
    "报请、,。;:!?()“” \n"
)
_HAN = re.compile("[\u4e00-\u9fff]{1,2}")
# Parts of speech of words that are no names.
_WORDS = frozenset(
    {"v", "vn", "d", "n", "s", "t", "f", "r", "c", "p", "i", "l", "a", "ad", "an", "z", "b", "m"}
)
# Of a given name these say that it is none: 保安|于|当晚.
_NO_GIVEN = frozenset({"v", "d", "ad", "p", "t", "r", "c", "s", "f", "m"})
# Of these only marks and what is said make a name.
_DOES, _SURE = frozenset({"v", "vn", "d", "ad", "p"}), frozenset("、,。;:!? \n说称表介")
# 裁判|官|严子晴: what ends a post is the family name of few.
_TAILS = frozenset("官师工商农司")
# What a child or a spouse is called by, before the name; 名叫 names anybody.
_KIN = frozenset(
    (
        *("之子", "之女", "之妻", "儿子", "女儿", "妻子", "丈夫", "父亲", "母亲", "孙子", "孙女"),
        *("遗孀", "哥哥", "弟弟", "姐姐", "妹妹", "名叫"),
    )
)
# Family names that are words more often, but not behind these.
_ALSO = frozenset("查曾于雷尤向时强简宫来党谈傅萧阎")
# 取代某某出任: whoever goes is named between the two verbs.
_LEAVES = re.compile("(?:取代|接替|替换)(?P<name>[\u4e00-\u9fff]{2,4})(?=出任|担任|成为|就任|上任)")


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
        self._given = Given(lexicon)
        self._after = _AFTER | self._given.never
        self._occupations = Occupations(lexicon)
        self._heads = frozenset(name[0] for name in surnames)
        self._made = self._occupations.before(self._heads)

    def find(self, passage: Passage) -> list[Finding]:
        """Return the persons that follow a post."""
        text = passage.folded
        found: list[Finding] = []
        for start, end in passage.whole(self._posts):
            if text[start:end] in _KIN:
                found += _kin(passage, end, self._single)
                continue
            position = end
            while True:
                stop = self._behind(passage, position)
                if stop is None or _is_word(passage, position, stop):
                    break
                found.append(_person(position, stop))
                if stop >= len(text) or text[stop] not in "、,":
                    break
                position = stop + 1
        for end in self._occupations.ends(passage, self._made):
            if (stop := self._told(passage, end)) is not None:
                found.append(_person(end, stop))
        if "取代" in text or "接替" in text or "替换" in text:
            found += [_person(*leaver.span("name")) for leaver in _LEAVES.finditer(text)]
        return found

    def _behind(self, passage: Passage, start: int) -> int | None:
        """Return where the name ends that begins right behind a post, or None."""
        text = passage.folded
        # Most posts stand before something else.
        if text[start : start + 1] not in self._heads:
            return None
        if text[start : start + 1] in _TAILS and (
            (start not in passage.edges and start + 1 in passage.edges)
            or self.person_at(text, start + 1, passage.edges)
        ):
            return None
        stop = self.person_at(text, start, passage.edges)
        width = 2 if text[start : start + 2] in self._double else 1
        short, full = start + width + 1, start + width + 2
        if stop is None:
            # 州长满豹定|宣布: the words do not part there, and yet a verb begins.
            stop = next((s for s in (full, short) if self._may_end(passage, start, s)), None)
        elif stop == full:
            stop = self._given.end(passage, short, full)
        return stop

    def _may_end(self, passage: Passage, start: int, stop: int) -> bool:
        """Return whether a family name stands at `start`, and `stop` is where a verb begins."""
        text = passage.folded
        if self.person_at(f"{text[start:stop]}。", 0, frozenset()) != stop - start:
            return False
        return stop < len(text) and self._given.does(passage, stop)

    def _told(self, passage: Passage, start: int) -> int | None:
        """Return where the name behind an occupation ends that no list has, or None.

        What ends as one may be another word: no word begins here, and what follows is sure.
        """
        text = passage.folded
        stop = self._behind(passage, start)
        if stop is None or not self._given.over(passage, stop):
            return None
        if (
            passage.kind(text[start:stop]) in _WORDS
            or passage.kind(text[start : start + 2]) in _WORDS
        ):
            return None
        return None if passage.kind(text[start + 1 : stop]) in _NO_GIVEN else stop

    def person_at(self, text: str, start: int, edges: Container[int]) -> int | None:
        """Return where a Chinese person's name that begins at `start` ends, or None."""
        width = 2 if text[start : start + 2] in self._double else 1
        if width == 1 and text[start : start + 1] not in self._single:
            return None
        given = _HAN.match(text, start + width)
        if given is None or text[start : start + width + 1] in self._not:
            return None
        if text[start + width] in self._given.never:
            return None
        end = given.end()
        after_one = start + width + 1
        # A word's edge after the first character of the given name, and not after the second,
        # says that the name is short: 王伟|出席.
        if end - start == width + 2 and (
            (after_one in edges and end not in edges) or text[after_one] in self._after
        ):
            end = after_one
        following = text[end : end + 1]
        if following and following not in self._after and end not in edges:
            return None
        return end


def _kin(passage: Passage, start: int, families: frozenset[str]) -> list[Finding]:
    """Return the person whom a word for a relative announces, if it is followed as one is."""
    text, end = passage.folded, start + _KIN_NAME
    known = text[start : start + 1] in families or text[start : start + 1] in _ALSO
    if known and end in passage.edges and FOLLOWS.match(text, end) and text[start:end].isalpha():
        return [_person(start, end)]
    return []


def _is_word(passage: Passage, start: int, stop: int) -> bool:
    """Return whether a name of two characters is a word that goes on as no name does.

    学生|展示, 司机|车里: behind a post stands what somebody does as often as who he is.
    """
    text, kind = passage.folded, passage.kind(passage.folded[start:stop])
    if stop - start > _DOUBLE or kind not in _WORDS:
        return False
    # 候选人|符合|任职条件; but 厂长张扬说.
    return text[stop : stop + 1] not in _SURE if kind in _DOES else not FOLLOWS.match(text, stop)
