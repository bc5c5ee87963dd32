"""Pages as a browser gets them: what is on them, what is escaped, what is said where nothing is."""

import http.client
import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import msgspec
import pytest

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.text.tokenizer import Tokenizer
from pipeline.web.asked import articles
from pipeline.web.server import Served, Site
from tests.unit.web.events import ID, NOW, alias, enriched, event, link, rejected, titled

VOID = {"meta", "link", "input", "br", "hr", "img", "line", "circle"}
EVERY = (
    "/", "/?q=周舟", "/entities", "/entities?day=all", "/entity?key=person/周舟", "/stories",
    "/story/s1", "/links", "/link/l1", "/pipeline", "/rejected/0/0", "/trace", "/try", f"/article/{ID}1",
    f"/article/{ID}1?view=original", f"/article/{ID}1/changes/{ID}2",
)  # fmt: skip


class Checked(HTMLParser):
    """What of a page could run or look otherwise than it should."""

    def __init__(self):
        super().__init__()
        self.open, self.scripts, self.faults, self.ids, self.labels, self.fields = (
            [],
            [],
            [],
            [],
            set(),
            [],
        )

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "script":
            self.scripts.append(facts.get("src"))
        self.faults += [
            (tag, n)
            for n, v in attrs
            if n.startswith("on") or n == "style" or "javascript:" in (v or "")
        ]
        if tag == "style":
            self.faults.append((tag, ""))
        if "id" in facts:
            self.ids.append(facts["id"])
        if tag == "label":
            self.labels.add(facts.get("for"))
        if tag in {"input", "select", "textarea"}:
            self.fields.append((facts.get("id"), "label" in self.open))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.faults.append(("end", tag))


def checked(text):
    page = Checked()
    page.feed(text)
    assert page.open == []
    return page


@pytest.fixture
def filled(browser):
    story = msgspec.structs.replace(
        event().enrichment.duplicate, status="near", similarity=0.93, of=f"{ID}1"
    )
    copy = titled(
        "江城大桥今天通车", number=2, enrichment={"duplicate": story, "site": "copy.example"}
    )
    browser.apply([enriched(event()), enriched(copy, offset=1, at=NOW + 5)])
    browser.apply([link(1)])
    browser.apply([rejected()])
    return browser


@pytest.mark.parametrize("path", EVERY)
def test_a_page_is_whole_and_runs_nothing_of_its_own(filled, path):
    status, headers, text = filled.ask(path)
    assert status == 200
    page = checked(text)
    assert page.faults == []
    assert len(page.scripts) == 1
    assert page.scripts[0].startswith("/static/page.js?v=")
    assert len(page.ids) == len(set(page.ids))
    assert all(inside or name in page.labels for name, inside in page.fields)
    assert '<html lang="en">' in text
    assert headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_news(filled):
    text = filled.text("/")
    assert text.index("江城大桥今天通车") < text.index("春江大桥通车")
    assert "2 tell it" in text
    assert "near copy 93 %" in text
    assert 'datetime="2024-03-01T09:30:00+08:00"' in text
    assert "周舟" in text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("q=周舟", 2), ("q=江城", 1), ("q=江城 林一", 1), ("q=天气", 0), ('q="', 0),
        ("entity=周舟", 2), ("entity=person/周舟", 2), ("entity=周", 0), ("place=春江", 2),
        ("place=周舟", 0), ("site=copy.example", 1), ("day=2024-03-01", 2), ("day=2024-03-02", 0),
        ("site=copy.example&q=周舟&day=2024-03-01", 1), ("before=x", 2), ("before=99999999999999999999", 2),
    ],
)  # fmt: skip
@pytest.mark.parametrize("frequent", [1, 8_000])
def test_what_is_looked_for(filled, asked, count, frequent, monkeypatch):
    # What many articles name is looked for another way: the same must be found.
    monkeypatch.setattr(articles, "_FREQUENT", frequent)
    text = filled.text(f"/?{asked}")
    assert text.count("data-row") == count
    assert ("Nothing was found" in text) == (not count)


def test_older_articles_are_on_the_next_page(browser):
    browser.apply([enriched(event(f"{n:03}"), offset=n, at=NOW + n) for n in range(120)])
    pages, seen = 0, []
    path = "/?site=chunjiang.example"
    while path:
        text = browser.text(path)
        seen += re.findall(r'data-main href="/article/([0-9a-f-]+)"', text)
        older = re.search(r'href="(/\?[^"]*before=\d+)"', text)
        path, pages = older and older[1].replace("&amp;", "&"), pages + 1
    assert pages == 3
    assert seen == [f"{ID}{n:03}" for n in reversed(range(120))]


def test_time_unknown_is_said(browser):
    browser.apply([enriched(event(content_created=None))])
    assert "time unknown" in browser.text("/")
    assert "time unknown" in browser.text(f"/article/{ID}1")


def test_an_article_s_entities_are_lit_and_its_values_underlined(filled):
    text = filled.text(f"/article/{ID}1")
    assert re.search(
        r'class="lit person[^"]*" title="周舟 · person · 市长 · prominence 0.50[^"]*">周舟</a>',
        text,
    )
    assert re.search(
        r'class="lit value quoted" title="date 2024-03-01 \(to the day\) · said by 周舟">3月1日<small class="norm"> 2024-03-01',
        text,
    )
    assert "【编辑:何二】" not in text.partition('class="json"')[0]
    assert "copy.example" in text


def test_what_was_taken_out_is_struck_out_in_its_place(filled):
    text = filled.text(f"/article/{ID}1?view=original")
    body = text.index("本报讯 (记者 林一)")
    credit = text.index("credit: inline-credit, score 1.00")
    assert body < credit < text.index("marker: by-hand, score 0.90")
    assert ">【编辑:何二】</del>" in text
    assert ">- 环球播报:别处的新闻</del>" in text
    assert 'href="/link/l1"' in text


def test_the_event_is_given_as_it_came(filled):
    status, headers, text = filled.ask(f"/article/{ID}1/event.json")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(text)["uri"] == f"urn:uuid:{ID}1"
    assert filled.ask("/article/none/event.json")[0] == 404


def test_what_changed_between_two_copies(filled):
    text = filled.text(f"/article/{ID}2/changes/{ID}1")
    assert "<del>春</del>江<ins>城</ins>大桥<ins>今天</ins>通车" in text


def test_an_entity_over_time(filled):
    text = filled.text("/entity?key=person/周舟")
    assert "in 2 articles" in text
    assert "articles a day: 2 from" in text
    assert "Appears with" in text
    assert "大桥3月1日通车" in text
    assert "市长" in text


def test_a_name_leads_to_its_entity(filled):
    status, headers, _ = filled.ask("/entities?name=周舟")
    assert (status, headers["location"]) == (303, f"/entity?key={quote('person/周舟', safe='')}")
    assert "No article names" in filled.text("/entities?name=无人")


def test_the_most_named_of_a_day(filled):
    text = filled.text("/entities")
    assert "Most named on 2024-03-01" in text
    assert "Companies" in text
    assert "春江股份" in text
    assert "Nobody is named" in filled.text("/entities?day=2024-03-02")


def test_a_story_and_who_was_first(filled):
    assert "/story/s1" in filled.text("/stories")
    text = filled.text("/story/s1")
    assert "2 articles tell it, on 2 sites; first <bdi>chunjiang.example</bdi>" in text
    filled.apply([alias("story", "s1", "s0")])
    assert filled.ask("/story/s1")[2].count(f"/article/{ID}1") >= 1


def test_a_link_and_where_it_stood(filled):
    assert "别处的新闻" in filled.text("/links?q=新闻&site=other.example")
    assert "No link was found" in filled.text("/links?q=%25")
    text = filled.text("/link/l1")
    assert "link on 5 pages" in text
    assert f"/article/{ID}1" in text


def test_the_pipeline_and_what_it_rejected(filled):
    text = filled.text("/pipeline")
    assert "bad-json" in text
    assert "not JSON: it ends too early" in text
    assert "Not known: " in text
    text = filled.text("/rejected/0/0")
    assert "{broken" in text
    assert "7b 62 72 6f 6b 65 6e" in text
    assert "news rejected retry --at 0/0" in text


def test_where_nothing_is_it_says_what_to_do(browser):
    assert "No article has come yet" in browser.text("/")
    assert "news publish" in browser.text("/")
    assert "No story was told twice yet" in browser.text("/stories")
    assert "Nothing was rejected" in browser.text("/pipeline")
    for path in (
        "/article/none",
        "/story/none",
        "/link/none",
        "/entity?key=x",
        "/rejected/1/2",
        "/nowhere",
        "/article/a/changes/b",
    ):
        status, _, text = browser.ask(path)
        assert (status, "Nothing is here" in text) == (404, True), path


def test_a_trace_is_read_when_it_is_asked_for(filled):
    assert f"/trace?of={ID}1" in filled.text(f"/article/{ID}1")
    assert f"/trace?of={ID}7" in filled.ask(f"/article/{ID}7")[2]
    status, _, text = filled.ask(f"/trace?of={ID}1&hours=24")
    assert (status, "no broker is named. Set NEWS_BROKER" in text) == (503, True)
    assert "春江大桥通车" in text
    assert '<option value="24" selected>' in text
    assert filled.ask(f"/trace?of={quote(EVIL, safe='')}")[2].count("<script") == 1


def test_a_withdrawn_article_is_told_as_one(filled):
    filled.apply([enriched(event(pub_status="canceled"), offset=9)])
    status, _, text = filled.ask(f"/article/{ID}1")
    assert (status, "Withdrawn" in text) == (410, True)
    assert filled.text("/?q=春江").count("data-row") == 1


EVIL = '</title></textarea><script>alert(1)</script><img src=x onerror="alert(2)">\'"&'


def test_what_an_article_says_is_text_wherever_it_is_shown(browser):
    made = titled(EVIL)
    facts = made.enrichment
    entity = msgspec.structs.replace(
        facts.entities[0], name=EVIL, position=EVIL, aliases=(EVIL,), ids={"a": EVIL}
    )
    gone = msgspec.structs.replace(
        facts.boilerplate.removed[0], text=EVIL, reason=EVIL, link_id=EVIL
    )
    facts = msgspec.structs.replace(
        facts, site=EVIL, entities=(entity,),
        boilerplate=msgspec.structs.replace(facts.boilerplate, removed=(gone,)),
        values=tuple(msgspec.structs.replace(v, value=EVIL, unit=EVIL) for v in facts.values),
        quotes=tuple(msgspec.structs.replace(q, speaker=EVIL) for q in facts.quotes),
        duplicate=msgspec.structs.replace(facts.duplicate, story="x"), quality=(EVIL,),
    )  # fmt: skip
    made = msgspec.structs.replace(
        made, enrichment=facts, by=EVIL, language='"><script>',
        bodies=(msgspec.structs.replace(made.bodies[0], value=EVIL * 2),),
    )  # fmt: skip
    browser.apply([enriched(made)])
    browser.apply([link(1, headline=EVIL, decorations=(EVIL,), sites=(EVIL,))])
    browser.apply([rejected(EVIL.encode(), reason=EVIL)])
    key = quote(f"person/{EVIL}", safe="")
    paths = [
        "/", "/entities?day=all", f"/entity?key={key}", "/story/x", "/links", "/link/l1", "/pipeline",
        "/rejected/0/0", f"/article/{ID}1", f"/article/{ID}1?view=original",
        f"/article/{ID}1/changes/{ID}1", f"/?q={quote(EVIL, safe='')}", f"/entities?name={quote(EVIL[1:], safe='')}",
    ]  # fmt: skip
    for path in paths:
        status, _, text = browser.ask(path)
        assert status == 200, path
        page = checked(text)
        assert page.faults == [], path
        assert len(page.scripts) == 1, path
        assert "<img" not in text, path


def test_marks_that_turn_or_hide_text_are_shown_as_what_they_are(browser):
    browser.apply([enriched(titled("江城\u202e桥大\u2066通\u200b车"))])
    for path in ("/", f"/article/{ID}1"):
        text = browser.text(path).partition('class="json"')[0]
        assert not set(text) & set("\u202e\u2066\u200b")
        assert "<bdi>江城⟨U+202E⟩桥大⟨U+2066⟩通⟨U+200B⟩车</bdi>" in text


def test_a_headline_of_a_megabyte_leaves_pages_small(browser):
    browser.apply([enriched(titled("长" * 350_000))])
    assert len(browser.text("/")) < 30_000
    text = browser.text(f"/article/{ID}1")
    assert "The headline has 350,000 characters" in text
    assert len(text) < 300_000


def test_half_a_character_breaks_no_page(browser):
    browser.apply([enriched(event())])
    browser.apply([rejected(b'{"title": "\\ud800", \xff}')])
    assert "U+FFFD" in browser.text("/rejected/0/0") or "\ufffd" in browser.text("/rejected/0/0")
    assert browser.ask("/?q=%ED%A0%80")[0] == 200


def test_a_pasted_text_is_explained(browser):
    form = "kind=text&site=my.example&text=" + quote(
        "江城大桥通车\r\n江城市市长周舟昨天说,江城大桥今天通车。\r\n相关阅读\r\n- 环球播报:别处的新闻"
    )
    status, _, text = browser.ask("/try", method="POST", body=form)
    assert status == 200
    assert checked(text).faults == []
    assert re.search(r'class="lit person[^"]*"[^>]*>周舟</a>', text)
    assert re.search(r"<del[^>]*>- 环球播报:别处的新闻</del>", text)


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [("text=+", 400, "Paste a text"), ("kind=text", 400, "Paste a text"), ("text=" + "a" * 3_200_000, 413, "More than 1 MiB")],
)  # fmt: skip
def test_what_cannot_be_explained_is_said(browser, form, status, said):
    found, _, text = browser.ask("/try", method="POST", body=form)
    assert (found, said in text) == (status, True)


def test_another_site_may_not_post(browser):
    headers = {"sec-fetch-site": "cross-site"}
    assert browser.ask("/try", method="POST", body="text=a", headers=headers)[0] == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("localhost:1", 200),
        ("[::1]:80", 200),
        ("127.0.0.1.evil.example", 421),
    ],
)
def test_only_the_loopback_s_names_are_answered(browser, host, status):
    found, headers, _ = browser.ask("/", headers={"host": host})
    assert found == status
    assert "content-security-policy" in headers


def test_a_fault_of_ours_is_a_page(browser, site, monkeypatch):
    desk = site._server.desk
    monkeypatch.setattr(desk, "file", None)
    status, headers, text = browser.ask("/")
    assert (status, "This cannot be shown" in text) == (500, True)
    assert "Traceback" not in text
    assert "content-security-policy" in headers


def test_the_topics_that_cannot_be_read_are_told(browser, site, monkeypatch):
    monkeypatch.setattr(
        site._server.desk.following, "_faults", {"news.enriched.v1": "no Kafka broker <answers>"}
    )
    text = browser.text("/")
    assert "no Kafka broker &lt;answers&gt;" in text


def test_a_port_in_use_is_one_line_and_a_demonstration_takes_another(site, tmp_path):
    port = int(site.address.rstrip("/").rpartition(":")[2])
    served = Served(host="127.0.0.1", port=port, path=tmp_path / "other.sqlite")
    with pytest.raises(UsageError, match=rf"^127\.0\.0\.1:{port}: .*Name another --port"):
        Site(Settings(broker=""), served)
    other = Site(Settings(broker=""), served, any_port=True)
    assert other.address != site.address
    other._socket.close()
    other._database.close()


def test_two_hundred_pages_that_are_open_are_told_of_an_article(browser, site):
    streams = []
    for _ in range(200):
        connection = http.client.HTTPConnection(browser.host, timeout=30)
        connection.request("GET", "/live")
        streams.append((connection, connection.getresponse()))
    assert all(
        answer.getheader("content-type").startswith("text/event-stream") for _, answer in streams
    )
    # What comes after the head comes from the stream itself: it is open then.
    assert all(answer.readline() == b"retry: 2000\n" for _, answer in streams)
    assert site._server.desk.live.watching == 200
    site._server.desk.live.changed()
    for connection, answer in streams:
        assert answer.readline() == b"\n"
        assert answer.readline() == b"event: changed\n"
        connection.close()
    assert browser.text("/")


def test_the_tokenizer_is_the_pipeline_s(site):
    assert site._server.desk.cut("江城大桥") == Tokenizer().cut("江城大桥")
