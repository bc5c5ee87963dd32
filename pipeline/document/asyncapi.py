"""The AsyncAPI 3 document: servers, and a channel and a message with headers for each topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from pipeline import __version__
from pipeline.document.cloudevent import TYPE
from pipeline.document.schemas import schema_of
from pipeline.topology import CLEAN, ENRICHED, RAW, REJECTED, STORY_MATCHES, TOPICS, UNIQUE, Topic
from pipeline.types.articles import Reason, StageName

_TRACE = {
    "traceparent": "W3C Trace Context of the publisher, passed on.",
    "tracestate": "Goes with `traceparent`.",
}
_EVENT = {
    "ce_specversion": "CloudEvents in Kafka's binary mode: always `1.0`.",
    "ce_id": "`{article id}:{version}:{config hash}`; doubles have the same one.",
    "ce_source": "Always `news-pipeline`.",
    "ce_type": "What happened: an article was enriched.",
    "ce_time": "The article's event time, RFC 3339 in UTC.",
    "ce_subject": "The article's id, as the key has it.",
    "ce_dataschema": "The `$id` of the value's schema.",
    "content-type": "Always `application/json; charset=utf-8`.",
}
_ATTEMPTS = {
    "x-attempts": "How often the record was rejected so far.",
    "x-first-failed-at": "When it was rejected first, RFC 3339 in UTC.",
}
_REJECTION = {
    "x-stage": "The stage that refused it.",
    "x-reason": "Why: a word for a program.",
    "x-detail": "Why: a line for a person.",
    "x-original-topic": "The topic of the record that was read.",
    "x-original-partition": "Its partition.",
    "x-original-offset": "Its offset.",
    "x-original-timestamp": "Its timestamp, in Unix milliseconds.",
    "x-raw-partition": "The partition of its raw record, where that is known.",
    "x-raw-offset": "The offset of its raw record, where that is known.",
    **_ATTEMPTS,
}
_RAW = {
    "content-type": "What the value is where it is no envelope: `text/plain` or `text/html`, "
    "with `charset`.",
    **_TRACE,
    "x-retry-of": "Partition and offset of the rejected record that is sent again: `3,118`.",
    **_ATTEMPTS,
    "x-rekeyed": "Partition and offset of the first place of a record that had another key.",
}
# Inner topics that carry an article pass its trace on.
HEADERS: dict[str, dict[str, str]] = {
    RAW.name: _RAW,
    CLEAN.name: _TRACE,
    UNIQUE.name: _TRACE,
    STORY_MATCHES.name: _TRACE,
    ENRICHED.name: _EVENT | _TRACE,
    REJECTED.name: _REJECTION,
}
"""Header: what it says, by topic. The other topics have none."""

_ALWAYS = {
    ENRICHED.name: list(_EVENT),
    REJECTED.name: [name for name in _REJECTION if not name.startswith("x-raw-")],
}
_MORE: dict[str, dict[str, Any]] = {
    "ce_type": {"const": TYPE},
    "x-stage": {"enum": list(get_args(StageName))},
    "x-reason": {"enum": list(get_args(Reason))},
}

# By `NEWS_SECURITY_PROTOCOL`: Kafka's protocol in AsyncAPI, and how a client says who it is.
_SERVERS = {
    "PLAINTEXT": ("kafka", (), "Neither encrypted nor asked who one is."),
    "SSL": ("kafka-secure", ("X509",), "TLS; a client certificate where the broker asks for one."),
    "SASL_PLAINTEXT": ("kafka", ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"), "A login, no TLS."),
    "SASL_SSL": ("kafka-secure", ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"), "A login, over TLS."),
}
_SCHEMES = {
    "X509": "X509",
    "PLAIN": "plain",
    "SCRAM-SHA-256": "scramSha256",
    "SCRAM-SHA-512": "scramSha512",
}
"""AsyncAPI's name of each `NEWS_SASL_MECHANISM`, and of client certificates."""


def asyncapi(
    examples: Mapping[str, Sequence[Mapping[str, Any]]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the AsyncAPI 3 document.

    Args:
        examples: By topic, where there are any: records with `name`, `headers` and `payload`.
    """
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic in TOPICS:
        channels[topic.name] = {
            "address": topic.name,
            "description": topic.doc,
            "messages": {topic.value: _message(topic, examples.get(topic.name, ()))},
            "bindings": {
                "kafka": {
                    "partitions": topic.partitions,
                    "topicConfiguration": {
                        "cleanup.policy": topic.cleanup.split(","),
                        "retention.ms": topic.retention_ms,
                        "max.message.bytes": topic.max_message_bytes,
                    },
                }
            },
        }
        action = "receive" if topic.name == "news.raw.v1" else "send"
        operations[f"{action}:{topic.name}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{topic.name}"},
        }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "News pipeline", "version": __version__},
        "defaultContentType": "application/json",
        "servers": {name: _server(*facts) for name, facts in _SERVERS.items()},
        "channels": channels,
        "operations": operations,
        "components": {
            "securitySchemes": {
                name: {"type": kind, "description": _DESCRIBED[name]}
                for name, kind in _SCHEMES.items()
            }
        },
    }


_DESCRIBED = {
    "X509": "`NEWS_SSL_CERTFILE`, `NEWS_SSL_KEYFILE`.",
    **{
        name: f"`NEWS_SASL_MECHANISM={name}`, `NEWS_SASL_USERNAME`, `NEWS_SASL_PASSWORD`."
        for name in ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
    },
}


def _server(protocol: str, schemes: Sequence[str], said: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "host": "{broker}",
        "protocol": protocol,
        "description": said,
        "variables": {
            "broker": {
                "description": "host:port of one broker of yours (`NEWS_BROKER`).",
                "examples": ["kafka-1.example:9092", "kafka-2.example:9093"],
            }
        },
    }
    if schemes:
        found["security"] = [{"$ref": f"#/components/securitySchemes/{name}"} for name in schemes]
    return found


def _message(topic: Topic, examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    schema = schema_of(topic)
    payload: dict[str, Any] = {"type": "string", "format": "binary"}
    if schema is not None:
        payload = {"$ref": f"./schemas/{topic.name}.schema.json"}
    return {
        "name": topic.value,
        "contentType": "application/json" if schema else "application/octet-stream",
        "headers": headers_of(topic),
        "payload": payload,
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}}},
        **({"examples": [dict(each) for each in examples]} if examples else {}),
    }


def headers_of(topic: Topic) -> dict[str, Any]:
    """Return the JSON Schema of a topic's headers: texts in UTF-8.

    A publisher's own headers come through to `news.rejected.v1`, and stay on `news.raw.v1`.
    """
    return {
        "type": "object",
        "properties": {
            name: {"type": "string", "description": said} | _MORE.get(name, {})
            for name, said in HEADERS.get(topic.name, {}).items()
        },
        "required": _ALWAYS.get(topic.name, []),
        "additionalProperties": topic in (RAW, REJECTED),
    }
