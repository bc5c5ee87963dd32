"""Ids and hashes: the same input gives the same ones, for ever and on every machine."""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import NAMESPACE_URL, uuid5

import xxhash

# Query keys that say how a reader came to a page, not which page it is.
_TRACKING = frozenset(
    {
        "spm", "from", "isappinstalled", "share_token", "share_from", "share_source", "sharefrom",
        "scene", "wfr", "fr", "ref", "referer", "gclid", "fbclid", "msclkid", "yclid", "mc_cid",
        "mc_eid", "igshid", "vd_source", "_ga",
    }
)  # fmt: skip
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """Return `url` as its article is known by.

    Lower-case scheme and host, without `m.`/`www.`, default port, tracking keys and fragment.
    What is not an http(s) URL is returned stripped and otherwise untouched.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return url
    for prefix in ("www.", "m."):
        host = host.removeprefix(prefix) if host.count(".") > 1 else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _TRACKING and not key.lower().startswith("utm_")
    ]
    query = parts.query if len(kept) == parts.query.count("&") + 1 else urlencode(kept)
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def site_of_url(url: str) -> str:
    """Return the host of the canonical form of `url`, or an empty string."""
    try:
        return urlsplit(canonical_url(url)).hostname or ""
    except ValueError:
        return ""


def article_id(*, url: str | None, site: str, own: str | None, title: str, content: str) -> str:
    """Return the article's id.

    Of its canonical URL, else of its site and the id that its publisher gave it (`own`), else of
    site, title and text (or html).
    """
    if url and url.strip():
        return _uuid(canonical_url(url))
    if own is not None and is_named(site, own):
        return _uuid(f"id:{site}\n{own}")
    return _uuid(f"sha256:{_sha256(site, title, content)}")


def is_named(site: str | None, own: str | None) -> bool:
    """Return whether a publisher's own id names an article: of its site; alone it is anybody's."""
    return bool(site and site.strip() and own and own.strip())


def article_version(*, title: str, content: str) -> str:
    """Return the first 8 hex digits of the SHA-256 of title and text (or html)."""
    return _sha256(title, content)[:8]


def _uuid(name: str) -> str:
    # Half a surrogate pair, which no JSON holds, is no reason to break.
    return str(uuid5(NAMESPACE_URL, name.encode("utf-8", "replace").decode()))


def _sha256(*parts: str) -> str:
    joined = unicodedata.normalize("NFC", "\n".join(parts))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash64(text: str, seed: int = 0) -> int:
    """Return the 64-bit xxHash3 of `text` in UTF-8, unsigned."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"), seed)


def hex64(number: int) -> str:
    """Return 64 bits as 16 hex digits; a format would take seven times as long."""
    return number.to_bytes(8, "big").hex()


def murmur2(key: bytes) -> int:
    """Return Kafka's murmur2 of `key`, made positive as its default partitioner does.

    The Java client's algorithm (org.apache.kafka.common.utils.Utils.murmur2), so that a key lands
    on the partition that every murmur2 client would choose.
    """
    length, mask, m = len(key), 0xFFFFFFFF, 0x5BD1E995
    h = (0x9747B28C ^ length) & mask
    whole = length - length % 4
    for i in range(0, whole, 4):
        k = int.from_bytes(key[i : i + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    if tail := key[whole:]:
        h = (h ^ int.from_bytes(tail, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return (h ^ h >> 15) & 0x7FFFFFFF


def partition_of(key: str, partitions: int) -> int:
    """Return the partition that Kafka's default partitioner gives `key`."""
    return murmur2(key.encode("utf-8", "surrogatepass")) % partitions
