"""What `NEWS_LOG_JSON` makes of a log record: an object on one line."""

from __future__ import annotations

import logging
from typing import Final

import structlog
from structlog.typing import EventDict

from pipeline.codec import encode_json

FIELDS: Final = "fields"
"""The name of what a record has beside its message (`extra={FIELDS: {...}}`), for JSON."""


def json_formatter() -> logging.Formatter:
    """Return what writes a record as one line of JSON.

    Time, level, process, logger, message, its own fields; with an exception its traceback.
    """
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
            structlog.processors.EventRenamer("message"),
            _add_fields,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ]
    )


def _add_fields(_: object, __: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["process"] = record.processName
    event.update(getattr(record, FIELDS, {}))
    return event


def _as_json(event: EventDict, **_: object) -> str:
    return encode_json({name: _text(found) for name, found in event.items()}).decode()


def _text(found: object) -> object:
    """Return `found` as JSON can have it: names of files hold half characters."""
    if isinstance(found, str):
        return found.encode("utf-8", "backslashreplace").decode()
    return found
