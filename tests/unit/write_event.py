"""Write docs/reference/event.json anew: `python -m tests.unit.write_event`."""

from __future__ import annotations

import json

from pipeline.codec import decode_json, encode
from pipeline.document.ninjs import document
from tests.conftest import ROOT
from tests.unit.enriched_sample import sample
from tools.write_schemas import EVENT


def main() -> None:
    event = decode_json(encode(document(sample())))
    (ROOT / EVENT).write_text(json.dumps(event, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
