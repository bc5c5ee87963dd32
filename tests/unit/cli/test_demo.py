"""`news demo`: what its settings are where nobody says otherwise."""

from pipeline.cli.demo import _for_show
from pipeline.settings import load_settings


def test_one_quiet_process_unless_the_environment_says_otherwise(monkeypatch):
    for name in ("NEWS_GROUPING", "NEWS_LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    shown = _for_show(load_settings())
    assert (shown.grouping, shown.log_level) == ("all", "error")
    monkeypatch.setenv("NEWS_GROUPING", "split")
    shown = _for_show(load_settings(log_level="debug"))
    assert (shown.grouping, shown.log_level) == ("split", "debug")
