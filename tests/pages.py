"""Pages read with what ships with the package, for tests that ask of one page."""

from pipeline.cleaning.facts import metadata
from pipeline.cleaning.page import reader
from pipeline.stages import shipped


def read_page(html, *, url=None, rules=None):
    """Return the page, by the shipped site rules or others."""
    known = shipped.cleaning()
    return reader.read_page(
        html, url=url, marks=known.marks, names=known.names, rules=rules or known.rules
    )


def find_metadata(text, lines, spans, *, reference=None, page=None):
    """Return who wrote it, when, and what is odd."""
    names = shipped.cleaning().names
    return metadata.find_metadata(text, lines, spans, names=names, reference=reference, page=page)
