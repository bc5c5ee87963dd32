"""What is raised when nobody reads our output any more."""

from __future__ import annotations


class ReaderGoneError(Exception):
    """The program that read our output has enough, as in `news enrich x | head`."""
