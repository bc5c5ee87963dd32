"""Records as events: whose they are, and which of several counts."""

import pytest

from pipeline.errors import CodecError
from pipeline.sinks.events import current, event_of, once
from tests.unit.sinks.made import deleted, document, event, name_of, record


def test_an_event_is_its_article_s_by_its_uri_and_its_header_names_it():
    found = event_of(record(7, 3, document(1), partition=2, ce_id="a:b:c"))
    assert (found.id, found.ce_id, found.partition, found.offset) == (name_of(1), "a:b:c", 2, 3)


def test_a_copy_without_headers_has_the_id_that_the_pipeline_gives():
    assert event(1).ce_id == f"{name_of(1)}:0123abcd:c0ffee"
    assert event(1, pubStatus="canceled").ce_id == f"{name_of(1)}:0123abcd:c0ffee:canceled"
    assert deleted(1, 0).ce_id == f"{name_of(1)}:deleted"


def test_a_deleted_article_is_known_by_its_key():
    assert (deleted(4, 9).id, deleted(4, 9).document) == (name_of(4), None)


@pytest.mark.parametrize("value", [b"{broken", b"[1]", b"7", b"\xff"])
def test_what_is_no_article_is_told(value):
    with pytest.raises(CodecError):
        event_of(record(1, 0, value))


def test_what_names_no_article_is_told():
    nameless = record(1, 0, {"type": "text"})
    with pytest.raises(CodecError, match="names an article"):
        event_of(type(nameless)(**{**_fields(nameless), "key": None}))


def test_the_last_of_an_article_counts_in_the_order_of_the_last():
    events = (event(1, 0), event(2, 1), event(1, 2, "ffff"))
    assert [(each.id, each.version) for each in map(_seen, current(events))] == [
        (name_of(2), "0123abcd"),
        (name_of(1), "ffff"),
    ]


def test_each_version_counts_once():
    events = (event(1, 0), event(1, 1, "ffff"), event(1, 2))
    assert [each.offset for each in once(events)] == [1, 2]


def test_withdrawn_is_no_other_status():
    assert event(1, pubStatus="canceled").withdrawn
    assert not event(1).withdrawn
    assert not deleted(1, 0).withdrawn


def test_gone_keeps_whose_it_is_and_nothing_that_it_said():
    gone = event(1, 5).gone()
    assert (gone.id, gone.offset, gone.document, gone.value) == (name_of(1), 5, None, b"")


def _fields(record_):
    return {name: getattr(record_, name) for name in record_.__struct_fields__}


class _Seen:
    def __init__(self, each) -> None:
        self.id, self.version = each.id, each.document["version"]


def _seen(each):
    return _Seen(each)
