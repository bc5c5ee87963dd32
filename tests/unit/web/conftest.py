"""A page that is really served, of a file that the test fills."""

import http.client
import re
from urllib.parse import quote, urlencode, urlsplit

import pytest

from pipeline.settings import Settings
from pipeline.web.server import Served, Site, serving
from pipeline.web.store.database import Keep


class Browser:
    """Asks a page as a browser without script does."""

    def __init__(self, address, apply):
        self.host = urlsplit(address).netloc
        self.apply = apply

    def ask(self, path, *, method="GET", body=None, headers=None):
        """Return status, headers and text of an answer."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, quote(path, safe="/?&=%"), body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8")
        finally:
            connection.close()

    def text(self, path):
        status, _, text = self.ask(path)
        assert status == 200, (status, path)
        return text


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A served page without a broker: it shows what was read before."""
    path = tmp_path_factory.mktemp("page") / "page.sqlite"
    served = Served(host="127.0.0.1", port=0, path=path, keep=Keep(days=36_500))
    made = Site(Settings(broker=""), served)
    with serving(made):
        yield made


TOKEN = "a-token-of-the-tests"
KEY = re.compile(r'name="form-key" value="([0-9a-f]{64})"')


class SignedIn:
    """A browser with a session, that sends the forms of its pages."""

    def __init__(self, browser, cookie):
        self.browser, self.cookie = browser, cookie

    def text(self, path):
        return self.browser.ask(path, headers={"cookie": self.cookie})[2]

    def send(self, path, *, key=None, **fields):
        form = urlencode(fields | {"form-key": key or KEY.search(self.text("/"))[1]})
        return self.browser.ask(path, method="POST", body=form, headers={"cookie": self.cookie})


def sign_in(browser):
    form = urlencode({"token": TOKEN, "back": "/link/l1"})
    status, headers, _ = browser.ask("/sign-in", method="POST", body=form)
    assert (status, headers["location"]) == (303, "/link/l1")
    cookie, *rules = headers["set-cookie"].split("; ")
    assert {rule.lower() for rule in rules} >= {"httponly", "samesite=strict"}
    return SignedIn(browser, cookie)


@pytest.fixture(scope="module")
def writable(tmp_path_factory):
    """A served page on which may write who has the token; nobody answers where its broker is."""
    path = tmp_path_factory.mktemp("writable") / "page.sqlite"
    keep = Keep(days=36_500)
    served = Served(host="127.0.0.1", port=0, path=path, keep=keep, token=TOKEN)
    made = Site(Settings(broker=""), served)
    with serving(made):
        yield made


@pytest.fixture
def browser(site):
    """A browser on a page of which nothing is known yet."""
    site._database.empty()
    return Browser(site.address, site._database.apply)
