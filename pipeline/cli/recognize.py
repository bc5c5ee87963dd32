"""`news recognize`: names and values of plain text, no cleaning; JSON Lines in and out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import note, watched, write_json
from pipeline.cli.inputs import Accurate, Names
from pipeline.codec import decode_json, decode_raw
from pipeline.entities.extractor import Extractor
from pipeline.entities.recognizers.dictionary import parse_dictionary
from pipeline.errors import CodecError, UnreadableInputError
from pipeline.intake.paths import shown
from pipeline.stages import shipped
from pipeline.stages.own_names import NamesFile
from pipeline.types.articles import Mention, Origin, Value

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_MENTION = ("start", "end", "type", "surface", "recognizer", "confidence")
_VALUE = ("start", "end", "type", "surface", "value", "unit", "precision", "recognizer")


@app.command(
    epilog='Example: echo \'{"id": "1", "text": "市长林若川在苏州会见客人。"}\' | news recognize -'
    ". Exit codes: 0 all read, 1 some lines were no texts, 2 usage or unreadable input."
)
def recognize(
    path: Annotated[
        str, typer.Argument(metavar="PATH|-", help="JSON Lines, a .txt file, or - for stdin.")
    ],
    *,
    names: Names = None,
    accurate: Accurate = False,
) -> int:
    """Find names and values in plain text, without cleaning: every person, reporters too.

    Reads JSON Lines {"id","text"}; a .txt file is one text. Offsets are code points of the text
    as given; mentions do not overlap.
    """
    _require_readable(path)
    own = NamesFile(names)
    known = own()
    bare = Extractor(shipped.entities(), accurate=accurate)
    extractor = bare.knowing(parse_dictionary(known))
    refused = 0
    for identifier, text in watched(_texts(path), "texts"):
        if isinstance(text, CodecError):
            rejected = {"stage": "extract", "reason": text.reason, "detail": str(text)}
            write_json({"id": identifier, "rejected": rejected})
            refused += 1
        else:
            if (now := own()) is not known:
                known, extractor = now, bare.knowing(parse_dictionary(now))
            write_json({"id": identifier, **_found(*extractor.recognize(text))})
    if refused:
        note(f'news: {refused} lines are no texts; each says why under "rejected"')
    return 1 if refused else 0


def _found(mentions: tuple[Mention, ...], values: tuple[Value, ...]) -> dict[str, Any]:
    return {
        "mentions": [{k: getattr(m, k) for k in _MENTION} for m in mentions],
        "values": [{k: getattr(v, k) for k in _VALUE} for v in values],
    }


def _texts(path: str) -> Iterator[tuple[object, str | CodecError]]:
    """Yield `(id, text)` for each line, or the fault of a line that holds none."""
    if path.endswith(".txt"):
        yield shown(path), _whole(Path(path).read_bytes())
        return
    with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _text(line, f"{shown(path)}:{number}")


def _whole(data: bytes) -> str | CodecError:
    try:
        raw = decode_raw(data, Origin(source_id=""), content_type="text/plain")
    except CodecError as error:
        # A text without a word is one without names.
        return "" if error.reason == "empty" else error
    return raw.text or ""


def _require_readable(path: str) -> None:
    """Do nothing where the path can be read: a typo is told before a model is loaded."""
    if path == "-":
        return
    try:
        with Path(path).open("rb"):
            return
    except OSError as error:
        raise UnreadableInputError(
            error.strerror or str(error),
            where=shown(path),
            mend="Name a readable file, or - for stdin",
        ) from error


def _text(line: bytes, where: str) -> tuple[object, str | CodecError]:
    identifier: object = where
    try:
        fields = decode_json(line)
        if not isinstance(fields, dict):
            raise _no_text(f"JSON {type(fields).__name__} where an object is needed")
        given = fields.get("id", where)
        # One that is a list of lists may be too deep to be written.
        identifier = where if isinstance(given, list | dict) else given
        text = fields.get("text")
        if not isinstance(text, str):
            raise _no_text(f"`text` is {type(text).__name__}")
    except CodecError as error:
        return identifier, error
    return identifier, text


def _no_text(what: str) -> CodecError:
    return CodecError(what, reason="wrong-type", mend='Give {"id": ..., "text": "..."}')
