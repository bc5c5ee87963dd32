"""The decide agent while articles wait: bytes, idle partitions, clocks, takeovers, rows of 0.2.0."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.codec import encode
from pipeline.stream.handlers.waiting import MOST_UNCLAIMED
from pipeline.types.records import StoryMessage
from tests.stream.tiny import TinyDedup
from tests.unit.stream.desk import (
    HOUR,
    START,
    Desk,
    Rows,
    answer_to,
    articles,
    asked,
    pending,
    raws,
)
from tests.unit.stream.parts import message

YEARS = {"1970": 0.0, "2099": 4.08e9}
DAY = 24 * HOUR


# What is written


def test_an_article_is_written_once_whatever_number_of_shards_answers() -> None:
    """Ten shards, each answer in a batch of its own: the article itself is one record of 12."""
    desk = Desk(partitions=10)
    waits = pending(shards=tuple(range(10)), more="江风" * 1500)
    desk.article(waits)
    whole = len(encode(StoryMessage(pending=waits)))
    assert (desk.rows.records, whole < desk.rows.written < whole + 300) == (1, True)
    for shard in range(9):
        desk.answer(waits, shard)
    assert desk.rows.records == 10
    assert desk.rows.written < whole + 300 + 9 * 130
    (found,) = articles(desk.answer(waits, 9))
    assert found.value.facts.id == waits.draft.facts.id
    # Both rows deleted, and the decision.
    assert desk.rows.records == 13
    assert desk.rows.waiting() == []


def test_copies_that_wait_cost_their_bytes_once_and_come_out_once() -> None:
    written = {}
    for copies in (100, 200, 400, 800):
        desk, more = Desk(), "江风" * 200
        for number in range(copies):
            desk.article(pending(1, raw=number, more=more))
        one = len(encode(StoryMessage(pending=pending(1, raw=copies, more=more))))
        found = desk.answer(pending(1, more=more), 0, 1)
        assert raws(found) == list(range(copies))
        assert desk.rows.waiting() == []
        written[copies] = desk.rows.written
        assert desk.rows.written < copies * (one + 400)
    assert written[200] < 2.02 * written[100]
    assert written[800] < 8.02 * written[100]


def test_a_raw_record_read_again_while_it_waits_writes_nothing() -> None:
    desk = Desk()
    desk.article(pending())
    before = desk.rows.written
    desk.article(pending())
    assert desk.rows.written == before
    assert raws(desk.answer(pending(), 0, 1)) == [1]


def test_copies_come_out_in_their_order_after_a_takeover_too() -> None:
    desk = Desk()
    for number in range(20):
        desk.article(pending(1, raw=number))
    desk.restart()
    assert raws(desk.answer(pending(1), 0, 1)) == list(range(20))


def test_an_answer_that_comes_again_writes_nothing() -> None:
    desk = Desk()
    desk.article(pending())
    desk.answer(pending(), 0, of="first")
    before = desk.rows.written
    desk.answer(pending(), 0, of="first")
    assert desk.rows.written == before
    desk.answer(pending(), 0, of="second")
    (found,) = articles(desk.answer(pending(), 1))
    assert found.value.duplicate.of == "second"


# Answers that nobody waits for


def test_ten_thousand_answers_without_an_article_are_bounded_and_go() -> None:
    desk, answer = Desk(), answer_to(pending(), 0)
    for number in range(10_000):
        match = msgspec.structs.replace(answer, article=f"a{number}")
        desk.read(StoryMessage(match=match))
    assert len(desk.rows.waiting()) == MOST_UNCLAIMED
    late = pending(10_001)
    desk.now += 6 * HOUR
    for number in range(MOST_UNCLAIMED // 16 + 1):
        desk.offset += 10_000 if not number else 0
        desk.article(late)
        assert articles(desk.answer(late, 0, 1)) or number
    assert desk.rows.waiting() == []


def test_in_an_idle_partition_they_go_by_the_watch() -> None:
    desk = Desk()
    for number in range(40):
        desk.answer(pending(number), 0)
    assert articles(desk.idle(6 * HOUR)) == []
    assert len(desk.rows.waiting()) == 41
    desk.idle(120)
    assert desk.rows.waiting() == []


def test_an_article_finds_the_answers_that_came_before_it() -> None:
    desk = Desk()
    desk.answer(pending(), 0, 1)
    desk.restart()
    assert raws(desk.article(pending())) == [1]
    assert desk.rows.waiting() == []


# Idle partitions and clocks


def flags(found: list) -> list[tuple[str, ...]]:
    return [out.value.facts.flags for out in articles(found)]


def test_in_an_idle_partition_the_watch_ends_the_wait() -> None:
    desk = Desk()
    desk.article(pending())
    desk.tick()
    assert articles(desk.idle(6 * HOUR - 30)) == []
    assert flags(desk.idle(30)) == [("answersMissing",)]
    assert desk.rows.waiting() == []
    assert articles(desk.idle(7 * HOUR)) == []


def test_while_few_records_come_it_ends_between_two_of_them() -> None:
    """A record every minute: not idle for long, and ten thousand of them are a week."""
    desk = Desk()
    desk.article(pending())
    found = []
    for number in range(2, 363):
        for _ in range(6):
            found += desk.tick(10)
        assert articles(desk.article(pending(number))) == []
        assert raws(desk.answer(pending(number), 0, 1)) == [number]
    assert raws(found) == [1]
    assert flags(found) == [("answersMissing",)]


def test_in_a_busy_partition_it_takes_ten_thousand_records_too() -> None:
    """Also where the clocks of those who write the records stand still."""
    desk, other = Desk(), pending(2)
    desk.article(other)
    desk.answer(other, 0, 1)
    desk.article(pending(1))
    first, found = desk.offset, []
    while not found:
        desk.offset += 3
        desk.answer(other, 0, timestamp=START)
        found = articles(desk.tick(9))
    assert raws(found) == [1]
    assert flags(found) == [("answersMissing",)]
    assert desk.offset - first >= 10_000 > desk.offset - first - 9


@pytest.mark.parametrize("year", YEARS)
def test_a_worker_whose_clock_jumps_decides_nothing_and_goes_on(year) -> None:
    desk = Desk()
    for number in range(100):
        desk.article(pending(number))
    desk.tick()
    right, desk.now = desk.now, YEARS[year]
    assert articles(desk.tick()) == []
    assert articles(desk.idle(HOUR)) == []
    desk.now = right
    assert articles(desk.idle(4 * HOUR)) == []
    assert len(articles(desk.idle(1.5 * HOUR))) == 100
    assert desk.rows.waiting() == []


@pytest.mark.parametrize("year", YEARS)
def test_articles_of_a_wrong_clock_wait_as_long_as_others(year) -> None:
    desk = Desk()
    desk.article(pending(1), timestamp=YEARS[year])
    desk.article(pending(2))
    desk.article(pending(3), timestamp=YEARS[year])
    desk.tick()
    desk.offset += 10_000
    found = desk.article(pending(4), timestamp=START + 5 * HOUR)
    found += desk.idle(5 * HOUR)
    assert articles(found) == []
    assert raws(desk.idle(1.1 * HOUR)) == [1, 2, 3, 4]
    assert desk.rows.waiting() == []


@pytest.mark.parametrize("year", YEARS)
def test_one_record_of_a_wrong_clock_decides_nobody(year) -> None:
    desk = Desk()
    for number in range(20):
        desk.article(pending(number))
    desk.offset += 10_000
    assert articles(desk.article(pending(21), timestamp=YEARS[year])) == []
    assert articles(desk.article(pending(22), timestamp=START + HOUR)) == []
    desk.tick()
    assert len(articles(desk.idle(6.1 * HOUR))) == 22


def test_a_night_in_which_nothing_ran_ends_no_wait() -> None:
    desk = Desk()
    desk.article(pending())
    desk.tick()
    desk.now += 12 * HOUR
    desk.restart()
    assert articles(desk.tick() + desk.tick() + desk.idle(HOUR)) == []
    assert raws(desk.answer(pending(), 0, 1)) == [1]


def test_a_restart_every_hour_ends_the_wait_all_the_same() -> None:
    desk = Desk()
    desk.article(pending())
    found = []
    for _ in range(6):
        desk.restart()
        desk.tick()
        found += desk.idle(HOUR - 30)
    assert articles(found) == []
    desk.restart()
    desk.tick()
    # What was watched since it was written down last is lost: a minute a restart at most.
    assert raws(desk.idle(7 * 60)) == [1]


def test_the_watch_is_not_written_while_answers_come() -> None:
    desk = Desk()
    for number in range(50):
        desk.article(pending(number))
        desk.tick(10)
        before = desk.rows.records
        desk.tick(10)
        assert desk.rows.records == before
        desk.answer(pending(number), 0, 1)
    assert desk.rows.waiting() == []


# Asked again


def ids(*numbers: int) -> list[str]:
    return [pending(number).draft.facts.id for number in numbers]


class Asks(TinyDedup):
    """Asks both shards of two."""

    def questions(self, pending, *, shards):
        (one,) = super().questions(pending, shards=shards)
        return tuple(msgspec.structs.replace(one, shard=shard) for shard in range(shards))


def test_after_minutes_the_shards_that_are_silent_are_asked_again_and_again() -> None:
    desk = Desk(Asks())
    desk.article(pending())
    desk.answer(pending(), 1)
    desk.tick()
    assert asked(desk.idle(270)) == []
    assert asked(desk.idle(30)) == [(*ids(1), 0)]
    assert asked(desk.idle(270)) == []
    assert asked(desk.idle(30)) == [(*ids(1), 0)]
    assert raws(desk.answer(pending(), 0)) == [1]
    assert asked(desk.idle(HOUR)) == []


def test_a_question_asked_again_is_the_one_that_was_asked() -> None:
    stage, desk = TinyDedup(), Desk(partitions=2)
    waits = msgspec.structs.replace(pending(), partition=5, offset=77)
    (again,) = stage.questions(waits, shards=2)
    desk.article(msgspec.structs.replace(waits, shards=(again.shard,)))
    desk.tick()
    (emit,) = desk.idle(300)
    assert emit.item == again
    assert (again.partition, again.offset) == (5, 77)


def test_who_takes_a_partition_over_asks_at_its_first_look_what_waits_for_minutes() -> None:
    desk = Desk(Asks())
    desk.article(pending(1))
    desk.now += 400
    desk.article(pending(2))
    desk.answer(pending(1), 1)
    desk.restart()
    assert asked(desk.tick()) == [(*ids(1), 0)]
    assert asked(desk.tick()) == []
    assert asked(desk.idle(300)) == [(*ids(2), 0), (*ids(2), 1), (*ids(1), 0)]


def test_sixteen_are_asked_about_at_once() -> None:
    desk = Desk(Asks())
    for number in range(40):
        desk.article(pending(number))
    desk.now += 400
    desk.restart()
    assert [len(asked(desk.tick())) for _ in range(4)] == [32, 32, 16, 0]


# What is undone, and what 0.2.0 wrote


class Broken(TinyDedup):
    """Breaks outside of the stage's own boundary, as a fault of ours would."""

    breaks = False

    def is_decided(self, decisions, article, version, *, partition):
        if self.breaks:
            raise ZeroDivisionError
        return super().is_decided(decisions, article, version, partition=partition)


def test_a_record_that_breaks_leaves_what_waits_as_it_was() -> None:
    stage = Broken()
    desk = Desk(stage)
    desk.article(pending(1))
    stage.breaks = True
    with pytest.raises(ZeroDivisionError):
        desk.article(pending(2))
    stage.breaks = False
    assert len(desk.rows.waiting()) == 1
    # Its row is undone; in memory it must not wait either, without a row.
    assert raws(desk.answer(pending(2), 0, 1)) == []
    assert raws(desk.article(pending(2))) == [2]
    assert raws(desk.answer(pending(1), 0, 1)) == [1]
    assert desk.rows.waiting() == []


def earlier(*numbers: int, shards=(0, 1), answered=(), raw=None) -> dict[str, bytes]:
    """Return the row that 0.2.0 wrote of these records of one article."""
    waits = [pending(numbers[0], raw=raw or number, shards=shards) for number in numbers]
    messages = [
        message(offset, encode(StoryMessage(pending=each)), timestamp=START)
        for offset, each in enumerate(waits)
    ]
    facts = pending(numbers[0]).draft.facts
    matches = [answer_to(pending(numbers[0]), shard, "first") for shard in answered]
    row = {"messages": messages, "shards": shards, "matches": matches}
    return {f"0?{facts.id}|{facts.version}": msgspec.msgpack.encode(row)}


@pytest.mark.parametrize("first", ["record", "tick"])
def test_what_0_2_0_left_waiting_comes_out(first) -> None:
    rows = Rows(earlier(1, 7, answered=(0,)) | earlier(2, shards=(1,)))
    desk = Desk(rows=rows)
    desk.offset = 50
    desk.tick() if first == "tick" else desk.answer(pending(3), 0)
    assert not [key for key in rows if key.startswith("0?")]
    desk.restart()
    found = desk.answer(pending(1), 1)
    assert raws(found) == [1, 7]
    assert {out.value.duplicate.of for out in articles(found)} == {"first"}
    assert raws(desk.answer(pending(2), 1)) == [2]


def test_answers_that_0_2_0_left_are_found_and_else_they_go() -> None:
    facts = pending(1).draft.facts
    data = msgspec.msgpack.encode({"matches": [answer_to(pending(1), 0)]})
    desk = Desk(rows=Rows({f"0?{facts.id}|{facts.version}": data}))
    desk.article(pending(1))
    assert raws(desk.answer(pending(1), 1)) == [1]
    desk = Desk(rows=Rows({f"0?{facts.id}|{facts.version}": data}))
    desk.tick()
    desk.idle(6.1 * HOUR)
    assert desk.rows.waiting() == []


def test_what_0_2_0_left_goes_by_records_as_it_would_have() -> None:
    desk = Desk(rows=Rows(earlier(1)))
    desk.offset = 10_000
    found = desk.article(pending(2), timestamp=START + 6 * HOUR)
    assert raws(found) == [1]
    assert flags(found) == [("answersMissing",)]


@pytest.mark.parametrize("wakes", ["record", "tick"])
def test_what_0_2_0_and_we_have_together_is_decided(wakes) -> None:
    """A worker of 0.2.0 beside ours kept the last answer in a row of its own."""
    desk = Desk()
    desk.article(pending(1))
    desk.answer(pending(1), 0)
    facts = pending(1).draft.facts
    data = msgspec.msgpack.encode({"matches": [answer_to(pending(1), 1)]})
    desk.rows[f"0?{facts.id}|{facts.version}"] = data
    desk.restart()
    found = desk.tick() if wakes == "tick" else desk.article(pending(2))
    assert raws(found) == [1]
    assert flags(found) == [()]
