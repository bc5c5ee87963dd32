"""A real Kafka that asks who one is and what one may: its certificates, users, doors and ACLs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from pipeline.broker.embedded import EmbeddedBroker, free_ports
from pipeline.settings import load_settings
from pipeline.topology import Right

PASSWORD = "a-marked-word-for-the-sesame-door"
KEY_PASSWORD = "a-marked-word-for-the-iron-key"
_RESOURCES = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactional id": ResourceType.TRANSACTIONAL_ID,
}
_OPERATIONS = {
    "Read": AclOperation.READ,
    "Write": AclOperation.WRITE,
    "Create": AclOperation.CREATE,
    "Delete": AclOperation.DELETE,
    "Describe": AclOperation.DESCRIBE,
    "DescribeConfigs": AclOperation.DESCRIBE_CONFIGS,
}


class Authority:
    """A certificate authority of our own, and what it vouches for.

    Args:
        folder: Where keys and certificates lie, in PEM.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key, self.cert = folder / "ca.key", folder / "ca.pem"
        _openssl("req", "-x509", *_NEW_KEY, "-nodes", "-days", "2", "-keyout", self._key,
                 "-out", self.cert, "-subj", "/CN=An authority of our own")  # fmt: skip

    def issue(
        self, name: str, *, host: str = "IP:127.0.0.1", days: int = 2, password: str = ""
    ) -> tuple[Path, Path]:
        """Return the key and the certificate of `name`; with days below 0 it is over already."""
        key, request, cert = (self._folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        kept = ("-passout", f"pass:{password}") if password else ("-nodes",)
        _openssl("req", *_NEW_KEY, *kept, "-keyout", key, "-out", request,
                 "-subj", f"/CN={name}", "-addext", f"subjectAltName={host}")  # fmt: skip
        _openssl("x509", "-req", "-in", request, "-CA", self.cert, "-CAkey", self._key,
                 "-days", str(days), "-copy_extensions", "copyall", "-out", cert)  # fmt: skip
        return key, cert


# RSA keys take OpenSSL up to a second each on a busy machine.
_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The addresses of a secured broker, by what each asks for.

    `plain` asks for nothing, and everything is allowed there: it is the test's own. `sasl` asks
    for a user over TLS (PLAIN, SCRAM-SHA-512), `mutual` for a client certificate. `expired` and
    `elsewhere` are as `sasl`, with a certificate that is over or another host's.
    """

    plain: str
    sasl: str
    mutual: str
    expired: str
    elsewhere: str
    log: Path

    def admin(self) -> AdminClient:
        """Return a client that may do everything; hold it for as long as it is asked."""
        return AdminClient({"bootstrap.servers": self.plain, "log_level": 3})

    def add_user(self, name: str, password: str = PASSWORD) -> None:
        """Make a user, known by SCRAM-SHA-512."""
        how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
        user = UserScramCredentialUpsertion(name, how, password.encode())
        admin = self.admin()
        _done(admin.alter_user_scram_credentials([user]))

    def grant(self, user: str, rights: Iterable[Right]) -> None:
        """Allow `user` what `rights` says, and nothing but that."""
        anything = AclBindingFilter(
            ResourceType.ANY, None, ResourcePatternType.ANY, f"User:{user}", None,
            AclOperation.ANY, AclPermissionType.ANY,
        )  # fmt: skip
        admin, bindings = self.admin(), {_binding(user, right) for right in rights}
        _done(admin.delete_acls([anything]))
        if bindings:
            _done(admin.create_acls(list(bindings)))
        # They are acknowledged by the controller; the broker obeys a moment later.
        end = time.monotonic() + 20
        while set(admin.describe_acls(anything).result(20)) != bindings:
            assert time.monotonic() < end, "the broker does not learn of its ACLs"
            time.sleep(0.02)


def _binding(user: str, right: Right) -> AclBinding:
    pattern = ResourcePatternType.PREFIXED if right.prefixed else ResourcePatternType.LITERAL
    return AclBinding(
        _RESOURCES[right.resource], right.name, pattern, f"User:{user}", "*",
        _OPERATIONS[right.operation], AclPermissionType.ALLOW,
    )  # fmt: skip


def _done(futures: dict) -> None:
    for future in futures.values():
        future.result(20)


@contextmanager
def secured(folder: Path, authority: Authority) -> Iterator[Doors]:
    """Yield the doors of a running broker that knows no user yet."""
    ports = free_ports()
    names = ("SASL", "MUTUAL", "EXPIRED", "ELSEWHERE")
    at = {name: f"127.0.0.1:{free_ports().broker}" for name in names}
    at = {"CLIENTS": f"127.0.0.1:{ports.broker}", **at}
    doors = ",".join(f"{name}://{address}" for name, address in at.items())
    kinds = {"CLIENTS": "PLAINTEXT", "CONTROLLER": "PLAINTEXT", "MUTUAL": "SSL"}
    kinds |= dict.fromkeys(("SASL", "EXPIRED", "ELSEWHERE"), "SASL_SSL")
    settings = {
        "listeners": f"{doors},CONTROLLER://127.0.0.1:{ports.controller}",
        "advertised.listeners": doors,
        "listener.security.protocol.map": ",".join(f"{k}:{v}" for k, v in kinds.items()),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        # Who comes by the plain door: the test, and the broker itself.
        "super.users": "User:ANONYMOUS",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.certificates": _in_one_line(authority.cert),
        "ssl.keystore.type": "PEM",
        "listener.name.mutual.ssl.client.auth": "required",
    }
    certificates = {
        "sasl": authority.issue("broker"),
        "mutual": authority.issue("broker-mutual"),
        "expired": authority.issue("broker-expired", days=-1),
        "elsewhere": authority.issue("broker-elsewhere", host="DNS:kafka.elsewhere.example"),
    }
    login = "org.apache.kafka.common.security"
    for name, (key, cert) in certificates.items():
        door = f"listener.name.{name}"
        settings[f"{door}.ssl.keystore.type"] = "PEM"
        settings[f"{door}.ssl.keystore.key"] = _in_one_line(key)
        settings[f"{door}.ssl.keystore.certificate.chain"] = _in_one_line(cert)
        settings[f"{door}.plain.sasl.jaas.config"] = (
            f'{login}.plain.PlainLoginModule required user_plain="{PASSWORD}";'
        )
        settings[f"{door}.scram-sha-512.sasl.jaas.config"] = (
            f"{login}.scram.ScramLoginModule required;"
        )
    broker = EmbeddedBroker(folder, load_settings().cache_path(), ports=ports, overrides=settings)
    with broker:
        addresses = {name.lower(): address for name, address in at.items() if name != "CLIENTS"}
        yield Doors(plain=at["CLIENTS"], log=broker.log_path, **addresses)


def _in_one_line(path: Path) -> str:
    return path.read_text().strip().replace("\n", "\\n")
