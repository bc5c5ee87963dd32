"""The links agent: one record a link, and a null value for a link that is forgotten."""

from pipeline.codec import encode
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.stages import shipped
from pipeline.stream.handlers.links import LinksHandler
from pipeline.stream.messages import Message
from pipeline.topology import LINK_SEEN, LINKS
from pipeline.types.records import LinkSighting, LinkSightings

DAY = 86_400.0


def batch(*days):
    items = tuple(
        LinkSighting(
            id=f"{int(day):016x}", headline="灯塔博物馆迎来首批访客", surface="灯塔博物馆迎来首批访客",
            decorations=(), site="a.example", event_time=1.7e9 + day * DAY, partition=0, offset=int(day),
        )
        for day in days
    )  # fmt: skip
    value = encode(LinkSightings(items=items))
    return Message(topic=LINK_SEEN.name, partition=0, offset=0, timestamp=1.7e9, value=value)


def test_a_forgotten_link_leaves_its_topic():
    handler = LinksHandler(Deduplicator(prior=shipped.prior(), window_days=3), {})
    first = list(handler(batch(0, 1)))
    assert [(out.topic, out.key, out.value is None) for out in first] == [
        (LINKS, b"%016x" % 0, False),
        (LINKS, b"%016x" % 1, False),
    ]
    assert [(out.key, out.value is None) for out in handler(batch(3))] == [
        (b"%016x" % 0, True),
        (b"%016x" % 3, False),
    ]
