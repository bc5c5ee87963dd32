"""Who may write from the page: signed in, with a form of ours; and what then goes to the topics."""

import asyncio
import json
from urllib.parse import quote, urlencode

import pytest

from pipeline.errors import BrokerError
from pipeline.kafka.control import Spoken
from pipeline.operations.rejected import read_rejected
from pipeline.operations.retry import Retried
from pipeline.settings import Settings
from pipeline.topology import RAW, REJECTED
from pipeline.web.pages import writing
from tests.topics_in_memory import Topics
from tests.unit.web.conftest import KEY, TOKEN, Browser, sign_in
from tests.unit.web.events import NOW, link, rejected, word

LINK, RETRY = "/link/l1/overrule", "/rejected/0/0/retry"


@pytest.fixture
def browser(writable):
    """A browser that has not signed in, on a page with a link and a rejected record."""
    writable._database.empty()
    writable._server.desk.sessions._thinks = 0.0
    made = Browser(writable.address, writable._database.apply)
    made.apply([link(1)])
    made.apply([rejected()])
    return made


@pytest.fixture
def said(monkeypatch, writable):
    """What was written to the control topic; the file has it at once."""
    found = []

    async def say(settings, key, value):
        found.append((key, value.action if value else None))
        kind, _, name = key.partition(":")
        action = value.action if value else None
        # The page's own following would bring it.
        await asyncio.to_thread(writable._database.apply, [word(kind, name, action, len(found))])
        return Spoken(partition=0, offset=len(found))

    monkeypatch.setattr(writing, "say", say)
    monkeypatch.setattr(writable._server.desk.errands, "_broker", "kafka.example:9092")
    return found


def test_without_the_option_nobody_writes_and_no_form_is_shown(site):
    site._database.empty()
    browser = Browser(site.address, site._database.apply)
    browser.apply([link(1)])
    browser.apply([rejected()])
    for path in (LINK, RETRY):
        status, _, text = browser.ask(path, method="POST", body="form-key=&action=block")
        assert (status, "Nobody may write here" in text) == (403, True)
    assert browser.ask("/sign-in")[0] == 404
    assert browser.ask("/sign-in", method="POST", body="token=")[0] == 404
    for path in ("/link/l1", "/rejected/0/0", "/"):
        text = browser.text(path)
        assert 'method="post"' not in text
        assert "sign-in" not in text


@pytest.mark.parametrize("path", [LINK, RETRY])
def test_who_has_not_signed_in_is_refused(browser, said, path):
    for headers in ({}, {"cookie": f"news-{browser.host.partition(':')[2]}=guessed"}):
        status, _, text = browser.ask(path, method="POST", body="action=block", headers=headers)
        assert (status, "Not signed in" in text) == (403, True)
    assert browser.ask(path)[0] == 405
    assert said == []
    assert "sign-in?back=%2Flink%2Fl1" in browser.text("/link/l1")


def test_a_form_of_another_page_is_refused(browser, said):
    me, other = sign_in(browser), sign_in(browser)
    for key in ("0" * 64, KEY.search(other.text("/link/l1"))[1]):
        assert me.send(LINK, key=key, action="block")[0] == 403
    headers = {"cookie": me.cookie, "sec-fetch-site": "same-site"}
    form = urlencode({"form-key": KEY.search(me.text("/link/l1"))[1], "action": "block"})
    assert browser.ask(LINK, method="POST", body=form, headers=headers)[0] == 403
    assert said == []


@pytest.mark.parametrize("token", ["", "a-token-of-the-test", TOKEN + "s", quote("令牌")])
def test_a_wrong_token_gives_no_session(browser, token):
    status, headers, text = browser.ask("/sign-in", method="POST", body=f"token={token}")
    assert (status, "That is not the token" in text) == (403, True)
    assert "set-cookie" not in headers


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_who_signed_in_is_led_to_no_other_page(browser, back):
    form = urlencode({"token": TOKEN, "back": back})
    assert browser.ask("/sign-in", method="POST", body=form)[1]["location"] == "/"


def test_a_link_is_blocked_and_what_was_said_is_taken_back(browser, said):
    me = sign_in(browser)
    status, headers, _ = me.send(LINK, action="block")
    assert (status, headers["location"]) == (303, "/link/l1")
    assert "An operator blocked this link" in me.text("/link/l1")
    # Everybody sees it.
    assert "An operator blocked this link" in browser.text("/link/l1")
    me.send(LINK, action="undo")
    assert "An operator" not in me.text("/link/l1")
    me.send(LINK, action="allow", decoration="【环球播报】")
    assert "allowed the decoration" in me.text("/link/l1")
    assert said == [("link:l1", "block"), ("link:l1", None), ("decoration:环球播报", "allow")]
    assert me.send(LINK, action="burn")[0] == 404
    assert me.send("/link/none/overrule", action="block")[0] == 404


def test_a_broker_that_is_away_is_told(browser):
    me = sign_in(browser)
    for path in (LINK, RETRY):
        status, _, text = me.send(path, action="block")
        assert (status, "no broker is named" in text) == (503, True)


@pytest.mark.parametrize(
    ("outcome", "at", "told"),
    [
        ("sent", (3, 118), "It was sent again, as record 3/118"),
        ("retried", None, "all the same"),
        ("failed-again", None, "all the same"),
        ("gone", None, "Its bytes are gone"),
    ],
)
def test_a_rejected_record_is_sent_again(browser, said, monkeypatch, outcome, at, told):
    asked = []

    async def send(desk, wanted, *, anyhow):
        asked.append((wanted.places, anyhow))
        return Retried(rejected=read_rejected(rejected()), outcome=outcome, at=at)

    monkeypatch.setattr(writing, "_send", send)
    me = sign_in(browser)
    status, headers, _ = me.send(RETRY)
    assert status == 303
    assert told in me.text(headers["location"])
    me.send(RETRY, again="yes")
    assert asked == [({(0, 0)}, False), ({(0, 0)}, True)]
    assert me.send("/rejected/7/7/retry")[0] == 404


def test_what_the_address_says_of_an_outcome_is_not_shown_as_it_is(browser):
    text = browser.text("/rejected/0/0?outcome=sent&at=" + quote("<b>1/2</b> call 555"))
    assert "call 555" not in text
    assert 'class="done"' not in browser.text("/rejected/0/0?outcome=hacked")


def test_who_signs_out_writes_no_more(browser, said):
    me = sign_in(browser)
    key = KEY.search(me.text("/link/l1"))[1]
    assert me.send("/sign-out", key="0" * 64)[0] == 303
    assert me.send(LINK, action="block")[0] == 303
    me.send("/sign-out")
    assert me.send(LINK, key=key, action="block")[0] == 403


def test_a_session_ends_and_the_oldest_goes_first(browser, writable, monkeypatch):
    sessions = writable._server.desk.sessions
    sessions._ends.clear()
    first = sign_in(browser)
    for _ in range(64):
        last = sign_in(browser)
    assert len(sessions._ends) == 64
    assert first.send(LINK, key="0" * 64)[0] == 403
    assert "form-key" not in first.text("/link/l1")
    assert "form-key" in last.text("/link/l1")
    monkeypatch.setattr(sessions, "_ends", dict.fromkeys(sessions._ends, 1.0))
    assert "form-key" not in last.text("/link/l1")


def test_a_fault_of_the_broker_shows_the_page_again(browser, said, monkeypatch):
    async def send(desk, wanted, *, anyhow):
        raise BrokerError("no Kafka broker answers", where="kafka.example:9092")

    monkeypatch.setattr(writing, "_send", send)
    status, _, text = sign_in(browser).send(RETRY)
    assert (status, "no Kafka broker answers" in text) == (503, True)


@pytest.fixture
def topics(monkeypatch, writable):
    desk = writable._server.desk
    monkeypatch.setattr(desk.errands, "_broker", "kafka.example:9092")
    monkeypatch.setattr(desk, "settings", Settings(broker="kafka.example:9092"))
    made = Topics(partitions=1).install(monkeypatch)
    yield made
    assert made.open_clients == 0


def test_a_retry_goes_to_the_raw_topic_once(browser, topics, caplog):
    caplog.set_level("INFO", logger=writing.__name__)
    given = (("x-stage", b"clean"), ("x-original-topic", RAW.name.encode()))
    for offset in range(2):
        topics.add(REJECTED.name, b"{broken", key=b"k", headers=given, timestamp=NOW - offset)
    me = sign_in(browser)
    _, headers, _ = me.send(RETRY)
    assert headers["location"] == "/rejected/0/0?outcome=sent&at=0%2F0"
    (sent,) = topics.read(RAW.name)
    assert (sent.value, dict(sent.headers)["x-retry-of"]) == (b"{broken", b"0,0")
    # Who changed something is in the log.
    assert "retry of rejected 0/0 by 127.0.0.1: sent" in caplog.messages
    assert "outcome=retried" in me.send(RETRY)[1]["location"]
    assert len(topics.read(RAW.name)) == 1
    me.send(RETRY, again="yes")
    assert len(topics.read(RAW.name)) == 2


def test_a_retry_of_what_is_no_more_says_so(browser, topics):
    _, headers, _ = sign_in(browser).send(RETRY)
    assert headers["location"].startswith("/rejected/0/0?outcome=gone")


def test_a_trace_is_read_from_the_topics(browser, topics):
    raw = {"id": "own-7", "url": "https://trace.example/1", "text": "雾。"}
    topics.add(RAW.name, json.dumps(raw).encode(), key=b"trace.example", timestamp=NOW)
    text = browser.text("/trace?of=https%3A%2F%2Ftrace.example%2F1")
    assert "published" in text
    assert "<caption>1 record" in text
    assert "No record is of it" in browser.text("/trace?of=https%3A%2F%2Ftrace.example%2F2")
    # An hour ago it was not there yet: it is older.
    assert "No record is of it" in browser.text("/trace?of=own-7&hours=1")
