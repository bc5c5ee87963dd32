"""Draw other headline blocks over a page: shoulder, headline and subhead, made of its own title."""

from __future__ import annotations

from typing import Final

from pipeline.types.articles import HEAD_LABELS
from tools.cleaning_surface import Page, Row, Surface

_SAID: Final = (
    "参加", "出席", "主持", "讲话", "主持会议", "陪同", "出席会议", "作报告", "参加调研",
    "出席并讲话",
)  # fmt: skip


class Heads:
    """Draws headline blocks.

    Args:
        surface: Names, words and decorations.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface

    def __call__(self, page: Page) -> Page:
        """Return `page` with another headline block, made of its own title."""
        rng = self._surface.rng
        heads = [n for n, row in enumerate(page) if row.label in HEAD_LABELS]
        if not heads:
            return page
        title = page[heads[0]]
        others = [page[n].text for n in heads if page[n].label != "title"]
        full = max(others, key=len, default=title.text)
        parts = full.split(" ", 1)
        shape = rng.random()
        if len(parts) == 2 and min(map(len, parts)) > 3 and shape < 0.45:
            if shape < 0.2:
                block = [Row(parts[0], "shoulder"), Row(parts[1], "headline")]
            else:
                dash = rng.choice(("——", "——", "——", "——", "——", "", "--", "—"))
                block = [Row(parts[0], "headline"), Row(dash + parts[1], "subhead")]
        elif shape < 0.75:
            block = self._spoken_block(full)
            if rng.random() < 0.5:
                title = title._replace(text=parts[0])
        else:
            block = [Row(full, "headline")] if rng.random() < 0.6 else []
        if rng.random() < 0.4:
            dressed = (
                self._surface.decorated(title.text),
                f"{title.text}_{self._surface.pick('site')}",
                f"{title.text}-{self._surface.pick('site')}",
                f"{self._surface.outlet()[:2]}:{title.text}",
            )
            title = title._replace(text=rng.choice(dressed))
        above = page[: heads[0]]
        below = [row for n, row in enumerate(page) if n > heads[0] and n not in heads]
        return [*above, title, *block, *below]

    def _spoken_block(self, full: str) -> Page:
        """Return a block in which somebody says the headline, or somebody else takes part."""
        rng, name = self._surface.rng, self._surface.name
        block: Page = []
        over = rng.random() < 0.6
        if over:
            where = self._surface.unheard(6)
            said = (
                f"{name()}在{where}会议上",
                f"{name()}在{where}调研时",
                f"{name()}主持召开{where}会议",
                name(),
                f"{name()} {name()}",
                f"{name()}就{where}工作",
            )
            verb = rng.choice(("强调", "指出", "要求", "强调", "时强调"))
            block.append(Row(rng.choice(said) + verb, "shoulder"))
        block.append(Row(full, "headline"))
        if not over or rng.random() < 0.5:
            who = rng.choice((name(), f"{name()}{name()}", f"{name()} {name()}"))
            block.append(Row(who + rng.choice(_SAID), "subhead"))
        return block
