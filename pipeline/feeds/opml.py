"""The feeds that an OPML file lists."""

from __future__ import annotations

from lxml import etree

from pipeline.errors import UnreadableInputError


def feeds_of(data: bytes, *, where: str) -> list[str]:
    """Return the addresses that an OPML document lists, in order, each once.

    Raises:
        UnreadableInputError: It is no OPML, or lists no feed.
    """
    # No entity is resolved and nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(f"not OPML ({error.msg})", where) from error
    if etree.QName(root).localname.lower() != "opml":
        raise _refused("not OPML", where)
    found = [
        str(value).strip()
        for outline in root.iter("outline")
        for name, value in outline.attrib.items()
        if str(name).lower() == "xmlurl" and str(value).strip()
    ]
    if not found:
        raise _refused("it lists no feed (no `xmlUrl`)", where)
    return list(dict.fromkeys(found))


def _refused(what: str, where: str) -> UnreadableInputError:
    return UnreadableInputError(what, where=where, mend="Give feeds' addresses, or an OPML file")
