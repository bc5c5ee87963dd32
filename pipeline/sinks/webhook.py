"""A webhook: each event posted, as a CloudEvent, signed as Standard Webhooks are."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import urlsplit

from pipeline.document.cloudevent import SOURCE, TYPE
from pipeline.document.enrichment import rfc3339
from pipeline.errors import SinkError, UsageError
from pipeline.sinks.events import Event, EventBatch, once
from pipeline.sinks.posting import PATIENCE, HttpSender, refusal
from pipeline.sinks.sink import SinkOptions, Written

# What is wrong with one event, not with us or the address.
_OF_THE_EVENT = frozenset({400, 413, 415, 422})
_PREFIX = "whsec_"
GONE = "news.article.gone.v1"


class Webhook:
    """Posts one event after the other: of an article, none overtakes another.

    Args:
        wanted: The address, and the secret that signs.
        patience: Seconds to wait for a server that is away.
    """

    batch = 100
    current = False

    def __init__(self, wanted: SinkOptions, *, patience: float = PATIENCE) -> None:
        parts = urlsplit(wanted.target.address)
        if parts.username is not None:
            raise UsageError(
                "a webhook takes no user in its address",
                where=wanted.target.shown,
                mend="NEWS_SINK_SECRET signs what is sent",
            )
        self._address = wanted.target.address
        self._where = wanted.target.shown
        self._key = key_of(wanted.secret)
        self._posting = HttpSender(self._where, wanted.stop, patience=patience)

    def open(self) -> None:
        """Do nothing: what was posted is known by the group's place in Kafka."""

    def write(self, batch: EventBatch) -> Written:
        """Post the events of a batch."""
        refused = [line for event in once(batch.events) if (line := self._post(event))]
        return Written(refused=tuple(refused))

    def close(self) -> None:
        """Close the connection."""
        self._posting.close()

    def _post(self, event: Event) -> str:
        sent = headers_of(event, key=self._key, now=int(time.time()))
        answer = self._posting.send("POST", self._address, body=event.value, headers=sent)
        if answer.is_success:
            return ""
        line = refusal(answer)
        if answer.status_code in _OF_THE_EVENT:
            return f"{event.ce_id}: {line}"
        raise SinkError(line, where=self._where, mend="Mend the address or what it lets in")


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for: what follows `whsec_` is base64.

    Raises:
        UsageError: It is not.
    """
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError as error:
        raise UsageError("what follows whsec_ is no base64", where="NEWS_SINK_SECRET") from error


def headers_of(event: Event, *, key: bytes, now: int) -> dict[str, str]:
    """Return the headers of an event: CloudEvents 1.0 in binary mode, and the signature."""
    found = {
        "content-type": "application/json; charset=utf-8",
        "ce-specversion": "1.0",
        "ce-id": event.ce_id,
        "ce-source": SOURCE,
        "ce-type": TYPE if event.document is not None else GONE,
        "ce-time": rfc3339(event.timestamp),
        "ce-subject": event.id,
        "webhook-id": event.ce_id,
        "webhook-timestamp": str(now),
    }
    if key:
        found["webhook-signature"] = signature(event.ce_id, now, event.value, key=key)
    return found


def signature(name: str, now: int, body: bytes, *, key: bytes) -> str:
    """Return the signature of one message: name, time and body, by HMAC-SHA-256."""
    signed = b".".join((name.encode(), str(now).encode(), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
