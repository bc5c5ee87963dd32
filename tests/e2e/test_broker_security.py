"""Who is let in, and why not: TLS, passwords and client certificates on a real broker."""

from __future__ import annotations

import asyncio
import shutil
from types import SimpleNamespace

import pytest

from pipeline.broker.admin import Admin
from pipeline.cli.main import main
from pipeline.client import Publisher
from pipeline.errors import SettingsError
from pipeline.settings import BrokerSettings
from pipeline.topology import RAW, TOPICS, Right
from pipeline.types.articles import Origin, RawArticle
from tests.e2e.secured import KEY_PASSWORD, PASSWORD, Authority, secured

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
WRITE = Right(operation="Write", resource="topic", name=RAW.name)
ARTICLE = RawArticle(origin=Origin(source_id="a"), site="a.example.cn", text="山路今日开放。")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """An authority that the broker does not know."""
    return Authority(tmp_path_factory.mktemp("other-ca"))


@pytest.fixture(scope="module")
def doors(tmp_path_factory, authority):
    with secured(tmp_path_factory.mktemp("kafka"), authority) as doors:
        doors.add_user("desk")
        asyncio.run(lay_out(doors))
        for user in ("desk", "plain", "CN=desk"):
            doors.grant(user, [WRITE])
        yield doors


async def lay_out(doors):
    async with Admin(BrokerSettings(broker=doors.plain)) as admin:
        await admin.create(TOPICS)


@pytest.fixture
def at(doors, authority):
    """Return the settings of the user desk, with changes."""

    def settings(**changes) -> dict[str, str]:
        fields = {
            "broker": doors.sasl,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_username": "desk",
            "sasl_password": PASSWORD,
            "ssl_cafile": authority.cert,
        }
        return {name: str(value) for name, value in {**fields, **changes}.items() if value}

    return settings


@pytest.fixture
def mutual(doors, at):
    """Return the settings of a client that shows a certificate (key, certificate)."""

    def settings(own=(None, None), **changes) -> dict[str, str]:
        key, cert = own
        return at(
            broker=doors.mutual,
            security_protocol="SSL",
            ssl_keyfile=key,
            ssl_certfile=cert,
            **changes,
        )

    return settings


async def published(fields) -> int:
    async with Publisher(BrokerSettings(**fields)) as publisher:
        return (await publisher.send(ARTICLE)).offset


async def test_scram_over_tls_is_let_in(at):
    assert await published(at()) >= 0


async def test_plain_over_tls_is_let_in(at):
    assert await published(at(sasl_mechanism="PLAIN", sasl_username="plain")) >= 0


async def test_a_client_certificate_is_let_in(mutual, authority):
    assert await published(mutual(authority.issue("desk"))) >= 0


async def test_a_locked_client_key_is_opened(mutual, authority):
    own = authority.issue("desk", password=KEY_PASSWORD)
    assert await published(mutual(own, ssl_key_password=KEY_PASSWORD)) >= 0


REFUSALS = {
    "wrong password": (
        lambda w: w.at(sasl_password="wrong"),
        (
            "the broker does not let us in ([Error 58] SaslAuthenticationFailed: Authentication failed "
            "during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512). "
            "Check NEWS_SASL_MECHANISM, NEWS_SASL_USERNAME and NEWS_SASL_PASSWORD"
        ),
    ),
    "wrong password, plain": (
        lambda w: w.at(sasl_mechanism="PLAIN", sasl_username="plain", sasl_password="wrong"),
        (
            "the broker does not let us in ([Error 58] SaslAuthenticationFailed: Authentication failed: "
            "Invalid username or password). "
            "Check NEWS_SASL_MECHANISM, NEWS_SASL_USERNAME and NEWS_SASL_PASSWORD"
        ),
    ),
    "mechanism that is off": (
        lambda w: w.at(sasl_mechanism="SCRAM-SHA-256"),
        "Check NEWS_SASL_MECHANISM, NEWS_SASL_USERNAME and NEWS_SASL_PASSWORD",
    ),
    "expired certificate": (
        lambda w: w.at(broker=w.doors.expired),
        (
            "the broker's certificate is not trusted (certificate has expired). "
            "Renew the broker's certificate, or set this machine's clock"
        ),
    ),
    "wrong host name": (
        lambda w: w.at(broker=w.doors.elsewhere),
        (
            "the broker's certificate is not trusted (IP address mismatch, certificate is not valid for "
            "'127.0.0.1'). Name the broker in NEWS_BROKER as its certificate does"
        ),
    ),
    "unknown CA": (
        lambda w: w.at(ssl_cafile=None),
        (
            "the broker's certificate is not trusted (unable to get local issuer certificate). "
            "Name the CA that signed it in NEWS_SSL_CAFILE"
        ),
    ),
    "client certificate missing": (
        lambda w: w.mutual(),
        "Set NEWS_SSL_CERTFILE and NEWS_SSL_KEYFILE",
    ),
    "client certificate expired": (
        lambda w: w.mutual(w.authority.issue("old-desk", days=-1)),
        "over, or signed by a CA that the broker does not know?",
    ),
    "client certificate of another CA": (
        lambda w: w.mutual(w.stranger.issue("desk")),
        "over, or signed by a CA that the broker does not know?",
    ),
    "no TLS where TLS is asked for": (
        lambda w: w.at(security_protocol="SASL_PLAINTEXT"),
        "Start it, or correct NEWS_BROKER, NEWS_SECURITY_PROTOCOL or NEWS_SSL_CAFILE",
    ),
    "TLS where none is spoken": (
        lambda w: w.at(broker=w.doors.plain),
        "Start it, or correct NEWS_BROKER, NEWS_SECURITY_PROTOCOL or NEWS_SSL_CAFILE",
    ),
}


@pytest.fixture
def world(doors, at, mutual, authority, stranger):
    return SimpleNamespace(
        doors=doors, at=at, mutual=mutual, authority=authority, stranger=stranger
    )


@pytest.fixture
def refused(world, monkeypatch, tmp_path, capfd):
    """Run a verb with the settings of a refusal; return its exit code and what it wrote."""
    text = tmp_path / "a.txt"
    text.write_text("山路今日开放，村里的人都来了。", encoding="utf-8")
    commands = {
        "publish": ["publish", str(text)],
        "run": ["run"],
        "consume": ["consume"],
        "doctor": ["doctor"],
    }

    def run(name: str, verb: str):
        fields = REFUSALS[name][0](world)
        for field, value in fields.items():
            monkeypatch.setenv(f"NEWS_{field.upper()}", value)
        if "ssl_certfile" not in fields:
            monkeypatch.delenv("NEWS_SSL_CERTFILE", raising=False)
        monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
        code = main(commands[verb])
        told = capfd.readouterr()
        return code, fields["broker"], told.out + told.err

    return run


@pytest.mark.parametrize("verb", ["publish", "run", "consume", "doctor"])
@pytest.mark.parametrize("name", REFUSALS)
def test_who_is_not_let_in_is_told_why_in_one_line(refused, name, verb):
    code, broker, told = refused(name, verb)
    assert code == (1 if verb == "doctor" else 3), told
    why = REFUSALS[name][1]
    if verb == "doctor" and why.startswith("Start it"):
        # It has looked: something is there.
        why = "Correct the port in NEWS_BROKER, or NEWS_SECURITY_PROTOCOL"
    lines = [line for line in told.splitlines() if why in line]
    assert len(lines) == 1, told
    assert f"{broker}: " in lines[0]
    if verb != "doctor":
        assert told.count("\n") == 1, told
    assert "Traceback" not in told


def test_a_ca_file_that_is_not_there_is_named(at, tmp_path):
    settings = BrokerSettings(**at(ssl_cafile=tmp_path / "none.pem"))
    with pytest.raises(SettingsError, match="NEWS_SSL_CAFILE"):
        settings.ssl_context()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_locked_key_without_its_password_asks_nobody(mutual, authority, password):
    settings = BrokerSettings(
        **mutual(authority.issue("desk", password=KEY_PASSWORD), ssl_key_password=password)
    )
    with pytest.raises(SettingsError, match="Set NEWS_SSL_KEY_PASSWORD") as raised:
        settings.ssl_context()
    assert "wrong or missing" in str(raised.value)
