"""Alerts by the real promtool, a dashboard of metrics that there are, units by systemd's own tool."""

import json
import os
import re
import shutil
import subprocess

import pytest

from pipeline.stream.metrics import Stats
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def tool(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        line = f"{name} is not installed: apt-get install {package}"
        # CI installs it, and is never without.
        (pytest.fail if os.environ.get("NEWS_REQUIRE_POSTGRES") else pytest.skip)(line)
    return path


def run(*command: object, cwd=ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False, timeout=60
    )


def metrics() -> set[str]:
    """Return every name under which a metric of ours is scraped."""
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
    found = set()
    for family in Stats().registry.collect():
        found |= {family.name + ending for ending in endings[family.type]}
    return found


def named(expression: str) -> set[str]:
    return set(re.findall(r"\bnews_\w+", expression))


def test_alerts_hold_for_their_series():
    promtool = tool("promtool", "prometheus")
    for name in ("prometheus.yaml", "compose.yaml"):
        checked = run(promtool, "check", "config", DEPLOY / "prometheus" / name)
        assert checked.returncode == 0, checked.stderr
    done = run(promtool, "test", "rules", DEPLOY / "prometheus" / "alerts_test.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_can_say_no(tmp_path):
    promtool = tool("promtool", "prometheus")
    for name in ("alerts.yaml", "alerts_test.yaml"):
        text = (DEPLOY / "prometheus" / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("> 10000", "> 90000"))
    assert run(promtool, "test", "rules", tmp_path / "alerts_test.yaml").returncode != 0


def test_every_alert_has_a_test_and_asks_for_metrics_that_there_are():
    rules = (DEPLOY / "prometheus" / "alerts.yaml").read_text("utf-8")
    tests = (DEPLOY / "prometheus" / "alerts_test.yaml").read_text("utf-8")
    alerts = re.findall(r"- alert: (\w+)", rules)
    assert len(alerts) == 6
    assert [each for each in alerts if each not in tests] == []
    assert named(rules)
    assert named(rules) <= metrics()


def test_every_expression_of_the_dashboard_names_metrics_that_there_are():
    board = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(asked) == 8
    for expression in asked:
        assert named(expression), expression
        assert named(expression) <= metrics(), expression


def test_a_metric_that_is_none_is_seen():
    assert not named("rate(news_records[5m])") <= metrics()
    assert not named("news_nothing") <= metrics()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_unit(unit, tmp_path):
    program = tool("systemd-analyze", "systemd")
    # The program of the unit is not installed here; systemd looks whether it is.
    text = unit.read_text("utf-8").replace("/opt/news/bin/news", "/bin/true")
    name = unit.name.replace("@", "@one")
    (tmp_path / name).write_text(text)
    done = run(program, "verify", "--man=no", tmp_path / name)
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / name).write_text(text.replace("Restart=always", "Restart=perhaps"))
    assert "restart specifier" in run(program, "verify", "--man=no", tmp_path / name).stderr
