"""Passwords are in nothing that is written: log, metrics, events, output, tracebacks, files."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from pipeline.broker.embedded import free_ports
from pipeline.settings import load_settings
from pipeline.stream import rights
from pipeline.topology import TOPICS
from tests.e2e.running import read_topic
from tests.e2e.secured import KEY_PASSWORD, PASSWORD, Authority, secured

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]
STAGES = ("clean", "dedup", "extract")
PAGE = """渡口镇的新图书馆昨天开门，第一天来了三百多个孩子。
馆长蓝远山说，书架上的一万两千册书都是镇里人一本一本捐来的。
"""
SECRETS = (PASSWORD, KEY_PASSWORD)


def marks(secret: str) -> list[bytes]:
    """Return the forms in which a secret could stand: as it is, and in base64 at any offset."""
    coded = [base64.b64encode(b"\0" * skip + secret.encode())[4:-4] for skip in range(3)]
    return [secret.encode(), secret.encode().hex().encode(), *coded]


def found_in(data: bytes) -> list[bytes]:
    return [mark for secret in SECRETS for mark in marks(secret) if mark in data]


def test_a_secret_is_found_in_each_of_its_forms():
    for secret in SECRETS:
        for skip in range(4):
            assert found_in(base64.b64encode(b"x" * skip + secret.encode() + b"y"))
        assert found_in(b"\0desk\0" + secret.encode())
    assert not found_in(b"nothing of the kind")


@pytest.fixture
def world(tmp_path):
    folder = tmp_path / "ca"
    folder.mkdir()
    authority = Authority(folder)
    with secured(tmp_path / "kafka", authority) as doors:
        settings = load_settings(grouping="all", partitions=2)
        everything = (
            *rights.publisher(), *rights.consumer(), *rights.operator(settings),
            *rights.worker(settings, STAGES),
        )  # fmt: skip
        for user in ("plain", "CN=desk"):
            doors.grant(user, everything)
        key, cert = authority.issue("desk", password=KEY_PASSWORD)
        environment = {
            "NEWS_BROKER": doors.sasl,
            "NEWS_SECURITY_PROTOCOL": "SASL_SSL",
            # The one mechanism that sends the password as it is.
            "NEWS_SASL_MECHANISM": "PLAIN",
            "NEWS_SASL_USERNAME": "plain",
            "NEWS_SASL_PASSWORD": PASSWORD,
            "NEWS_SSL_CAFILE": str(authority.cert),
            "NEWS_SSL_CERTFILE": str(cert),
            "NEWS_SSL_KEYFILE": str(key),
            "NEWS_SSL_KEY_PASSWORD": KEY_PASSWORD,
            "NEWS_DATA_DIR": str(tmp_path / "data"),
            "NEWS_GROUPING": "all",
            "NEWS_PARTITIONS": "2",
            "NEWS_LOG_LEVEL": "debug",
            "NEWS_METRICS_PORT": str(free_ports().broker),
        }
        yield doors, environment


class News:
    """Runs verbs with `--debug`, and keeps all that they wrote."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.written: dict[str, bytes] = {}

    def __call__(self, *arguments: str, **changes: str) -> bytes:
        answer = subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments, "--debug"],
            env={**os.environ, **self.environment, **changes},
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        told = answer.stdout + answer.stderr
        self.written[f"{' '.join(arguments)} {sorted(changes)}"] = told
        return told


@pytest.mark.timeout(600)
def test_no_secret_is_written_anywhere(world, tmp_path):
    doors, environment = world
    news, log = News(environment), tmp_path / "run.log"
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    mutual = {"NEWS_BROKER": doors.mutual, "NEWS_SECURITY_PROTOCOL": "SSL"}
    assert b"created" in news("topics", "create")
    settings = load_settings(grouping="all", partitions=2)
    doors.grant("plain", {*rights.worker(settings, STAGES), *rights.publisher(),
                          *rights.consumer(), *rights.operator(settings)})  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "run", "--debug"],
            env={**os.environ, **environment}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        wait_for(lambda: b"workers are ready" in log.read_bytes(), log)
        assert b"\t" in news("publish", str(page), "--site", "a.example")
        assert b"\t" in news("publish", str(page), "--site", "b.example", **mutual)
        wait_for(lambda: len(read_topic(doors.plain, "news.enriched.v1")) == 2, log)
        port = environment["NEWS_METRICS_PORT"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            news.written["metrics"] = answer.read()
    finally:
        process.terminate()
        process.wait(60)
    news.written["log of the workers"] = log.read_bytes()
    assert b" DEBUG " in news.written["log of the workers"]

    assert b"a.example" in news("consume")
    assert b"not fetched" not in news("doctor", "--json", **mutual)
    news("links", "top")
    assert b"Traceback" in news("publish", str(page), NEWS_SASL_USERNAME="nobody")
    assert b"Traceback" in news("consume", NEWS_SSL_CAFILE="")
    assert b"Traceback" in news("consume", NEWS_SSL_KEYFILE=environment["NEWS_SSL_CERTFILE"])
    assert b"Traceback" in news("consume", NEWS_BROKER=f"plain:{PASSWORD}@{doors.sasl}")
    assert b"Traceback" in news("consume", NEWS_PARTITIONS="none")
    news("doctor", NEWS_BROKER=f"kafka://plain:{PASSWORD}@{doors.sasl}")

    for topic in TOPICS:
        records = read_topic(doors.plain, topic.name)
        news.written[topic.name] = repr(records).encode()
    assert PAGE.splitlines()[0].encode() in b"".join(
        value for _, _, value in read_topic(doors.plain, "news.raw.v1")
    )
    data = Path(environment["NEWS_DATA_DIR"])
    for path in data.rglob("*"):
        if path.is_file():
            news.written[str(path)] = path.read_bytes()
    leaks = {name: found for name, told in news.written.items() if (found := found_in(told))}
    assert not leaks


def wait_for(happened, log: Path) -> None:
    end = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < end, log.read_text()[-5000:]
        time.sleep(0.2)


def test_settings_are_shown_without_their_secrets(monkeypatch):
    monkeypatch.setenv("NEWS_SASL_PASSWORD", PASSWORD)
    monkeypatch.setenv("NEWS_SSL_KEY_PASSWORD", KEY_PASSWORD)
    settings = load_settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert not found_in(shown.encode())
    assert settings.sasl_password.get_secret_value() == PASSWORD
