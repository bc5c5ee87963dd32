"""What a request is answered, and what of it is sent: the application, before a producer that notes."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import httpx
import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, MessageSizeTooLargeError

from pipeline.http_intake.application import Intake, Terms
from pipeline.kafka.publisher import Publisher
from pipeline.settings import BrokerSettings
from pipeline.topology import RAW

TOKEN = "only-the-desk-knows-it"
KNOWN = {"authorization": f"Bearer {TOKEN}"}
ONE = {"url": "https://ferry.example/1", "text": "渡船开航。", "own": 1}
TWO = {"url": "https://ferry.example/2", "text": "渡船停航。"}


class Producer:
    """A producer's side of a broker: what it is handed, and when it acknowledges."""

    def __init__(self) -> None:
        self.client = self
        self.sent: list = []
        self.asked = 0
        self.fault: KafkaError | None = None
        self.refused: KafkaError | None = None
        self.go_on = asyncio.Event()
        self.go_on.set()
        self._came = asyncio.Event()

    async def has(self, number: int) -> None:
        """Return once it was handed so many records."""
        while len(self.sent) < number:
            self._came.clear()
            await self._came.wait()

    async def send(self, topic, data, *, key, headers):
        assert (topic, headers) == (RAW.name, [])
        if self.refused:
            raise self.refused
        self.sent.append((key.decode(), json.loads(data)))
        self._came.set()
        return asyncio.ensure_future(self._receipt(len(self.sent) - 1))

    async def _receipt(self, offset: int):
        await self.go_on.wait()
        if self.fault:
            raise self.fault
        return SimpleNamespace(partition=3, offset=offset)

    async def fetch_all_metadata(self) -> None:
        self.asked += 1
        if self.fault:
            raise self.fault


class Desk:
    """The application and who asks it."""

    def __init__(self, **terms) -> None:
        self.producer = Producer()
        publisher = Publisher(BrokerSettings(broker="kafka.example:9092"))
        publisher.producer = self.producer
        given = {"token": TOKEN, "most_bytes": 1000, **terms}
        self.application = Intake(publisher, Terms(**given)).application()
        transport = httpx.ASGITransport(app=self.application)
        self.web = httpx.AsyncClient(transport=transport, base_url="http://desk.example")

    async def post(self, content, *, kind="application/json", headers=KNOWN, **more):
        body = json.dumps(content) if isinstance(content, dict | list) else content
        sent = {**headers, "content-type": kind} if kind else headers
        return await self.web.post("/articles", content=body, headers=sent, **more)


async def test_each_article_is_answered_with_where_it_stands() -> None:
    desk = Desk()
    answer = await desk.post([ONE, TWO])
    assert answer.status_code == 202
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()["articles"]
    assert [(each["partition"], each["offset"]) for each in found] == [(3, 0), (3, 1)]
    assert len({each["id"] for each in found}) == 2
    # An envelope goes on as it came, with fields that are not ours.
    assert desk.producer.sent == [("ferry.example", ONE), ("ferry.example", TWO)]


async def test_a_body_of_no_kind_is_json_and_a_page_is_sent_with_what_its_address_says() -> None:
    desk = Desk()
    assert (await desk.post(ONE, kind=None)).status_code == 202
    page = await desk.post(
        "<p>渡船停航两小时。</p>", kind="text/html; charset=utf-8", params={"url": TWO["url"]}
    )
    assert page.status_code == 202
    assert desk.producer.sent[1][1]["url"] == TWO["url"]
    assert desk.producer.sent[1][1]["html"] == "<p>渡船停航两小时。</p>"


@pytest.mark.parametrize(
    "said", ["", TOKEN, "Bearer", "Bearer no", f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
async def test_without_the_token_nothing_is_taken(said) -> None:
    desk = Desk()
    answer = await desk.post(ONE, headers={"authorization": said} if said else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"error": "the token is missing or wrong"}
    assert desk.producer.sent == []


async def test_the_scheme_is_known_in_any_case() -> None:
    assert (await Desk().post(ONE, headers={"authorization": f"bearer  {TOKEN}"})).is_success


@pytest.mark.parametrize(
    ("kind", "packing", "status"),
    [
        ("application/xml", "identity", 415),
        ("application/json", "gzip", 415),
        ("application/json", "identity", 202),
    ],
)
async def test_what_is_packed_or_of_another_kind_is_refused(kind, packing, status) -> None:
    headers = {**KNOWN, "content-encoding": packing}
    assert (await Desk().post(ONE, kind=kind, headers=headers)).status_code == status


async def test_other_methods_are_not_allowed() -> None:
    assert (await Desk().web.get("/articles", headers=KNOWN)).status_code == 405


@pytest.mark.parametrize(("more", "status"), [(0, 202), (1, 413)])
@pytest.mark.parametrize("says_its_length", [True, False])
async def test_a_body_of_the_largest_size_is_taken_and_a_byte_more_is_not(
    more, status, says_its_length
) -> None:
    desk = Desk(most_bytes=300)
    body = b"x" * (300 + more)

    async def pieces():
        yield body[:200]
        yield body[200:]

    content = body if says_its_length else pieces()
    answer = await desk.post(content, kind="text/plain")
    assert answer.status_code == status
    assert len(desk.producer.sent) == (not more)
    if more:
        assert answer.json() == {"error": "a body has 300 bytes at most"}


async def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    async def pieces():
        raise AssertionError("it was read")
        yield b""

    answer = await Desk().post(pieces(), headers={**KNOWN, "content-length": "1001"})
    assert answer.status_code == 413


async def test_a_body_that_takes_too_long_is_given_up() -> None:
    desk = Desk(seconds=0.05)

    async def slow():
        yield b"{"
        await asyncio.sleep(30)

    answer = await desk.post(slow())
    assert answer.status_code == 408
    assert answer.json() == {"error": "the body took more than 0.05 s"}
    assert (await desk.post(ONE)).is_success


async def test_a_body_that_breaks_off_is_none() -> None:
    desk = Desk(requests=1)
    coming = [{"type": "http.request", "body": b'{"text":', "more_body": True}]
    answered: list = []

    async def receive():
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message) -> None:
        answered.append(message)

    headers = [(name.encode(), value.encode()) for name, value in KNOWN.items()]
    scope = {
        "type": "http", "method": "POST", "path": "/articles", "query_string": b"",
        "headers": headers,
    }  # fmt: skip
    await desk.application(scope, receive, send)
    assert answered[0]["status"] == 400
    assert json.loads(answered[1]["body"]) == {"error": "the body breaks off"}
    # And it is under way no more.
    assert (await desk.post(ONE)).is_success


async def test_nothing_is_sent_of_a_request_with_a_fault() -> None:
    desk = Desk()
    answer = await desk.post([ONE, {"text": 5}, TWO])
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["index"], fault["reason"]) == (1, "wrong-type")
    assert desk.producer.sent == []


async def test_what_no_record_can_hold_is_too_large() -> None:
    desk = Desk()
    desk.producer.refused = MessageSizeTooLargeError()
    answer = await desk.post(ONE)
    assert answer.status_code == 413
    assert "not published" in answer.json()["error"]


@pytest.mark.parametrize("articles", [[ONE], [ONE, TWO]])
async def test_what_the_broker_did_not_acknowledge_is_to_come_again(articles) -> None:
    desk = Desk()
    desk.producer.fault = KafkaConnectionError("gone")
    answer = await desk.post(articles)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "Send it again" in answer.json()["error"]


async def test_more_requests_than_may_be_under_way_come_again() -> None:
    desk = Desk(requests=2)
    desk.producer.go_on.clear()
    first, second = (asyncio.create_task(desk.post(each)) for each in (ONE, TWO))
    await desk.producer.has(2)
    refused = await desk.post(ONE)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json() == {"error": "too much is under way"}
    desk.producer.go_on.set()
    assert [(await each).status_code for each in (first, second)] == [202, 202]
    assert (await desk.post(ONE)).is_success


async def test_the_bytes_under_way_count_until_they_are_acknowledged() -> None:
    desk = Desk(bytes_at_once=60)
    desk.producer.go_on.clear()
    first = asyncio.create_task(desk.post(ONE))
    await desk.producer.has(1)
    assert (await desk.post(ONE)).status_code == 429
    desk.producer.go_on.set()
    assert (await first).is_success
    assert (await desk.post(ONE)).is_success


async def test_the_broker_is_asked_for_its_health_once_a_second(monkeypatch) -> None:
    desk = Desk()
    now = 1000.0
    monkeypatch.setattr("pipeline.http_intake.application.time.monotonic", lambda: now)
    answers = [await desk.web.get("/healthz") for _ in range(3)]
    assert [each.status_code for each in answers] == [200] * 3
    assert answers[0].json() == {"status": "ok"}
    assert desk.producer.asked == 1
    desk.producer.fault = KafkaConnectionError("gone")
    now += 0.9
    assert (await desk.web.get("/healthz")).status_code == 200
    now += 0.1
    answer = await desk.web.get("/healthz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json() == {"error": "no Kafka broker answers"}
    assert desk.producer.asked == 2
