"""Draw what stands around a headline: bullets and numbers, decorations, the marks of a marker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tools.cleaning_names import Names

_SYMBOLS: Final = [
    "-",
    "·",
    "•",
    "▪",
    "■",
    "□",
    "●",
    "○",
    "◆",
    "◇",
    "★",
    "☆",
    "▲",
    "△",
    "▶",
    "►",
    "▸",
    "→",
    "➤",
    "»",
    ">",
    ">>",
    "*",
    "#",
    "+",
    "~",
    "|",
    "◎",
    "※",
    "✦",
    "✓",
    "❖",
    "♦",
    "⊙",
    "›",
    "☞",
    "--",
]
_NUMBERS: Final = (
    "{}.",
    "{}、",
    "{} ",
    "({})",
    "{})",
    "[{}]",
    "{}:",
    "{:02d} ",
    "{:02d}.",
    "【{}】",
)
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE: Final = (
    "{}:{}", "{}:{}", "{}|{}", "{}丨{}", "【{}】{}", "{}!{}", "[{}]{}", "{} {}", "{}︱{}", "#{}#{}",
    "{}/{}",
)  # fmt: skip
_AFTER: Final = (
    "{}-{}", "{}_{}", "{} {}", "{}|{}", "{}丨{}", "{} - {}", "{} | {}", "{}({})", "{}——{}",
)  # fmt: skip
_MARKED: Final = (
    "{}", "{}", "{}:", "{}：", "【{}】", "■{}", "▼ {}", "{}>>", "|{}", "== {} ==", "—— {} ——",
    "{} ↓", "[{}]", "◎{}:", "/ {} /", "> {}", "『{}』", "{}...", "# {}",
)  # fmt: skip


class Dresses(Names):
    """Draws dresses of lines; takes what `Names` takes."""

    def lead(self) -> Callable[[int], str]:
        """Return what each line of a list begins with, by its number from 0."""
        rng = self.rng
        style = rng.random()
        if style < 0.25:
            return lambda _: ""
        if style < 0.65:
            mark = rng.choice(_SYMBOLS) + rng.choice((" ", " ", "", "  "))
            return lambda _: mark
        if style < 0.93:
            form = rng.choice(_NUMBERS)
            return lambda number: form.format(number + 1)
        return lambda number: _CIRCLES[number % 20]

    def decorated(self, headline: str) -> str:
        """Return a headline under a decoration, of the list or of no words anybody knows."""
        word = self.pick("deco") if self.rng.random() < 0.7 else self.unheard(4)
        if self.rng.random() < 0.55:
            return self.rng.choice(_BEFORE).format(word, headline)
        return self.rng.choice(_AFTER).format(headline, word)

    def marked(self, words: str) -> str:
        """Return `words` as the head of a list."""
        return self.rng.choice(_MARKED).format(words)
