"""Liveness: a partition that has records to read must move."""

from pipeline.stream.metrics import STUCK_AFTER, Liveness, Stats

PLACE = ("news.raw.v1", 0)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_partition_with_a_lag_that_does_not_move_is_stuck() -> None:
    clock = Clock()
    live = Liveness(stuck_after=60, clock=clock)
    assert live.see({PLACE: (5, 9)}) == []
    clock.now = 61
    assert live.see({PLACE: (5, 9)}) == [PLACE]
    assert live.see({PLACE: (6, 9)}) == []


def test_a_partition_without_a_lag_may_stand_still() -> None:
    clock = Clock()
    live = Liveness(stuck_after=60, clock=clock)
    live.see({PLACE: (9, 9)})
    clock.now = 1000
    assert live.see({PLACE: (9, 9)}) == []
    clock.now = 1030
    assert live.see({PLACE: (9, 12)}) == []
    clock.now = 1061
    assert live.see({PLACE: (9, 12)}) == [PLACE]


def test_nothing_is_stuck_while_an_agent_is_at_work() -> None:
    clock = Clock()
    live = Liveness(stuck_after=60, clock=clock)
    live.see({PLACE: (5, 9)})
    clock.now = 100
    assert live.see({PLACE: (5, 9)}, busy=True) == []
    clock.now = 150
    assert live.see({PLACE: (5, 9)}) == []
    clock.now = 161
    assert live.see({PLACE: (5, 9)}) == [PLACE]


def test_a_partition_that_comes_back_starts_anew() -> None:
    clock = Clock()
    live = Liveness(stuck_after=60, clock=clock)
    live.see({PLACE: (5, 9)})
    clock.now = 50
    live.see({})
    clock.now = 100
    assert live.see({PLACE: (5, 9)}) == []


def test_the_lag_of_a_partition_that_went_elsewhere_is_gone() -> None:
    stats = Stats()
    stats.progress({PLACE: 4, ("news.raw.v1", 1): 0}, alive=True)
    stats.progress({("news.raw.v1", 1): 2}, alive=False)
    value = stats.registry.get_sample_value
    assert value("news_lag_records", {"topic": "news.raw.v1", "partition": "0"}) is None
    assert value("news_lag_records", {"topic": "news.raw.v1", "partition": "1"}) == 2
    assert value("news_alive") == 0


def test_records_are_counted_by_outcome() -> None:
    stats = Stats()
    stats.record("clean", "ok", 0.1)
    stats.record("clean", "bad-json", 0.1)
    stats.record("clean", "ok", 0.1)
    assert (stats.count("clean"), stats.count("clean", "bad-json")) == (2, 1)


def test_stuck_is_longer_than_the_limit_and_no_sooner() -> None:
    assert STUCK_AFTER == 30.0
    clock = Clock()
    live = Liveness(clock=clock)
    live.see({PLACE: (5, 6)})
    clock.now = STUCK_AFTER
    assert live.see({PLACE: (5, 6)}) == []
    clock.now = STUCK_AFTER + 0.1
    assert live.see({PLACE: (5, 6)}) == [PLACE]


def test_a_position_that_moves_starts_anew_and_only_its_own() -> None:
    clock = Clock()
    live, other = Liveness(stuck_after=60, clock=clock), ("news.clean.v1", 3)
    live.see({PLACE: (5, 9), other: (5, 9)})
    clock.now = 50
    live.see({PLACE: (6, 9), other: (5, 9)})
    clock.now = 100
    assert live.see({PLACE: (6, 9), other: (5, 9)}) == [other]


def test_a_partition_that_was_set_back_moves() -> None:
    clock = Clock()
    live = Liveness(stuck_after=60, clock=clock)
    live.see({PLACE: (8, 9)})
    clock.now = 50
    live.see({PLACE: (5, 9)})
    clock.now = 100
    assert live.see({PLACE: (5, 9)}) == []


def test_what_takes_no_time_is_counted_and_not_timed() -> None:
    stats = Stats()
    stats.record("clean", "too-large", 0.0)
    stats.record("clean", "ok", 0.003)
    value = stats.registry.get_sample_value
    assert value("news_record_seconds_count", {"agent": "clean"}) == 1
    assert value("news_record_seconds_bucket", {"agent": "clean", "le": "0.005"}) == 1
    assert value("news_record_seconds_bucket", {"agent": "clean", "le": "0.0025"}) == 0
    assert stats.count("clean", "too-large") == 1


def test_what_was_forgotten_dropped_and_known() -> None:
    stats = Stats()
    value = stats.registry.get_sample_value
    stats.forgot("lines", 0)
    assert value("news_forgotten_entries_total", {"table": "lines"}) is None
    stats.forgot("lines", 3)
    stats.forgot("lines", 4)
    stats.dropped("dedup")
    stats.knows_links(9)
    stats.knows_links(8)
    stats.jumped()
    stats.jumped()
    assert value("news_forgotten_entries_total", {"table": "lines"}) == 7
    assert value("news_sightings_dropped_total", {"agent": "dedup"}) == 1
    assert value("news_known_links") == 8
    assert value("news_clock_jumps_total") == 2


def test_a_worker_is_alive_when_it_is_told_so() -> None:
    stats = Stats()
    assert stats.registry.get_sample_value("news_alive") == 0
    stats.alive(yes=True)
    assert stats.registry.get_sample_value("news_alive") == 1
    stats.alive(yes=False)
    assert stats.registry.get_sample_value("news_alive") == 0
    stats.progress({}, alive=True)
    assert stats.registry.get_sample_value("news_alive") == 1
