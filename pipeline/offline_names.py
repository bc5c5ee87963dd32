"""A user's own names, read from the file that `--dict` takes."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ResourceError


def names_text(names_file: Path | None) -> str:
    """Return the file's text (`pipeline.entities.dictionary`); empty when there is none.

    Raises:
        ResourceError: The file cannot be read.
    """
    if names_file is None:
        return ""
    try:
        return names_file.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"it cannot be read ({error})", where=str(names_file), mend="Give a TSV in UTF-8"
        ) from error
