"""Articles as the extract stage reads them, of a body and head lines, for benches and tests."""

from pipeline.types.articles import Duplicate, Facts, HeadLine, LineColumns, Origin, UniqueArticle


def unique(
    body: str,
    *,
    headline: str = "",
    silent: tuple[tuple[int, int], ...] = (),
    language: str = "zh-Hans",
    fetched_at: float | None = None,
) -> UniqueArticle:
    """Return an article of that body, all of it kept; `silent` spans hold no mention."""
    head = (
        (HeadLine(label="headline", start=0, end=len(headline), text=headline),) if headline else ()
    )
    return UniqueArticle(
        facts=Facts(
            id="a",
            version="0",
            site="example.org",
            event_time=0.0,
            language=language,
            origin=Origin(source_id="a"),
            fetched_at=fetched_at,
        ),
        body=body,
        map=((0, 0, len(body)),),
        head=head,
        removed=(),
        silent=silent,
        lines=LineColumns(lengths=(), labels=(), scores=(), reasons=(), reason_names=()),
        links=(),
        duplicate=Duplicate(status="original", story="a"),
    )
