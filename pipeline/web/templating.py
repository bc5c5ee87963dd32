"""Templates to HTML: everything in them is escaped, and what a template lacks is an error."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.types.articles import EntityType
from pipeline.web.shown import bars, plain

STATIC = Path(__file__).parent / "static"
TYPES: tuple[EntityType, ...] = ("person", "place", "organisation", "event", "work", "product")
_PLURALS = {
    "person": "People", "place": "Places", "organisation": "Organisations", "event": "Events",
    "work": "Works", "product": "Products", "company": "Companies",
}  # fmt: skip


def environment(now: Callable[[], float] = time.time) -> Environment:
    """Return the templates, and what they call.

    Args:
        now: Returns Unix seconds: today's times have no date.
    """
    made = Environment(
        loader=PackageLoader("pipeline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def moment(seconds: float | None, precision: str = "minute") -> str:
        return plain.moment(seconds, precision, now=now())

    made.filters |= {
        "visible": plain.visible,
        "short": lambda text, most=120: plain.visible(plain.cut_short(text, most)),
        "moment": moment,
        "whole": plain.whole_moment,
        "iso": plain.iso_moment,
        "later": plain.later,
        "size": plain.size,
        "commas": plain.with_commas,
        "bytes": lambda data: plain.visible(data.decode("utf-8", "replace")),
        "plural": lambda kind: _PLURALS.get(kind, kind),
        "bars": bars.bars,
    }
    made.globals |= {
        "q": query,
        "types": TYPES,
        "versions": {path.name: _digest(path) for path in STATIC.iterdir()},
    }
    return made


def query(**asked: object) -> str:
    """Return the query of an address; what is empty is left out."""
    return urlencode({name: value for name, value in asked.items() if value}, errors="replace")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
