"""A form as it was sent: its fields, up to a size."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request

SMALL = 16 * 1024
"""Bytes of a form that nobody pastes a text into."""


async def form_of(request: Request, most: int = SMALL) -> dict[str, str] | None:
    """Return the fields of a form, None where it is larger than `most` bytes."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > most:
            return None
    fields = parse_qs(data.decode("ascii", "replace"), errors="replace")
    return {name: values[0] for name, values in fields.items()}
