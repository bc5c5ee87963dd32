"""Pairs of raw notices of one frame: two matters, or one and its mended copy.

Frames and fillings are invented (`notice_frames.txt`); half of the frames are withheld: no rule
was written with them in view. Texts go through the clean stage, since what tells two forms apart
may be taken for furniture there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FRAMES = Path(__file__).with_name("notice_frames.txt")
OTHERS = ("all", "names", "series")
"""What differs between two matters: everything; whom it is about; days and figures."""
EDITS = ("figure", "figure and dateline", "figure and words", "traditional", "dropped", "furniture")
"""What is done to a copy."""

_SLOT = re.compile(r"\{([a-z]+)\d+\}")
_FIRST = "清白石青南北云松柳梅银玉兰竹枫桐榆杏桃荷菱雁鹤鹭渔樵墨砚"
_SECOND = "江溪河湖川源泉岭峰原陵阳安宁丰泰和昌平兴塘浦洲圩埠堰塬坪"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
_GIVEN = "明华建军志强秀英文斌海燕晓峰立新国庆子轩雨桐书瑶承泽"
_DIGITS = "零一二三四五六七八九"
_WORDS = (
    ("正在", "目前正在"), ("已经", "现已"), ("提醒", "特别提醒"), ("表示", "对此表示"), ("可以", "均可"),
    ("应当", "务必"), ("没有", "并没有"), ("開始", "起"), ("並應", "亦應"), ("請", "敬請"),
)  # fmt: skip
_FURNITURE = ("\n来源：{}晚报", "\n（责任编辑：{}）", "\n编辑：{}", "\n【打印】【关闭】")


class Pair(NamedTuple):
    """Two raw texts; `same` says whether they are one story."""

    frame: str
    kind: str
    left: str
    right: str
    same: bool
    withheld: bool


def frames() -> Iterator[tuple[str, bool, str]]:
    """Yield name, whether it is withheld, and text of each frame."""
    for part in FRAMES.read_text("utf-8").split("\n\n["):
        head, _, text = part.partition("]\n")
        if not part.startswith("# "):
            name, _, mark = head.partition(" | ")
            yield name, bool(mark), text.strip()


def pairs(*, others: int, copies: int, seed: int) -> Iterator[Pair]:
    """Yield pairs of every frame: so many of two matters, so many of one and its copy."""
    for name, withheld, frame in frames():
        chance = random.Random(f"{seed} {name}")
        for number in range(others):
            kind = OTHERS[number % len(OTHERS)]
            one = _filling(frame, chance)
            other = _other(one, kind, chance)
            if other != one:
                texts = frame.format(**one), frame.format(**other)
                yield Pair(name, kind, *texts, same=False, withheld=withheld)
        for number in range(copies):
            edit = EDITS[number % len(EDITS)]
            one = _filling(frame, chance)
            copy = _edited(frame, one, edit, chance)
            yield Pair(name, edit, frame.format(**one), copy, same=True, withheld=withheld)


def _other(one: dict[str, str], kind: str, chance: random.Random) -> dict[str, str]:
    """Return a filling of another matter."""
    named = {key for key in one if key.rstrip("0123456789") not in _FIGURES}
    change = set(one) if kind == "all" else named if kind == "names" else set(one) - named
    # A series goes on from day to day with figures of its own: one alone may be a mended one.
    if kind == "series" and len(change) < 2:
        change = set(one)
    return one | {key: _unlike(one[key], key, chance) for key in sorted(change)}


def _unlike(value: str, key: str, chance: random.Random) -> str:
    for _ in range(50):
        if (new := _FILL[key.rstrip("0123456789")](chance)) != value:
            return new
    return value


def _filling(frame: str, chance: random.Random) -> dict[str, str]:
    slots = sorted({match[0][1:-1] for match in _SLOT.finditer(frame)})
    return {slot: _FILL[_SLOT.fullmatch(f"{{{slot}}}")[1]](chance) for slot in slots}  # type: ignore[index]


def _edited(frame: str, one: dict[str, str], edit: str, chance: random.Random) -> str:
    """Return a copy of a notice with something mended."""
    if edit.startswith("figure") and (
        slots := [slot for slot in one if slot.rstrip("0123456789") in _FIGURES]
    ):
        slot = chance.choice(slots)
        mended = _unlike(one[slot], slot, chance)
        # Of a mended day the month stays.
        month, mark, _ = one[slot].partition("月")
        one = one | {slot: month + mark + mended.rpartition("月")[2]}
    text = frame.format(**one)
    if edit == "figure and dateline":
        return (
            f"本报{_place(chance)}讯（记者 {_person(chance)}）{text}" if "\n" not in text else text
        )
    if edit == "figure and words":
        for old, new in _WORDS:
            text = text.replace(old, new)
    elif edit == "traditional":
        text = "".join(map(_TRADITIONAL.get, text, text))
    elif edit == "dropped":
        sentences = text.split("。")
        text = "。".join([*sentences[:-2], ""]) if len(sentences) > 3 else text
    elif edit == "furniture":
        text += chance.choice(_FURNITURE).format(_person(chance))
    return text


# Enough of them for a copy of the other script.
_TRADITIONAL = dict(zip("发现时间区县镇乡号车场应当请与对开关门电队红网报书业产东实学习经过东国会议员说话", "發現時間區縣鎮鄉號車場應當請與對開關門電隊紅網報書業產東實學習經過東國會議員說話", strict=True))  # fmt: skip


def _place(chance: random.Random) -> str:
    return chance.choice(_FIRST) + chance.choice(_SECOND)


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2))))


def _word(chance: random.Random) -> str:
    return "".join(chance.sample(_FIRST + _SECOND + _GIVEN, chance.choice((2, 2, 3))))


def _work(chance: random.Random) -> str:
    return "".join(chance.sample(_FIRST + _SECOND + _GIVEN + "的与之里中", chance.randint(3, 6)))


def _numeral(number: int) -> str:
    """Return a number under a thousand in Chinese numerals."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _chosen(words: str) -> Callable[[random.Random], str]:
    return lambda chance: chance.choice(words.split())


def _behind(ends: str) -> Callable[[random.Random], str]:
    return lambda chance: _place(chance) + chance.choice(ends.split())


_FIGURES: dict[str, Callable[[random.Random], str]] = {
    "n": lambda chance: str(chance.randint(12, 9800)),
    "p": lambda chance: f"{chance.randint(110, 9900) / 100:.2f}",
    "c": lambda chance: _numeral(chance.randint(2, 96)),
    "cn": lambda chance: _numeral(chance.randint(6, 12)),
    "cdig": lambda chance: "".join(chance.choices(_DIGITS, k=5)),
    "d": lambda chance: f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
    "cd": lambda chance: f"{_numeral(chance.randint(1, 12))}月{_numeral(chance.randint(1, 28))}日",
    "t": lambda chance: f"{chance.randint(0, 23)}时{chance.randint(1, 59)}分",
    "ct": lambda chance: chance.choice(("上午", "下午", "清晨")) + _numeral(chance.randint(2, 12)) + "时",
    "id": lambda chance: f"2026-{chance.randint(1, 999):03}",
    "ball": lambda chance: f"{chance.randint(1, 33):02}",
    "mag": lambda chance: f"{chance.randint(30, 62) / 10}",
}  # fmt: skip
_FILL: dict[str, Callable[[random.Random], str]] = _FIGURES | {
    "county": _behind("县 市 区"),
    "town": _behind("镇 乡 街道"),
    "road": _behind("路 大道 东街 北路 环线 巷"),
    "estate": _behind("苑 花园 新村 家园 里 公寓"),
    "school": _behind("小学 中学 实验学校 幼儿园"),
    "museum": _behind("博物馆 美术馆 文化馆 纪念馆"),
    "water": _behind("水库 湖 江 河"),
    "bay": _behind("湾 角 洲 岛"),
    "office": _behind("市中级人民法院 市场监管局 消费者委员会 县水利局"),
    "team": _behind("队 俱乐部 联"),
    "st": _place,
    "city": _place,
    "brand": _word,
    "ship": _word,
    "person": _person,
    "work": _work,
    "exam": _chosen("教师 护士 会计 导游 律师 药师"),
    "region": _chosen("江南省 河东省 岭北省 海西省 云州省"),
    "kind": _chosen("大雨 豪雨 強風 低溫 濃霧"),
    "updown": _chosen("提高 降低"),
    "bond": lambda chance: f"{chance.randint(19, 25)}{_word(chance)}0{chance.randint(1, 4)}",
    "thing": _chosen("电水壶 婴儿床 双肩包 笔记本电脑 雨伞 保温杯 电热毯 儿童滑板车 空调 课桌椅"),
    "shop": _chosen("餐馆 五金店 服装店 修车铺 超市 旅店 仓库 网吧"),
}
