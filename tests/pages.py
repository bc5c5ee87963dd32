"""Pages read with what ships with the package, for tests that ask of one page."""

from pipeline.cleaning.facts import metadata
from pipeline.cleaning.page import reader
from pipeline.stages import shipped

# Four paragraphs of running text: enough for a block to be the article.
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "清晨六点,城西的早市已经热闹起来,菜农把沾着露水的青菜码得整整齐齐。",
        "摊主们一边称重一边招呼客人,说今年雨水好,萝卜和白菜都特别水灵。",
        "经过三个月的改造,市场新添了遮雨棚和两处公厕,门口的道路也重新铺过。",
        "附近居民说,以前下雨天要踩着泥水买菜,如今再也不用为这件事发愁了。",
    )
)


def read_page(html, *, url=None, rules=None):
    """Return the page, by the shipped site rules or others."""
    known = shipped.cleaning()
    return reader.read_page(
        html, url=url, marks=known.marks, names=known.names, rules=rules or known.rules
    )


def texts_of(html, label):
    """Return the lines of a page that bear `label`, in order."""
    page = read_page(html)
    return [page.text[line.start : line.end] for line in page.lines if line.label == label]


def find_metadata(text, lines, spans, *, reference=None, page=None):
    """Return who wrote it, when, and what is odd."""
    names = shipped.cleaning().names
    return metadata.find_metadata(text, lines, spans, names=names, reference=reference, page=page)
