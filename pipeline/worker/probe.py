"""The health check of a container: asks each worker's `/healthz` and exits 0 where all are well.

`python -m pipeline.worker.probe` asks the first one's port (`NEWS_METRICS_PORT`), which says how
many workers there are, and then those of the others.
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Any

from pipeline.codec import decode_json
from pipeline.errors import PipelineError, SettingsError
from pipeline.settings import Settings, load_settings

# Seconds for an answer: the worker may be at work on an article that holds Python's lock.
_PATIENCE = 5.0


def unwell(settings: Settings) -> str:
    """Return what is wrong with the workers of this machine; empty where all are well.

    Raises:
        SettingsError: They have no ports.
    """
    first = settings.metrics_port
    if not first:
        raise SettingsError(
            "the workers answer on no port", where="NEWS_METRICS_PORT=0", mend="Name one, e.g. 9100"
        )
    host = _reached(settings.metrics_addr)
    told = [_ask(host, first)]
    told += [_ask(host, port) for port in range(first + 1, first + told[0].get("workers", 1))]
    return "; ".join(
        f"port {port}: {found['why']}" for port, found in enumerate(told, first) if not found["ok"]
    )


def main() -> int:
    """Print the one line that is wrong, and return the exit code."""
    try:
        why = unwell(load_settings())
    except PipelineError as error:
        why = str(error)
    sys.stdout.write(f"{why or 'well'}\n")
    return 1 if why else 0


def _reached(addr: str) -> str:
    """Return where who listens on `addr` is reached: all addresses are none."""
    address = ip_address(addr)
    if not address.is_unspecified:
        return addr
    return "127.0.0.1" if address.version == 4 else "::1"


def _ask(host: str, port: int) -> dict[str, Any]:
    connection = HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        found = decode_json(connection.getresponse().read())
    except (OSError, HTTPException, PipelineError) as error:
        return {"ok": False, "why": f"no worker answers ({error})"}
    finally:
        connection.close()
    if not isinstance(found, dict) or "ok" not in found:
        return {"ok": False, "why": "what answers is no worker"}
    return {"why": "", **found}


if __name__ == "__main__":
    sys.exit(main())
