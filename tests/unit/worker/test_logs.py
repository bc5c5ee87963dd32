"""What a worker logs, and what it keeps to itself."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from pipeline.worker.json_logs import json_formatter
from pipeline.worker.logs import Repeated, is_worth_telling


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("aiokafka", logging.ERROR, "", 1, message, None, None)


def test_a_fresh_broker_without_a_coordinator_is_no_news() -> None:
    asked = "Group Coordinator Request failed: [Error 15] GroupCoordinatorNotAvailableError"
    assert not is_worth_telling(record(asked))
    assert is_worth_telling(record("Group Coordinator Request failed: [Error 30] Forbidden"))


def test_a_followed_topic_left_open_at_the_end_is_no_news() -> None:
    assert not is_worth_telling(record("Unclosed AIOKafkaConsumer"))
    assert is_worth_telling(record("Unclosed AIOKafkaProducer"))


def test_a_topic_made_just_now_that_has_no_leader_yet_is_no_news() -> None:
    place = "TopicPartition(topic='news.control.v1', partition=5)"
    said = "Failed fetch offsets from 1: [Error {}]"
    asked = said.format(f"6] NotLeaderForPartitionError: {place}")
    assert not is_worth_telling(record(asked))
    assert is_worth_telling(record(said.format(f"3] UnknownTopicOrPartitionError: {place}")))


def test_a_library_says_a_thing_once_in_half_a_minute_and_how_often_it_would_have() -> None:
    """Without a broker aiokafka wrote three thousand lines a second."""
    now = [100.0]
    worth = Repeated(lambda: now[0])
    lost = "Unable connect to node with id %s: %s"

    def say(name: str, message: str, *arguments: object) -> str:
        said = logging.LogRecord(name, logging.ERROR, "", 1, message, arguments, None)
        return said.getMessage() if worth(said) else ""

    assert say("aiokafka", lost, 1, "refused") == "Unable connect to node with id 1: refused"
    now[0] += 29.9
    assert say("aiokafka", lost, 2, "refused") == ""
    assert say("aiokafka", lost, 1, "refused") == ""
    assert say("aiokafka", "Failed fetch from %s", 1) == "Failed fetch from 1"
    assert say("aiokafka.consumer", lost, 1, "refused"), "another place says it"
    now[0] += 0.1
    again = "Unable connect to node with id 3: refused (and 2 times before)"
    assert say("aiokafka", lost, 3, "refused") == again
    now[0] += 30
    assert say("aiokafka", lost, 1, "refused") == "Unable connect to node with id 1: refused"
    ours = [say("pipeline.stream.dead_letter", "rejected %s", number) for number in range(3)]
    assert ours == ["rejected 0", "rejected 1", "rejected 2"], "what we say is about one record"


def test_a_library_that_never_says_the_same_fills_no_memory() -> None:
    worth = Repeated(lambda: 1.0)
    for number in range(5000):
        assert worth(logging.LogRecord("faust", logging.ERROR, "", 1, f"{number}", None, None))
    assert len(worth._said) <= 1000


def test_what_a_library_raised_is_always_told() -> None:
    worth = Repeated(lambda: 1.0)
    failed = (ValueError, ValueError("no"), None)
    for _ in range(2):
        assert worth(logging.LogRecord("mode", logging.ERROR, "", 1, "crashed", None, failed))


# A worker's log, with what its libraries say of a start, and what nobody catches.
SCRIPT = """
import logging, sys, threading, warnings
from pipeline.settings import load_settings
from pipeline.worker.logs import configure_logging, tell
from pipeline.errors import SettingsError
configure_logging(load_settings())
for name in ("aiokafka.consumer", "faust.worker", "mode.supervisors"):
    logging.getLogger(name).info("chatter of %s", name)
    logging.getLogger(name).warning("trouble of %s", name)
logging.getLogger("pipeline.worker.app").info("[^--_Member]: Starting...")
logging.getLogger("pipeline.worker.app").info("ours")
warnings.warn("old \\u2028 ways")
thread = threading.Thread(target=lambda: 1 // 0)
thread.start(); thread.join()
class Last:
    def __del__(self): raise KeyError("gone")
Last()
tell(SettingsError("the port is taken", where="NEWS_X"))
raise ValueError("two\\nlines")
"""


def logged(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True, text=True, check=False, env={**bare(), **environment},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.rstrip("\n").split("\n")


def bare() -> dict[str, str]:
    import os

    return {name: said for name, said in os.environ.items() if not name.startswith("NEWS_")}


def test_what_libraries_say_of_a_start_is_left_out() -> None:
    lines = logged()
    assert sum("chatter of" in line for line in lines) == 0
    assert sum("trouble of" in line for line in lines) == 3
    assert sum("Starting..." in line for line in lines) == 0
    assert sum(line.endswith("pipeline.worker.app: ours") for line in lines) == 1


def test_debug_leaves_nothing_out() -> None:
    lines = logged(NEWS_LOG_LEVEL="debug")
    assert sum("chatter of" in line for line in lines) == 3
    assert sum("Starting..." in line for line in lines) == 1


def test_errors_alone_are_errors_alone() -> None:
    assert sum("trouble of" in line for line in logged(NEWS_LOG_LEVEL="error")) == 0


def test_every_line_is_an_object_of_json() -> None:
    told = [json.loads(line) for line in logged(NEWS_LOG_JSON="1")]
    assert all({"time", "level", "process", "logger", "message"} <= set(each) for each in told)
    said = {each["message"].splitlines()[0]: each for each in told}
    assert any("old \u2028 ways" in each["message"] for each in told)
    assert "Traceback" in said["ZeroDivisionError: integer division or modulo by zero"]["exception"]
    assert any("KeyError('gone')" in message for message in said)
    assert said["NEWS_X: the port is taken"]["level"] == "error"
    assert told[-1]["message"] == "ValueError: two\nlines"
    assert told[-1]["level"] == "critical"


def test_fields_stand_by_themselves_and_half_characters_are_written() -> None:
    one = record("x")
    one.fields = {"id": "\udcff", "offset": 7}
    told = json.loads(json_formatter().format(one))
    assert (told["id"], told["offset"], told["message"]) == ("\\udcff", 7, "x")


@pytest.mark.parametrize("arguments", [["nonsense"], ["enrich", "gone.txt"], ["topics", "check"]])
def test_a_verb_s_fault_is_an_object_too(arguments) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], capture_output=True, check=False,
        env={**bare(), "NEWS_LOG_JSON": "true", "NEWS_BROKER": "127.0.0.1:9"},
    )  # fmt: skip
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["level"] == "error"
