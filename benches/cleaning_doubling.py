"""Time of the clean stage as its input doubles: a step that is quadratic shows as a rising rate."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from pipeline.cleaning.cleaner import Cleaner
from pipeline.types.articles import Origin, RawArticle

_ORIGIN = Origin(source_id="bench", timestamp=1.7e9)
_CARD = '<div class="c"><a href="/1">{}</a><p>{}</p><span>3小时前</span></div>'
# Three doublings, and the best of three runs of each: neighbours on the machine do not count.
_DOUBLINGS = 4
_RUNS = 3


def print_doubling(cleaner: Cleaner, lines: Sequence[str], *, quick: bool) -> None:
    """Print, for each kind of input, seconds and microseconds a kilobyte at each size."""
    first = 50_000 if quick else 200_000
    sizes = [first << step for step in range(_DOUBLINGS)]
    print("doubling (µs a kilobyte of an article of so many code points)")
    print(f"  {'':28}" + "".join(f"{size:>11,}" for size in sizes) + "   last / first")
    for name, make in _kinds(lines).items():
        rates = []
        for size in sizes:
            raw = make(size)
            kilobytes = len((raw.text or raw.html or "").encode()) / 1000
            rates.append(min(_spent(cleaner, raw) for _ in range(_RUNS)) / kilobytes * 1e6)
        shown = "".join(f"{rate:>11.1f}" for rate in rates)
        print(f"  {name:28}{shown}   {rates[-1] / rates[0]:6.2f}")


def _kinds(lines: Sequence[str]) -> dict[str, Callable[[int], RawArticle]]:
    news, words = "\n".join(lines), "".join(lines)
    cards = "".join(_CARD.format(line, line) for line in lines)
    return {
        "text, many lines": lambda size: _text(_filled(news + "\n", size)),
        "text, one long line": lambda size: _text(_filled(words, size)),
        "text, empty lines": lambda size: _text("\n" * size + "字"),
        "text, one line of brackets": lambda size: _text(_filled("(记者", size)),
        "page, many paragraphs": lambda size: _page(
            _filled(f"<p>{'</p><p>'.join(lines)}</p>", size)
        ),
        "page, one long line": lambda size: _page(f"<p>{_filled(words, size)}</p>"),
        "page, empty lines": lambda size: _page("<br>\n" * (size // 5) + "<p>字</p>"),
        "page, cards": lambda size: _page(_filled(cards, size)),
        "page, deep": lambda size: _page("<div>" * 1500 + _filled(f"<p>{words}</p>", size)),
    }


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _text(text: str) -> RawArticle:
    return RawArticle(origin=_ORIGIN, text=text)


def _page(html: str) -> RawArticle:
    return RawArticle(origin=_ORIGIN, html=html)


def _spent(cleaner: Cleaner, raw: RawArticle) -> float:
    started = time.process_time()
    cleaner(raw)
    return time.process_time() - started
