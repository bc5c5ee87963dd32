"""One clear line for everything that can go wrong between us and a broker."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from aiokafka import errors

from pipeline.errors import BrokerError, NotAllowedError, SettingsError
from pipeline.kafka.handshakes import failed_handshakes, handshake_error
from pipeline.settings import BrokerSettings
from pipeline.topology import Right

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
    errors.TransactionalIdAuthorizationFailed,
    errors.ClusterAuthorizationFailedError,
)
# Errors that a client logged before it gave up, kept for the line.
_REMEMBERED = 5

# Seconds between two tries.
_PAUSE = 0.2


def addresses(settings: BrokerSettings) -> list[str]:
    """Return the `host:port` list of `settings`.

    Raises:
        SettingsError: It is empty.
    """
    listed = [entry for entry in settings.broker.split(",") if entry]
    if not listed:
        raise SettingsError(
            "no broker is named",
            where="NEWS_BROKER",
            mend="Give host:port, or run `news demo` for a broker of your own",
        )
    return listed


@asynccontextmanager
async def clear_errors(settings: BrokerSettings, needs: Right | None = None) -> AsyncIterator[None]:
    """Turn what the Kafka client raises inside the block into one `BrokerError`.

    Args:
        settings: Where the broker is and how to talk to it.
        needs: The right that the block rests on, for the line where it is missing: a broker says
            what is not allowed on, and seldom what.

    Raises:
        BrokerError: No broker answers, it refused us, or it broke off.
        NotAllowedError: It does not allow it.
        SettingsError: `NEWS_BROKER` names no broker.
    """
    addresses(settings)
    with _listening() as heard:
        try:
            yield
        except (errors.KafkaError, OSError, TimeoutError) as error:
            raise broker_error(error, settings, heard=heard, needs=needs) from error


def broker_error(
    error: Exception,
    settings: BrokerSettings,
    *,
    heard: Sequence[Exception] = (),
    needs: Right | None = None,
) -> BrokerError:
    """Return the one line of what a Kafka client raised.

    Args:
        error: What it raised.
        settings: With what it was opened.
        heard: What it only logged, the last first.
        needs: The right that the call rested on.
    """
    where = settings.broker
    # A client that is refused while it connects says only that it could not.
    refusals = [each for each in (error, *heard) if isinstance(each, _NOT_LET_IN)]
    if refusals:
        return BrokerError(
            f"the broker does not let us in ({_detail(refusals[0])})",
            where=where,
            mend="Check NEWS_SASL_MECHANISM, NEWS_SASL_USERNAME and NEWS_SASL_PASSWORD",
        )
    if isinstance(error, _NOT_ALLOWED):
        return not_allowed(settings, _missing(error, needs))
    if isinstance(error, OSError | errors.KafkaConnectionError | errors.NodeNotReadyError):
        if (failed := handshake_error((error, *heard), settings, where)) is not None:
            return failed
        why = next((f" ({_detail(each) or type(each).__name__})" for each in heard), "")
        return BrokerError(
            f"no Kafka broker answers{why}",
            where=where,
            mend="Start it, or correct NEWS_BROKER, NEWS_SECURITY_PROTOCOL or NEWS_SSL_CAFILE",
        )
    return BrokerError(f"the broker refused ({error})", where=where)


def not_allowed(settings: BrokerSettings, missing: Sequence[str]) -> NotAllowedError:
    """Return the refusal that names the rights that are missing."""
    return NotAllowedError(
        f"{settings.principal()} is not allowed: {'; '.join(missing)}",
        where=settings.broker,
        mend="Grant it as an ACL (docs/how-to/secure.md)",
    )


def _missing(error: Exception, needs: Right | None) -> list[str]:
    """Return the rights that an error is about, as a person reads them."""
    named = sorted(_named(error))
    operation = needs.operation if needs is not None and needs.resource == "topic" else "Read"
    if isinstance(error, errors.GroupAuthorizationFailedError):
        return [f"Read on group {name}" for name in named or ("?",)]
    if isinstance(error, errors.TransactionalIdAuthorizationFailed):
        return [f"Write on transactional id {name}" for name in named or ("?",)]
    if isinstance(error, errors.TopicAuthorizationFailedError) and named:
        return [f"{operation} on topic {name}" for name in named]
    # A producer that may write nowhere is refused by the cluster, and names nothing.
    return [needs.line() if needs is not None else "Create on cluster"]


def _named(error: Exception) -> set[str]:
    found: set[str] = set()
    for each in error.args:
        found |= {each} if isinstance(each, str) else set(map(str, each))
    return found


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
    with _listening() as heard:
        while True:
            try:
                return await action()
            except (errors.KafkaError, OSError) as error:
                # What passes by itself while a broker starts or a leader changes.
                passing = isinstance(error, OSError) or error.retriable
                if not passing or _is_refusal(heard) or time.monotonic() >= end:
                    raise
                await asyncio.sleep(_PAUSE)


def _is_refusal(heard: Sequence[Exception]) -> bool:
    """Tell whether a broker that is there does not take our word or certificate, or we its own."""
    return any(isinstance(each, _NOT_LET_IN) for each in heard) or bool(failed_handshakes(heard))
