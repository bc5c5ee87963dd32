"""Run the stages over articles and name every file that the core opens.

`python -m tests.watched_reads FOLDER [SOURCE]`: the texts of FOLDER go through all stages, built of
resources that were read before. Prints a line for each file that a core module opened, and for
each of the package's data files that anybody opened once the resources were read; exits 1 where
there is one. What a library opens for itself (OpenCC its dictionaries) is its own business.

SOURCE is run last, as a line of the cleaner's module: what it opens must be told.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "pipeline"
CORE = tuple(f"{PACKAGE / room}/" for room in ("text", "cleaning", "dedup", "entities", "document"))
DATA = f"{PACKAGE / 'data'}/"
# Code of the language itself: whoever called it opens the file.
LANGUAGE = (f"{sysconfig.get_path('stdlib')}/", "<frozen ")
LIBRARIES = f"{sysconfig.get_path('purelib')}/"


class Watch:
    """Notes who opens what; `resources_read`: from now on nobody opens the package's data."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.resources_read = False

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if event != "open" or not isinstance(args[0], str | bytes):
            return
        path = args[0].decode() if isinstance(args[0], bytes) else args[0]
        frame, stack = sys._getframe(1), []
        while frame:
            stack.append(frame.f_code.co_filename)
            frame = frame.f_back
        if any(name.startswith("<frozen importlib") for name in stack):
            return  # a module's own code
        outside = (s for s in stack if s.startswith(LIBRARIES) or not s.startswith(LANGUAGE))
        opener = next(outside, "")
        core = next((name for name in stack if name.startswith(CORE)), "")
        ours = path.startswith(DATA) and (core or self.resources_read)
        if ours or opener.startswith(CORE):
            self.found.append(f"{core or opener}: {path}")


def main() -> int:
    """Run the stages; return how they fared."""
    watch = Watch()
    sys.addaudithook(watch)
    from pipeline.cleaning.cleaner import Cleaner
    from pipeline.dedup.deduplicator import Deduplicator
    from pipeline.document.enrichment import enrichment
    from pipeline.document.ninjs import document
    from pipeline.entities.extractor import Extractor
    from pipeline.offline.dedup import OfflineDedup
    from pipeline.stages import shipped
    from pipeline.types.articles import CleanArticle, EnrichedArticle, Origin, RawArticle

    texts = [path.read_bytes().decode("utf-8", "replace") for path in _texts(Path(sys.argv[1]))]
    known, prior, names = shipped.cleaning(), shipped.prior(), shipped.entities()
    watch.resources_read = True
    cleaner, extractor = Cleaner(known), Extractor(names)
    dedup = OfflineDedup(Deduplicator(prior=prior))
    raws = [
        RawArticle(origin=Origin(source_id="watched"), text=text, site="example.com")
        for text in texts
    ]
    raws.append(RawArticle(origin=Origin(source_id="watched"), html=f"<p>{texts[0]}</p>"))
    clean = [a for a in cleaner.many(raws) if isinstance(a, CleanArticle)]
    enriched = extractor.many([dedup(article) for article in clean])
    for article in enriched:
        assert isinstance(article, EnrichedArticle)
        assert document(article).enrichment == enrichment(article)
    print(f"{len(enriched)} articles")
    if len(sys.argv) > 2:
        exec(compile(sys.argv[2], f"{PACKAGE / 'cleaning' / 'cleaner.py'}", "exec"), {"DATA": DATA})
    print("\n".join(watch.found))
    return 1 if watch.found else 0


def _texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


if __name__ == "__main__":
    sys.exit(main())
