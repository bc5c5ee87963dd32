"""Webhooks and search indexes, against a server of our own on loopback."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from pipeline.errors import SinkError, UsageError
from pipeline.sinks.posting import HttpSender, asked_pause
from pipeline.sinks.search_index import SearchIndex, mappings, parts_of
from pipeline.sinks.webhook import Webhook, key_of
from tests.unit.sinks.made import batch, deleted, event, name_of, wanted
from tests.unit.sinks.receiving import Index, receiving


def yes(_):
    return 204, {}, b""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Pauses as long as they need be to be seen."""
    monkeypatch.setattr("pipeline.sinks.posting._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("pipeline.sinks.search_index._PAUSES", (0.01, 0.01))


@pytest.fixture
def hook():
    with receiving(yes) as server:
        yield server


def webhook(server, *, secret="", patience=5.0):
    return Webhook(wanted(f"webhook+{server.address}/hook?k=v", secret=secret), patience=patience)


def test_an_event_is_posted_as_it_was_read_with_its_names(hook):
    webhook(hook).write(batch(event(1, 0)))
    (request,) = hook.requests
    assert (request.method, request.path) == ("POST", "/hook?k=v")
    assert request.body == event(1, 0).value
    ce_id = f"{name_of(1)}:0123abcd:c0ffee"
    expected = {
        "ce-id": ce_id,
        "webhook-id": ce_id,
        "ce-subject": name_of(1),
        "ce-type": "news.article.enriched.v1",
        "ce-specversion": "1.0",
        "ce-time": "2024-03-01T01:30:00Z",
        "content-type": "application/json; charset=utf-8",
    }
    assert expected.items() <= request.headers.items()
    assert "webhook-signature" not in request.headers


@pytest.mark.parametrize("secret", ["a word", "whsec_" + base64.b64encode(b"a word").decode()])
def test_what_is_posted_is_signed_over_name_time_and_body(hook, secret):
    webhook(hook, secret=secret).write(batch(event(1, 0)))
    (request,) = hook.requests
    name, when = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    signed = f"{name}.{when}.".encode() + request.body
    digest = hmac.new(b"a word", signed, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert abs(int(when) - time.time()) < 60


def test_a_deleted_article_is_told_of_and_doubles_are_one():
    with receiving(yes) as server:
        webhook(server).write(batch(event(1, 0), event(1, 1), deleted(2, 2)))
        assert [r.headers["ce-type"].split(".")[-2] for r in server.requests] == [
            "enriched",
            "gone",
        ]
        assert server.requests[1].body == b""


def test_what_passes_is_tried_again_in_order_and_as_late_as_is_asked(hook):
    hook.answers = [(503, {}, b""), (429, {"retry-after": "1"}, b"")]
    started = time.monotonic()
    assert webhook(hook).write(batch(event(1, 0), event(2, 1))).refused == ()
    assert time.monotonic() - started >= 1
    subjects = [request.headers["ce-subject"] for request in hook.requests]
    assert subjects == [name_of(1)] * 3 + [name_of(2)]


def test_an_event_that_is_refused_is_named_and_the_next_one_sent(hook):
    hook.answers = [(422, {}, b"too\nlong")]
    written = webhook(hook).write(batch(event(1, 0), event(2, 1)))
    assert written.refused == (f"{name_of(1)}:0123abcd:c0ffee: 422 Unprocessable Entity: too long",)
    assert len(hook.requests) == 2


@pytest.mark.parametrize("status", [301, 302, 401, 403, 404, 410])
def test_an_address_that_is_wrong_ends_it(hook, status):
    hook.answers = [(status, {"location": "http://127.0.0.1:9/"}, b"")]
    with pytest.raises(SinkError, match=str(status)):
        webhook(hook).write(batch(event(1, 0), event(2, 1)))
    assert len(hook.requests) == 1


def test_a_server_that_stays_away_ends_it_in_one_line():
    with receiving(yes) as server:
        address = server.address
    sink = Webhook(wanted(f"webhook+{address}/hook"), patience=0.1)
    with pytest.raises(SinkError, match="goes on where it stood") as gone:
        sink.write(batch(event(1, 0)))
    assert "\n" not in str(gone.value)


def test_who_stops_waits_no_longer(hook):
    hook.answers = [(503, {"retry-after": "60"}, b"")]
    asked = wanted(f"webhook+{hook.address}/hook")
    asked.stop.set()
    with pytest.raises(SinkError, match="stopped"):
        Webhook(asked).write(batch(event(1, 0)))


def test_a_user_in_a_webhook_s_address_and_a_secret_that_is_none_are_refused():
    with pytest.raises(UsageError, match="takes no user"):
        Webhook(wanted("webhook+http://desk:pw@h.example/"))
    with pytest.raises(UsageError, match="NEWS_SINK_SECRET"):
        key_of("whsec_%")


@pytest.mark.parametrize(
    ("header", "seconds"), [(None, 0), ("7", 7), ("Fri, 01 Mar 2024", 0), ("-1", 0)]
)
def test_a_pause_is_asked_for_in_seconds(header, seconds):
    assert asked_pause(header) == seconds


def test_a_redirect_is_not_followed(hook):
    hook.answers = [(307, {"location": f"{hook.address}/else"}, b"")]
    answer = HttpSender("x", wanted("jsonl:x").stop).send("POST", hook.address)
    assert answer.status_code == 307
    assert len(hook.requests) == 1


# --- a search index --------------------------------------------------------------------------


@pytest.fixture
def index():
    with receiving(Index()) as server:
        yield server


def search(server, *, secret="", user=""):
    address = server.address.replace("//", f"//{user}", 1)
    return SearchIndex(wanted(f"elasticsearch+{address}/news", secret=secret), patience=2.0)


def test_the_index_is_made_once_and_what_it_is_not_told_of_it_leaves(index):
    for _ in range(2):
        assert search(index).open() is None
    assert [r.method for r in index.requests] == ["HEAD", "PUT", "HEAD"]
    assert index.usual.mappings == mappings()
    assert mappings()["dynamic"] is False
    assert mappings()["properties"]["body"] == {"type": "text", "analyzer": "cjk"}
    assert mappings()["properties"]["published"] == {"type": "date"}
    assert "article_id" not in mappings()["properties"]["entities"]["properties"]


def test_an_article_is_a_document_by_its_id(index):
    sink = search(index)
    sink.open()
    sink.write(batch(event(1, 0), event(2, 1)))
    found = index.usual.documents
    assert sorted(found) == [name_of(1), name_of(2)]
    document = found[name_of(1)]
    assert document["headline"] == "春江大桥通车"
    assert document["entities"][0]["name"] == "周舟"
    assert document["mentions"][0]["surface"] == "周舟"
    assert "article_id" not in document["entities"][0]


def test_versions_withdrawals_and_deletions_are_followed_and_nothing_older_comes_back(index):
    sink = search(index)
    sink.open()
    sink.write(batch(event(1, 0), event(2, 1), event(3, 2)))
    sink.write(batch(event(1, 3, "ffff"), event(2, 4, pubStatus="canceled"), deleted(3, 5)))
    found = index.usual.documents
    assert found[name_of(1)]["version"] == "ffff"
    assert (found[name_of(2)]["pub_status"], found[name_of(2)]["body"]) == ("canceled", None)
    assert name_of(3) not in found
    # As after a crash: the first batch again.
    assert sink.write(batch(event(1, 0), event(2, 1))).refused == ()
    assert index.usual.documents[name_of(1)]["version"] == "ffff"
    assert sink.write(batch(deleted(9, 9))).refused == ()


def test_what_there_is_no_room_for_is_sent_again_and_what_is_refused_is_named(index):
    index.usual.refuses = {name_of(1): 429, name_of(2): 400}
    written = search(index).write(batch(event(1, 0), event(2, 1), event(3, 2)))
    assert written.refused == (f"{name_of(2)}:0123abcd:c0ffee: 400 t: r",)
    assert sorted(index.usual.documents) == [name_of(1), name_of(3)]
    # Only what was not taken.
    assert len(index.requests[-1].body.splitlines()) == 2


def test_what_there_is_never_room_for_ends_it(index):
    index.usual.refuses = {name_of(1): 503}
    with pytest.raises(SinkError, match="takes 1 articles not for now"):
        search(index).write(batch(event(1, 0)))


def test_who_may_not_is_told(index):
    index.answers = [(401, {}, b'{"error":"no"}')]
    with pytest.raises(SinkError, match="401 Unauthorized") as opening:
        search(index).open()
    index.answers = [(403, {}, b'{"error":"no"}')]
    with pytest.raises(SinkError, match="403 Forbidden") as writing:
        search(index).write(batch(event(1, 0)))
    index.answers = [(200, {}, b'{"items":[7]}')]
    with pytest.raises(SinkError, match="none of a search index") as reading:
        search(index).write(batch(event(1, 0)))
    # Which of several sinks it is, is said.
    (where,) = {each.value.where for each in (opening, writing, reading)}
    assert where.endswith(f"{index.address}/news")


def test_a_key_and_a_user_are_sent(index):
    search(index, secret="k").open()
    assert index.requests[0].headers["authorization"] == "ApiKey k"
    search(index, user="desk:p%40w@").open()
    basic = base64.b64encode(b"desk:p@w").decode()
    assert index.requests[-1].headers["authorization"] == f"Basic {basic}"


def test_a_request_is_as_large_as_it_may_be():
    assert parts_of([b"aa", b"bb", b"c", b"dddddd", b"e"], largest=5) == [b"aabbc", b"dddddd", b"e"]
    assert parts_of([]) == []


def test_each_pair_of_lines_is_json(index):
    search(index).write(batch(event(1, 7)))
    first, second = index.requests[-1].body.splitlines()
    assert json.loads(first)["index"] == {
        "_id": name_of(1),
        "version": 7,
        "version_type": "external_gte",
    }
    assert json.loads(second)["id"] == name_of(1)
