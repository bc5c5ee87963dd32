"""What changed between two copies of one text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from pipeline.types.articles import Struct

# Comparing takes the square of the length in the worst case: 20,000 characters in 0.5 s.
MOST = 20_000
# Of two sentences that have less in common than this, one is gone and the other new.
_ALIKE = 0.4

_SENTENCE = re.compile(r"[^。!?！？\n]*[。!?！？\n]+|[^。!?！？\n]+")


class Changed(Struct, frozen=True, kw_only=True):
    """A piece that both have (`same`), that is new (`added`) or that is gone (`taken`)."""

    kind: str
    text: str


def changes(old: str, new: str) -> tuple[Changed, ...]:
    """Return `new` beside `old`, sentence by sentence and inside sentences that are alike."""
    before, after = _SENTENCE.findall(old[:MOST]), _SENTENCE.findall(new[:MOST])
    found: list[Changed] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            found.append(Changed(kind="same", text=come))
        elif gone and come:
            found += _inside(gone, come)
        else:
            found += _whole(gone, come)
    return _joined(found)


def _inside(gone: str, come: str) -> list[Changed]:
    matcher = SequenceMatcher(None, gone, come, autojunk=False)
    if max(len(gone), len(come)) > 2_000 or matcher.ratio() < _ALIKE:
        return _whole(gone, come)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Changed(kind="same", text=come[c:d]))
        else:
            found += _whole(gone[a:b], come[c:d])
    return found


def _whole(gone: str, come: str) -> list[Changed]:
    both = (Changed(kind="taken", text=gone), Changed(kind="added", text=come))
    return [each for each in both if each.text]


def _joined(found: list[Changed]) -> tuple[Changed, ...]:
    joined: list[Changed] = []
    for each in found:
        if joined and joined[-1].kind == each.kind:
            joined[-1] = Changed(kind=each.kind, text=joined[-1].text + each.text)
        else:
            joined.append(each)
    return tuple(joined)
