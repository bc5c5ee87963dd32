"""What every test may use: the folder of shared sets, where it is beside the checkout."""

import signal
from pathlib import Path

import hypothesis
import pytest

from tools.shared_sets import ROOT, shared_folder

__all__ = ["ROOT", "shared", "shared_folder"]


# The same examples on every run: a build is red for a change, never by chance. To look for new
# ones: pytest --hypothesis-profile=explore.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("steady")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every
# program that the tests start and then interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if not (folder / "data").is_dir():
        pytest.skip("the shared sets are not beside the checkout: set NEWS_SHARED to their folder")
    return folder
