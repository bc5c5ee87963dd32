"""The settings of verbs that talk to a broker, and the time words they take."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from pipeline.errors import BrokerError, UsageError
from pipeline.settings import Settings, load_settings

_AGO = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
# A time without a zone is Chinese, as everywhere in this pipeline.
_CHINA = timezone(timedelta(hours=8))


def broker_settings() -> Settings:
    """Return the settings of the environment, which must name a broker.

    Raises:
        BrokerError: It names none.
        SettingsError: A value is not what its setting takes.
    """
    settings = load_settings()
    if not settings.broker.strip():
        raise BrokerError(
            "no broker is named",
            where="NEWS_BROKER",
            mend="Set it to host:port, or run `news demo`, which starts one and prints its address",
        )
    return settings


def since_seconds(word: str | None, *, now: float) -> float | None:
    """Return the Unix seconds that `--since` names: `90m` ago, an RFC 3339 time, or seconds.

    Raises:
        UsageError: It is none of these.
    """
    if word is None:
        return None
    if ago := _AGO.fullmatch(word.strip()):
        return now - float(ago[1]) * _UNIT_SECONDS[ago[2]]
    if word.strip().isdigit():
        return float(word)
    try:
        moment = datetime.fromisoformat(word.strip())
    except ValueError as error:
        raise UsageError(
            f"--since {word!r} is no time", mend="Give 90m, 2h, 3d or 2024-05-18T09:30"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)).timestamp()
