"""How far left the phrase of a post reaches: ranks, departments, offices, and more posts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from pipeline.entities.joining.nouns import Nouns
from pipeline.entities.joining.spans import Spans
from pipeline.entities.passage import Passage
from pipeline.entities.resources import Lexicon

_LEVELS = frozenset("省市县区州镇乡村校院系原前驻")
# Between an office and the post in it: its department, and what ranks the post.
_DEPARTMENT = re.compile(
    "[\u4e00-\u9fff0-9]{0,20}?(?:庭|科|处|室|部|司|局|院|系|所|中心|学|厅|署|办|站|队|组|台|会|团|厂|馆|公司|集团|大学|委|行|校|协|联|社|社区|项目|平台|工程"
    "|基地|班|园区|开发区|街道|频道|栏目|计划|政府|联盟|俱乐部|小区|农场|林场|酒店|店|领域|系统|业务|板块|分部|矿|港|军区|法庭|赛区|村|镇|中央)"
    "(?:首席|高级|资深|常务|专职|执行)?$"
)
# 食物及卫生局: an office whose name joins two fields of its work, and a part of it.
_FIELDS = re.compile(
    "[\u4e00-\u9fff]{2,6}[及与和暨][\u4e00-\u9fff]{1,8}(?:局|部|厅|委|司|处|署|会|学院|研究所|中心)"
    "(?:[\u4e00-\u9fff]{2,10}(?:处|科|室|部|中心|系|所|局))?"
)
_RANKS = re.compile(
    "(?:首席|高级|资深|知名|著名|青年|产品|项目|执行|常务|名誉|特约|芭蕾舞|脱口秀|相声|话剧|研究|原|前|时任|新任"
    "|现任|候任|男高音|女高音|男中音|小提琴|大提琴|钢琴|二胡|古筝|琵琶|京剧|昆曲|越剧|豫剧|川剧|粤剧|影视|青年|老一辈"
    "|中美|美中|中欧|中俄|中日|中韩|中方|美方|双方|经贸|外交|国际|新闻|联合|署理|艺术|行政|技术|宏观|进出口|销售|市场|财务|运营|人力资源|采购|服务|业务|法务|内容|战略|投资|播音|特聘|客座|终身|讲席|荣誉|常任|专职|助理|演播|刑侦|分管|主管|候补|左翼|右翼|极右翼|反对派|反对党|执政党|工党|保守党|自民党|民主党|共和党|特命全权|一等|二等|总|副|代|女子|男子|主|当红|金牌|王牌|退役|现役|国家|指导|四级|国家级|省级|特级|一级|二级|三级|优秀"
    "|外卖|执法|值班|主刀|驻村|驻站|带班|随队|随船|代课|支教|退休|离任|新晋|首任|主诉|代理)+$"
)
# Between an office and a post that has no department: 中国|驻英国|大使.
_LINK = re.compile(
    "驻[\u4e00-\u9fff]{0,6}|(?:籍|派|系|方|队|版|级|届|界|[陆海空]军|海警|军方|警方|王室)|常驻[\u4e00-\u9fff]{0,6}"
)
_CLAUSE_ENDS = "、兼,。;:!?”(\n\t \u3000"
# Behind these words a phrase begins, as behind a mark.
_PREPOSITIONS = frozenset("据由经向对让请在为是")
# So it does behind these, where a name stands before them.
_LINKS = frozenset("与和及同跟")
_SIGNS = ("记者", "通讯员", "编辑", "摄影", "作者", "责编")
_BOTH = "兼"
_JOINTS = "、兼"
_ORDINAL = "第"
# Characters before a post that are searched for its rank. Chosen, not measured.
_REACH = 12
# Posts of one person that stand in a row, and the characters of one of them. Chosen, not measured.
_MOST_POSTS = 4
_LONGEST = 26


class Offices:
    """Knows where the phrase of a post begins.

    Args:
        lexicon: Its list `post_stops` names the words that no such phrase holds.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._stops = frozenset(lexicon.words("post_stops"))
        self._nouns = Nouns(lexicon)

    def begin(self, passage: Passage, end: int, spans: Spans) -> int:
        """Return where the posts begin the last of which ends at `end`."""
        text = passage.folded
        start = self._whole(passage, spans.ends[end], spans)
        for _ in range(_MOST_POSTS):
            if not start or text[start - 1] not in _JOINTS or start - 1 not in spans.ends:
                break
            before = spans.ends[start - 1]
            # A rank behind a name is of whom it follows: 支队长甲大校、舰长乙.
            if before in spans.people_end:
                break
            start = self._whole(passage, before, spans)
        return start

    def stops(self, passage: Passage, start: int, end: int) -> bool:
        """Return whether a stretch holds what no post does: then only its end is one."""
        ends = passage.word_ends
        words = passage.words[bisect_right(ends, start) : bisect_left(ends, end) + 1]
        return any(word in self._stops or word in _JOINTS for word in words)

    def _whole(self, passage: Passage, head: int, spans: Spans) -> int:
        """Return where one post begins, with all the nouns that stand before it."""
        start = self._one(passage, head, spans)
        # Who signs stands behind anything: 重振产业|中新社记者.
        if passage.folded.startswith(_SIGNS, head) or passage.folded.startswith(_SIGNS, head + 2):
            return start
        return self._nouns.begin(passage, start, spans)

    def _one(self, passage: Passage, head: int, spans: Spans) -> int:
        """Return where one post begins, with what stands right before its head word."""
        text = passage.folded
        start = spans.across(head)
        # No rank lies inside an office: 省政府|副省长.
        if ranks := _RANKS.search(text, max(spans.office_end(start), start - _REACH), start):
            start = ranks.start()
        start = _names_before(text, start, spans)
        office = spans.office_before(start)
        if office is not None and _FIELDS.fullmatch(text, office.end, start):
            return office.start
        run = self._run(passage, start)
        if run == start:
            return start
        # A joint inside an office's own name ends a run: 人力资源和|社会保障厅.
        office = spans.office_before(run)
        if office is None or office.end < run:
            office = spans.first_office(run, head)
        if office is not None and office.start < start:
            between = text[office.end : start]
            if _LINK.fullmatch(between) or _DEPARTMENT.fullmatch(between):
                return office.start
        opens = run == 0 or text[run - 1] in _CLAUSE_ENDS or text[run - 1] in _PREPOSITIONS
        opens = opens or (text[run - 1] in _LINKS and run - 1 in spans.people_end)
        if opens and start - run == 1 and text[run] in _LEVELS:
            return run
        if opens and _DEPARTMENT.fullmatch(text, run, start):
            return run
        return start

    def _run(self, passage: Passage, start: int) -> int:
        """Return where the words of letters begin that reach up to a post, none a stop."""
        words, ends = passage.words, passage.word_ends
        index = bisect_right(ends, start)
        begin = start
        # A word that reaches into the post begins before it (区委|书记).
        if index < len(ends) and ends[index] - len(words[index]) < start:
            begin = ends[index] - len(words[index])
        while index and start - begin <= _LONGEST:
            word = words[index - 1]
            if word in self._stops or not word.isalnum() or word == _BOTH:
                break
            # 第44督导组.
            if word.isdigit() and words[index - 2 : index - 1] != [_ORDINAL]:
                break
            index -= 1
            begin = ends[index] - len(word)
        if start - begin > _LONGEST:
            return start
        return begin


def _names_before(text: str, start: int, spans: Spans) -> int:
    """Return `start` moved over the offices and places that stand right before it."""
    while True:
        if start in spans.names_end:
            start = spans.names_end[start]
        elif start and text[start - 1] in _LEVELS and start - 1 in spans.names_end:
            start = spans.names_end[start - 1]
        else:
            return start
