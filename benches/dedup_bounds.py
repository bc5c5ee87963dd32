"""What must not grow or stall: many links, a long line, new decorations, one page for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import msgspec

from pipeline.offline.dedup import OfflineDedup
from pipeline.text.lines import spans_of_lines, to_columns
from pipeline.types.articles import CleanArticle, Facts, Line, Origin

_BODY = "渡口的老灯塔今年重新刷了漆,守塔人每天傍晚六点准时点灯,附近的渔民都说回家的路好认多了。"
_START = 1_700_000_000.0
_PAGE_LINKS = 30


def page(links: Iterable[str], *, number: int = 0, version: str = "1") -> CleanArticle:
    """Return a clean article with a body of one line and these links."""
    shown = [_BODY, *links]
    text = "\n".join(shown)
    lines = [
        Line(start=s, end=e, label="link" if i else "body", score=1.0, reason="made")
        for i, (s, e) in enumerate(spans_of_lines(text))
    ]
    facts = Facts(
        id=f"00000000-0000-5000-8000-{number:012d}",
        version=version,
        site=f"s{number % 97}.example",
        event_time=_START + number,
        language="zh-Hans",
        origin=Origin(source_id=str(number)),
    )
    return CleanArticle(facts=facts, text=text, lines=to_columns(lines))


def seconds_of(links: list[str]) -> float:
    """Return the processor seconds that one article with these links takes, the best of three."""
    clean, best = page(links), float("inf")
    for _ in range(3):
        stage = OfflineDedup()
        started = time.process_time()
        stage(clean)
        best = min(best, time.process_time() - started)
    return best


def many_links(count: int) -> list[str]:
    """Return distinct links, every other one with a decoration behind it too."""
    return [
        f"- 第{n}号渡口的灯塔今夜亮灯"
        if n % 2
        else f"- 栏目{n % 300}:第{n}号渡口的灯塔今夜亮灯_渡口{n % 70}"
        for n in range(count)
    ]


def long_line(size: int) -> list[str]:
    """Return one link line of `size` characters, full of marks that decorations are set off by."""
    return ["- " + ("灯塔今夜亮灯|渡口_" * (size // 10 + 1))[:size]]


def doubling(make: Callable[[int], list[str]], size: int) -> tuple[float, float]:
    """Return the seconds of an article of that size, and how much longer one twice as large is."""
    seconds = seconds_of(make(size))
    return seconds, seconds_of(make(2 * size)) / seconds


def print_bounds(*, pages: int) -> None:
    """Print times and state; `pages` of thirty links show new decorations for ever."""
    print("what must not stall (seconds of one article; how much longer twice as much takes)")
    for name, make, size in (
        ("10,000 links in one article", many_links, 10_000),
        ("one link line of 1 MB", long_line, 350_000),
    ):
        seconds, factor = doubling(make, size)
        print(f"  {name:32} {seconds:8.3f} s {factor:6.2f} x")
    stage = OfflineDedup()
    sizes = []
    for number in range(pages):
        first = number * _PAGE_LINKS
        links = [f"- 栏目{n}:第{n}座灯塔今夜重新亮灯" for n in range(first, first + _PAGE_LINKS)]
        stage(page(links, number=number))
        if number in {pages // 2 - 1, pages - 1}:
            # Articles opened are kept by time: what is bounded by number is the line memory.
            sizes.append(
                sum(len(k) + len(v) for k, v in stage.memory.lines.items() if ".opened" not in k)
            )
    print(f"state after {pages * _PAGE_LINKS // 2} and {pages * _PAGE_LINKS} new decorations")
    print(f"  line memory {sizes[0] / 1e6:.2f} and {sizes[1] / 1e6:.2f} MB")
    clean = page([f"- {n}号渡轮今晚停航检修" for n in range(_PAGE_LINKS)])
    stage = OfflineDedup()
    sizes = []
    for number in range(1000):
        again = msgspec.structs.replace(clean.facts, version=f"{number:08x}")
        stage(msgspec.structs.replace(clean, facts=again))
        if number in {9, 999}:
            tables = (*stage.memory.lines.items(), *stage.memory.decisions.items())
            sizes.append(sum(len(k) + len(v) for k, v in tables) + stage.memory.index.store.nbytes)
    print(f"state after 10 and 1000 versions of one page: {sizes[0]} and {sizes[1]} bytes")
