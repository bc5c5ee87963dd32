"""In what a document is not as `examples/manifest` says."""

from collections.abc import Mapping

from pipeline.demo.manifest import Sample
from pipeline.document.fields import EnrichedDocument, Enrichment


def faults(sample: Sample, document: EnrichedDocument) -> list[str]:
    """Return in what `document` is not as the manifest says, one line each; none is well."""
    facts = document.enrichment
    if facts is None:
        return ["the document has no enrichment"]
    roles = {headline.role: headline.value for headline in document.headlines}
    editors = {party.name for party in document.info_sources if party.role == "editor"}
    body = document.bodies[0].value
    published = document.content_created or ""
    wanted: list[tuple[str, object, object]] = [
        ("language", sample.language, document.language.removesuffix("-CN")),
        ("title", sample.title, roles.get("original")),
        ("kicker", sample.kicker, roles.get("kicker")),
        ("headline", sample.headline, roles.get("main")),
        ("subhead", sample.subhead, roles.get("sub")),
        ("by", sample.by, document.by),
        ("editor", sample.editor, sample.editor if sample.editor in editors else sorted(editors)),
        ("published", sample.published, published[: len(sample.published or "")]),
        ("paragraphs", sample.paragraphs, len([line for line in body.split("\n") if line.strip()])),
        ("links", sample.links, sum(p.kind == "link" for p in facts.boilerplate.removed)),
    ]
    found = [
        f"{what}: {had!r}, not {want!r}" for what, want, had in wanted if want not in (None, had)
    ]
    found += [f"the body lacks {piece!r}" for piece in sample.holds if piece not in body]
    found += [f"the body holds {piece!r}" for piece in sample.nothing if piece in body]
    return found + _entity_faults(sample, facts)


def _entity_faults(sample: Sample, facts: Enrichment) -> list[str]:
    names: Mapping[str, set[str]] = {
        kind: {
            name
            for entity in facts.entities
            if entity.type == kind
            for name in (entity.name, *entity.aliases)
        }
        for kind in ("person", "place", "event")
    }
    posts = {entity.name: entity.position or "" for entity in facts.entities}
    surfaces = {kind: {v.surface for v in facts.values if v.type == kind} for kind in ("date",)}
    tickers = {v.value for v in facts.values if v.type == "security"}
    tickers |= {entity.ids["ticker"] for entity in facts.entities if "ticker" in entity.ids}
    wanted = (("person", sample.people), ("place", sample.places), ("event", sample.events))
    found = [f"no {kind} {w}" for kind, each in wanted for w in each if w not in names[kind]]
    found += [
        f"post of {name}: {posts.get(name)!r}, not {post!r}"
        for name, post in sample.posts.items()
        if post not in posts.get(name, "")
    ]
    found += [f"no date {d}" for d in sample.dates if not any(d in s for s in surfaces["date"])]
    return found + [
        f"no security {code}" for code in sample.securities if not any(code in t for t in tickers)
    ]
