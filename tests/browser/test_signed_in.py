"""Whoever signs in, in a real browser: the forms that write, without script too; what axe says."""

import pytest
from playwright.sync_api import expect

from pipeline.settings import Settings
from pipeline.web.server import Served, Site, serving
from pipeline.web.store.database import Keep
from tests.browser.accessible import faults
from tests.unit.web.events import ID, enriched, event, link, rejected, word

TOKEN = "a-token-of-the-tests"
PAGES = (
    "/", f"/article/{ID}1", f"/article/{ID}1?view=original", "/entities?day=all", "/stories", "/links",
    "/link/l1", "/pipeline", "/rejected/0/0", "/rejected/0/0?outcome=retried", "/trace?of=x", "/try",
    "/sign-in", "/none",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page on which may write who has the token; its topics are records of the tests."""
    path = tmp_path_factory.mktemp("page") / "page.sqlite"
    served = Served(host="127.0.0.1", port=0, path=path, keep=Keep(days=36_500), token=TOKEN)
    made = Site(Settings(broker=""), served)
    for record in (enriched(event()), link(1), word("link", "l1", "block"), rejected()):
        made._database.apply([record])
    with serving(made):
        yield made


def signed_in(chromium, site, **how):
    page = chromium.new_context(base_url=site.address, **how).new_page()
    page.goto("/link/l1")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("That is not the token.")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Block: take it out")).to_be_visible()
    assert page.url == f"{site.address}link/l1"
    return page


@pytest.mark.parametrize("script", [True, False])
def test_the_forms_of_who_signed_in_write(chromium, site, script):
    page = signed_in(chromium, site, java_script_enabled=script)
    page.get_by_label("What").select_option(label="the decoration 环球播报")
    page.get_by_role("button", name="Block: take it out").click()
    # There is no broker here: the form was taken, and that is told.
    expect(page.get_by_role("alert")).to_contain_text("no broker is named")
    page.goto("/rejected/0/0")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("alert")).to_contain_text("no broker is named")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/link/l1")
    expect(page.get_by_role("button", name="Block: take it out")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_where_one_may_write(chromium, site, width, scheme):
    page = signed_in(chromium, site, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert faults(page) == [], path
    page.context.close()
