"""What ships with the package, read here alone: models, word lists and site rules of the stages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.cleaner import CleaningResources
from pipeline.cleaning.lines.furniture_model import FurnitureModel, furniture_model
from pipeline.cleaning.lines.labeller import Model, model_of
from pipeline.cleaning.lines.phrases import Phrases, parse_phrases
from pipeline.cleaning.names.furniture_words import FurnitureWords, furniture_words
from pipeline.cleaning.names.person_names import PersonNames
from pipeline.cleaning.page.known_words import Marks, marks_of
from pipeline.cleaning.page.site_rules import SiteRule, SiteRules, site_rule
from pipeline.dedup.links.decorations import Prior, parts_of
from pipeline.entities.extractor import EntityResources
from pipeline.entities.resources import Lexicon, parse_list
from pipeline.entities.tagging.tagger import Tagger
from pipeline.errors import ResourceError
from pipeline.text.family_names import FamilyNames, parse_family_names

_DATA: Final = resources.files("pipeline") / "data"
_AGAIN: Final = "install the package again"


@cache
def cleaning() -> CleaningResources:
    """Return what a `Cleaner` is made of.

    Raises:
        ResourceError: A file is missing or damaged.
    """
    return CleaningResources(
        model=cleaning_model(),
        phrases=phrases(),
        marks=page_marks(),
        words=furniture(),
        names=PersonNames(family_names()),
        rules=site_rules(),
        furniture=furniture_judge_model(),
    )


@cache
def entities() -> EntityResources:
    """Return what an `Extractor` is made of.

    Raises:
        ResourceError: A file is missing or damaged.
    """
    return EntityResources(lexicon=lexicon(), tagger=tagger())


@cache
def prior() -> Prior:
    """Return what a `Deduplicator` takes for decorations before the stream has taught it any.

    Raises:
        ResourceError: The file is missing or damaged.
    """
    return Prior(decoration_parts())


def decoration_parts() -> dict[str, tuple[str, ...]]:
    """Return the words that `prior` puts decorations together from, by part."""
    file = _DATA / "dedup" / "decorations.toml"
    return parts_of(_toml(file), where=file.name)


def cleaning_model(path: Path | None = None) -> Model:
    """Return the cleaning model at `path`, or the shipped one.

    Raises:
        ResourceError: It is missing, or was trained for other features than these.
    """
    file = path or _DATA / "models" / "cleaning.npz"
    fault = "the cleaning model cannot be read"
    mend = "Run `make train-cleaning`, or reinstall the package"
    return model_of(_arrays(file, fault, mend), where=str(file))


def furniture_judge_model(path: Path | None = None) -> FurnitureModel:
    """Return the model of furniture at `path`, or the shipped one.

    Raises:
        ResourceError: It is missing, or was trained for other features than these.
    """
    file = path or _DATA / "models" / "furniture.npz"
    mend = "Run `make train-furniture`, or reinstall the package"
    arrays = _arrays(file, "the model of furniture cannot be read", mend)
    return furniture_model(arrays, where=str(file))


def tagger(path: Path | None = None) -> Tagger:
    """Return the tagger of the model at `path`, or of the shipped one.

    Raises:
        ResourceError: It is missing, or no such model.
    """
    file = path or _DATA / "models" / "entities.npz"
    arrays = _arrays(file, "not a tagger model", "make train-entities writes one")
    return Tagger(arrays, where=str(file))


def phrases() -> Phrases:
    """Return the function words of pages, with the characters that names begin with."""
    file = _DATA / "cleaning" / "phrases.txt"
    return Phrases(parse_phrases(_text(file), where=file.name), family_names().of_lines)


def page_marks() -> Marks:
    """Return the words by which the parts of a page are known."""
    file = _DATA / "pages" / "marks.toml"
    shared = _DATA / "cleaning" / "furniture.toml"
    return marks_of(_toml(file), _toml(shared), where=file.name)


def furniture() -> FurnitureWords:
    """Return the words by which furniture is known, on pages and in texts."""
    file = _DATA / "cleaning" / "furniture.toml"
    return furniture_words(_toml(file), family_names().of_lines, where=file.name)


def site_rules() -> SiteRules:
    """Return the site rules, a file each."""
    folder = _DATA / "sites"
    try:
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(".toml")),
            key=lambda file: file.name,
        )
    except OSError as error:
        raise ResourceError("the site rules are missing", where=str(error), mend=_AGAIN) from error
    return SiteRules([read_rule(file) for file in files])


def read_rule(file: Traversable) -> SiteRule:
    """Return the site rule in one file.

    Raises:
        ResourceError: It is no TOML, or no site rule.
    """
    return site_rule(file.name.removesuffix(".toml"), _toml(file), where=file.name)


def lexicon() -> Lexicon:
    """Return the word lists of the extract stage; `surnames` are the names by their place.

    `surnames_compound` are all the longer ones.
    """
    folder = _DATA / "entities"
    try:
        files = [file for file in folder.iterdir() if file.name.endswith(".txt")]
    except OSError as error:
        raise ResourceError("the word lists are missing", where=str(error), mend=_AGAIN) from error
    lists = {file.name.removesuffix(".txt"): parse_list(_text(file)) for file in files}
    names = family_names()
    surnames = {
        "surnames": (names.by_place,),
        "surnames_compound": (tuple(sorted(names.compound)),),
    }
    return Lexicon(lists=lists | surnames)


@cache
def family_names() -> FamilyNames:
    """Return the list of family names."""
    file = _DATA / "surnames.txt"
    return parse_family_names(_text(file), where=file.name)


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"it cannot be read ({error})", where=file.name, mend=_AGAIN) from error


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"no TOML ({error})", where=file.name, mend=_AGAIN) from error


def _arrays(file: Traversable, fault: str, mend: str) -> Mapping[str, npt.NDArray[Any]]:
    """Return the arrays of a model file by name; `fault` says what it is when it is none."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, EOFError, BadZipFile, TypeError) as error:
        raise ResourceError(f"{fault} ({error})", where=str(file), mend=mend) from error
