"""Bad records of every kind, the same for a seed: what no publisher should send, and what one will."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from typing import NamedTuple

from pipeline.topology import LARGEST_ARTICLE_BYTES, LARGEST_ARTICLE_LINES

NOW = 1_700_000_000.0
_FIELDS = ("id", "url", "site", "title", "text", "html", "feed", "fetched_at", "published_at", "pub_status")  # fmt: skip
_SENTENCES = (
    "河口的第三座桥今天通车，镇上的人排着队从桥上走过。",
    "“货车仍要绕行老路，”县交通局局长顾明远说，“工期比计划提前了两个月。”",
    "2023年11月14日，气象台发布未来三天的天气：有小到中雨，气温12到18摄氏度。",
    "老街改造后首批四十二家商户开门迎客，总投资3.5亿元，同比增长12.8%。",
    "记者 林晓芸 通讯员 欧阳若兰",
    "相关阅读：",
    "- 快讯：县里的图书馆周末延长开放时间",
    "（责任编辑：顾明远）",
)
# What our patterns begin with, repeat, or look for at their end.
_PIECES = (
    "(", "（", "[", "【", "《", "“", '"', "1", "1.", "1、", "①", "十", "一、", "第一", "—", "·", "|", ":", "：", "a:", " ",
    "\u3000", "记者", "记者 ", "通讯员", "责任编辑：", "来源：", "作者：", "新华社北京", "2月14日", "2023-", "12:3", "年",
    "昨", "民国", "二〇", "农历", "王", "王明、", "欧阳", "阿·", "A.", "http://a.", "a@", ".com", "&#", "%7B", "亿元",
    "3.", "万", "百分之", "分之", "县", "省市", "大学", "有限公司", "说", "表示：", "第", "号", "《a》", "<", "</", "-", "_",
    "+1", "1,", "1/", "$", "￥", "℃", "x" * 9, "锟斤拷", "\u200d", "🚢", "👨‍👩‍👧", "ﷺ", "ﬃ", "㌫", "½", "Ⅷ", "𠀀", "가",
)  # fmt: skip
_MARKS = "\u0300\u0301\u0308\u0338\u064b\u0e31\u20dd\ufe0f\u3099"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200e\u200f\u00ad\u061c\u180e"
_EXPANDING = "\ufb2c\u1f82\u0390\u1d15e\ufdfa\u2126\uf900\u0344\u0958"
_SPACES = "\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85\r\t\xa0\u3000\u1680"


class BadRecord(NamedTuple):
    """A raw record and of which kind it is."""

    kind: str
    value: bytes | None
    key: bytes | None = None
    headers: tuple[tuple[str, bytes | None], ...] = ()
    timestamp: float = NOW


Rng = random.Random


def bad_record(number: int, seed: int = 0, *, large: bool = False) -> BadRecord:
    """Return the bad record of that number; one of the largest size if `large`."""
    rng = random.Random(f"{seed}/{number}")
    kinds = _LARGE if large else _KINDS
    name = list(kinds)[number % len(kinds)]
    record = kinds[name](rng)._replace(kind=name)
    if rng.random() < 0.15:
        record = record._replace(headers=(*record.headers, *_odd_headers(rng)))
    if rng.random() < 0.15:
        record = record._replace(key=rng.choice((b"", b"\x00", b"\xff\xfe", rng.randbytes(40))))
    if rng.random() < 0.1:
        record = record._replace(timestamp=rng.choice(_TIMES))
    return record


_TIMES = (-0.001, 0.0, -62_135_596_800.0, 253_402_300_800.0, 9.2e15, -9.2e15, 1.7e12, float(2**53))


def _text(rng: Rng, lines: int = 8) -> str:
    return "\n".join(
        "".join(rng.choices(_SENTENCES, k=rng.randrange(1, 4)))
        for _ in range(rng.randrange(1, lines))
    )


def _fields(rng: Rng) -> dict[str, object]:
    number = rng.randrange(1000)
    return {
        "id": f"a{number}",
        "url": f"https://s{number % 7}.example/{number}",
        "site": f"s{number % 7}.example",
        "title": f"第{number}座桥今天通车",
        "text": _text(rng),
        "published_at": "2023-11-14T08:00:00+08:00",
    }


def _good(rng: Rng) -> bytes:
    return json.dumps(_fields(rng), ensure_ascii=rng.random() < 0.3).encode()


def _json(fields: object, rng: Rng) -> BadRecord:
    return BadRecord("", json.dumps(fields, ensure_ascii=rng.random() < 0.5).encode())


def _typed(data: bytes, kind: str) -> BadRecord:
    return BadRecord("", data, headers=(("content-type", kind.encode("latin-1")),))


def _cut(rng: Rng) -> BadRecord:
    data = _good(rng)
    return BadRecord("", data[: rng.randrange(len(data))])


def _mutated(rng: Rng) -> BadRecord:
    """Flip, cut out, splice in and repeat parts of a good record."""
    data = bytearray(_good(rng))
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.randrange(1, 30))
        how = rng.randrange(5)
        if how == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            del data[at:end]
        elif how == 2:
            data[at:at] = _good(rng)[: rng.randrange(60)]
        elif how == 3:
            data[at:at] = bytes(data[at:end]) * rng.randrange(1, 40)
        else:
            data[at:end] = rng.randbytes(end - at)
    data = data or bytearray(b"{")
    if rng.random() < 0.3:
        return _typed(
            bytes(data), rng.choice(("text/plain", "text/html", "text/plain; charset=gbk"))
        )
    return BadRecord("", bytes(data))


def _odd_value(rng: Rng, depth: int = 0) -> object:
    odd: list[object] = [
        None, True, False, 0, -1, 1.5, 1e308, -1e308, 5e-324, 2**63, -(2**63), 2**64, 10**30, "", " ", "\x00", "null", [],
        {}, [[]], {"": ""}, "NaN", "0" * 400, "1" * 5000, "\ufffe", "9999-12-31T23:59:59Z", "0000-00-00", "-1", "+0",
    ]  # fmt: skip
    if depth < 3 and rng.random() < 0.3:
        return rng.choice(([_odd_value(rng, depth + 1)], {"text": _odd_value(rng, depth + 1)}))
    return rng.choice(odd)


def _wrong_types(rng: Rng) -> BadRecord:
    fields = _fields(rng)
    for name in rng.sample(_FIELDS, rng.randrange(1, 4)):
        fields[name] = _odd_value(rng)
    return _json(fields, rng)


def _no_object(rng: Rng) -> BadRecord:
    plain = (
        b"",
        b" ",
        b"null",
        b"[]",
        b'"text"',
        b"0",
        b"{}",
        b"{} {}",
        b"\x00",
        b'{"text"',
        b"nul",
        b"-",
        b"{]",
    )
    return rng.choice(
        (BadRecord("", rng.choice(plain)), BadRecord("", None), _json(_odd_value(rng), rng))
    )


def _numbers(rng: Rng) -> BadRecord:
    number = rng.choice(("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1E400", "0x10", "01", "1.", "9" * 400,
                         "9" * 5000, "-0", "1e-999", "253402300800", "-62135596801", "1e18", "0." + "3" * 900))  # fmt: skip
    name = rng.choice(("fetched_at", "published_at", "id", "text", "odd"))
    return BadRecord(
        "", b'{"text": "%s", "%s": %s}' % (_SENTENCES[0].encode(), name.encode(), number.encode())
    )


def _deep(rng: Rng) -> BadRecord:
    depth = rng.choice((100, 900, 1000, 1100, 20_000, 100_000))
    begin, end = rng.choice(((b"[", b"]"), (b'{"text":', b"}")))
    inside = begin * depth + b'"a"' + (end * depth if rng.random() < 0.7 else b"")
    return BadRecord("", rng.choice((inside, b'{"text": "a", "odd": ' + inside + b"}")))


def _escapes(rng: Rng) -> BadRecord:
    escapes = (
        "\\ud800",
        "\\udfff",
        "\\ud800\\ud800",
        "\\u0000",
        "\\ufffe",
        "\\ud83d\\ude80",
        "\\u00",
        "\\x41",
        "\\",
    )
    text = "".join(rng.choices((*escapes, _SENTENCES[0], "\\n"), k=rng.randrange(1, 20)))
    return BadRecord("", f'{{"{rng.choice(_FIELDS)}": "{text}", "text": "{text}"}}'.encode())


def _encodings(rng: Rng) -> BadRecord:
    names = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "shift_jis", "latin-1",
             "cp1252", "utf-7", "hz", "iso2022_jp", "euc_kr", "cp037")  # fmt: skip
    text = _text(rng) if rng.random() < 0.6 else json.dumps(_fields(rng), ensure_ascii=False)
    data = text.encode(rng.choice(names), "replace")
    if rng.random() < 0.3:
        data = data[rng.randrange(3) : -rng.randrange(1, 4)]
    if rng.random() < 0.3:
        data = (
            rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
            * rng.randrange(1, 3)
            + data
        )
    label = rng.choice(
        (
            *names,
            "gbk",
            "gb2312",
            "rot13",
            "zip",
            "idna",
            "unicode_escape",
            "\xe9",
            "",
            "x" * 300,
            "none",
        )
    )
    kind = rng.choice(
        ("text/plain", "text/html", "application/json", "TEXT/PLAIN", "text/xml", "a", ";")
    )
    return _typed(data, f"{kind}; charset={label}")


def _binary(rng: Rng) -> BadRecord:
    heads = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"")
    body = rng.choice(
        (
            rng.randbytes(rng.randrange(3000)),
            zlib.compress(b"\x00" * 10**6),
            b"\x00" * rng.randrange(5000),
        )
    )
    return _typed(
        rng.choice(heads) + body,
        rng.choice(("text/plain", "text/html", "application/json", "image/png")),
    )


def _controls(rng: Rng) -> BadRecord:
    controls = "".join(map(chr, range(32))) + "\x7f\x80\x9f\ufffe\uffff\ufdd0" + _SPACES
    return _article(rng, "".join(rng.choices(controls + _SENTENCES[0], k=rng.randrange(1, 2000))))


def _article(rng: Rng, text: str) -> BadRecord:
    """Return an article with `text` in one or more of its fields, as JSON, text or page."""
    how = rng.randrange(6)
    if how == 0:
        return _typed(text.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    if how == 1:
        return _typed(
            f"<html><body><p>{text}</p></body></html>".encode("utf-8", "replace"), "text/html"
        )
    fields = _fields(rng)
    if how == 2:
        fields["html"] = f"<html><title>{text[:500]}</title><body><div>{text}</div></body></html>"
        del fields["text"]
    else:
        fields["text"] = text
        for name in rng.sample(("title", "site", "url", "id", "feed"), rng.randrange(3)):
            fields[name] = text[:3000]
    return BadRecord("", json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _floods(rng: Rng) -> BadRecord:
    one = rng.choice(
        (
            _INVISIBLE,
            _MARKS,
            _EXPANDING,
            _SPACES,
            "\u202e",
            "\u0301",
            "\u200b",
            "\ufdfa",
            "\U000e0041",
        )
    )
    flood = "".join(rng.choices(one, k=rng.choice((10, 300, 4000))))
    words = _text(rng, 3)
    mixed = "".join(c + rng.choice(one) * rng.randrange(4) for c in words)
    return _article(
        rng,
        rng.choice((flood, words + flood + words, mixed, f"e{flood}\n" * 5, flood + "\n" + words)),
    )


def _patterns(rng: Rng) -> BadRecord:
    """Repeat what our patterns look for, alone and in turn, on one line and on many."""
    pieces = rng.choices(_PIECES, k=rng.randrange(1, 4))
    size = rng.choice((100, 2000, 12_000))
    joined = rng.choice(("", "", "\n", " ", "字")).join(pieces)
    return _article(
        rng,
        (joined * (size // len(joined) + 1))[:size] + rng.choice(("", "。", "\n" + _SENTENCES[0])),
    )


def _markup(rng: Rng) -> BadRecord:
    tags = ("div", "p", "a", "b", "table", "td", "li", "script", "style", "svg", "math", "template", "select", "title", "x-y",
            "form", "noscript", "iframe", "h1", "meta", "br", "textarea", "frameset")  # fmt: skip
    parts = []
    for _ in range(rng.randrange(1, 40)):
        tag, odd = rng.choice(tags), rng.choice(_PIECES) * rng.choice((1, 3, 400))
        parts.append(rng.choice((
            f"<{tag}>" * rng.choice((1, 3, 300)), f"</{tag}>", f'<{tag} class="{odd}" id=\'{odd}\' style={odd}>', f"<{tag} {odd}",
            f"<!--{odd}", "-->", f"<![CDATA[{odd}", "&" + odd + ";", "&#x110000;", "&#0;", "&#xd800;", "&" + "lt;" * 30, odd,
            _SENTENCES[rng.randrange(len(_SENTENCES))], f'<script type="application/ld+json">{{"@type":{odd}', f"<a href='{odd}'>{odd}</a>",
            f'<meta property="article:published_time" content="{odd}">', f'<time datetime="{odd}">{odd}</time>', "<p\x00>", "\x00",
            f'<!DOCTYPE a [<!ENTITY a "{odd}"><!ENTITY b "&a;&a;&a;&a;">]>&b;&b;', f'<base href="{odd}">', "<?xml version='9'?>",
            f'<link rel="canonical" href="{odd}">', f'<a href="http://[{odd}">x</a>', f'<meta charset="{odd}">',
        )))  # fmt: skip
    page = "".join(parts)
    if rng.random() < 0.5:
        return _typed(page.encode("utf-8", "replace"), "text/html")
    return _json({"html": page, "url": f"https://s.example/{rng.randrange(99)}"}, rng)


def _times(rng: Rng) -> BadRecord:
    odd = ("0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "10000-01-01", "-0001-01-01", "2023-02-30",
           "2023-13-01", "2023-11-14T25:61:61Z", "2023-11-14T08:00:00+99:99", "T", "2023", "１９９９年", "民国999年", "二〇二三年十四月", "-1", "1e18",
           "9" * 30, "2023-11-14T08:00:00." + "9" * 400, "Tue, 99 Xxx 99999 99:99:99 GMT", "昨天" * 200, "12:3" * 200, "")  # fmt: skip
    numbers = (
        -1,
        0,
        1e300,
        -1e300,
        253402300799,
        253402300800,
        -62135596800,
        -62135596801,
        1.7e12,
        1.7e15,
        2**53,
        0.5,
        -0.0,
    )
    fields = _fields(rng) | {
        "fetched_at": rng.choice((*odd, *numbers)),
        "published_at": rng.choice((*odd, *numbers)),
    }
    if rng.random() < 0.5:
        fields["text"] = (
            f"{rng.choice(odd)} 来源：{rng.choice(odd)}\n{_text(rng)}\n{rng.choice(odd)}"
        )
    return _json(fields, rng)


def _urls(rng: Rng) -> BadRecord:
    odd = ("http://", "http:///a", "//", "https://[::1", "http://[a]/", "http://a:99999999/", "http://a:b/", "javascript:alert(1)", "data:,a",
           "http://\u202e.example", "http://" + "a." * 2000 + "cn", "http://例子.中国/一", "http://xn--\uff0e", "HTTP://A.CN", "a", "?", "#",
           "http://a.cn/" + "%" * 500, "http://a.cn/?" + "a=1&" * 900, "http://user:pw@a.cn", "http://a.cn\n/b", "http://a.cn/\x00", " http://a.cn ",
           "mailto:a@a.cn", "file:///etc/hosts", "http://1.1.1.1.1", "http://a\\b", "http://a.cn/" + "../" * 500, "ht\ttp://a.cn", "http://℀.cn",
           "http://a.cn:\uff18\uff10/", "http://-.cn", "http://.", "http://..", "urn:uuid:x", "://")  # fmt: skip
    fields = _fields(rng) | {
        "url": rng.choice(odd),
        "site": rng.choice((*odd, "", "\x00", "a" * 70_000, "|", "#", "?", "0|p")),
    }
    if rng.random() < 0.3:
        del fields["site"]
    if rng.random() < 0.3:
        fields["pub_status"] = rng.choice(("canceled", "withheld", "", "x"))
    return _json(fields, rng)


def _odd_headers(rng: Rng) -> list[tuple[str, bytes | None]]:
    names = ("content-type", "Content-Type", "x-attempts", "x-first-failed-at", "x-rekeyed", "x-raw-offset", "x-original-topic", "traceparent",
             "tracestate", "ce_id", "", "\u202e", "\x00", "标题", "a" * 3000)  # fmt: skip
    values = (None, b"", b"\x00", b"\xff\xfe", b"9" * 4300, b"9" * 40, b"-1", b"0,-0", b"1,2,3", b"9" * 30 + b",0", b"-5,-6", b"a,b", b"1e3",
              b"text/plain; charset=" + b"x" * 200, b"application/json", b"text/html", "文".encode(), b"\xd9\xa1", b"1_0,1_0")  # fmt: skip
    return [(rng.choice(names), rng.choice(values)) for _ in range(rng.randrange(1, 4))]


def _headers(rng: Rng) -> BadRecord:
    return BadRecord(
        "", _good(rng) if rng.random() < 0.5 else b"{", headers=tuple(_odd_headers(rng))
    )


def _names(rng: Rng) -> BadRecord:
    """Return an article with unknown fields of odd names, and names twice."""
    pairs = [
        f"{json.dumps(rng.choice((*_FIELDS, *_PIECES, '', 'a' * 5000)))}: {json.dumps(_odd_value(rng))}"
        for _ in range(rng.randrange(20))
    ]
    return BadRecord(
        "", ("{" + ", ".join([*pairs, f'"text": {json.dumps(_text(rng))}']) + "}").encode()
    )


def _many_lines(rng: Rng) -> BadRecord:
    line = rng.choice(
        ("", " ", "字", "- 快讯：老街改造后首批商户开门迎客", "1", "：", "记者", "【", *_PIECES)
    )
    return _article(
        rng, "\n".join([line] * rng.choice((100, 1500))) + rng.choice(("", "\n" + _text(rng)))
    )


def _one_character(rng: Rng) -> BadRecord:
    """Return 8 MiB of one character, or of two in turn."""
    one = rng.choice(
        (
            "a",
            "字",
            " ",
            "\u0301",
            "\u200b",
            "1",
            "（",
            "。",
            "ﷺ",
            "“",
            "<",
            "&",
            "\t",
            "🚢",
            "-",
            "年",
            *_PIECES,
        )
    )
    size = LARGEST_ARTICLE_BYTES - 200
    text = one * (size // len(one.encode()))
    if rng.random() < 0.4:
        return _json({"html": f"<html><p>{_SENTENCES[0]}{text[: -len(one) * 40]}"}, rng)
    return BadRecord("", json.dumps({"text": text}, ensure_ascii=False).encode())


def _most_lines(rng: Rng) -> BadRecord:
    lines = [rng.choice(_PIECES) * rng.randrange(5) for _ in range(50)] + [""] * 5
    text = "\n".join(rng.choices(lines, k=LARGEST_ARTICLE_LINES - 1))[: LARGEST_ARTICLE_BYTES // 4]
    return BadRecord("", json.dumps({"text": text}, ensure_ascii=False).encode())


def _too_large(rng: Rng) -> BadRecord:
    return _json({"text": rng.choice(("a", "\n")) * (LARGEST_ARTICLE_BYTES + 1)}, rng)


def _large_patterns(rng: Rng) -> BadRecord:
    piece = "".join(rng.choices(_PIECES, k=rng.randrange(1, 3)))
    text = piece * (1_000_000 // len(piece.encode()))
    return BadRecord(
        "", json.dumps({"text": text, "title": text[:100_000]}, ensure_ascii=False).encode()
    )


_Kinds = dict[str, Callable[[Rng], BadRecord]]

_KINDS: _Kinds = {
    "cut": _cut, "mutated": _mutated, "wrong types": _wrong_types, "no object": _no_object, "numbers": _numbers, "deep": _deep,
    "escapes": _escapes, "encodings": _encodings, "binary": _binary, "controls": _controls, "floods": _floods,
    "patterns": _patterns, "markup": _markup, "times": _times, "urls": _urls, "headers": _headers, "names": _names,
    "many lines": _many_lines, "mutated again": _mutated, "markup again": _markup, "patterns again": _patterns,
}  # fmt: skip
_LARGE: _Kinds = {
    "one character": _one_character, "most lines": _most_lines, "too large": _too_large, "large patterns": _large_patterns,
}  # fmt: skip
