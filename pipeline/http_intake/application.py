"""`POST /articles` and `/healthz` as an application."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.codec import encode_json
from pipeline.errors import PipelineError, UsageError
from pipeline.http_intake.bodies import PostedArticle, articles_in, is_taken
from pipeline.http_intake.pressure import RETRY_AFTER, Pressure
from pipeline.kafka.publisher import Publisher, answers
from pipeline.kafka.records import Receipt
from pipeline.types.articles import Struct

# A broker that is asked for its health is asked once a second, however many ask us.
_HEALTH_SECONDS = 1.0
# Seconds that it may take to answer.
_PATIENCE = 3.0


class Terms(Struct, frozen=True, kw_only=True):
    """What a request must keep to: the token, and how much it may take.

    `seconds` is for a body to come in, `requests` and `bytes_at_once` for all that is under way.
    """

    token: str
    most_bytes: int
    seconds: float = 30.0
    requests: int = 256
    bytes_at_once: int = 64 * 2**20


class Intake:
    """Takes articles and sends them.

    Args:
        publisher: What sends.
        terms: What a request must keep to.
    """

    def __init__(self, publisher: Publisher, terms: Terms) -> None:
        self._publisher = publisher
        self._terms = terms
        self._pressure = Pressure(terms.requests, terms.bytes_at_once)
        self._health = (0.0, False)
        self._asking = asyncio.Lock()

    def application(self) -> Starlette:
        """Return what a server runs."""
        return Starlette(
            routes=[
                Route("/articles", self.articles, methods=["POST"]),
                Route("/healthz", self.healthz),
            ]
        )

    async def articles(self, request: Request) -> Response:
        """Answer 202 once the broker has every article of the request, else why it has none."""
        if (refusal := self._refusal(request)) is not None:
            return refusal
        with self._pressure.request():
            try:
                async with asyncio.timeout(self._terms.seconds):
                    data = await self._body(request)
            except TimeoutError:
                return _said(408, f"the body took more than {self._terms.seconds:g} s")
            except ClientDisconnect:
                return _said(400, "the body breaks off")
            if data is None:
                return self._too_large()
            with self._pressure.body(len(data)):
                return await self._taken(data, _kind(request), request.query_params)

    async def healthz(self, _: Request) -> Response:
        """Answer 200 where the broker answers."""
        async with self._asking:
            until, good = self._health
            if time.monotonic() >= until:
                good = await answers(self._publisher, _PATIENCE)
                self._health = (time.monotonic() + _HEALTH_SECONDS, good)
        return _said(200, "ok") if good else _later(503, "no Kafka broker answers")

    def _refusal(self, request: Request) -> Response | None:
        """Return what turns a request away before its body is read; None where nothing does."""
        if not self._is_known(request.headers.get("authorization", "")):
            return _said(
                401, "the token is missing or wrong", headers={"www-authenticate": "Bearer"}
            )
        packed = request.headers.get("content-encoding", "identity") != "identity"
        if packed or not is_taken(_kind(request)):
            return _said(415, "send JSON, JSON Lines, text/html or text/plain, and not packed")
        if _length(request) > self._terms.most_bytes:
            return self._too_large()
        if not self._pressure.takes():
            return _later(429, "too much is under way")
        return None

    async def _taken(self, data: bytes, kind: str, facts: Mapping[str, str]) -> Response:
        articles, faults = articles_in(data, kind, facts)
        if faults:
            # Nothing of it was sent: whoever mends one article sends the request again.
            return _json(422, {"errors": faults})
        try:
            receipts = await self._sent(articles)
        except UsageError as error:
            return _said(413, str(error))
        except PipelineError as error:
            return _later(503, f"{error}. Send it again: the same articles have the same ids")
        return _json(
            202,
            {
                "articles": [
                    {"id": r.id, "partition": r.partition, "offset": r.offset} for r in receipts
                ]
            },
        )

    async def _sent(self, articles: Sequence[PostedArticle]) -> list[Receipt]:
        sending = [asyncio.create_task(self._send(article)) for article in articles]
        done = await asyncio.gather(*sending, return_exceptions=True)
        for each in done:
            if isinstance(each, BaseException):
                raise each
        return [each for each in done if isinstance(each, Receipt)]

    async def _send(self, article: PostedArticle) -> Receipt:
        if article.envelope is None:
            return await self._publisher.send(article.raw)
        return await self._publisher.send_bytes(article.envelope)

    async def _body(self, request: Request) -> bytes | None:
        """Return a body; None where it goes on past what is taken."""
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > self._terms.most_bytes:
                return None
        return bytes(data)

    def _is_known(self, said: str) -> bool:
        scheme, _, token = said.partition(" ")
        same = hmac.compare_digest(token.strip().encode(), self._terms.token.encode())
        return same and scheme.lower() == "bearer"

    def _too_large(self) -> Response:
        return _said(413, f"a body has {self._terms.most_bytes:,} bytes at most")


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "application/json")


def _length(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() else 0


def _later(status: int, line: str) -> Response:
    return _said(status, line, headers={"retry-after": str(RETRY_AFTER)})


def _said(status: int, line: str, *, headers: Mapping[str, str] | None = None) -> Response:
    name = "status" if status == 200 else "error"
    return _json(status, {name: line}, headers=headers)


def _json(status: int, value: Any, *, headers: Mapping[str, str] | None = None) -> Response:  # noqa: ANN401 - JSON
    return Response(encode_json(value), status, dict(headers or {}), "application/json")
