"""An item's time of publication, as feeds write it: RFC 3339, RFC 822 with its zones, Chinese."""

from __future__ import annotations

import re

from pipeline.text.times.find import resolve

# Zones that RFC 822 names. CST is China's here: an American feed says -0600.
_ZONES = {
    "cst": "+08:00", "hkt": "+08:00", "ut": "+00:00", "utc": "+00:00", "gmt": "+00:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00", "jst": "+09:00",
}  # fmt: skip
_LAST_WORD = re.compile(r"\s+([A-Za-z]{2,3})$")
_ASSUMED = "+08:00"


def published(said: str | None) -> str | None:
    """Return RFC 3339 of a time; without an offset where it names none; None where it is no time.

    The stages take a time without an offset as +08:00, and say that they did.
    """
    if not said or not (said := " ".join(said.split())):
        return None
    zone = None
    if (word := _LAST_WORD.search(said)) and (zone := _ZONES.get(word[1].lower())):
        said = said[: word.start()]
    found = resolve(said)
    if found is None or found.instant is None:
        return None
    if not found.zone_assumed:
        return found.instant
    return found.instant.removesuffix(_ASSUMED) + (zone or "")
