"""A user's own names: the file that `--dict` and `NEWS_NAMES_FILE` name."""

from __future__ import annotations

from pathlib import Path

from pipeline.entities.dictionary import parse_dictionary
from pipeline.errors import ResourceError


def read_names(names_file: Path | None) -> str:
    """Return the file's rows (`pipeline.entities.dictionary`), the last ended; empty without one.

    Raises:
        ResourceError: The file cannot be read, or lines of it are no rows.
    """
    if names_file is None:
        return ""
    try:
        text = names_file.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"it cannot be read ({error})", where=str(names_file), mend="Give a TSV in UTF-8"
        ) from error
    parse_dictionary(text, where=str(names_file))
    return text if not text or text.endswith("\n") else text + "\n"
