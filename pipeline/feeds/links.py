"""Links of feeds and redirects, made whole."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def joined(base: str, link: object) -> str | None:
    """Return the web address that `link` is, seen from `base`; None where it is none."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        whole = urljoin(base, link.strip())
        return whole if urlsplit(whole).scheme in ("http", "https") else None
    except ValueError:
        return None
