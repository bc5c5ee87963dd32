"""The Helm chart: rendered by the real helm, held against schemas by the real kubeconform."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict

import pytest
import yaml

from pipeline import __version__
from pipeline.broker.layout import own_settings
from pipeline.settings import Settings
from pipeline.stream.rights import consumer, operator, publisher, worker
from pipeline.stream.topics import changelogs, group_id, readers_of
from pipeline.topology import GROUPINGS, TOPICS
from pipeline.worker.supervisor import _DRAIN
from tests.conftest import ROOT
from tests.unit.deploy.kubernetes import (
    CHART,
    KUBERNETES,
    conform,
    helm,
    objects,
    rendered,
    schemas,
)

VALUES = sorted((CHART / "ci").glob("*-values.yaml"))
CASES = {path.name.removesuffix("-values.yaml"): path for path in VALUES}
# Strimzi's schemas are in no package that is had here: docs/ways.md says so.
STRIMZI = ("KafkaTopic", "KafkaUser")
BROKER = ("--set", "kafka.bootstrap=kafka:9092")


def release(case: str, *more: str) -> dict[str, dict[str, dict]]:
    """Return a release's objects by kind and name."""
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    for each in objects(rendered("--values", CASES[case], *more)):
        assert each["metadata"]["name"] not in found[each["kind"]]
        found[each["kind"]][each["metadata"]["name"]] = each
    return found


def pods(found: dict) -> list[dict]:
    made = [*found["Deployment"].values(), *found["Job"].values()]
    return [each["spec"]["template"] for each in made]


def environment(container: dict) -> dict[str, object]:
    names = [each["name"] for each in container["env"]]
    assert len(names) == len(set(names))
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in container["env"]}


@pytest.fixture(scope="module")
def crds(tmp_path_factory):
    return schemas(tmp_path_factory.mktemp("crds"))


def test_there_are_values_of_little_and_of_all():
    assert sorted(CASES) == ["certificates", "everything", "minimal", "own-secrets"]


@pytest.mark.parametrize("case", CASES)
def test_helm_finds_nothing_to_lint(case):
    done = helm("lint", "--strict", CHART, "--values", CASES[case])
    assert done.returncode == 0, done.stdout
    assert "[WARNING]" not in done.stdout


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("case", CASES)
def test_every_object_is_what_kubernetes_and_the_operators_take(case, version, crds):
    text = rendered("--values", CASES[case], "--kube-version", version)
    said = conform(text, crds, version, *STRIMZI)
    assert len(said) == len(objects(text))
    wrong = [each for each in said if each["status"] not in {"statusValid", "statusSkipped"}]
    assert wrong == []
    skipped = {each["kind"] for each in said if each["status"] == "statusSkipped"}
    assert skipped <= set(STRIMZI)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("allowPrivilegeEscalation: false", "allowEscalation: false"),
        ("maxReplicaCount: 8", "maxReplicas: 8"),
        ("containerPort: 9100", 'containerPort: "metrics"'),
        ("interval: 15s", "every: 15s"),
    ],
)
def test_kubeconform_can_say_no(before, after, crds):
    text = rendered("--values", CASES["everything"])
    assert before in text
    said = conform(text.replace(before, after), crds, KUBERNETES[-1], *STRIMZI)
    assert any(each["status"] == "statusInvalid" for each in said)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((), "bootstrap"),
        (("--set", "kafka.bootstrap=user:secret@kafka:9092"), "bootstrap"),
        ((*BROKER, "--set", "worker.replicas=9"), "9 replicas, and 8 partitions"),
        ((*BROKER, "--set", "groups.extract.replicas=2"), "groups.extract"),
        ((*BROKER, "--set", "kafka.securityProtocol=SASL_SSL"), "kafka.user.secret"),
        ((*BROKER, "--set", "settings.NEWS_SASL_PASSWORD=x"), "secret is named"),
        ((*BROKER, "--set", "settings.BATCH=x"), "BATCH"),
        ((*BROKER, "--set", "workers.replicas=3"), "workers"),
        ((*BROKER, "--set", "worker.strategy=Rolling"), "strategy"),
        ((*BROKER, "--set", "worker.terminationGracePeriodSeconds=30"), "terminationGrace"),
        ((*BROKER, "--set", "strimzi.topics.enabled=true"), "strimzi.cluster"),
        ((*BROKER, "--set", "strimzi.users.enabled=true"), "topics.job"),
        ((*BROKER, "--set", "tracing.enabled=true"), "tracing.endpoint"),
    ],
)
def test_what_cannot_work_is_refused_with_its_value(told, said):
    done = helm("template", "desk", CHART, *told)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_chart_is_of_this_version():
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    assert chart["appVersion"] == __version__
    # A worker's drain, with room to be told of it.
    values = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    assert values["worker"]["terminationGracePeriodSeconds"] > _DRAIN


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_every_group_of_a_grouping_has_its_workers(grouping):
    found = release("minimal", "--set", f"grouping={grouping}")
    names = {"desk-" + "-".join(stages): stages for stages in GROUPINGS[grouping]}
    assert set(found["Deployment"]) == set(found["PodDisruptionBudget"]) == set(names)
    for name, stages in names.items():
        made = found["Deployment"][name]
        (container,) = made["spec"]["template"]["spec"]["containers"]
        assert container["args"] == ["run", "--stages", ",".join(stages), "--workers", "1"]
        told = environment(container)
        assert (told["NEWS_GROUPING"], told["NEWS_PARTITIONS"]) == (grouping, "8")
        assert told["NEWS_BROKER"] == "kafka:9092"
        # Each knows its own pods from those of the other groups.
        labels = made["spec"]["template"]["metadata"]["labels"]
        budget = found["PodDisruptionBudget"][name]["spec"]["selector"]["matchLabels"]
        assert made["spec"]["selector"]["matchLabels"].items() <= labels.items()
        assert budget.items() <= labels.items()
        others = [each for each in names if each != name]
        for other in others:
            theirs = found["Deployment"][other]["spec"]["selector"]["matchLabels"]
            assert not theirs.items() <= labels.items()


@pytest.mark.parametrize("case", CASES)
def test_pods_have_no_rights_and_write_on_their_volumes_alone(case):
    for pod in pods(release(case)):
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        # The image's own user: deploy/Dockerfile.
        assert spec["securityContext"]["runAsUser"] == 10001
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        (container,) = spec["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}
        mounted = {each["name"]: each for each in container["volumeMounts"]}
        assert set(mounted) == {each["name"] for each in spec["volumes"]}
        written = {each["mountPath"] for each in mounted.values() if not each.get("readOnly")}
        told = environment(container)
        assert told["NEWS_DATA_DIR"] in written <= {"/var/lib/news", "/tmp"}


def test_a_worker_s_probes_are_its_own():
    for made in release("minimal")["Deployment"].values():
        (container,) = made["spec"]["template"]["spec"]["containers"]
        probes = {name: container[name]["httpGet"] for name in container if name.endswith("Probe")}
        assert probes == {
            "startupProbe": {"path": "/healthz", "port": "metrics"},
            "livenessProbe": {"path": "/healthz", "port": "metrics"},
            "readinessProbe": {"path": "/ready", "port": "metrics"},
        }
        told = environment(container)
        assert [str(each["containerPort"]) for each in container["ports"]] == [
            told["NEWS_METRICS_PORT"]
        ]
        assert told["NEWS_METRICS_ADDR"] == {"fieldRef": {"fieldPath": "status.podIP"}}


def test_settings_of_a_release_are_settings():
    told = {
        name
        for case in CASES
        for pod in pods(release(case))
        for name in environment(pod["spec"]["containers"][0])
        if name.startswith("NEWS_")
    }
    assert told <= {f"NEWS_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("case", CASES)
def test_secrets_are_named_and_nowhere_written(case):
    found = release(case)
    assert not found["Secret"]
    for pod in pods(found):
        for name, value in environment(pod["spec"]["containers"][0]).items():
            if re.search("PASSWORD|TOKEN|SECRET", name):
                assert set(value) == {"secretKeyRef"}
    assert not re.search(r"(?i)(password|token|secret): *['\"]?[^ '\"{\[]", scrubbed(case))


def scrubbed(case: str) -> str:
    """Return a release without the lines that name a secret's key or a field of Kubernetes'."""
    named = "secretKeyRef|secretName|parameter:|automountServiceAccountToken|secret:$"
    return "\n".join(
        line
        for line in rendered("--values", CASES[case]).splitlines()
        if not re.search(named, line)
    )


def test_keda_scales_each_group_by_its_own_lag_and_never_past_the_partitions():
    found = release("own-secrets")
    settings = Settings(app_id="desk", grouping="split")
    assert len(found["ScaledObject"]) == 3
    for stages in GROUPINGS["split"]:
        name = "desk-" + "-".join(stages)
        spec = found["ScaledObject"][name]["spec"]
        assert spec["scaleTargetRef"]["name"] == name
        assert "replicas" not in found["Deployment"][name]["spec"]
        # 100 were asked for.
        assert (spec["minReplicaCount"], spec["maxReplicaCount"]) == (1, 24)
        asked = {each["metadata"]["topic"] for each in spec["triggers"]}
        assert asked == {each.reads.name for each in readers_of(stages)}
        for trigger in spec["triggers"]:
            told = trigger["metadata"]
            assert told["consumerGroup"] == group_id(settings, stages)
            assert told["bootstrapServers"] == "kafka-1.example:9094,kafka-2.example:9094"
            assert (told["sasl"], told["tls"]) == ("scram_sha512", "enable")
            assert trigger["authenticationRef"]["name"] in found["TriggerAuthentication"]


def test_strimzi_s_topics_are_the_topology_s():
    found = release("everything")["KafkaTopic"]
    settings = Settings(grouping="dedup+extract", partitions=8, replication=3)
    groups = GROUPINGS[settings.grouping]
    wanted = [*TOPICS, *(each for stages in groups for each in changelogs(settings, stages))]
    assert {name: each["spec"]["config"] for name, each in found.items()} == {
        topic.name: own_settings(topic, 3) for topic in wanted
    }
    for each in found.values():
        assert (each["spec"]["partitions"], each["spec"]["replicas"]) == (8, 3)
        assert each["spec"]["topicName"] == each["metadata"]["name"]
        assert each["metadata"]["labels"]["strimzi.io/cluster"] == "desk"
        # Uninstalling a release deletes no records.
        assert each["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    assert not release("everything")["Job"]
    alone = release("everything", "--set", "replication=1", "--set", "partitions=12")
    for topic in wanted:
        spec = alone["KafkaTopic"][topic.name]["spec"]
        assert (spec["config"], spec["partitions"]) == (own_settings(topic, 1), 12)


@pytest.mark.parametrize("case", ["everything", "certificates"])
def test_strimzi_s_users_have_the_least_rights(case):
    found = release(case)
    grouping = "dedup+extract" if case == "everything" else "all"
    settings = Settings(grouping=grouping)
    wanted = {"desk-" + "-".join(s): worker(settings, s) for s in GROUPINGS[grouping]}
    if case == "everything":
        wanted |= {"desk-publisher": publisher(), "desk-consumer": consumer()}
        wanted |= {"desk-operator": operator(settings)}
    assert set(found["KafkaUser"]) == set(wanted)
    for name, rights in wanted.items():
        granted = {
            (acl["resource"]["type"], acl["resource"]["name"], acl["resource"]["patternType"], each)
            for acl in found["KafkaUser"][name]["spec"]["authorization"]["acls"]
            for each in acl["operations"]
        }
        assert granted == {
            (
                {"transactional id": "transactionalId"}.get(right.resource, right.resource),
                right.name,
                "prefix" if right.prefixed else "literal",
                right.operation,
            )
            for right in rights
        }
    # A worker logs in as its group's user, with the secret that Strimzi writes for it.
    for name, made in found["Deployment"].items():
        spec = made["spec"]["template"]["spec"]
        told = environment(spec["containers"][0])
        volumes = {each["name"]: each.get("secret", {}) for each in spec["volumes"]}
        assert volumes["ca"]["secretName"] == "desk-cluster-ca-cert"
        if case == "everything":
            assert told["NEWS_SASL_USERNAME"] == name
            assert told["NEWS_SASL_PASSWORD"]["secretKeyRef"] == {"name": name, "key": "password"}
        else:
            assert volumes["client"]["secretName"] == name
            assert told["NEWS_SSL_CERTFILE"] == "/etc/news/client/user.crt"
            assert told["NEWS_SSL_KEYFILE"] == "/etc/news/client/user.key"


def test_the_network_lets_in_prometheus_and_out_to_brokers():
    (policy,) = release("everything")["NetworkPolicy"].values()
    spec = policy["spec"]
    (entry,) = spec["ingress"]
    assert entry["ports"] == [{"protocol": "TCP", "port": "metrics"}]
    ports = [[each["port"] for each in rule["ports"]] for rule in spec["egress"]]
    assert ports == [[53, 53], [9094, 9093], [4318], [3128]]
    assert spec["egress"][1]["to"] == [
        {"podSelector": {"matchLabels": {"strimzi.io/cluster": "desk"}}}
    ]
    for pod in pods(release("everything")):
        assert spec["podSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()


def test_prometheus_is_given_every_worker_the_alerts_and_the_dashboard():
    found = release("everything")
    (service,) = found["Service"].values()
    (monitor,) = found["ServiceMonitor"].values()
    assert service["spec"]["clusterIP"] == "None"
    wanted = monitor["spec"]["selector"]["matchLabels"]
    assert wanted.items() <= service["metadata"]["labels"].items()
    assert {each["port"] for each in monitor["spec"]["endpoints"]} == {
        each["name"] for each in service["spec"]["ports"]
    }
    for pod in pods(found):
        assert service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    (rule,) = found["PrometheusRule"].values()
    deploy = CHART.parents[1]
    assert rule["spec"] == yaml.safe_load(
        (deploy / "prometheus" / "alerts.yaml").read_text("utf-8")
    )
    (board,) = found["ConfigMap"].values()
    assert yaml.safe_load(board["data"]["news-pipeline.json"]) == yaml.safe_load(
        (deploy / "grafana" / "dashboard.json").read_text("utf-8")
    )


def test_traces_go_where_they_are_told():
    for pod in pods(release("everything")):
        (container,) = pod["spec"]["containers"]
        told = environment(container)
        assert told["NEWS_TRACING"] == "true"
        assert told["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://collector:4318"
        assert container["envFrom"] == [{"secretRef": {"name": "collector-login"}}]


def test_topics_are_laid_out_before_the_workers():
    (job,) = release("minimal")["Job"].values()
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["args"] == ["topics", "create"]
    assert environment(container)["NEWS_REPLICATION"] == "3"


def test_what_one_group_is_told_is_told_to_it_alone():
    found = release("own-secrets", "--set", "keda.enabled=false")["Deployment"]
    assert {name: each["spec"]["replicas"] for name, each in found.items()} == {
        "desk-clean": 3,
        "desk-dedup": 3,
        "desk-extract": 12,
    }
    for name, each in found.items():
        (container,) = each["spec"]["template"]["spec"]["containers"]
        cpu = container["resources"]["requests"]["cpu"]
        assert cpu == ("2" if name == "desk-extract" else "1")
        assert container["image"].startswith("registry.example/desk/news-pipeline@sha256:0123")
        claim = each["spec"]["template"]["spec"]["volumes"][0]["ephemeral"]["volumeClaimTemplate"]
        assert claim["spec"]["storageClassName"] == "fast"


def told_on_the_page() -> list[list[str]]:
    """Return the arguments of every release that docs/how-to/kubernetes.md makes."""
    page = (ROOT / "docs" / "how-to" / "kubernetes.md").read_text("utf-8").replace("\\\n", " ")
    lines = re.findall(r"^helm (?:install|upgrade --install) news (\S+) (.+)$", page, re.MULTILINE)
    assert {chart for chart, _ in lines} == {str(CHART.relative_to(ROOT))}
    return [shlex.split(arguments) for _, arguments in lines]


def test_every_release_of_the_page_can_be_made():
    releases = told_on_the_page()
    assert len(releases) == 3
    for arguments in releases:
        done = helm("template", "news", CHART, *arguments)
        assert done.returncode == 0, done.stderr
        assert "kind: Deployment" in done.stdout


def test_every_value_that_the_page_names_is_there():
    page = (ROOT / "docs" / "how-to" / "kubernetes.md").read_text("utf-8")
    values = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    rooms = "worker|groups|kafka|topics|keda|strimzi|metrics|networkPolicy|tracing"
    named = set(re.findall(rf"[`\s]((?:{rooms})(?:\.\w+)+)", page))
    assert len(named) > 8
    for name in named:
        found = values
        for part in name.split(".") if not name.startswith("groups.") else ["groups"]:
            assert part in found, name
            found = found[part]
