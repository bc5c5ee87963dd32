"""What a worker logs, and what it keeps to itself."""

from __future__ import annotations

import logging

from pipeline.worker.logs import is_worth_telling


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("aiokafka", logging.ERROR, "", 1, message, None, None)


def test_a_fresh_broker_without_a_coordinator_is_no_news() -> None:
    asked = "Group Coordinator Request failed: [Error 15] GroupCoordinatorNotAvailableError"
    assert not is_worth_telling(record(asked))
    assert is_worth_telling(record("Group Coordinator Request failed: [Error 30] Forbidden"))


def test_a_followed_topic_left_open_at_the_end_is_no_news() -> None:
    assert not is_worth_telling(record("Unclosed AIOKafkaConsumer"))
    assert is_worth_telling(record("Unclosed AIOKafkaProducer"))
