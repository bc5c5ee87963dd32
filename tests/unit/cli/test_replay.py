"""What `news replay` refuses before it asks a broker anything, and what it makes of its options."""

import json
import time
from types import SimpleNamespace

import pytest

from pipeline.cli import replay as verb
from pipeline.cli.main import main
from pipeline.cli.replay_lines import asked_for
from pipeline.errors import UsageError
from pipeline.operations import replay as operation
from pipeline.topology import ENRICHED, RAW, REJECTED
from tests.topics_in_memory import NOW, Topics
from tests.unit.operations.test_over_topics import work_on


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--name", "four"), "no range is given"),
        (("--from", "1h", "--name", "Four"), "'Four' names no replay"),
        (("--from", "1h", "--name", "a--b"), "names no replay"),
        (("--from", "1h", "--name", "a" * 41), "names no replay"),
        (("--from", "1h", "--to-topic", ENRICHED.name), "workers beside it write that topic"),
        (("--from", "1h", "--to-topic", RAW.name), "workers beside it write that topic"),
        (("--from", "1h", "--to-topic", "own", "--publish"), "are two places"),
        (("--from", "1h", "--fast", "--publish"), "holds with its aliases alone"),
        (("--from", "1h", "--from", "2h"), "one time"),
        (("--from", "0/1", "--from", "0/2"), "one offset of a partition"),
        (("--from", "yesterday"), "is no time"),
        (("--from", "1h", "--grouping", "none"), "no grouping is called 'none'"),
        (("--drop",), "which replay is meant?"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_made(monkeypatch, capsys, asked, said):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:1")
    assert main(["replay", *asked]) == 2
    assert said in capsys.readouterr().err


def test_a_range_is_of_times_and_of_offsets():
    bounds = asked_for(["3/118", "100", "0/7"], ["3/200"], None, None).bounds
    assert (bounds.since, bounds.until) == (100.0, None)
    assert (bounds.starts, bounds.stops) == ({3: 118, 0: 7}, {3: 200})


def test_an_article_or_a_site_is_a_range():
    assert asked_for(None, None, "gate-7", None).article.word == "gate-7"
    assert asked_for(None, None, None, ["Gate.Example "]).sites == {"gate.example"}
    with pytest.raises(UsageError):
        asked_for(None, None, None, None)


class Workers:
    """Stands in for the processes of a replay: what they would make is made where they are watched."""

    topics: Topics
    fails = False

    def __init__(self, settings, groups, *, workers, build, names) -> None:
        del groups, build
        self.plan = SimpleNamespace(names=names)
        self.done = 0
        self.said.append((settings.app_id, workers))

    def start(self) -> None:
        self.said.append("start")

    def stop(self) -> None:
        self.said.append("stop")

    def watch(self, seconds: float) -> None:
        del seconds
        time.sleep(0.01)
        self.done = work_on(self.topics, self.plan, self.done)

    def restarts(self) -> int:
        return 99 if self.fails else 0

    said: list = []


@pytest.fixture
def desk(monkeypatch, tmp_path, capsysbinary):
    """A broker with six raw records, and a replay's workers; what was left of its topics."""
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")
    monkeypatch.setenv("NEWS_DATA_DIR", str(tmp_path / "data"))
    topics = Topics(partitions=1).install(monkeypatch)
    for number in range(6):
        body = {"url": f"https://gate.example/{number}", "text": "雾。"}
        topics.add(RAW.name, json.dumps(body).encode(), key=b"k", timestamp=NOW + number)

    class Admin:
        def __init__(self, _) -> None:
            pass

        async def __aenter__(self):
            return self

        async def __aexit__(self, *_):
            pass

        async def lag(self, *_):
            return [SimpleNamespace(lag=0, end=1)]

    left: dict = {}

    async def lay_out(plan) -> None:
        left["laid"] = plan.name

    async def clear(plan, *, keep=()) -> None:
        left["kept"] = {name.removeprefix(f"news.replay-{plan.name}.") for name in keep}

    Workers.topics, Workers.fails, Workers.said = topics, False, []
    monkeypatch.setattr(operation, "Admin", Admin)
    monkeypatch.setattr(operation, "_LOOK", 0.05)
    for name, stand_in in {
        "Supervisor": Workers, "wait_until_ready": lambda *_: None, "lay_out": lay_out, "clear": clear,
        "signal": SimpleNamespace(signal=lambda *_: None, SIGTERM=None),
    }.items():  # fmt: skip
        monkeypatch.setattr(verb, name, stand_in)

    def replay(*asked, code=0):
        assert main(["replay", "--name", "monday", "--json", *asked]) == code
        out = capsysbinary.readouterr().out
        return (json.loads(out) if out else None), left

    replay.topics = topics
    return replay


def test_a_replay_leaves_its_results_and_says_what_came_of_the_records(desk):
    told, left = desk("--from", "0/0", "--to", "0/5", code=1)
    assert (told["records"], told["events"]) == (5, 4)
    assert told["rejected"] == [{"stage": "clean", "reason": "empty", "count": 1}]
    assert left["laid"] == "monday"
    assert left["kept"] == {"enriched.v1", "links.v1", "aliases.v1", "rejected.v1"}
    app_id, workers = Workers.said[0]
    assert (app_id.endswith("-replay-monday"), workers) == (True, 1)
    assert Workers.said[1:] == ["start", "stop"]
    assert desk.topics.read(ENRICHED.name) == []


def test_where_nothing_was_rejected_no_topic_of_rejections_is_left(desk):
    told, left = desk("--from", "0/0", "--to", "0/2")
    assert told["events"] == 2
    assert left["kept"] == {"enriched.v1", "links.v1", "aliases.v1"}


def test_what_is_published_is_left_nowhere_else(desk):
    told, left = desk("--from", "0/0", "--to", "0/2", "--publish")
    assert (told["published"], left["kept"]) == (2, set())
    assert len(desk.topics.read(ENRICHED.name)) == 2
    _, left = desk("--from", "0/2", "--to", "0/3", "--publish", code=1)
    assert left["kept"] == {"rejected.v1"}


def test_of_a_replay_that_ends_in_the_middle_nothing_is_left(desk):
    Workers.fails = True
    _, left = desk("--from", "0/0", code=1)
    assert left["kept"] == set()
    assert Workers.said[-1] == "stop"
    _, left = desk("--from", "0/0", "--keep", code=1)
    assert {"raw.v1", "enriched.v1"} < left["kept"]


def test_what_would_be_replayed_is_counted(desk):
    told, left = desk("--from", "0/1", "--to", "0/4", "--dry-run")
    assert (told["records"], left) == (3, {})
    assert told["first"] < told["last"]
    assert REJECTED.name not in {tp.topic for tp in desk.topics.logs}
