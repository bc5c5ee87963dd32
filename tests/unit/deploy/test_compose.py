"""docker-compose.yml, judged by the real Compose program; no Docker engine is needed."""

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest
import yaml

from pipeline.broker.server_config import largest_record
from pipeline.topology import GROUPINGS

ROOT = Path(__file__).resolve().parents[3]


def compose(*arguments: str, file: Path = ROOT / "docker-compose.yml"):
    # The wheel's own entry point always exits 0: the program inside it does not.
    spec = importlib.util.find_spec("compose")
    program = Path(spec.origin).parent / "docker-compose"
    return subprocess.run(
        [program, "-f", file, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="module")
def config() -> dict:
    answer = compose("config", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    return json.loads(answer.stdout)


def test_the_validator_can_say_no(tmp_path):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text("services:\n  kafka:\n    image: [1]\n")
    assert compose("config", file=broken).returncode != 0


def test_services_and_what_they_run(config):
    services = config["services"]
    assert sorted(services) == ["kafka", "page", "topics", "workers"]
    assert services["kafka"]["image"] == "apache/kafka:4.1.1"
    assert services["topics"]["command"] == ["topics", "create"]
    assert services["workers"]["command"] == ["run", "--workers", "2"]


def test_workers_wait_for_the_topics_and_topics_for_a_healthy_broker(config):
    services = config["services"]
    assert services["topics"]["depends_on"]["kafka"]["condition"] == "service_healthy"
    waits = services["workers"]["depends_on"]
    assert waits["topics"]["condition"] == "service_completed_successfully"
    assert services["topics"]["restart"] == "no"


def test_what_stays_up_is_watched_and_stopped_gently(config):
    for name in ("kafka", "workers", "page"):
        service = config["services"][name]
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["restart"] == "unless-stopped"
        assert service["stop_grace_period"] == "30s"


def test_a_worker_s_health_is_its_own(config):
    workers = config["services"]["workers"]
    assert workers["healthcheck"]["test"] == ["CMD", "python", "-m", "pipeline.worker.probe"]
    assert workers["environment"]["NEWS_METRICS_PORT"] == "9100"
    assert config["services"]["topics"]["healthcheck"] == {"disable": True}


def test_ports_are_this_host_s_alone(config):
    ports = [port for each in config["services"].values() for port in each.get("ports", ())]
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}
    assert sorted(port["target"] for port in ports) == [8080, 9094]


def test_what_must_last_is_on_a_named_volume(config):
    mounts = {
        name: [(volume["type"], volume["source"]) for volume in each.get("volumes", ())]
        for name, each in config["services"].items()
    }
    assert mounts["kafka"] == [("volume", "kafka-data")]
    assert mounts["workers"] == [("volume", "worker-data")]
    assert mounts["page"] == [("volume", "page-data")]
    assert set(config["volumes"]) == {"kafka-data", "worker-data", "page-data"}


def test_what_is_ours_runs_without_rights_over_read_only_files(config):
    for name in ("topics", "workers", "page"):
        service = config["services"][name]
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service  # the image's own, which is a number
        assert not service.get("privileged")
    for name in ("workers", "page"):
        mounts = config["services"][name]["volumes"]
        assert [mount["target"] for mount in mounts] == ["/var/lib/news"]


def test_the_broker_takes_the_largest_record_and_makes_up_no_topic(config):
    environment = config["services"]["kafka"]["environment"]
    assert environment["KAFKA_MESSAGE_MAX_BYTES"] == str(largest_record())
    assert environment["KAFKA_REPLICA_FETCH_MAX_BYTES"] == str(largest_record())
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert config["services"]["workers"]["environment"]["NEWS_BROKER"] == "kafka:9092"


@pytest.fixture(scope="module")
def tools() -> dict:
    answer = compose("--profile", "tools", "config", "--format", "json")
    assert (answer.returncode, answer.stderr) == (0, "")
    return json.loads(answer.stdout)["services"]


def test_an_operators_tools_are_there_when_asked_for(config, tools):
    assert sorted(set(tools) - set(config["services"])) == ["grafana", "kafka-ui", "prometheus"]
    assert tools["page"]["command"][0] == "web"
    ports = [port for each in tools.values() for port in each.get("ports", ())]
    # None of them asks who looks.
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}
    published = [port["published"] for port in ports]
    assert len(published) == len(set(published)) == 5
    assert tools["kafka-ui"]["environment"]["KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS"] == "kafka:9092"
    assert tools["kafka-ui"]["environment"]["KAFKA_CLUSTERS_0_READONLY"] == "true"
    for name in ("grafana", "kafka-ui", "prometheus"):
        assert not tools[name]["image"].endswith(":latest")
        assert ":" in tools[name]["image"]


def inside(service: dict) -> dict[str, Path]:
    """Return which file or folder of ours is where in the container; all can be read alone."""
    binds = [each for each in service["volumes"] if each["type"] == "bind"]
    assert all(each["read_only"] for each in binds)
    return {each["target"]: Path(each["source"]) for each in binds}


def test_prometheus_scrapes_every_worker_and_has_our_alerts(tools):
    files = inside(tools["prometheus"])
    settings = yaml.safe_load(files["/etc/prometheus/prometheus.yml"].read_text("utf-8"))
    assert files["/etc/prometheus/alerts.yaml"] == ROOT / "deploy" / "prometheus" / "alerts.yaml"
    assert settings["rule_files"] == ["alerts.yaml"]
    environment, command = tools["workers"]["environment"], tools["workers"]["command"]
    assert environment["NEWS_METRICS_ADDR"] == "0.0.0.0"
    groups = len(GROUPINGS[environment.get("NEWS_GROUPING", "dedup+extract")])
    first = int(environment["NEWS_METRICS_PORT"])
    ports = range(first, first + groups * int(command[command.index("--workers") + 1]))
    (job,) = settings["scrape_configs"]
    (targets,) = job["static_configs"]
    assert targets["targets"] == [f"workers:{port}" for port in ports]


def test_grafana_has_our_dashboard_and_asks_that_prometheus(tools):
    files = inside(tools["grafana"])
    provisioning = files["/etc/grafana/provisioning"]
    (source,) = yaml.safe_load((provisioning / "datasources" / "prometheus.yaml").read_text())[
        "datasources"
    ]
    assert source["url"] == "http://prometheus:9090"
    assert source["isDefault"]
    (provider,) = yaml.safe_load((provisioning / "dashboards" / "news.yaml").read_text())[
        "providers"
    ]
    folder = provider["options"]["path"]
    (board,) = [where for where in files if Path(where).parent == Path(folder)]
    assert files[board] == ROOT / "deploy" / "grafana" / "dashboard.json"
    environment = tools["grafana"]["environment"]
    assert environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == board
    # Its panels take the data source that is chosen, the default one at first.
    variables = json.loads(files[board].read_text("utf-8"))["templating"]["list"]
    assert [(each["name"], each["query"]) for each in variables] == [("source", source["type"])]
