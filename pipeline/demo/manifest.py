"""The samples that ship with the project, and whether one ended where the manifest says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.document.fields import EnrichedDocument, Enrichment
from pipeline.errors import ResourceError
from pipeline.intake.files import InputRecord, read_inputs
from pipeline.types.articles import Struct


class Sample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of `examples/manifest`, whose head says what each field means."""

    path: str
    ends: Literal["enriched", "rejected"]
    number: int = 1
    reason: str | None = None
    site: str | None = None
    story: str | None = None
    language: str | None = None
    title: str | None = None
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    by: str | None = None
    editor: str | None = None
    published: str | None = None
    paragraphs: int | None = None
    links: int | None = None
    dates: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    posts: dict[str, str] = {}
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    securities: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what a person calls it: its path, and which article of the file."""
        return self.path if self.number == 1 else f"{self.path}:{self.number}"


class _Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sample: tuple[Sample, ...]


def load_samples(folder: Path) -> tuple[Sample, ...]:
    """Return the samples that `folder`'s manifest lists, in its order.

    Raises:
        ResourceError: There is no manifest, or it is damaged.
    """
    path = folder / "manifest"
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(listed, _Manifest).sample
    except OSError as error:
        raise ResourceError(
            "there are no samples", where=str(path), mend="Name their folder with --examples"
        ) from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ResourceError(f"the manifest is damaged ({error})", where=str(path)) from error


def record_of(sample: Sample, folder: Path) -> InputRecord:
    """Return the bytes of one sample, as they are published.

    Raises:
        ResourceError: The file holds no such article.
        UnreadableInputError: The file cannot be read.
    """
    for number, record in enumerate(read_inputs([str(folder / sample.path)]), 1):
        if number == sample.number:
            return record
    raise ResourceError(f"it holds no article {sample.number}", where=str(folder / sample.path))


def faults(sample: Sample, document: EnrichedDocument) -> list[str]:
    """Return in what `document` is not as the manifest says, one line each; none is well."""
    facts = document.enrichment
    if facts is None:
        return ["the document has no enrichment"]
    roles = {headline.role: headline.value for headline in document.headlines}
    editors = {party.name for party in document.info_sources if party.role == "editor"}
    body = document.bodies[0].value
    published = document.content_created or ""
    wanted: list[tuple[str, object, object]] = [
        ("language", sample.language, document.language.removesuffix("-CN")),
        ("title", sample.title, roles.get("original")),
        ("kicker", sample.kicker, roles.get("kicker")),
        ("headline", sample.headline, roles.get("main")),
        ("subhead", sample.subhead, roles.get("sub")),
        ("by", sample.by, document.by),
        ("editor", sample.editor, sample.editor if sample.editor in editors else sorted(editors)),
        ("published", sample.published, published[: len(sample.published or "")]),
        ("paragraphs", sample.paragraphs, len([line for line in body.split("\n") if line.strip()])),
        ("links", sample.links, sum(p.kind == "link" for p in facts.boilerplate.removed)),
    ]
    found = [
        f"{what}: {had!r}, not {want!r}" for what, want, had in wanted if want not in (None, had)
    ]
    found += [f"the body lacks {piece!r}" for piece in sample.holds if piece not in body]
    found += [f"the body holds {piece!r}" for piece in sample.nothing if piece in body]
    return found + _entity_faults(sample, facts)


def story_faults(ended: Iterable[tuple[Sample, str]]) -> list[str]:
    """Return where stories are not as the manifest says, for `(sample, story id)` pairs."""
    stories: dict[str, str] = {}
    owners: dict[str, str] = {}
    found = []
    for sample, story in ended:
        group = sample.story or sample.name
        if stories.setdefault(group, story) != story:
            found.append(f"{sample.name}: not in the story of its group {group}")
        elif owners.setdefault(story, group) != group:
            found.append(f"{sample.name}: in one story with {owners[story]}")
    return found


def _entity_faults(sample: Sample, facts: Enrichment) -> list[str]:
    names: Mapping[str, set[str]] = {
        kind: {
            name
            for entity in facts.entities
            if entity.type == kind
            for name in (entity.name, *entity.aliases)
        }
        for kind in ("person", "place", "event")
    }
    posts = {entity.name: entity.position or "" for entity in facts.entities}
    surfaces = {kind: {v.surface for v in facts.values if v.type == kind} for kind in ("date",)}
    tickers = {v.value for v in facts.values if v.type == "security"}
    tickers |= {entity.ids["ticker"] for entity in facts.entities if "ticker" in entity.ids}
    wanted = (("person", sample.people), ("place", sample.places), ("event", sample.events))
    found = [f"no {kind} {w}" for kind, each in wanted for w in each if w not in names[kind]]
    found += [
        f"post of {name}: {posts.get(name)!r}, not {post!r}"
        for name, post in sample.posts.items()
        if post not in posts.get(name, "")
    ]
    found += [f"no date {d}" for d in sample.dates if not any(d in s for s in surfaces["date"])]
    return found + [
        f"no security {code}" for code in sample.securities if not any(code in t for t in tickers)
    ]
