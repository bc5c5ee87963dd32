"""Districts of one name in one article: 南京市鼓楼区 and 福州市鼓楼区 are two entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding


def told_apart(
    findings: Sequence[Finding], passage: Passage, divisions: Divisions
) -> list[Finding]:
    """Return `findings`, districts that bear another's name with their full one.

    Only where the article has two of a name, each right behind the place that it lies in; one
    without a place before it stays by itself, for nobody knows which of them it is.
    """
    text = passage.folded
    full: dict[int, str] = {}
    codes: dict[str, set[str]] = defaultdict(set)
    before: Finding | None = None
    for finding in findings:
        if finding.type != "place":
            continue
        if before is not None and before.end == finding.start:
            name = text[finding.start : finding.end]
            code = divisions.within(name, text[before.start : before.end])
            if code:
                full[finding.start] = text[before.start : finding.end]
                codes[name].add(code)
        before = finding
    contested = {name for name, found in codes.items() if len(found) > 1}
    return [
        replace(f, full=full[f.start])
        if f.start in full and text[f.start : f.end] in contested
        else f
        for f in findings
    ]
