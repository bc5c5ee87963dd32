"""CloudEvents 1.0 headers of an enriched event, in Kafka's binary mode."""

from __future__ import annotations

from pipeline.document.enrichment import rfc3339
from pipeline.document.fields import SCHEMA
from pipeline.types.articles import EnrichedArticle

TYPE = "news.article.enriched.v1"
SOURCE = "news-pipeline"


def headers(enriched: EnrichedArticle, *, traceparent: bytes | None = None) -> dict[str, bytes]:
    """Return the headers by name, values in UTF-8.

    `ce_id` is article id, version and config hash: a retry has the same one, so that a consumer
    removes doubles by it. A withdrawal's ends in its status: of an unchanged text it would be a
    double of the article.
    """
    facts = enriched.article.facts
    status = "" if facts.pub_status == "usable" else f":{facts.pub_status}"
    found = {
        "ce_specversion": "1.0",
        "ce_id": f"{facts.id}:{facts.version}:{enriched.config}{status}",
        "ce_source": SOURCE,
        "ce_type": TYPE,
        "ce_time": rfc3339(facts.event_time),
        "ce_subject": facts.id,
        "ce_dataschema": SCHEMA,
        "content-type": "application/json; charset=utf-8",
    }
    sent = {name: value.encode() for name, value in found.items()}
    if traceparent:
        sent["traceparent"] = traceparent
    return sent
