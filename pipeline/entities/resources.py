"""The word lists and model files that ship with the package."""

from __future__ import annotations

from importlib import resources

from pipeline.errors import ResourceError


def model_bytes(name: str) -> bytes:
    """Return the model file `name` of `pipeline/data/models`.

    Raises:
        ResourceError: There is no such file.
    """
    try:
        return (resources.files("pipeline") / "data" / "models" / name).read_bytes()
    except OSError as error:
        raise ResourceError(
            "the model file is missing", where=name, mend="install the package again"
        ) from error


def word_list(name: str) -> tuple[str, ...]:
    """Return the words of `pipeline/data/entities/<name>.txt`, in order, each once.

    Lines hold words parted by blanks; `#` begins a comment.

    Raises:
        ResourceError: There is no such list.
    """
    return tuple(dict.fromkeys(word for row in table(name) for word in row))


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `pipeline/data/entities/<name>.txt` as their words.

    Raises:
        ResourceError: There is no such list.
    """
    try:
        path = resources.files("pipeline") / "data" / "entities" / f"{name}.txt"
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            "the word list is missing", where=f"{name}.txt", mend="install the package again"
        ) from error
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return tuple(tuple(row) for row in rows if row)
