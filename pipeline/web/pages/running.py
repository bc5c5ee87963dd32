"""The pipeline as it runs: throughput, times, lag, rejections with their bytes."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.web.asked import flow
from pipeline.web.pages.answering import Desk, asked, desk_of
from pipeline.web.shown.bars import Bar, bars
from pipeline.web.shown.plain import iso_moment

_PLACE = re.compile("[0-9]{1,9}/[0-9]{1,18}")


async def pipeline(request: Request) -> Response:
    """Answer with what the pipeline did lately."""
    desk = desk_of(request)
    (lags, unknown), facts = await asyncio.gather(
        desk.lags.now(), run_in_threadpool(_facts, desk, asked(request, "reason"))
    )
    return desk.page(
        request, "pipeline.html", lags=lags, unknown=unknown, broker=desk.broker, **facts
    )


def rejection(request: Request) -> Response:
    """Answer with one rejected record: why, and its bytes."""
    return show_rejection(request)


def show_rejection(request: Request, fault_line: str = "") -> Response:
    """Answer with one rejected record, and why it could not be sent again."""
    desk = desk_of(request)
    part, offset = (int(request.path_params[name]) for name in ("part", "offset"))
    found = flow.rejection(desk.file, part, offset)
    if found is None:
        return desk.page(request, "missing.html", 404, gone=False)
    at = asked(request, "at")
    return desk.page(
        request,
        "rejection.html",
        503 if fault_line else 200,
        row=found,
        dump=hex_dump(found["data"][:1024]),
        outcome=asked(request, "outcome"),
        at=at if _PLACE.fullmatch(at) else "",
        fault_line=fault_line,
    )


def hex_dump(data: bytes) -> str:
    """Return bytes as numbers and as what of them is ASCII, sixteen a line."""
    lines = []
    for at in range(0, len(data), 16):
        row = data[at : at + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
        lines.append(f"{at:06x}  {row.hex(' '):<47}  {shown}")
    return "\n".join(lines)


def _facts(desk: Desk, reason: str) -> dict[str, Any]:
    now = time.time()
    return {
        "enriched": _minutes(flow.a_minute(desk.file, "articles", "arrived", now), now),
        "rejected": _minutes(flow.a_minute(desk.file, "rejections", "at", now), now),
        "stages": flow.stage_times(desk.file),
        "delay": flow.delay(desk.file),
        "reasons": flow.reasons(desk.file),
        "reason": reason,
        "rejections": flow.rejections(desk.file, reason),
        "totals": flow.totals(desk.file),
    }


def _minutes(counts: list[int], now: float) -> tuple[Bar, ...]:
    first = int(now // 60) - len(counts) + 1
    return bars([(iso_moment((first + n) * 60)[11:16], count) for n, count in enumerate(counts)])
