"""`news topics`: which topics are laid out, and what differs makes exit code 3."""

from __future__ import annotations

import json

import pytest

from pipeline.broker.layout import Difference, commands
from pipeline.cli import topics as verb
from pipeline.cli.main import main
from pipeline.settings import load_settings
from pipeline.topology import GROUPINGS, TOPICS


class Admin:
    """A broker that says `said` of the topics it is asked about."""

    said: tuple = ()
    asked: tuple

    def __init__(self, settings, *, replication: int = 1) -> None:
        self._replication = replication

    async def __aenter__(self):
        return self

    async def __aexit__(self, *raised) -> None:
        pass

    async def check(self, topics):
        type(self).asked = (topics,)
        return self.said

    def mend(self, found):
        told = commands(found, broker="kafka.example:9092")
        return "Run " + " and ".join(f"`{each}`" for each in told) if told else ""

    async def create(self, topics):
        type(self).asked = (topics, self._replication)
        return self.said


@pytest.fixture(autouse=True)
def broker(monkeypatch) -> None:
    monkeypatch.setattr(verb, "Admin", Admin)
    monkeypatch.setenv("NEWS_BROKER", "kafka.example:9092")


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_the_topics_of_every_group_are_laid_out_once(grouping) -> None:
    wanted = [topic.name for topic in verb.wanted_topics(load_settings(grouping=grouping))]
    assert len(set(wanted)) == len(wanted)
    assert wanted[: len(TOPICS)] == [topic.name for topic in TOPICS]
    # With the changelogs of every group's tables, wherever the group stands in the grouping.
    group = next("-".join(stages) for stages in GROUPINGS[grouping] if "dedup" in stages)
    tables = ["line-memory", "story-index", "story-decisions", "links"]
    assert wanted[len(TOPICS) :] == [f"news-{group}-{table}-changelog" for table in tables]


MISSING = Difference(topic="a", weight="missing", mend="news topics create")
TUNED = Difference(topic="b", weight="tuned", setting="s", found="1", wanted="2")


@pytest.mark.parametrize(
    ("said", "code", "out", "err"),
    [
        ((), 0, "all topics are as they must be\n", ""),
        ((TUNED,), 0, "all topics are as they must be\n", "news: b: s is 1, ours is 2\n"),
        (
            (TUNED, MISSING),
            3,
            "",
            "news: a: missing\nnews: b: s is 1, ours is 2\nnews: Run `news topics create`\n",
        ),
    ],
)
def test_a_topic_that_differs_makes_exit_code_3(monkeypatch, capsys, said, code, out, err) -> None:
    monkeypatch.setattr(Admin, "said", said)
    assert main(["topics", "check"]) == code
    assert capsys.readouterr() == (out, err)


def test_differences_as_json(monkeypatch, capsysbinary) -> None:
    monkeypatch.setattr(Admin, "said", (MISSING, TUNED))
    assert main(["topics", "check", "--json"]) == 3
    assert json.loads(capsysbinary.readouterr().out) == {
        "differences": ["a: missing"],
        "notes": ["b: s is 1, ours is 2"],
        "mend": "Run `news topics create`",
    }


@pytest.mark.parametrize(
    ("said", "out"),
    [((), "all topics are there\n"), (("a", "b"), "created a\ncreated b\n")],
)
def test_what_was_made_is_named_and_has_the_replicas_set(monkeypatch, capsys, said, out) -> None:
    monkeypatch.setattr(Admin, "said", said)
    monkeypatch.setenv("NEWS_REPLICATION", "3")
    assert main(["topics", "create"]) == 0
    assert capsys.readouterr().out == out
    assert Admin.asked[1] == 3


def test_what_grants_a_user_its_rights_is_printed(monkeypatch, capsysbinary) -> None:
    monkeypatch.setenv("NEWS_BROKER", "a:1, b:2")
    monkeypatch.setenv("NEWS_APP_ID", "desk")
    assert main(["topics", "acls", "clean", "--principal", "User:c"]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    start = "kafka-acls.sh --bootstrap-server a:1,b:2 --add --allow-principal 'User:c'"
    assert all(line.startswith(start) for line in lines)
    assert f"{start} --operation Read --group desk-clean" in lines
    assert main(["topics", "acls", "publisher", "--principal", "User:p", "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == {
        "principal": "User:p",
        "rights": [
            {"operation": "Write", "resource": "topic", "name": "news.raw.v1", "prefixed": False}
        ],
    }


def test_a_user_that_nobody_is(monkeypatch, capsysbinary) -> None:
    monkeypatch.setenv("NEWS_BROKER", "a:1")
    assert main(["topics", "acls", "king", "--principal", "User:k"]) == 2
    told = capsysbinary.readouterr().err.decode()
    assert "no user is called 'king'. Take one of publisher, consumer, operator, clean" in told
