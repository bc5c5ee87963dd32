"""What a TLS handshake that failed says, and how to mend it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence

from pipeline.errors import BrokerError
from pipeline.settings import BrokerSettings

# OpenSSL's numbers of what is wrong with a certificate (X509_V_ERR_...).
_NOT_YET, _OVER, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64
_MENDS = {
    _NOT_YET: "Set this machine's clock, or wait for the certificate's first day",
    _OVER: "Renew the broker's certificate, or set this machine's clock",
    _OTHER_NAME: "Name the broker in NEWS_BROKER as its certificate does",
    _OTHER_ADDRESS: "Name the broker in NEWS_BROKER as its certificate does",
}
_UNKNOWN = "Name the CA that signed it in NEWS_SSL_CAFILE"


def handshake_error(
    heard: Sequence[BaseException], settings: BrokerSettings, where: str
) -> BrokerError | None:
    """Return the line of a handshake that failed, None where none of `heard` is of one.

    Args:
        heard: What the client raised or logged, the last first.
        settings: With what it was tried.
        where: The broker's address.
    """
    for error in failed_handshakes(heard):
        if isinstance(error, ssl.SSLCertVerificationError):
            return BrokerError(
                f"the broker's certificate is not trusted ({error.verify_message.rstrip('.')})",
                where=where,
                mend=_MENDS.get(error.verify_code, _UNKNOWN),
            )
        if "CERTIFICATE" in str(error.reason):
            return _own_certificate(error, settings, where)
        return BrokerError(
            f"TLS cannot be spoken there ({error.reason})",
            where=where,
            mend="Correct NEWS_SECURITY_PROTOCOL: the port may be one without TLS",
        )
    return None


def failed_handshakes(heard: Sequence[BaseException]) -> list[ssl.SSLError]:
    """Return the handshakes that failed among what was heard, and what was behind it."""
    causes = (cause for each in heard for cause in _causes(each))
    return [cause for cause in causes if isinstance(cause, ssl.SSLError)]


def _own_certificate(error: ssl.SSLError, settings: BrokerSettings, where: str) -> BrokerError:
    if settings.ssl_certfile is None:
        return BrokerError(
            f"the broker asks for a client certificate ({error.reason})",
            where=where,
            mend="Set NEWS_SSL_CERTFILE and NEWS_SSL_KEYFILE",
        )
    return BrokerError(
        f"the broker does not trust the client certificate ({error.reason})",
        where=where,
        mend=f"Is {settings.ssl_certfile} (NEWS_SSL_CERTFILE) over, or signed by a CA that the "
        "broker does not know?",
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
