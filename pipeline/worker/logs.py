"""How a process logs: lines or JSON objects, which of them, and what nobody asked for left out."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final

from pipeline.errors import PipelineError
from pipeline.kafka.passwords import hide_passwords
from pipeline.settings import Settings, logs_json

log = logging.getLogger(__name__)

# Until the first group is there a broker has no coordinator; aiokafka calls that an error. And a
# worker that ends leaves the topics it follows as they are: their consumers belong to no group and
# commit nothing, so nobody waits for them. A producer that is shut out by its successor says so to
# each of its own futures, also to those that nobody waits for. And a transaction that meets the
# markers of the one before is told "not enough replicas" and comes again; where there really are
# not enough, the partition says so when it gives up. The offsets of a topic that was made a moment
# ago are asked for again until its leader is known.
_NOT_WORTH: Final = (
    "GroupCoordinatorNotAvailable",
    "Unclosed AIOKafkaConsumer",
    "ProducerFenced(",
    "retrying. Error: <class 'aiokafka.errors.NotEnoughReplicasError'>",
    "[Error 6] NotLeaderForPartitionError: ",
)

# What they say at `info` of a start is ten times what we say: 92 of 98 lines, of one worker of each
# group and eight partitions.
_CHATTY: Final = ("aiokafka", "faust", "mode")
# A service of mode's logs under the name of the module that its class is from, also of ours.
_SERVICE: Final = "[^"


# Seconds in which a library says the same thing once.
_REPEATED_WITHIN: Final = 30.0
_REPEATED_KEPT: Final = 1000


class Repeated:
    """Lets a library say a thing once in half a minute, and then how often it said it meanwhile.

    Without a broker aiokafka writes three thousand lines a second of one worker, each of them
    about the same five things.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        """Return whether `record` is to be written; it may get a remark."""
        if record.name.partition(".")[0] not in _CHATTY or record.exc_info:
            return True
        key, now = (record.name, str(record.msg)), self._clock()
        since, more = self._said.get(key, (-_REPEATED_WITHIN, 0))
        if now - since < _REPEATED_WITHIN:
            self._said[key] = since, more + 1
            return False
        if len(self._said) >= _REPEATED_KEPT:
            # Lines that have their values in them already never come again.
            self._said.clear()
        self._said[key] = now, 0
        if more:
            record.msg, record.args = f"{record.getMessage()} (and {more} times before)", ()
        return True


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Return False for what every start or end of a worker says, and nobody need mend."""
    message = record.getMessage()
    return not any(text in message for text in _NOT_WORTH)


def _is_no_service(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or not record.getMessage().startswith(_SERVICE)


def _is_unheard(record: logging.LogRecord) -> bool:
    """Return False for what a call to the broker listens to itself, and makes one line of."""
    return not (record.name.startswith("aiokafka") and logging.getLogger("aiokafka").handlers)


def configure_logging(settings: Settings) -> None:
    """Log to standard error: a line an event, or a JSON object when so set."""
    level = settings.log_level.upper()
    handler = _handler(as_json=settings.log_json)
    handler.addFilter(is_worth_telling)
    quiet = logging.NOTSET
    if settings.log_level != "debug":
        handler.addFilter(_is_no_service)
        handler.addFilter(Repeated())
        quiet = max(logging.WARNING, logging.getLevelName(level))
    for name in _CHATTY:
        logging.getLogger(name).setLevel(quiet)
    hide_passwords()
    logging.basicConfig(level=level, handlers=[handler], force=True)
    _catch_the_rest()


def log_verb() -> None:
    """Where JSON is asked for, write in it what a verb's libraries have to say, and its bugs."""
    if not logs_json():
        return
    handler = _handler(as_json=True)
    handler.addFilter(_is_unheard)
    hide_passwords()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _catch_the_rest()


def tell(error: PipelineError) -> None:
    """Write the one line of a fault that ends this process to standard error."""
    sys.stderr.write(written(str(error), logging.ERROR) + "\n")


def written(line: str, level: int, *, exception: BaseException | None = None) -> str:
    """Return what a person reads as the log has it: after `news: `, or an object of JSON."""
    if not logs_json():
        return f"news: {line}"
    found = (type(exception), exception, exception.__traceback__) if exception else None
    return _json().format(logging.LogRecord("news", level, "", 0, line, None, found))


def _handler(*, as_json: bool) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    plain = "%(asctime)s %(levelname)-8s %(processName)s %(name)s: %(message)s"
    handler.setFormatter(_json() if as_json else logging.Formatter(plain))
    return handler


def _json() -> logging.Formatter:
    # Most verbs start without it, and it takes a tenth of a second.
    from pipeline.worker.json_logs import json_formatter  # noqa: PLC0415

    return json_formatter()


def _catch_the_rest() -> None:
    """Log what Python writes to standard error by itself: warnings, and what nobody caught."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda found: (
        None if found.exc_value is None or found.exc_type is SystemExit
        else _log_uncaught(found.exc_type, found.exc_value, found.exc_traceback)
    )  # fmt: skip
    sys.unraisablehook = lambda found: log.warning(
        "%s: %r", found.err_msg or "an error that nothing can catch", found.exc_value
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("%s: %s", kind.__name__, error, exc_info=(kind, error, trace))
