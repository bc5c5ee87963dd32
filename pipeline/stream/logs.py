"""A log line as one JSON object."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from pipeline.codec import encode_json


class JsonFormatter(logging.Formatter):
    """Time, level, process, logger, message; with an exception its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return `record` as one line of JSON."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": record.processName,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return encode_json(line).decode()
