"""What a handshake that failed is told as, and what is none."""

import ssl

import pytest

from pipeline.kafka.handshakes import handshake_error
from pipeline.settings import BrokerSettings

WHERE = "kafka.example:9093"
SETTINGS = BrokerSettings(broker=WHERE, security_protocol="SSL")


def not_verified(code: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {message}")
    error.verify_code, error.verify_message = code, message
    return error


def alert(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


def behind(cause: Exception) -> Exception:
    error = ConnectionError("closed")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        (9, "Set this machine's clock"),
        (10, "Renew the broker's certificate"),
        (62, "Name the broker in NEWS_BROKER as its certificate does"),
        (64, "Name the broker in NEWS_BROKER as its certificate does"),
        (18, "Name the CA that signed it in NEWS_SSL_CAFILE"),
        (20, "Name the CA that signed it in NEWS_SSL_CAFILE"),
    ],
)
def test_what_is_wrong_with_the_brokers_certificate(code, mend):
    told = handshake_error([OSError(), not_verified(code, "it is odd.")], SETTINGS, WHERE)
    assert told.what == "the broker's certificate is not trusted (it is odd)"
    assert (told.where, told.exit_code) == (WHERE, 3)
    assert told.mend.startswith(mend)


@pytest.mark.parametrize("reason", ["TLSV13_ALERT_CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE"])
def test_whether_we_have_a_certificate_of_our_own_is_told_apart(reason, tmp_path):
    heard = [behind(alert(reason))]
    told = handshake_error(heard, SETTINGS, WHERE)
    assert told.what == f"the broker asks for a client certificate ({reason})"
    assert told.mend == "Set NEWS_SSL_CERTFILE and NEWS_SSL_KEYFILE"
    own = SETTINGS.model_copy(update={"ssl_certfile": tmp_path / "own.pem"})
    told = handshake_error(heard, own, WHERE)
    assert told.what == f"the broker does not trust the client certificate ({reason})"
    assert str(tmp_path / "own.pem") in told.mend


def test_a_port_that_speaks_no_tls():
    told = handshake_error([alert("WRONG_VERSION_NUMBER")], SETTINGS, WHERE)
    assert told.what == "TLS cannot be spoken there (WRONG_VERSION_NUMBER)"
    assert "NEWS_SECURITY_PROTOCOL" in told.mend


def test_what_is_no_handshake():
    assert handshake_error([OSError("x"), behind(TimeoutError())], SETTINGS, WHERE) is None
    assert handshake_error([], SETTINGS, WHERE) is None
