"""Spans by OTLP: the extra `[otel]`. OpenTelemetry's own variables say where they go, and how.

A span is a child of the publisher's: `traceparent` goes on as it came, whoever exports what. So a
record that is made twice has the same headers, and a batch that is read again only a span more.
"""

from __future__ import annotations

import time

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from pipeline import __version__
from pipeline.stream.messages import Message
from pipeline.topology import AgentSpec

_NAME = "news-pipeline"


class OtlpSpans:
    """Exports spans in a thread of its own; where nobody takes them, they are dropped.

    Args:
        group: The consumer group of the worker.
    """

    def __init__(self, group: str) -> None:
        ours = Resource({"service.name": _NAME, "service.version": __version__})
        # What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes before it.
        resource = Resource.create().merge(ours).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(_NAME, __version__)
        self._propagator = TraceContextTextMapPropagator()
        self._group = group

    def worked(self, spec: AgentSpec, message: Message, outcome: str, seconds: float) -> None:
        """Export a span of what has just ended, where the publisher's own is sampled."""
        carried = {name: value.decode("latin-1") for name, value in message.trace()}
        if "traceparent" not in carried:
            return
        parent = self._propagator.extract(carried)
        if not get_current_span(parent).get_span_context().is_valid:
            return
        ended = time.time_ns()
        span = self._tracer.start_span(
            spec.name,
            parent,
            SpanKind.CONSUMER,
            {
                "messaging.system": "kafka",
                "messaging.operation.name": spec.name,
                "messaging.operation.type": "process",
                "messaging.consumer.group.name": self._group,
                "messaging.destination.name": message.topic,
                "messaging.destination.partition.id": str(message.partition),
                "messaging.kafka.offset": message.offset,
                "news.outcome": outcome,
            },
            start_time=ended - int(seconds * 1e9),
        )
        if outcome != "ok":
            span.set_status(Status(StatusCode.ERROR, outcome))
        span.end(ended)

    def close(self) -> None:
        """Export what is left, and end."""
        self._provider.shutdown()
