"""The stages of a group, built from settings: what an application puts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from pipeline import __version__
from pipeline.cleaning.cleaner import Cleaner
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.doubts import Overrides
from pipeline.entities.dictionary import parse_dictionary
from pipeline.entities.extractor import Extractor
from pipeline.models import (
    EnrichedArticle,
    Rejection,
    StageName,
    UniqueArticle,
)
from pipeline.names_file import read_names
from pipeline.records import Control
from pipeline.settings import Settings
from pipeline.text.fingerprint import sha256_hex

T = TypeVar("T")


def build_stages(settings: Settings, group: tuple[StageName, ...]) -> Stages:
    """Return the stages of `group`; a setting that a stage needs is passed on here.

    Raises:
        ResourceError: A model, word list or names file is missing or damaged.
    """
    return Stages(read_names(settings.names_file), group)


class Stages:
    """One of each stage of a group, and what an operator said to them.

    Args:
        names: The user's own names, as a TSV (`pipeline.entities.dictionary`).
        group: The stages to build: a model that is not needed is not loaded.
    """

    def __init__(self, names: str, group: tuple[StageName, ...]) -> None:
        self._names = names
        self._clean = Cleaner() if "clean" in group else None
        self._dedup = Deduplicator() if "dedup" in group else None
        self._extract = Extract(self._names) if "extract" in group else None

    @property
    def clean(self) -> Cleaner:
        """The clean stage."""
        return _built(self._clean)

    @property
    def dedup(self) -> Deduplicator:
        """The dedup stage."""
        return _built(self._dedup)

    @property
    def extract(self) -> Extract:
        """The extract stage."""
        return _built(self._extract)

    def obey(self, controls: Sequence[Control]) -> None:
        """Obey everything an operator said that still stands, from the next article on."""
        if self._dedup is not None:
            self._dedup.override(overrides_of(controls))
        if self._extract is not None:
            self._extract.take_names(self._names + names_of(controls))


class Extract:
    """The extract stage, with the hash of the configuration that its events carry.

    Args:
        names: The user's own names, as a TSV (`pipeline.entities.dictionary`).
    """

    def __init__(self, names: str = "") -> None:
        self._names: str | None = None
        self.take_names(names)

    def take_names(self, names: str) -> None:
        """Know these names, and no others of a user, from the next article on."""
        if self._names == names:
            return
        self._extractor = Extractor(dictionary=parse_dictionary(names))
        self._names = names
        self._config = config_hash(self._extractor.models, names)

    def __call__(self, article: UniqueArticle) -> EnrichedArticle | Rejection:
        """Return `article` with its names and values."""
        found = self._extractor(article)
        if isinstance(found, Rejection):
            return found
        return msgspec.structs.replace(found, config=self._config)


def config_hash(models: Sequence[str], names: str) -> str:
    """Return 12 hex digits of what, beside the article, decides about its enriched event."""
    return sha256_hex("\n".join((__version__, *models, names)))[:12]


def overrides_of(controls: Iterable[Control]) -> Overrides:
    """Return what an operator said about links and decorations."""
    said: dict[tuple[str, str], set[str]] = {}
    for control in controls:
        said.setdefault((control.kind, control.action), set()).add(control.name)
    return Overrides(
        blocked_links=frozenset(said.get(("link", "block"), ())),
        allowed_links=frozenset(said.get(("link", "allow"), ())),
        blocked_decorations=frozenset(said.get(("decoration", "block"), ())),
        allowed_decorations=frozenset(said.get(("decoration", "allow"), ())),
    )


def names_of(controls: Iterable[Control]) -> str:
    """Return the dictionary entries that an operator added, as the lines of a TSV."""
    rows = (
        (c.name, c.type or "organisation", c.entity or "", "|".join(c.aliases))
        for c in controls
        if c.kind == "entry" and c.action == "add"
    )
    return "".join("\t".join(" ".join(field.split()) for field in row) + "\n" for row in rows)


def _built(stage: T | None) -> T:
    if stage is None:
        raise AssertionError("the stage is not in this group")
    return stage
