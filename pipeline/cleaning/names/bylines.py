"""The people, agencies and places that bylines, datelines and credits name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning.names.person_names import BETWEEN, HAN, ROLE, TOKEN, Person, PersonNames
from pipeline.types.articles import Struct

_PEOPLE = rf"(?:{TOKEN})(?:{BETWEEN}(?:{TOKEN})){{0,11}}"
_GAP = r"[ \t\u3000\xa0]*[:：︱|｜丨/／]?[ \t\u3000\xa0]*"
_MARK = r"[ \t\u3000\xa0]*[:：︱|｜丨/／][ \t\u3000\xa0]*"

_REPORTER = "记者|記者|通讯员|通訊員|评论员|实习生"
_WRITER = "作者|撰文|撰稿人?|采写|執筆|执笔|编译|主笔|文字|文"
# A reporter is named with or without a mark between; a writer only behind one, for 作者 and 文 are
# words of prose too. The names are looked ahead at: the next role may stand among them.
_AUTHOR = re.compile(
    rf"(?P<role>{_REPORTER})(?=(?:{_GAP})(?P<names>{_PEOPLE}))"
    rf"|(?<![{HAN}])(?:本文|文章)?(?:{_WRITER})(?=(?:{_MARK})(?P<text>{_PEOPLE}))"
    rf"|(?<![{HAN}])(?:[{HAN}]{{0,6}}|《[^》]{{1,10}}》)(?:{_WRITER})[ \t\u3000\xa0]{{1,4}}"
    rf"(?=(?P<spaced>{_PEOPLE})[\s)）】\]]*$)"
)
# A character of each word of `_AUTHOR`, of `_EDITOR`, of `_SOURCE`: few pieces hold one, and asking
# for it costs a tenth of trying the patterns at every place.
_AUTHOR_MARK = re.compile("[者员員文撰笔筆]|实习生|采写|编译")
_EDITOR_MARK = re.compile("[编編责責]")
_SOURCE_MARK = re.compile("[源自]")
# Whose picture it is: （圖／記者何立群攝）
_PICTURED = ("圖／", "图/", "圖/", "图／")
_EDITOR = re.compile(
    "(?:责任编辑|責任編輯|本文编辑|网络编辑|值班编辑|本期编辑|执行编辑|责编|責編|编辑|編輯|主编)"
    rf"{_GAP}(?:[\[【(（][A-Za-z0-9]{{1,8}}[\]】)）])?(?P<names>{_PEOPLE})"
)
_SOURCE = re.compile(
    r"(?:(?:本文|文章|稿件|信息|新闻|内容|消息)?(?<![图圖片频頻影料据據])(?:来源|來源)(?=[\s\u3000:：︱|｜丨/／于於])"
    rf"|(?<![{HAN}])(?:本文|文章|本稿|稿件)?(?:稿源|转自|转载自|摘自))"
    r"[ \t\u3000\xa0]*[于於]?[ \t\u3000\xa0]*[:：︱|｜丨/／]?[ \t\u3000\xa0]*"
    r"(?P<name>(?!的)[《“\"]?[^\s:：|｜丨()（）\[\]【】》”\"；;，,。]{2,40})"
)
_AFTER_SOURCE = re.compile(
    "(?:下载|下載|打开|打開|点击|點擊|订阅|訂閱|安装|举报|独家抢先|我要|手机看|扫码|[大中小]?字[体号]"
    "|[大中小]号字|分享到?|打印|收藏(?![与和家者馆])|评论(?![与和周])|字号|发布于|发表于|发布时间"
    # The next role, with what stands before it: 来源:江口网责任编辑:何一苇.
    "|(?:责任|責任|值班|当日|执行|執行|网络|網路|本文|本期|实习|實習|见习|新媒体|图片|文字|特约|当班|首席|终审|初审)?"
    "(?:作者|(?:编辑|編輯)(?![部室])|责编|責編|校对|校對|审核|審核|(?:记者|記者)(?!站)|通讯员|通訊員|监制|監製|主编|主編)"
    "|时间(?=[:： \\d])|阅读|浏览|点击|點閱|20\\d\\d).*"
)
# An outlet alone in a bracket: （江口日报）.
_OUTLET_ALONE = re.compile(
    rf"[\s\u3000]*[(（【\[〔][ ]?(?:据|據|来自|來自)?[《“\"]?(?P<name>[{HAN}A-Za-z·]{{1,14}}"
    "(?:[报報网網社台臺]|客户端|客戶端|新闻|新聞|公众号|公眾號|周刊|在线|发布|频道))"
    r"[》”\"]?[ ]?[)）】\]〕][\s\u3000]*"
)
# 来源：网络 says that nobody knows: no outlet is named.
_NOBODY = re.compile(
    "(?:本站|综合|綜合|整理)?(?:自)?(?:网络|網絡|網路|互联网|互聯網|网上|網上|网友|網友|未知|不详|不詳|佚名|其[他它]"
    "|公开(?:资料|报道|信息)?|公開(?:資料|報道|資訊)?)(?:媒体|媒體|综合|綜合|整理|转载|轉載|信息)?"
)
_LONGEST_SOURCE = 24
# Who lent a picture: 来源:馆方供图.
_LENT = re.compile("(?:供图|供圖|提供|图片|圖片|截图|截圖|摄影|攝影|图虫|剧照)$")
# 新华社北京2月14日电, 中新网4月2日电, 本报深圳11月25日电, 本报讯, 央视网消息
_DATELINE = re.compile(
    rf"(?P<agency>(?:据)?(?:本报|本刊|本网|本台|[{HAN}A-Za-z]{{1,10}}?(?:通讯社|新闻社|新闻网|社|网|報|报|台(?!湾|灣)|客户端)))"
    rf"[ ]?(?P<place>[{HAN}]{{2,8}}?)?[ ]?"
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日)?"
    "(?P<sort>(?:綜合|综合)?(?:外電|外电)?(?:報導|報道|报道)|电|電|讯|訊|消息|专电)"
    r"(?:[ ]?[(（][^()（）\n]{2,60}[)）]"
    rf"|[ ]?(?:本报|全媒体|见习|实习)?(?:记者|記者)[ ]?[{HAN}、 ]{{2,16}}?"
    "(?:摄影)?(?:报道|報道|報導)[:：,，]?)?"
)
_DATELINE_MARK = re.compile("[电電讯訊息道]")
# (记者王明) or 【記者王明／彰化報導】 at the head of the text
_OPENING_BRACKET = re.compile(
    r"[\s\u3000]*(?:[【\[][^【】\[\]\n]{2,10}[】\]]|[\u4e00-\u9fff]{2,8}[讯訊][ ]?)?"
    r"[(（【\[][^()（）【】\[\]\n]{0,12}(?:记者|記者|通讯员|通訊員)"
    r"[^()（）【】\[\]\n]{2,40}[)）】\]]"
)
# 【江口日報訊】記者林一舟報道：, behind a bracket or a dateline without one
_REPORTS = re.compile(
    rf"[\s\u3000]*(?:[【\[(（][^【】\[\]()（）\n]{{2,12}}[】\])）]|[{HAN}]{{2,8}}[讯訊])[ \u3000]?"
    rf"(?:本报|本報|全媒体|全媒體|见习|實習|实习)?(?:记者|記者)[ ：:]?[{HAN}]{{2,4}}"
    rf"(?:[、， ]{{1,2}}[{HAN}]{{2,4}}){{0,4}}?[ ]?(?:报道|報道|報導|报导|電|电)[：:]"
)
_BRACKET = re.compile(rf"[电電讯訊][ ]?[(（](?P<names>{_PEOPLE})[)）]")


class Dateline(Struct, frozen=True, kw_only=True):
    """Who sends, from where and of which day; spans in the piece, None for what is not said.

    `end` is behind it and the bracket of names that may follow it.
    """

    agency: Person
    end: int
    place: Person | None = None
    date: tuple[int, int] | None = None


def bracket_in(piece: str) -> int:
    """Return where the bracket ends that a piece begins with and that names a reporter, else 0."""
    found = _OPENING_BRACKET.match(piece) or _REPORTS.match(piece)
    return found.end() if found else 0


def authors_in(piece: str, names: PersonNames) -> Iterator[Person]:
    """Yield the reporters, correspondents and writers that a byline names."""
    for found in _AUTHOR.finditer(piece) if _AUTHOR_MARK.search(piece) else ():
        if piece.endswith(_PICTURED, 0, found.start()):
            continue
        if found["role"]:
            for person in names.people(piece, *found.span("names")):
                # 记者在现场看到 and 记者手记 name nobody: a reporter bears a family name.
                short = len(person.name) <= 4 and names.begins_like_a_name(person.name)
                if short or "·" in person.name or person.name[0].isascii():
                    yield person
        else:
            group = "text" if found["text"] else "spaced"
            yield from names.people(piece, *found.span(group), labelled=True)
    for found in _BRACKET.finditer(piece):
        if not ROLE.search(found["names"]):
            yield from names.people(piece, *found.span("names"))


def editors_in(piece: str, names: PersonNames) -> Iterator[Person]:
    """Yield the editors that a credit names; proof-readers and codes of the staff are none."""
    if not _EDITOR_MARK.search(piece):
        return
    for found in _EDITOR.finditer(piece):
        yield from names.people(piece, *found.span("names"))


def source_in(piece: str) -> Person | None:
    """Return the publisher after 来源 or a word like it."""
    found = _SOURCE.search(piece) if _SOURCE_MARK.search(piece) else None
    if not found:
        alone = _OUTLET_ALONE.fullmatch(piece)
        if alone is None or alone["name"].startswith(("综合", "綜合")):
            return None
        return Person(name=alone["name"], start=alone.start("name"), end=alone.end("name"))
    # Info lines go on with what sets the type size, and no space between.
    name = _AFTER_SOURCE.sub("", found["name"]).strip('《“"')
    if len(name) > _LONGEST_SOURCE:
        # Of several the first that fit.
        name = name[:_LONGEST_SOURCE].rpartition("、")[0]
    if _LENT.search(name) or _NOBODY.fullmatch(name):
        return None
    start = found.start("name") + found["name"].index(name) if name else 0
    return Person(name=name, start=start, end=start + len(name)) if len(name) > 1 else None


def dateline_in(piece: str) -> Dateline | None:
    """Return the dateline that a piece begins with."""
    if not _DATELINE_MARK.search(piece):
        return None
    found = _DATELINE.match(piece, len(piece) - len(piece.lstrip(" \u3000(（【[")))
    if not found:
        return None
    reported = found["sort"].endswith(("道", "導"))
    if reported and found["agency"].startswith("据"):
        return None
    start = found.start("agency") + (1 if found["agency"].startswith("据") else 0)
    agency = Person(name=piece[start : found.end("agency")], start=start, end=found.end("agency"))
    if agency.name.startswith("本") and found["sort"] in {"讯", "訊"} and not found["place"]:
        agency = Person(name=f"{agency.name}{found['sort']}", start=start, end=found.end("sort"))
    place = None
    if found["place"] and not found["place"].startswith(("综合", "綜合")):
        place = Person(name=found["place"], start=found.start("place"), end=found.end("place"))
    return Dateline(
        agency=agency,
        end=found.end(),
        place=place,
        date=found.span("date") if found["date"] else None,
    )
