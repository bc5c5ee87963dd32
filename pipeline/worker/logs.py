"""How a worker logs: a line as one JSON object, and what is not worth a line."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Final

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


# Until the first group is there a broker has no coordinator; aiokafka calls that an error. And a
# worker that ends leaves the topics it follows as they are: their consumers belong to no group and
# commit nothing, so nobody waits for them. A producer that is shut out by its successor says so to
# each of its own futures, also to those that nobody waits for. And a transaction that meets the
# markers of the one before is told "not enough replicas" and comes again; where there really are
# not enough, the partition says so when it gives up.
_NOT_WORTH: Final = (
    "GroupCoordinatorNotAvailable",
    "Unclosed AIOKafkaConsumer",
    "ProducerFenced(",
    "retrying. Error: <class 'aiokafka.errors.NotEnoughReplicasError'>",
)


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Return False for what every start or end of a worker says, and nobody need mend."""
    message = record.getMessage()
    return not any(text in message for text in _NOT_WORTH)
