"""Addresses fetched from a server that misbehaves, over real sockets."""

import asyncio
import gzip
import socket
import ssl
import subprocess
import time

import pytest

from pipeline.errors import PipelineError
from pipeline.feeds.addresses import networks
from pipeline.feeds.connecting import PrivateAddressError
from pipeline.feeds.faults import FetchError, shown
from pipeline.feeds.fetching import Fetcher
from pipeline.feeds.requesting import Limits
from tests.misbehaving import (
    bomb,
    dripping,
    endless,
    plain,
    redirect,
    truncated,
    validated,
    web_server,
)

MOST = 100_000
LOOPBACK = networks(["127.0.0.0/8"])
QUICK = Limits(seconds=1.0, pause=0.0)


@pytest.fixture
def server():
    with web_server() as running:
        yield running


def fetch(url, *, limits=QUICK, allowed=LOOPBACK, most=MOST, headers=None, resolve=None):
    async def get():
        more = {"resolve": resolve} if resolve else {}
        async with Fetcher(limits, allowed=allowed, **more) as fetcher:
            return await fetcher.get(url, most=most, headers=headers)

    return asyncio.run(get())


def refused(url, **more):
    with pytest.raises(PipelineError) as found:
        fetch(url, **more)
    return found.value


def test_who_is_done_leaves_no_connection_open(server):
    async def ask() -> None:
        async with Fetcher(QUICK, allowed=LOOPBACK) as fetcher:
            pass
        await fetcher.get(f"{server.url}/rss", most=MOST)

    with pytest.raises(RuntimeError, match="closed"):
        asyncio.run(ask())


def test_a_body_comes_with_its_headers(server):
    server.answers["/rss"] = plain(b"hello", content_type="text/xml", etag='"1"')
    found = fetch(f"{server.url}/rss")
    assert (found.status, found.body, found.headers["etag"]) == (200, b"hello", '"1"')
    asked = server.asked[-1][1]
    assert asked["user-agent"].startswith("news-pipeline/")
    # Nothing is asked for but what is unpacked here, within its bounds.
    assert asked["accept-encoding"] == "gzip"


def test_validators_get_304(server):
    server.answers["/rss"] = validated(b"hello", etag='"1"')
    assert fetch(f"{server.url}/rss", headers={"if-none-match": '"1"'}).status == 304


def test_a_packed_body_is_unpacked(server):
    server.answers["/rss"] = plain(gzip.compress(b"hello" * 1000), content_encoding="gzip")
    assert fetch(f"{server.url}/rss").body == b"hello" * 1000


@pytest.mark.parametrize("status", [400, 403, 404, 410, 451])
def test_what_will_not_change_is_lasting(server, status):
    server.answers["/rss"] = plain(b"", status=status)
    error = refused(f"{server.url}/rss")
    assert error.lasting
    assert error.status == status
    assert f"HTTP {status}" in str(error)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_what_may_pass_is_not_and_the_server_says_when(server, status):
    server.answers["/rss"] = plain(b"", status=status, retry_after="120")
    error = refused(f"{server.url}/rss")
    assert not error.lasting
    assert error.wait == 120.0


def test_a_body_that_is_cut_is_refused(server):
    server.answers["/rss"] = truncated(b"<rss>", said=500)
    assert not refused(f"{server.url}/rss").lasting
    body = gzip.compress(b"hello" * 1000)
    server.answers["/rss"] = plain(body[:-20], content_encoding="gzip")
    assert "breaks off" in str(refused(f"{server.url}/rss"))


def test_an_endless_body_is_left_at_the_limit(server):
    server.answers["/rss"] = endless()
    started = time.monotonic()
    error = refused(f"{server.url}/rss", limits=Limits(seconds=20.0, pause=0.0))
    assert "too large" in str(error)
    assert time.monotonic() - started < 5


def test_a_body_of_the_very_limit_is_taken(server):
    server.answers["/rss"] = plain(b"x" * MOST)
    assert len(fetch(f"{server.url}/rss").body) == MOST
    server.answers["/rss"] = plain(b"x" * (MOST + 1))
    assert refused(f"{server.url}/rss").lasting


def test_a_slow_drip_ends_in_time(server):
    server.answers["/rss"] = dripping()
    started = time.monotonic()
    assert "not answered within 1 s" in str(refused(f"{server.url}/rss"))
    assert time.monotonic() - started < 3


def test_a_bomb_is_not_unpacked(server):
    server.answers["/rss"] = bomb(50_000_000)
    assert "too large" in str(refused(f"{server.url}/rss"))
    server.answers["/rss"] = bomb(50_000_000, layers=2)
    assert "content-encoding" in str(refused(f"{server.url}/rss"))


def test_redirects_are_followed_and_a_loop_ends(server):
    server.answers |= {
        "/old": redirect("/older", 301),
        "/older": redirect(f"{server.url}/rss", 308),
        "/rss": plain(b"hello"),
        "/a": redirect("/b"),
        "/b": redirect("/a"),
        "/self": redirect("/self"),
    }
    found = fetch(f"{server.url}/old")
    assert (found.body, found.url) == (b"hello", f"{server.url}/rss")
    assert "redirects" in str(refused(f"{server.url}/a"))
    assert "redirects" in str(refused(f"{server.url}/self"))
    assert server.paths().count("/self") == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/", "gopher://x", "http://", "//[::1", ""]
)
def test_a_redirect_to_no_web_address_is_refused(server, target):
    server.answers["/rss"] = redirect(target)
    assert isinstance(refused(f"{server.url}/rss"), FetchError)


def test_private_addresses_are_refused_by_name_literal_redirect_and_rebinding(server):
    """One test shows every refusal; what is allowed is only what `--allow-private` names."""
    port = server.server_address[1]
    server.answers["/rss"] = plain(b"secret")
    # Literals, however they are written; and a name that means the loopback.
    for host in (
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ):
        error = refused(f"http://{host}:{port}/rss", allowed=())
        assert isinstance(error, PrivateAddressError), (host, error)
        assert "is no public address" in str(error)
    assert server.asked == []

    # A public name that redirects into a private network: only 127.0.0.2 is allowed here.
    async def names(host, _port):
        return {"public.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}.get(host, [host])

    server.answers["/out"] = redirect(f"http://169.254.169.254:{port}/latest/meta-data")
    server.answers["/in"] = redirect(f"http://inside.example:{port}/rss")
    for path in ("/out", "/in"):
        error = refused(f"http://public.example:{port}{path}", resolve=names)
        assert isinstance(error, PrivateAddressError)

    # A name that changes its address after it was checked: each connection goes where its own
    # look-up was checked, so that a second answer is checked as the first.
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    asked = []

    async def rebinding(host, _port):
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    server.answers["/twice"] = redirect("/rss")
    error = refused(f"http://rebinding.example:{port}/twice", resolve=rebinding)
    assert isinstance(error, PrivateAddressError)
    assert len(asked) == 3  # robots.txt, the feed, its redirect: one look-up for each connection
    assert server.paths().count("/rss") == 0

    # Of several addresses the private ones are left out.
    async def several(_host, _port):
        return ["127.0.0.2", "127.0.0.1"]

    # Somebody listens on the private one, and hears nothing.
    with socket.create_server(("127.0.0.2", port)) as private:
        private.settimeout(0.2)
        found = fetch(
            f"http://several.example:{port}/rss", resolve=several, allowed=networks(["127.0.0.1"])
        )
        with pytest.raises(TimeoutError):
            private.accept()
    assert found.body == b"secret"
    assert server.asked[-1][1]["host"] == f"several.example:{port}"


def test_the_next_address_of_a_host_is_tried(server):
    port = server.server_address[1]
    server.answers["/rss"] = plain(b"hello")

    async def two(_host, _port):
        return ["127.0.0.9", "127.0.0.1"]

    assert fetch(f"http://two.example:{port}/rss", resolve=two).body == b"hello"


def test_a_name_that_is_none_is_said(server):
    async def none(_host, _port):
        raise OSError(-2, "Name or service not known")

    assert "not known" in str(refused("http://nowhere.example/rss", resolve=none))
    assert isinstance(refused("http://" + "a" * 70 + ".example/rss"), FetchError)
    assert isinstance(refused("http://[oops/rss"), FetchError)


def test_robots_txt_is_obeyed(server):
    server.answers["/robots.txt"] = plain(b"User-agent: news-pipeline\nDisallow: /private\n")
    server.answers |= {
        "/private/rss": plain(b"no"),
        "/rss": plain(b"yes"),
        "/to": redirect("/private/rss"),
    }
    assert fetch(f"{server.url}/rss").body == b"yes"
    for path in ("/private/rss", "/to"):
        error = refused(f"{server.url}{path}")
        assert error.lasting
        assert "robots.txt forbids it" in str(error)
    assert "/private/rss" not in server.paths()


def test_a_robots_txt_that_fails_forbids_for_now(server):
    server.answers |= {"/robots.txt": plain(b"", status=503, retry_after="60"), "/rss": plain(b"x")}
    error = refused(f"{server.url}/rss")
    assert not error.lasting
    assert error.wait == 60.0
    assert server.paths() == []


def test_robots_txt_is_asked_for_once(server):
    server.answers["/rss"] = plain(b"x")

    async def twice():
        async with Fetcher(QUICK, allowed=LOOPBACK) as fetcher:
            await asyncio.gather(*(fetcher.get(f"{server.url}/rss", most=10) for _ in range(5)))

    asyncio.run(twice())
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_a_host_has_a_pause_between_two_requests(server):
    server.answers["/rss"] = plain(b"x")

    async def thrice():
        limits = Limits(seconds=5.0, pause=0.2)
        async with Fetcher(limits, allowed=LOOPBACK) as fetcher:
            await asyncio.gather(*(fetcher.get(f"{server.url}/rss", most=10) for _ in range(3)))

    asyncio.run(thrice())
    gaps = [later - sooner for sooner, later in zip(server.at, server.at[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.19


def test_robots_txt_may_ask_for_a_longer_pause(server):
    server.answers["/robots.txt"] = plain(b"User-agent: *\nCrawl-delay: 0.4\n")
    server.answers["/rss"] = plain(b"x")

    async def twice():
        async with Fetcher(QUICK, allowed=LOOPBACK) as fetcher:
            for _ in range(2):
                await fetcher.get(f"{server.url}/rss", most=10)

    asyncio.run(twice())
    assert server.at[2] - server.at[1] >= 0.39


def test_a_password_is_not_shown():
    assert shown("https://me:secret@a.example/rss") == "https://a.example/rss"
    assert shown("https://a.example/@me") == "https://a.example/@me"
    assert shown("https://a.example/\x1b[2J") == "https://a.example/?[2J"


def certificate(folder, name):
    """Return the files of a key and a certificate of our own making for a host name."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
        "-addext",
        f"subjectAltName=DNS:{name}",
    ]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


def test_the_certificate_is_asked_for_by_name_though_the_address_is_connected_to(
    server, tmp_path, monkeypatch
):
    key, own = certificate(tmp_path, "desk.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.answers["/rss"] = plain(b"hello")
    monkeypatch.setenv("SSL_CERT_FILE", str(own))

    async def here(_host, _port):
        return ["127.0.0.1"]

    port = server.server_address[1]
    assert fetch(f"https://desk.example:{port}/rss", resolve=here).body == b"hello"
    assert "ertificate" in str(refused(f"https://other.example:{port}/rss", resolve=here))
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "ertificate" in str(refused(f"https://desk.example:{port}/rss", resolve=here))


def test_ipv6_is_connected_to(server):
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        pytest.skip("this machine has no IPv6")
    server.socket.close()
    server.socket = socket.create_server(("::1", 0), family=socket.AF_INET6)
    server.answers["/rss"] = plain(b"hello")
    port = server.socket.getsockname()[1]

    async def here(_host, _port):
        return ["::1"]

    allowed = networks(["::1"])
    for host in ("[::1]", "six.example"):
        url = f"http://{host}:{port}/rss"
        resolve = here if host == "six.example" else None
        assert fetch(url, allowed=allowed, resolve=resolve).body == b"hello"
