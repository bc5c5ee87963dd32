"""A page that is really served, of a file that the test fills."""

import http.client
from urllib.parse import quote, urlsplit

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


@pytest.fixture
def browser(site):
    """A browser on a page of which nothing is known yet."""
    site._database.empty()
    return Browser(site.address, site._database.apply)
