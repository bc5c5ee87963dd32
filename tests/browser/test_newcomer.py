"""A newcomer's path in a real browser: the demo, the page, an own article, its person, by keys."""

import json
import time

import pytest
from playwright.sync_api import expect

from pipeline.topology import ENRICHED
from tests.browser.accessible import faults
from tests.e2e.running import read_topic

pytestmark = pytest.mark.kafka
PERSON = "闻人疏雨"
HEADLINE = "青岚河口新桥昨日合龙"
PAGES = (
    "/",
    "/?q=%E6%B1%9F",
    "/?q=nothing",
    "/entities?day=all",
    "/stories",
    "/links",
    "/pipeline",
    "/trace",
    "/try",
)


def test_from_the_demo_to_an_own_article_and_its_person(page, demo, own_file):
    page.goto("/")
    expect(page.locator("#live-state")).to_have_text("live")
    expect(page.locator("#news [data-row]")).to_have_count(18)
    page.evaluate("window.notReloaded = true")

    began = time.monotonic()
    demo.news("publish", str(own_file), "--site", "my.example")
    own = page.locator("#news [data-row]").filter(has_text=HEADLINE)
    expect(own).to_be_visible(timeout=60_000)
    print(f"\n`news publish` to seen in the browser: {time.monotonic() - began:.1f} s")
    assert page.evaluate("window.notReloaded")
    expect(own).to_contain_text("my.example")

    page.keyboard.press("/")
    page.keyboard.type(PERSON)
    page.keyboard.press("Enter")
    expect(page.locator("#news [data-row]")).to_have_count(1)
    # Rows stand before the script has run; only what is live hears keys.
    expect(page.locator("#live-state")).to_have_text("live")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(HEADLINE)

    lit = page.locator(".body .lit.person").filter(has_text=PERSON).first
    assert PERSON in lit.get_attribute("title")
    expect(page.locator(".body")).not_to_contain_text("何二")
    page.get_by_role("link", name="Original, with what was taken out").click()
    expect(page.locator("del").filter(has_text="别处的新闻")).to_be_visible()
    expect(page.locator("del").filter(has_text="何二")).to_be_visible()

    page.locator(".raw .lit.person").filter(has_text=PERSON).first.click()
    expect(page.locator("h1")).to_contain_text(PERSON)
    expect(page.locator("#entity .chart")).to_be_visible()
    expect(page.locator("blockquote").filter(has_text="3月1日合龙")).to_be_visible()

    (event,) = map(json.loads, demo.news("consume", "--entity", PERSON).splitlines())
    assert event["headlines"][-1]["value"] == HEADLINE
    # The same by a client that is not ours: kcat, where it is installed.
    records = read_topic(demo.environment["NEWS_BROKER"], ENRICHED.name)
    assert event in [json.loads(value) for _, _, value in records]
    article = event["uri"].removeprefix("urn:uuid:")
    assert "enriched" in demo.news("trace", article)
    page.goto(f"/article/{article}")
    expect(page.locator("h1")).to_have_text(HEADLINE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/stories")
    story = first(page, "[data-main]")
    page.goto(story)
    changes = first(page, "a[href*='/changes/']")
    article = changes.partition("/changes/")[0]
    page.goto(article)
    entity = first(page, ".body a.lit")
    page.goto("/links")
    link = first(page, "[data-main]")
    page.goto("/pipeline")
    # All of them: a short one has nothing to scroll.
    rejected = every(page, "a[href^='/rejected/']")
    for path in (
        *PAGES, story, article, f"{article}?view=original", changes, entity, link, *rejected,
        article.replace("/article/", "/trace?of="),
    ):  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert faults(page) == [], path


def first(page, selector):
    return page.locator(selector).first.get_attribute("href")


def every(page, selector):
    found = [each.get_attribute("href") for each in page.locator(selector).all()]
    assert found
    return sorted({*found})


def test_without_script_the_same_is_found(chromium, demo):
    context = chromium.new_context(base_url=demo.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("周砚青")
    page.get_by_role("searchbox").press("Enter")
    assert page.locator("#news [data-row]").count() == 1
    page.locator("[data-main]").first.click()
    page.get_by_role("link", name="Original, with what was taken out").click()
    assert page.locator("del").count() > 0
    context.close()


def test_a_pasted_text_is_explained(page):
    page.goto("/try")
    page.get_by_label("Text, or the HTML of a page").fill(
        "江城大桥通车\n江城市市长周舟昨天说,江城大桥今天通车。"
    )
    page.get_by_role("button", name="Explain").click()
    expect(page.locator("#explained a.lit.person")).to_have_text("周舟", timeout=60_000)
