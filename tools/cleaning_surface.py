"""Dress training pages anew: bullets, markers, decorations, credits and furniture of all kinds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from pipeline.types.articles import Label
from tools.cleaning_dresses import Dresses


class Row(NamedTuple):
    """One line of a training page. `bare` is a link's headline without lead and decoration."""

    text: str
    label: Label
    bare: str | None = None


Page = list[Row]

LEAD: Final = re.compile(
    r"\s*(?:[^\w\s《【“‘(（\[「『]{1,2}\s*|[(（\[]?\d{1,2}[.、．)）\]]\s*)(?=\S)"
)
_DATED: Final = (
    " {}-{:02d}-{:02d}", " [{}-{:02d}-{:02d}]", " ({1:02d}/{2:02d})", "  {}.{}.{}", " {}年{}月{}日",
    " {1:02d}-{2:02d} 08:30",
)  # fmt: skip
SEPARATORS: Final = (" | ", "  ", "   ", " / ", " · ", "\t", "丨", " ｜ ", " • ", "　　")
_DATE: Final = re.compile(r"^\W*(?:来源|20\d\d[-年])|20\d\d-\d+-\d+")
_TAGS: Final = re.compile(r"^\W*(?:标签|关键词)\s*[:：]")
_CRUMB: Final = re.compile(r">|首页 新闻")
_HEADED: Final = re.compile(r"(上一篇|下一篇|相关阅读|延伸阅读)[:：]\s*")
_LIST_ON_A_LINE: Final = 90  # characters; no single headline of the training pages is as long


class Surface(Dresses):
    """Dresses pages; takes what `Names` takes."""

    def __call__(self, page: Page) -> Page:
        """Return `page` under other bullets, markers, decorations, credits and furniture."""
        return [self._reword(row) for row in self._relead(page)]

    def _relead(self, page: Page) -> Page:
        """Return `page` with each run of links, and each list in the body, under another lead."""
        rng = self.rng
        out: Page = []
        lead: Callable[[int], str] | None = None
        number, previous = 0, ""
        swap_body, dress, dated = rng.random() < 0.5, rng.random() * 0.8, rng.random() < 0.15
        for row in page:
            found = LEAD.match(row.text) if row.label == "body" else None
            if row.label != "link" and not found:
                previous = previous if row.label in {"other", "blank"} else ""
                out.append(row)
                continue
            if row.label != previous:
                lead, number, previous = self.lead(), 0, row.label
                if row.label == "body" and not swap_body:
                    lead = None
            text = row.text
            if lead is not None and found:
                # A list in the body keeps some lead, or it would be no list.
                text = (lead(number) or "- ") + text[found.end() :]
            elif lead is not None and row.bare is not None and not _HEADED.match(text):
                dressed = self.decorated(row.bare) if rng.random() < dress else row.bare
                text = lead(number) + self._tailed(dressed, dated=dated)
            out.append(row._replace(text=text))
            number += 1
        return out

    def _tailed(self, text: str, *, dated: bool) -> str:
        rng = self.rng
        if dated and rng.random() < 0.6:
            numbers = rng.randint(2018, 2025), rng.randint(1, 12), rng.randint(1, 28)
            return text + rng.choice(_DATED).format(*numbers)
        if len(text) > 14 and rng.random() < 0.03:
            return text[: rng.randint(10, len(text) - 2)] + rng.choice(("…", "...", "……"))
        return text

    def _reword(self, row: Row) -> Row:
        rng = self.rng
        text = row.text
        if row.label == "marker" and rng.random() < 0.85:
            text = self.marked(self.unheard(5) if rng.random() < 0.08 else self.pick("marker"))
        elif row.label == "credit" and rng.random() < 0.75:
            text = self.credit()
        elif row.label == "other" and rng.random() < 0.85:
            text = self._other(text)
        elif row.label == "link" and (found := _HEADED.match(text)):
            group = "neighbour" if found[1].endswith("一篇") else "head"
            rest = row.bare or text[found.end() :]
            if rng.random() < 0.3:
                rest = self.decorated(rest)
            text = self.pick(group) + rng.choice((":", "：", ": ", "|", " ", ">>")) + rest
        elif row.label == "link" and len(text) > _LIST_ON_A_LINE:
            text = re.sub(r"\s+\|\s+|\s{2,}", rng.choice(SEPARATORS), text)
        return row._replace(text=text)

    def _other(self, text: str) -> str:
        if _CRUMB.search(text):
            return self.crumb()
        if _TAGS.match(text):
            return self.tags(re.split(r"[,，\s]+", text.split(":", 1)[-1].strip()))
        if len(text) > 40 or (text.endswith(("…", "...", "]")) and len(text) > 26):
            return text  # the summary on a card
        return self.info(alone=len(text) < 13) if _DATE.search(text) else self.pick("furniture")
