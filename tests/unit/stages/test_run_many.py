"""A stage over articles together or one by one: the same answers, and a bug costs one article."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import decode_raw, too_large
from pipeline.stages.run_many import (
    Clock,
    clean_many,
    extract_many,
    internal_error,
    noted,
    one_line,
    read_raw,
    run_of,
    run_one,
)
from pipeline.stages.watchdog import within
from pipeline.topology import LARGEST_ARTICLE_LINES
from pipeline.types.articles import Origin, RawArticle, Rejection
from tests.stream.tiny import TinyCleaner, TinyExtractor
from tools.made_articles import unique

STILL = Clock(now=lambda: 7.0, spent=lambda: 0.0)
BROKEN = "BREAK CLEAN"
NOW = 1.7e9


def raw(text: str, number: int = 0, **fields: str) -> RawArticle:
    return RawArticle(origin=Origin(source_id=f"{number}", timestamp=1.7e9), text=text, **fields)


def raised(error: Exception) -> Exception:
    """Return `error` with a traceback."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


@pytest.mark.parametrize("broken", [(), (5,), (0, 15), (3, 4), tuple(range(16))], ids=str)
def test_each_is_answered_as_if_it_were_alone(broken: tuple[int, ...]) -> None:
    raws = [raw(BROKEN if n in broken else f"第{n}班渡船", n) for n in range(16)]
    stage = TinyCleaner()
    together = clean_many(stage, raws, STILL)
    assert stage.together == [16, *([1] * 16 if broken else [])]
    assert together == [found for one in raws for found in clean_many(TinyCleaner(), [one], STILL)]
    refused = [n for n, found in enumerate(together) if isinstance(found, Rejection)]
    assert refused == list(broken)


def test_a_stage_may_refuse_among_others() -> None:
    found = clean_many(TinyCleaner(), [raw("REFUSE"), raw("早班船")], STILL)
    assert found[0] == Rejection(stage="clean", reason="no-article", detail="nothing to read")
    assert [run.outcome for run in found[1].stages] == ["ok"]


def test_no_article_asks_the_stage_nothing() -> None:
    stage = TinyCleaner()
    assert clean_many(stage, [], STILL) == []
    assert stage.together == []


def test_each_took_its_part_of_the_time_by_its_size() -> None:
    clock = Clock(now=lambda: 7.0, spent=itertools.count(0, 12).__next__)
    # Each with one more for itself: 1, 4 and 7 of twelve.
    found = clean_many(TinyCleaner(), [raw(""), raw("三个字"), raw("六" * 6)], clock)
    assert [run.ms for each in found for run in each.stages] == [1000.0, 4000.0, 7000.0]
    assert {run.at for each in found for run in each.stages} == {7.0}


def test_the_earlier_runs_stay() -> None:
    first = clean_many(TinyCleaner(), [raw("渡口")], STILL)[0].stages
    (found,) = extract_many(TinyExtractor(), [unique("渡口")], STILL)
    assert [run.name for run in (*first, *found.stages)] == ["clean", "extract"]


def test_an_answer_too_few_is_a_bug_of_the_stage() -> None:
    class Forgetful(TinyCleaner):
        def many(self, raws):
            return [found for found in super().many(raws) if "二" not in found.text]

    found = clean_many(Forgetful(), [raw("一"), raw("二"), raw("三")], STILL)
    assert [isinstance(each, Rejection) for each in found] == [False, True, False]
    assert found[1].reason == "internal-error"


def test_what_a_piece_of_work_gives_and_what_it_raises() -> None:
    clock = Clock(now=lambda: 7.0, spent=itertools.count(0, 2).__next__)
    assert run_one("dedup", lambda: "done", clock) == ("done", 7.0, 2)
    found = run_one("dedup", lambda: {}["missing"], clock)
    assert (found.stage, found.reason) == ("dedup", "internal-error")


def test_what_takes_too_long_is_too_slow_and_names_its_place() -> None:
    def slow() -> None:
        while True:
            pass

    found = run_one("dedup", lambda: within(0.02, slow), STILL)
    assert (found.stage, found.reason) == ("dedup", "too-slow")
    assert found.detail.startswith(
        "it took more than 0.02 seconds of processor time (test_run_many.py:"
    )
    assert found.detail.endswith(" in slow)")


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_a_wish_to_stop_is_no_fault_of_an_article(error) -> None:
    def stop() -> None:
        raise error

    with pytest.raises(error):
        run_one("clean", stop, STILL)


def test_an_internal_error_names_exception_message_and_place() -> None:
    detail = internal_error("extract", raised(ValueError("two\nlines"))).detail
    assert detail.startswith("ValueError: two lines (test_run_many.py:")
    assert detail.endswith(" in raised)")
    assert internal_error("extract", ValueError("never raised")).detail == (
        "ValueError: never raised"
    )


@given(st.text(max_size=2000))
def test_a_long_message_hides_no_place_and_takes_any_encoding(message: str) -> None:
    detail = internal_error("clean", raised(ValueError(message))).detail
    assert detail.endswith(" in raised)")
    assert len(detail) <= 500
    assert len(detail.splitlines()) == 1
    detail.encode()


def test_the_longest_message_leaves_room_for_its_place() -> None:
    detail = internal_error("clean", raised(ValueError("长" * 900))).detail
    assert len(detail) == 500
    assert detail.endswith(" in raised)")
    assert "长… (" in detail


def test_a_run_is_noted_after_those_before() -> None:
    first = run_of("clean", 7.5, 0.0123456, "ok")
    assert (first.at, first.ms) == (7.5, 12.346)
    article = msgspec.structs.replace(unique("渡口"), stages=(first,))
    then = run_of("dedup", 8.0, 0.001, "original")
    assert noted(article, then).stages == (first, then)


def test_the_place_named_is_where_it_broke() -> None:
    def deeper() -> None:
        raise ZeroDivisionError("deep")

    ran = run_one("clean", deeper, STILL)
    assert ran.detail.endswith(" in deeper)")


def test_a_detail_is_cut_with_a_mark() -> None:
    assert one_line("渡 口\n" * 3) == "渡 口 渡 口 渡 口"
    assert one_line("渡" * 500) == "渡" * 500
    assert one_line("渡" * 501) == "渡" * 499 + "…"


def test_a_raw_article_is_read_or_refused() -> None:
    origin = Origin(source_id="a")
    assert read_raw(lambda: raw("渡口"), NOW) == raw("渡口")
    found = read_raw(
        lambda: decode_raw(b"\x00\x01\xff" * 9, origin, content_type="text/plain"), NOW
    )
    assert (found.stage, found.reason) == ("clean", "undecodable")
    text = "\n" * LARGEST_ARTICLE_LINES
    for large in (raw(text), RawArticle(origin=origin, html=text)):
        found = read_raw(lambda large=large: large, NOW)
        assert found == Rejection(stage="clean", reason="too-large", detail=too_large(text))
    early = read_raw(lambda: raw("渡口"), NOW - 9e5)
    assert (early.origin.timestamp, early.flags) == (NOW - 9e5, ("futureTime",))
    found = read_raw(lambda: {}["a bug"], NOW)
    assert (found.stage, found.reason) == ("clean", "internal-error")
