"""Whether a worker exports spans, and what it needs for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import require_extra
from pipeline.settings import Settings
from pipeline.stream.messages import RecordSpans

# Each after the packages that it is in.
_NEEDS = (
    "opentelemetry",
    "opentelemetry.sdk",
    "opentelemetry.exporter",
    "opentelemetry.exporter.otlp",
    "opentelemetry.exporter.otlp.proto",
    "opentelemetry.exporter.otlp.proto.http",
)


@contextmanager
def exported_spans(settings: Settings, group: str) -> Iterator[RecordSpans | None]:
    """Have a worker's spans exported meanwhile; None where none are asked for.

    Args:
        settings: Whether they are.
        group: The consumer group of the worker.
    """
    if not settings.tracing:
        yield None
        return
    # Only now: who exports nothing has no need of the extra, and does without its seconds.
    from pipeline.worker.otlp import OtlpSpans  # noqa: PLC0415

    spans = OtlpSpans(group)
    try:
        yield spans
    finally:
        spans.close()


def require_tracing(settings: Settings) -> None:
    """Do nothing where the extra is installed, or not asked for.

    Raises:
        ExtraMissingError: It is not.
    """
    if settings.tracing:
        require_extra("NEWS_TRACING needs", _NEEDS, extra="otel")
