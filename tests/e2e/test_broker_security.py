"""TLS and SASL settings against a real broker that asks for both."""

import shutil
import subprocess

import pytest

from pipeline.broker.admin import Admin
from pipeline.broker.embedded import EmbeddedBroker, free_ports
from pipeline.client import Publisher
from pipeline.errors import BrokerError, SettingsError
from pipeline.settings import BrokerSettings, load_settings
from pipeline.topology import RAW
from pipeline.types.articles import Origin, RawArticle

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate for 127.0.0.1 that signs itself, in PEM."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", key, "-out", cert, "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


@pytest.fixture(scope="module")
def secure_address(tmp_path_factory, certificate):
    """A broker with one more door, and its address: SASL PLAIN over TLS."""
    key, cert = (path.read_text().strip().replace("\n", "\\n") for path in certificate)
    ports, secure = free_ports(), f"127.0.0.1:{free_ports().broker}"
    plain = f"CLIENTS://127.0.0.1:{ports.broker}"
    broker = EmbeddedBroker(
        tmp_path_factory.mktemp("kafka-tls"),
        load_settings().cache_path(),
        ports=ports,
        overrides={
            "listeners": f"{plain},SECURE://{secure},CONTROLLER://127.0.0.1:{ports.controller}",
            "advertised.listeners": f"{plain},SECURE://{secure}",
            "listener.security.protocol.map": (
                "CLIENTS:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT"
            ),
            "listener.name.secure.sasl.enabled.mechanisms": "PLAIN",
            "listener.name.secure.plain.sasl.jaas.config": (
                "org.apache.kafka.common.security.plain.PlainLoginModule required "
                'user_desk="right";'
            ),
            "ssl.keystore.type": "PEM",
            "ssl.keystore.key": key,
            "ssl.keystore.certificate.chain": cert,
        },
    )
    with broker:
        yield secure


def settings(address: str, certificate, **changes) -> BrokerSettings:
    fields = {
        "broker": address,
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "sasl_username": "desk",
        "sasl_password": "right",
        "ssl_cafile": certificate[1],
    }
    return BrokerSettings(**{**fields, **changes})


async def test_the_right_password_over_tls_is_let_in(secure_address, certificate):
    own = settings(secure_address, certificate)
    async with Admin(own, patience=20) as admin:
        await admin.create([RAW])
        assert await admin.check([RAW]) == ()
    async with Publisher(own) as publisher:
        receipt = await publisher.send(
            RawArticle(origin=Origin(source_id="a"), site="a.example.cn", text="山路今日开放。")
        )
    assert receipt.offset == 0


async def test_a_wrong_password_is_one_clear_line(secure_address, certificate):
    with pytest.raises(BrokerError, match=r"does not let us in \(.*NEWS_SASL_PASSWORD"):
        async with Admin(settings(secure_address, certificate, sasl_password="wrong")):
            pass


async def test_a_mechanism_that_is_off_is_one_clear_line(secure_address, certificate):
    with pytest.raises(BrokerError, match=r"does not let us in \(.*NEWS_SASL_MECHANISM"):
        async with Admin(settings(secure_address, certificate, sasl_mechanism="SCRAM-SHA-256")):
            pass


async def test_a_certificate_that_nobody_vouches_for_is_named(secure_address, certificate):
    with pytest.raises(BrokerError, match=r"no Kafka broker answers \(.*certificate"):
        async with Admin(settings(secure_address, certificate, ssl_cafile=None)):
            pass


async def test_a_ca_file_that_is_not_there_is_named(secure_address, certificate, tmp_path):
    with pytest.raises(SettingsError, match="NEWS_SSL_CAFILE"):
        async with Admin(settings(secure_address, certificate, ssl_cafile=tmp_path / "none.pem")):
            pass
