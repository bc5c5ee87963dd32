"""Sentences drawn from templates: alternatives in brackets, slots for names, numbers and words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent
CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
"""Alternatives in a template."""
_SLOT: Final = re.compile(r"\{([a-z0-9]+)\}")
# Characters that names of places and outlets are made of: any will do, so that none is learnt.
_PLACES: Final = (
    "江北南东西河海山湖川州岭湾溪桥城泉林岛港石云青白金银龙凤柳松梅竹兰桂榕枫杨沙滩浦潭塘坪岗峰谷源平安宁和"
    "清明永长高新古丰华阳春秋月星辰晨曦光远望津岚澜泽润汀渡浔沅湘淮沂洛泾渭漳汾衡岳嵩峨黎昌盛荣康泰顺通达"
)
_OUTLETS: Final = (
    "日报", "晚报", "早报", "时报", "商报", "都市报", "网", "新闻网", "新闻", "观察", "周刊",
    "财经", "视频", "融媒", "发布", "在线", "号", "传媒", "FM", "电台", "快讯", "头条", "生活",
    "君", "说", "研究所", "杂志", "周报", "广播电视台", "客户端", "Daily", "文摘", "画报",
    "读书", "科技", "汽车", "健康", "体育", "娱乐", "教育", "街坊", "事儿", "社", "卫视",
    "月刊",
)  # fmt: skip
_APPS: Final = (
    "“{o}”客户端", "{o}APP", "{o}App", "{o}客户端", "「{o}」App", "“{p}+”客户端",
    "{o}手机客户端", "“{p}通”小程序", "{p}云", "“{o}”",
)  # fmt: skip
_ACCOUNTS: Final = (
    "公众号", "微信公众号", "视频号", "官方微博", "头条号", "服务号", "抖音号", "小红书",
    "官方微信", "B站账号", "快手号", "百家号", "Telegram频道", "WhatsApp频道", "LINE官方帳號",
    "粉絲專頁", "账号", "专栏", "合集", "播客",
)  # fmt: skip
_COLUMNS: Final = (
    "科技", "人物", "夜读", "早班车", "财经眼", "一线", "观潮", "深一度", "街巷", "说法", "在线",
    "周末", "书房", "健康课", "乡野", "夜话", "茶座", "圆桌", "札记", "会客厅", "放大镜",
)  # fmt: skip
_FIRMS: Final = (
    "实业", "股份", "科技", "集团", "物流", "食品", "能源", "药业", "证券", "基金", "汽车", "传媒",
    "银行", "保险", "律师事务所",
)  # fmt: skip
_GAPS: Final = (" ", "　", "  ", " | ", "｜", "、", " / ", "·", " · ", "，", "")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Source(NamedTuple):
    """What slots are filled from: words of the article at hand, headlines of others, names."""

    words: Sequence[str]
    headlines: Sequence[str]
    names: Sequence[str]


class Template(NamedTuple):
    """A line of a file of templates, and the hand that wrote it: the file's name."""

    text: str
    hand: str


def read_templates(kind: str) -> list[Template]:
    """Return the templates of a folder beside this file, in the order of its files."""
    return [
        Template(line, file.stem)
        for file in sorted((FOLDER / kind).glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def draw(template: str, source: Source, rng: random.Random) -> str:
    """Return one sentence of `template`."""
    text = template
    while found := CHOICE.search(text):
        text = text[: found.start()] + rng.choice(found[1].split("|")) + text[found.end() :]
    # Slots hold slots: an app is called by its outlet.
    for _ in range(3):
        text = _SLOT.sub(lambda slot: _filled(slot[1], source, rng), text)
    return text


def _filled(slot: str, source: Source, rng: random.Random) -> str:
    return _SLOTS[slot.rstrip("2")](source, rng)


def _place(_: Source, rng: random.Random) -> str:
    return "".join(rng.choices(_PLACES, k=2))


def _outlet(source: Source, rng: random.Random) -> str:
    return _place(source, rng) + rng.choice(_OUTLETS)


def _word(source: Source, rng: random.Random) -> str:
    return rng.choice(source.words) if source.words else "此事"


def _name(source: Source, rng: random.Random) -> str:
    return rng.choice(source.names)


def _headline(source: Source, rng: random.Random) -> str:
    return rng.choice(source.headlines)


def _id(_: Source, rng: random.Random) -> str:
    tail = rng.choice(("", "", "{0}", "_{0}", "-{0}")).format(rng.randint(1, 2024))
    return "".join(rng.choices(_LETTERS, k=rng.randint(3, 10))) + tail


def _mail(source: Source, rng: random.Random) -> str:
    host = "".join(rng.choices(_LETTERS, k=rng.randint(3, 8)))
    return (
        f"{_id(source, rng)}@{host}.{rng.choice(('com', 'cn', 'net', 'example', 'com.tw', 'hk'))}"
    )


def _url(source: Source, rng: random.Random) -> str:
    host = "".join(rng.choices(_LETTERS, k=rng.randint(3, 8)))
    lead = rng.choice(("https://www.", "http://", "www.", "https://"))
    return f"{lead}{host}.{rng.choice(('com', 'cn', 'example'))}/{_id(source, rng)}"


def _phone(_: Source, rng: random.Random) -> str:
    form = rng.choice(
        (
            "0###-#######",
            "###-####",
            "1##########",
            "####-####",
            "96###",
            "400-###-####",
            "(0#)####-####",
        )
    )
    return re.sub("#", lambda _: str(rng.randint(0, 9)), form)


def _contact(source: Source, rng: random.Random) -> str:
    forms: tuple[Callable[[], str], ...] = (
        lambda: _phone(source, rng),
        lambda: _mail(source, rng),
        lambda: rng.choice(("微信", "微信号", "QQ", "加微信")) + _id(source, rng),
        lambda: _phone(source, rng) + rng.choice(("（微信同号）", "，工作日9时至17时", "")),
    )
    return rng.choice(forms)()


def _day(_: Source, rng: random.Random) -> str:
    form = rng.choice(
        (
            "{y}年{m}月{d}日",
            "{y}-{m:02d}-{d:02d}",
            "{m}月{d}日",
            "{y}/{m}/{d}",
            "{y}.{m:02d}.{d:02d}",
        )
    )
    return form.format(y=rng.randint(2012, 2026), m=rng.randint(1, 12), d=rng.randint(1, 28))


def _number(_: Source, rng: random.Random) -> str:
    return str(rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 9999))))


def _column(source: Source, rng: random.Random) -> str:
    return _place(source, rng)[:1] + rng.choice(_COLUMNS)


def _firm(source: Source, rng: random.Random) -> str:
    return _place(source, rng) + rng.choice(_FIRMS)


def _staff(_: Source, rng: random.Random) -> str:
    letters = "".join(rng.choices(_LETTERS, k=rng.choice((0, 1, 2, 2, 3)))).upper()
    digits = str(rng.randint(1, 9999)) if not letters or rng.random() < 0.7 else ""
    return letters + digits


def _licence(_: Source, rng: random.Random) -> str:
    return rng.choice(("", "备", "字第", "B2-", "-")) + str(rng.randint(10**4, 10**8))


_SLOTS: Final[dict[str, Callable[[Source, random.Random], str]]] = {
    "p": _place,
    "o": _outlet,
    "w": _word,
    "n": _name,
    "h": _headline,
    "id": _id,
    "mail": _mail,
    "url": _url,
    "tel": _phone,
    "contact": _contact,
    "d": _day,
    "num": _number,
    "licence": _licence,
    "staff": _staff,
    "col": _column,
    "firm": _firm,
    "year": lambda _, rng: str(rng.randint(2010, 2026)),
    "cn": lambda _, rng: rng.choice("一二三四五六七八九十"),
    "app": lambda _, rng: rng.choice(_APPS),
    "acc": lambda _, rng: rng.choice(_ACCOUNTS),
    "gap": lambda _, rng: rng.choice(_GAPS),
}
