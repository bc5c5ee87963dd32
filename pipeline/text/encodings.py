"""Which Chinese encoding bytes are in, by how many everyday characters each reading gives."""

from __future__ import annotations

from functools import cache

# Statistics need no more than this: 64 KB hold 30,000 characters. Most need an eighth.
_SAMPLE = 65536
# Shares of everyday characters: Chinese in its own encoding has nine tenths and more (traditional
# text in GBK seven), in another's encoding half at most.
_SURE, _UNSURE = 0.8, 0.65
# Fewer characters outside ASCII prove nothing.
_LEAST = 16
# A row of middle dots is one byte over and over.
_DISTINCT = 5
_HIGH = bytes(range(128, 256))
# What servers and editors name when nobody chose.
_DEFAULTS = frozenset({"cp1252", "iso8859-1", "iso8859-15"})


def likeliest_chinese(data: bytes) -> tuple[str, float]:
    """Return the likeliest Chinese encoding of `data` and its share of everyday characters."""
    sample = data[:_SAMPLE]
    shares = ((_common_share(sample, n, level), n) for n, level in _chinese_levels().items())
    score, encoding = max(shares)
    return encoding, score


def is_misnamed(data: bytes, named: str) -> bool:
    """Say whether bytes are surely Chinese in another encoding than the one they are said to be in.

    Servers name their own default for every page, and nearly all bytes can be read as GB18030.
    """
    levels = _chinese_levels()
    if named not in levels and named not in _DEFAULTS:
        return False
    sample = data[: _SAMPLE // 8]
    if _wide(sample) < 2 * _LEAST:
        sample = data[:_SAMPLE]
    if _wide(sample) < 2 * _LEAST:
        return False
    if named in levels and _common_share(sample, named, levels[named]) >= _UNSURE:
        return False
    others = ((name, level) for name, level in levels.items() if name != named)
    return any(_common_share(sample, name, level) >= _SURE for name, level in others)


def reads_as_chinese(data: bytes) -> bool:
    """Say whether bytes outside ASCII are everyday Chinese in GBK, and not one byte alone."""
    levels = _chinese_levels()
    return (
        len(set(data)) >= _DISTINCT and _common_share(data, "gb18030", levels["gb18030"]) >= _SURE
    )


def _wide(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _HIGH))


def _common_share(sample: bytes, encoding: str, level: frozenset[str]) -> float:
    """Return the share of wide characters that belong to the encoding's everyday level."""
    wide = [c for c in sample.decode(encoding, "replace") if c > "\x7f"]
    return sum(c in level for c in wide) / len(wide) if wide else 0.0


@cache
def _chinese_levels() -> dict[str, frozenset[str]]:
    """Return the everyday characters of each Chinese encoding: level 1 and punctuation."""
    gb = _rows("gb2312", (*range(0xA1, 0xA4), *range(0xB0, 0xD8)))
    big5 = _rows("big5", (*range(0xA1, 0xA4), *range(0xA4, 0xC7)))
    return {"gb18030": gb, "big5hkscs": big5}


def _rows(encoding: str, leads: tuple[int, ...]) -> frozenset[str]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    return frozenset("".join(pair.decode(encoding, "ignore") for pair in pairs))
