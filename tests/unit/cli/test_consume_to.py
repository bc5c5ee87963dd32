"""`news consume --to`: what does not go with it, and what a sink is told of an article."""

import pytest

from pipeline.cli import consume_to
from pipeline.cli.consume import Filter
from pipeline.cli.main import main
from tests.unit.sinks.made import deleted, event, wanted


@pytest.fixture(autouse=True)
def broker(monkeypatch):
    monkeypatch.setenv("NEWS_BROKER", "127.0.0.1:9")


@pytest.mark.parametrize(
    ("option", "name"),
    [
        (["--limit", "3"], "--limit"),
        (["--fields", "uri"], "--fields"),
        (["--table"], "--table"),
        (["--ninjs"], "--ninjs"),
        (["--id", "0b0e4c1e-5f0c-5f0e-9d5e-000000000001"], "--id"),
    ],
)
def test_what_is_for_printing_does_not_go_with_a_sink(option, name, tmp_path, capsys):
    assert main(["consume", "--to", f"jsonl:{tmp_path}/out", *option]) == 2
    assert f"{name} and --to do not go together" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_sink_that_is_none_is_told_before_the_broker_is_asked(capsys):
    assert main(["consume", "--to", "mysql://h/d"]) == 2
    assert "--to mysql://h/d is no sink. Give one of jsonl:FOLDER" in capsys.readouterr().err


def test_a_sink_that_does_not_answer_is_one_line_and_exit_code_3(capsys, monkeypatch):
    monkeypatch.setenv("NEWS_SINK_SECRET", "hush")
    monkeypatch.setattr(
        "pipeline.sinks.search_index.SearchIndex.__init__.__kwdefaults__", {"patience": 0.0}
    )
    assert main(["consume", "--to", "elasticsearch+http://127.0.0.1:9/news"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("news: elasticsearch+http://127.0.0.1:9/news: ")
    assert "hush" not in said


def test_who_holds_articles_once_is_told_of_those_that_are_asked_for_no_more():
    takes = Filter(site="other.example").takes_event
    current = consume_to._asked(takes, current=True)(event(1, 3))
    assert (current.id, current.document) == (event(1).id, None)
    assert consume_to._asked(takes, current=False)(event(1)) is None
    assert consume_to._asked(takes, current=False)(deleted(1, 0)) == deleted(1, 0)
    mine = Filter(site="chunjiang.example").takes_event
    assert consume_to._asked(mine, current=True)(event(1)) == event(1)


def test_a_withdrawal_names_nobody_and_reaches_who_asked_for_a_name():
    takes = Filter(site="chunjiang.example", entity="周舟").takes_event
    assert takes(event(1))
    empty = {**event(1).document["enrichment"], "entities": []}
    assert takes(event(1, pubStatus="canceled", enrichment=empty))
    assert not takes(event(1, enrichment=empty))
    elsewhere = {**empty, "site": "other.example"}
    assert not takes(event(1, pubStatus="canceled", enrichment=elsewhere))


def test_the_group_of_a_sink_without_places_says_where_and_holds_no_password():
    asked = wanted("webhook+https://h.example/a?token=t", reader="desk")
    assert consume_to.group_of(asked) == "news-sink-desk-webhook-https---h-example-a"
    assert len(consume_to.group_of(wanted(f"webhook+https://h.example/{'a' * 300}"))) == 249
