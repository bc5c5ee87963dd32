"""Write what is generated: schemas, topics, the chart's files, rights, the drawing.

`--check` only compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.broker.topics_file import topics_yaml
from pipeline.codec import decode_json, encode_json
from pipeline.document.asyncapi import asyncapi
from pipeline.document.schemas import schemas
from pipeline.topology import TOPICS
from tools import event_reference
from tools.chart_files import chart_files
from tools.rights_table import PAGE, with_table
from tools.topology_drawing import PICTURE, drawing

EVENT = "docs/reference/event.json"
"""An event with every kind of fact; `tests/unit/document/test_schemas.py` says how it is made."""
MESSAGES = "docs/reference/messages.json"
"""A record of every topic, by topic; `tests/unit/write_messages.py` says how they are made."""
ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, bytes]:
    """Return every generated file's content by its path."""
    docs = ROOT / "docs"
    files = {docs / "schemas" / f"{name}.schema.json": schema for name, schema in schemas().items()}
    files[docs / "asyncapi.json"] = asyncapi(decode_json((ROOT / MESSAGES).read_bytes()))
    found = {path: encode_json(value, indent=True) + b"\n" for path, value in files.items()}
    event = decode_json((ROOT / EVENT).read_bytes())
    found[ROOT / event_reference.PAGE] = event_reference.page(event).encode()
    found[ROOT / "deploy" / "topics.yaml"] = topics_yaml(TOPICS).encode()
    found[ROOT / PICTURE] = drawing().encode()
    found |= chart_files(ROOT)
    page = ROOT / PAGE
    found[page] = with_table(page.read_text("utf-8")).encode()
    return found


def main() -> int:
    """Write (or with `--check` compare) and return the exit code."""
    stale = [p for p, data in generated().items() if not p.exists() or p.read_bytes() != data]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)}: not what the types say. Run `make schemas`")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(generated()[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
