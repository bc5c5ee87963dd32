"""The links agent: one record a link, and a null value for a link that is forgotten."""

import msgspec

from pipeline.codec import encode
from pipeline.dedup.deduplicator import Deduplicator
from pipeline.stages import shipped
from pipeline.stream.handlers.links import LinksHandler
from pipeline.stream.messages import Message
from pipeline.topology import LINK_SEEN, LINKS
from pipeline.types.records import LinkRecord, LinkSighting, LinkSightings

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


class Broken:
    """Breaks on the second sighting, forgets three links for the third, and knows the fourth."""

    def apply_sighting(self, sighting, links, *, partition, now):
        number = sighting.offset
        if number == 1:
            raise ZeroDivisionError
        record = LinkRecord(
            id=sighting.id, headline="x", decorations=(), sites=("a",), site_count=1,
            first_seen=1.0, last_seen=1.0, count=partition,
        )  # fmt: skip
        return (None if number == 3 else record), (("old1", "old2") if number == 2 else ())


def test_a_sighting_that_breaks_costs_itself_alone():
    read = batch(0, 1, 2, 3)
    found = list(LinksHandler(Broken(), {})(msgspec.structs.replace(read, partition=6)))
    ids = [b"%016x" % 0, b"old1", b"old2", b"%016x" % 2]
    assert [(out.topic, out.key) for out in found] == [(LINKS, key) for key in ids]
    # A link that is forgotten is taken back before the one that needs its place is written.
    assert [out.value is None for out in found] == [False, True, True, False]
    assert found[0].value.count == 6
