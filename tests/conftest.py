"""What every test may use: the folder of shared sets, where it is beside the checkout."""

import os
import signal
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent


# The same examples on every run: a build is red for a change, never by chance. To look for new
# ones: pytest --hypothesis-profile=explore.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("steady")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every
# program that the tests start and then interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def shared_folder() -> Path:
    """Return where the shared sets are expected (`NEWS_SHARED`, else beside the checkout)."""
    return Path(os.environ.get("NEWS_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if not (folder / "data").is_dir():
        pytest.skip("the shared sets are not beside the checkout: set NEWS_SHARED to their folder")
    return folder
