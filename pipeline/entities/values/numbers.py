"""Where a number of a text stands, and which numbers count nothing: 三九集团, 几十, 四五百."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.text.numerals import FIGURES, HAN_DIGITS, HAN_NUMBER, parse_number

# The numerals of contracts and cheques, folded to simplified characters.
FORMAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# 千 of 千瓦时 and 千米 belongs to the unit.
SCALE = "[十万亿]|百(?!分点|帕)|千(?![瓦米克帕赫卡焦伏])|兆(?![瓦赫帕])"
# 4亿2000万, 3万5千, 1万2000: what stands behind a scale is added.
_MORE = (
    "(?<=[亿兆])[0-9]{1,4}[千百]?[万亿](?:[0-9]{1,4}(?![0-9.,年月日时%千百万亿]))?"
    "|(?<=[万])(?:[0-9]千(?![瓦米克帕赫卡焦伏])|[0-9]{4}(?![0-9.,年月时%万亿]|日(?![元圆币])))"
)
_LEFT = "二三四五六七八九十百千万"
_UPPER = "一二两三四五六七八九十"


def number_pattern(letters: str) -> re.Pattern[str]:
    """Return the pattern of one number; `letters` lets one stand behind a currency's sign.

    A figure that follows another letter is the tail of a name or of a code (USD5, but not V5).
    """
    # Figures first: most numbers are.
    return re.compile(
        rf"(?P<figures>(?:(?<![0-9A-Za-z.]){letters})(?:{FIGURES})(?:{SCALE}){{0,3}}(?:{_MORE})?)"
        rf"|(?P<of>百分之|千分之|万分之)(?P<share>{FIGURES}|{HAN_NUMBER})"
        rf"|(?P<low>[{_LEFT}]{{1,3}})分之(?P<high>[{_UPPER}]{{1,3}})(?!决赛)"
        rf"|(?P<formal>[{FORMAL}]{{2,20}}(?=[元圆美欧英日港]))|(?P<numeral>{HAN_NUMBER})"
    )


# Where a number may begin; scanning for it alone takes a third of the time.
START = re.compile(f"[0-9{HAN_DIGITS}十百千万亿半壹贰叁肆伍陆柒捌玖拾]")
# Two numerals told at once: 四五百, 十七八, 三五; what stands around them is shared.
_PAIR = re.compile(
    f"(?P<head>(?:[{HAN_DIGITS}十百千万亿]*[十百千万亿])?)(?P<first>[一二两三四五六七八])"
    f"(?P<second>[两二三四五六七八九])(?P<scale>[十百千万亿]*)"
)
_DIGITS = "零一二三四五六七八九"
# What goes on behind a counter and makes another word of it: 五年级, 三九集团, 十四五期间.
_GOES_ON = {
    "年": "[级薪]|代表|制(?![造定作])|期间", "集": "[团成合约]", "门": "[峡户]",
    "位": "一体|[于置]",
    "字": "[路架会]", "家": "[渠庭]", "条": "[件款]", "层": "次", "部": "[门委署]",
    "场": "[馆景所]",
    "台": "[湾州]", "手": "[机段]", "股": "[份东权]", "支": "部(?!队)", "所": "有",
    "期": "[间货限望]",
    "度": "假", "级": "别", "步": "[行骤]", "球": "[员队迷]", "首": "[席都]", "节": "[目能约气]",
    "处": "[理罚]", "套": "餐", "名": "[单牌城]", "户": "籍", "次": "[数元生]|三番|方",
    "批": "[发准]",
    "座": "[谈位]", "份": "额", "里": "[屯桥店庄堡铺墩塘村台甸坪坡岗亭巷]", "天": "酒店|连锁",
    "秒": "[杀表]", "周": "[边刊报]", "升": "[级至值]", "亩": "产",
    "口": "[岸号味子才碑头吻令径罩服感红述腔供授岔气水]",
    "组": "[织合建长委]", "列": "[入为]",
    "只": "[有能是]|松鼠",
    "人": "民(?!警)|转(?![移入院送到])|行(?![动政贿凶])|帮(?![助扶教忙])|制|组合|[篮足排]球"
    "|橄?榄球",
    "元": "店|机(?![票器械构会关场动])|[桥区里巷村镇乡论化法次宫]|结构|股份|食品"
    "|牛奶|乳业|二次|方程|悖论|复合",
    "件": "套", "头": "[部条]",
    "项": "链|全能|赛|规定精神|规定学习",
    "轮": "[胎船]", "局": "[面部势]", "架": "[构子]", "瓶": "颈", "例": "[如外]",
    "班": "[长级组主底次车子会机干规师轮]", "针": "[对灸织线头剂]", "尾": "[数号巴气部随款声盘]",
    "单": "[元价位身品打项个独纯方一车场日月程曲边株县双产击板枪选循赛季反]",
    "孔": "[子庙雀府径洞明]", "眼": "[看睛前下科镜光界神泪底]",
    "分": "[之公布别子母析店行贝局校会院部区支销手成为散享组工类期红级钟隔数差段制值割明歧]"
    "|[担居开摊流发拆球线]",
    "环": "[境保节绕球路城岛评卫线比形渤太]", "杆": "[子菌]",
    "根": "[据本]", "匹": "[配克狼]",
}  # fmt: skip
# 09级 and 2011级 began their studies in that year.
_CLASS_OF = re.compile("0[0-9]|(?:19|20)[0-9]{2}")
_BEHIND = {unit: re.compile(words) for unit, words in _GOES_ON.items()}


def goes_on(text: str, unit: str, end: int) -> bool:
    """Say whether the counter that ends at `end` is the head of a longer word."""
    pattern = _BEHIND.get(unit)
    return pattern is not None and pattern.match(text, end) is not None


def is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Say whether a number tells which one, and not how many: 第20条, 09级."""
    start, end = match.span()
    if text[start - 1 : start] == "第" or text[start - 2 : start] == "第 ":
        return True
    return text[end : end + 1] == "级" and _CLASS_OF.fullmatch(match[0]) is not None


def formal(text: str) -> Decimal | None:
    """Return the value of 伍佰万."""
    return parse_number(text.translate(_PLAIN))


def is_pair(numeral: str) -> bool:
    """Say whether numerals tell two numbers at once: 四五百, 十七八, 三五."""
    found = _PAIR.fullmatch(numeral)
    if found is None:
        return False
    low, high = (_DIGITS.find(found[name].replace("两", "二")) for name in ("first", "second"))
    return high - low == 1 or (low, high) in {(3, 5), (3, 2)}


def is_grammar(text: str, start: int, numeral: str) -> bool:
    """Say whether numerals are a piece of a phrase or of a name: 三番五次, 中央八项规定, 零件."""
    before = text[max(0, start - 2) : start]
    return before.endswith("番") or (before == "中央" and numeral == "八") or numeral == "零"


def is_name(numeral: str) -> bool:
    """Say whether numerals are a name or a row of digits and count nothing: 三九, 九一八."""
    return len(numeral) > 1 and all(char in HAN_DIGITS for char in numeral)


def is_vague(text: str, start: int, numeral: str) -> bool:
    """Say whether the number is only the size of one: 几十, 数百万, 上千."""
    if numeral[0] not in "十百千万亿" or text[start - 1 : start] not in {"几", "数", "上", "成"}:
        return False
    # 人数十万, 以上百: the word before it is another.
    return text[max(0, start - 2) : start] not in {
        "人数",
        "总数",
        "次数",
        "户数",
        "以上",
        "完成",
        "建成",
    }
