"""The samples that ship with the project, and whether their stories are as the manifest says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

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


def samples_folder() -> Path:
    """Return the folder of the samples: the package's own, else the checkout's `examples`."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "examples"
    return packaged if packaged.is_dir() else package.parent / "examples"


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
