"""The rejected record: the bytes as they were read, and in its headers why and where."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

from pipeline.codec import decode_json
from pipeline.errors import CodecError
from pipeline.stages.run_many import one_line
from pipeline.stream.messages import Headers, Message, Output, Refusal
from pipeline.topology import RAW, REJECTED
from pipeline.types.articles import Origin, Reason, Rejection, StageName

log = logging.getLogger(__name__)

REKEYED = "x-rekeyed"
"""Header of a raw record that a worker has put under its site's key: its first place."""
REPLAY_OF = "x-replay-of"
"""Header of the copy of a raw record that is replayed: its place in `news.raw.v1`."""
_OURS = "x-"
# A publisher may send headers of our names: what we did not write is not believed.
_ATTEMPTS = re.compile(rb"[0-9]{1,9}")
_TOLD = frozenset(
    {
        "x-original-topic", "x-original-partition", "x-original-offset", "x-stage", "x-reason",
        "x-detail",
    }
)  # fmt: skip
# A record that is read again for its id costs as much as it has bytes.
_READ_FOR_ITS_ID = 1024 * 1024
_PLACE = re.compile(rb"([0-9]{1,9}),([0-9]{1,18})")


def refuse(
    stage: StageName, reason: Reason, detail: str, *, origin: Origin | None = None
) -> Refusal:
    """Return a refusal of the record in hand."""
    return Refusal(rejection=Rejection(stage=stage, reason=reason, detail=detail), origin=origin)


def refuse_too_large(
    stage: StageName,
    name: str,
    size: object,
    *,
    origin: Origin | None = None,
    message: Message | None = None,
) -> Refusal:
    """Return a refusal of what makes a record of topic `name` that no broker takes.

    Args:
        stage: The stage that wrote it.
        name: The topic's, or what else it is.
        size: How large it is, as far as that is known.
        origin: Where its raw record stood.
        message: The record whose bytes are kept, when it is not the one in hand.
    """
    detail = f"{name} would be too large: {size}"
    return Refusal(
        rejection=Rejection(stage=stage, reason="too-large", detail=detail),
        origin=origin,
        message=message,
    )


def rejected_record(refusal: Refusal, message: Message, *, now: float) -> Output:
    """Return the record of `news.rejected.v1` for `refusal`.

    Args:
        refusal: What was refused, and why.
        message: The record in hand; `refusal.message` goes before it.
        now: Unix seconds.
    """
    failed = refusal.message or message
    rejection = refusal.rejection
    ours: Headers = (
        ("x-original-topic", failed.topic.encode()),
        ("x-original-partition", b"%d" % failed.partition),
        ("x-original-offset", b"%d" % failed.offset),
        ("x-original-timestamp", b"%d" % round(failed.timestamp * 1000)),
        *_raw_headers(refusal.origin, failed),
        ("x-stage", rejection.stage.encode()),
        ("x-reason", rejection.reason.encode()),
        ("x-detail", one_line(rejection.detail).encode()),
        ("x-attempts", b"%d" % (attempts_before(failed) + 1)),
        ("x-first-failed-at", _first_failed(failed, now)),
    )
    passed = tuple(each for each in failed.headers if not each[0].lower().startswith(_OURS))
    return Output(
        topic=REJECTED,
        key=failed.key,
        value=failed.value,
        headers=(*passed, *ours),
        origin=refusal.origin,
    )


def log_rejected(rejected: Output) -> None:
    """Log one line on a record of `rejected_record` that is on its topic now."""
    # Ours are the last of their names.
    told = {name: value.decode() for name, value in rejected.headers if name in _TOLD}
    fields: dict[str, object] = {
        "id": _own_id(rejected),
        "reason": told["x-reason"],
        "stage": told["x-stage"],
        "topic": told["x-original-topic"],
        "partition": int(told["x-original-partition"]),
        "offset": int(told["x-original-offset"]),
        "detail": told["x-detail"],
    }
    log.warning(
        "rejected %(id)s: %(reason)s in %(stage)s at %(topic)s/%(partition)d@%(offset)d: "
        "%(detail)s",
        fields,
        extra={"fields": fields},
    )


def _own_id(rejected: Output) -> str:
    """Return the id that a publisher, or we, gave to what was rejected; `?` where it has none."""
    if rejected.origin is not None:
        return one_line(rejected.origin.source_id)
    value = rejected.value
    if not isinstance(value, bytes) or len(value) > _READ_FOR_ITS_ID:
        return "?"
    try:
        found = decode_json(value)
    except CodecError:
        return "?"
    own = found.get("id") if isinstance(found, dict) else None
    return one_line(str(own)) if isinstance(own, str | int) else "?"


def attempts_before(message: Message) -> int:
    """Return how often this record failed before: `news rejected retry` sends the count along."""
    header = message.header("x-attempts") or b""
    return int(header) if _ATTEMPTS.fullmatch(header) else 0


def raw_position(message: Message) -> tuple[int, int]:
    """Return partition and offset at which a raw record stood first.

    A mis-keyed record is published again under its right key; `x-rekeyed` names its first place.
    A replay reads copies; `x-replay-of` names the place of what was copied.
    """
    first = place_in(message.header(REKEYED)) or place_in(message.header(REPLAY_OF))
    return first or (message.partition, message.offset)


def place_in(header: bytes | None) -> tuple[int, int] | None:
    """Return the partition and offset that a header of ours names; None where it names none."""
    found = _PLACE.fullmatch(header or b"")
    return None if found is None else (int(found[1]), int(found[2]))


def _first_failed(message: Message, now: float) -> bytes:
    """Return when this record failed first: as it says, where it says a time, else now."""
    header = message.header("x-first-failed-at") or b""
    try:
        datetime.fromisoformat(header.decode("ascii"))
    except ValueError:
        return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").encode()
    return header


def _raw_headers(origin: Origin | None, failed: Message) -> Headers:
    if origin is not None and origin.partition is not None and origin.offset is not None:
        partition, offset = origin.partition, origin.offset
    elif failed.topic == RAW.name:
        partition, offset = raw_position(failed)
    else:
        return ()
    return (("x-raw-partition", b"%d" % partition), ("x-raw-offset", b"%d" % offset))
