"""The extract stage with a user's own names."""

from __future__ import annotations

from pathlib import Path

from pipeline.entities.dictionary import parse_dictionary
from pipeline.entities.extractor import Extractor
from pipeline.errors import ResourceError


def extractor_with(names_file: Path | None) -> Extractor:
    """Return the extract stage with the names of a user's file, where there is one.

    Raises:
        ResourceError: The file cannot be read, or holds lines that are no names.
    """
    if names_file is None:
        return Extractor()
    try:
        text = names_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"it cannot be read ({error})", where=str(names_file), mend="Give a TSV in UTF-8"
        ) from error
    return Extractor(dictionary=parse_dictionary(text, where=str(names_file)))
