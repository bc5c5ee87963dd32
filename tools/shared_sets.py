"""Where the checkout and the shared sets lie."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """Return where the shared sets are expected (`NEWS_SHARED`, else beside the checkout)."""
    return Path(os.environ.get("NEWS_SHARED") or ROOT.parent / "shared")
