"""One clear line for everything that can go wrong between us and a broker."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from aiokafka import errors

from pipeline.errors import BrokerError, SettingsError
from pipeline.settings import BrokerSettings

T = TypeVar("T")

_NOT_LET_IN = (
    errors.AuthenticationFailedError,
    errors.AuthenticationMethodNotSupported,
    errors.IllegalSaslStateError,
    errors.SaslAuthenticationFailed,
    errors.UnsupportedSaslMechanismError,
)
_NOT_ALLOWED = (
    errors.TopicAuthorizationFailedError,
    errors.GroupAuthorizationFailedError,
    errors.ClusterAuthorizationFailedError,
)
# Errors that a client logged before it gave up, kept for the line.
_REMEMBERED = 5

# Seconds between two tries.
_PAUSE = 0.2


def addresses(settings: BrokerSettings) -> list[str]:
    """Return the `host:port` list of `settings`, checked.

    Raises:
        SettingsError: It is empty, or an entry is not `host:port`.
    """
    listed = [entry.strip() for entry in settings.broker.split(",") if entry.strip()]
    for entry in listed:
        host, _, port = entry.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 1 << 16:
            raise SettingsError(
                f"{entry!r} is not host:port", where="NEWS_BROKER", mend="Write kafka:9092"
            )
    if not listed:
        raise SettingsError(
            "no broker is named",
            where="NEWS_BROKER",
            mend="Give host:port, or run `news demo` for a broker of your own",
        )
    return listed


@asynccontextmanager
async def clear_errors(settings: BrokerSettings) -> AsyncIterator[None]:
    """Turn what the Kafka client raises inside the block into one `BrokerError`.

    Raises:
        BrokerError: No broker answers, it refused us, or it broke off.
        SettingsError: `NEWS_BROKER` names no broker.
    """
    where = ",".join(addresses(settings))
    with _listening() as heard:
        try:
            yield
        except (errors.KafkaError, OSError, TimeoutError) as error:
            raise _broker_error(error, heard, where) from error


def _broker_error(error: Exception, heard: list[Exception], where: str) -> BrokerError:
    # A client that is refused while it connects says only that it could not.
    refusals = [each for each in (error, *heard) if isinstance(each, _NOT_LET_IN)]
    if refusals:
        return BrokerError(
            f"the broker does not let us in ({_detail(refusals[0])})",
            where=where,
            mend="Check NEWS_SASL_MECHANISM, NEWS_SASL_USERNAME and NEWS_SASL_PASSWORD",
        )
    if isinstance(error, _NOT_ALLOWED):
        return BrokerError(
            f"the broker does not allow it ({error})",
            where=where,
            mend="Grant this user that right on the topic or group (Kafka ACLs)",
        )
    if isinstance(error, OSError | errors.KafkaConnectionError | errors.NodeNotReadyError):
        why = next((f" ({_detail(each)})" for each in heard if str(each)), "")
        return BrokerError(
            f"no Kafka broker answers{why}",
            where=where,
            mend="Start it, or correct NEWS_BROKER, NEWS_SECURITY_PROTOCOL or NEWS_SSL_CAFILE",
        )
    return BrokerError(f"the broker refused ({error})", where=where)


class _Ear(logging.Handler):
    """Keeps the errors that the Kafka client only logs, and keeps them off the terminal."""

    def __init__(self, heard: list[Exception]) -> None:
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Note the error that a record was made with; the last one goes first."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        self._heard[:0] = [each for each in arguments if isinstance(each, Exception)]
        del self._heard[_REMEMBERED:]


@contextmanager
def _listening() -> Iterator[list[Exception]]:
    heard: list[Exception] = []
    ear = _Ear(heard)
    logger = logging.getLogger("aiokafka")
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def _detail(error: Exception) -> str:
    return " ".join(str(error).split())


async def keep_trying(action: Callable[[], Awaitable[T]], patience: float) -> T:
    """Return what `action` returns; try again for `patience` seconds while no broker is ready.

    Raises:
        Exception: The last try's error.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return await action()
        except (errors.KafkaError, OSError) as error:
            # What passes by itself while a broker starts or a leader changes.
            passing = isinstance(error, OSError) or error.retriable
            if not passing or time.monotonic() >= end:
                raise
            await asyncio.sleep(_PAUSE)
