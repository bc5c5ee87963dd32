"""The lines of markup that no parser takes: split at tags, linear, with no structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

_TAG = re.compile(r"/?[a-z0-9]*")


def flat_lines(html: str, inline: Container[str], collapse: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of `html`: a tag ends a line, unless its name is an inline one.

    A bracket that closes nothing is text. `collapse` makes white space what a browser shows.
    """
    pieces: list[str] = []
    unseen = ""
    for number, part in enumerate(html.split("<")):
        markup, closed, text = part.partition(">")
        tag = _TAG.match(markup[:12].lower())
        name = tag[0] if tag else ""
        if not number or not closed:
            text, name = part if not number else f"<{part}", "b"
        if unseen:
            unseen = "" if name == f"/{unseen}" else unseen
            text = "" if unseen else text
        elif name in {"script", "style"}:
            unseen, text = name, ""
        if name.lstrip("/") not in inline:
            if line := collapse("".join(pieces)):
                yield line
            pieces = []
        pieces.append(text)
    if line := collapse("".join(pieces)):
        yield line
