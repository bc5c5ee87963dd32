"""The stages of a group, built from settings: what an application puts together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeVar

import msgspec

from pipeline import __version__
from pipeline.cleaning.cleaner import Cleaner
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.dedup.doubtful_lines import Overrides
from pipeline.entities.extractor import Extractor
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.settings import ARTICLE_SECONDS, Settings
from pipeline.stages import shipped
from pipeline.stages.in_time import DedupInTime, InTime, judged_in_time
from pipeline.stages.long_work import LongWork
from pipeline.stages.own_names import LARGE, NamesFile
from pipeline.stages.run_many import Stage
from pipeline.text.fingerprint import sha256_hex
from pipeline.types.articles import (
    CleanArticle,
    EnrichedArticle,
    RawArticle,
    Rejection,
    StageName,
    UniqueArticle,
)
from pipeline.types.records import Control

T = TypeVar("T")


def build_stages(settings: Settings, group: tuple[StageName, ...]) -> Stages:
    """Return the stages of `group`; a setting that a stage needs is passed on here.

    Raises:
        ResourceError: A model, word list or names file is missing or damaged.
    """
    return Stages(
        group,
        names_file=settings.names_file,
        accurate=settings.accurate,
        seconds=settings.article_seconds,
    )


class Stages:
    """One of each stage of a group, and what an operator said to them.

    Args:
        group: The stages to build: a model that is not needed is not loaded.
        names_file: A TSV of the user's own names, followed as it changes, or None.
        accurate: Let LAC find the names.
        seconds: Processor time that a stage may take for an article of the largest size.

    Raises:
        ResourceError: A model, word list or names file is missing or damaged.
    """

    def __init__(
        self,
        group: tuple[StageName, ...],
        *,
        names_file: Path | None = None,
        accurate: bool = False,
        seconds: float = ARTICLE_SECONDS,
    ) -> None:
        self._clean = (
            InTime(Cleaner(shipped.cleaning()), lambda raw: raw.text or raw.html or "", seconds)
            if "clean" in group
            else None
        )
        self._dedup = (
            DedupInTime(prior=shipped.prior(), seconds=seconds) if "dedup" in group else None
        )
        self._extract = (
            Extract(NamesFile(names_file), accurate=accurate, seconds=seconds)
            if "extract" in group
            else None
        )

    @property
    def clean(self) -> Stage[RawArticle, CleanArticle]:
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
            self._extract.take_names(names_of(controls))


class Extract:
    """The extract stage, with the hash of the configuration that its events carry.

    Args:
        own: Returns the user's own names as they are now, as a TSV
            (`pipeline.entities.recognizers.dictionary`).
        accurate: Let LAC find the names.
        seconds: Processor time that an article of the largest size may take.
    """

    def __init__(
        self,
        own: Callable[[], str] = str,
        *,
        accurate: bool = False,
        seconds: float = ARTICLE_SECONDS,
    ) -> None:
        self._own = own
        self._seconds = seconds
        self._bare = Extractor(shipped.entities(), accurate=accurate)
        self._known = self._knowing(own(), "")
        # An operator's word comes from another thread than the articles.
        self._changing = Lock()
        self._renewing = LongWork(large=LARGE)

    def take_names(self, said: str) -> None:
        """Know these names of an operator beside the user's own, from the next article on.

        They are made ready here, in the caller's thread, and taken at once: no article waits.
        """
        with self._changing:
            # Every word on a link brings the names again.
            if said != self._known.said:
                self._known = self._knowing(self._known.own, said)

    def _take_own(self, own: str) -> None:
        with self._changing:
            self._known = self._knowing(own, self._known.said)

    def _knowing(self, own: str, said: str) -> _Known:
        names = own + said
        return _Known(
            own, said, self._bare.knowing(parse_dictionary(names)),
            config_hash(self._bare.models, names),
        )  # fmt: skip

    def __call__(self, article: UniqueArticle) -> EnrichedArticle | Rejection:
        """Return `article` with its names and values."""
        return self.many([article])[0]

    def many(self, articles: Sequence[UniqueArticle]) -> list[EnrichedArticle | Rejection]:
        """Return what a call says of each of `articles`; together they cost a tenth less.

        Raises:
            TooSlowError: They take too long; what the names take that have changed is not counted.
        """
        own = self._own()
        if own != self._known.own:
            self._renewing.do(partial(self._take_own, own), size=len(own))
        known = self._known
        return [
            found
            if isinstance(found, Rejection)
            else msgspec.structs.replace(found, config=known.config)
            for found in judged_in_time(
                known.extractor.many, articles, lambda article: article.body, self._seconds
            )
        ]


class _Known(NamedTuple):
    """Names of the user and of an operator, and what follows from them."""

    own: str
    said: str
    extractor: Extractor
    config: str


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
