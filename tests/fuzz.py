"""Fuzzing led by coverage: bytes for what reads foreign ones, a process a target.

`python -m tests.fuzz` runs all targets, each for its part of `--seconds`; what it kept of earlier
runs, and what broke a target, lies under `.fuzz/`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from pipeline.codec import decode, decode_raw, encode
    from pipeline.dedup.stories.index import StoryIndex
    from pipeline.dedup.stories.postings import postings
    from pipeline.dedup.stories.sketch import sketch
    from pipeline.dedup.tables import story_row
    from pipeline.dedup.tables.decision_row import Decision, pack_decisions, unpack_decisions
    from pipeline.dedup.tables.opened_row import OpenedRow, pack_opened, unpack_opened
    from pipeline.errors import CodecError
    from pipeline.text.decode import decode as decode_bytes
    from pipeline.text.fingerprint import article_id
    from pipeline.text.times.find import find_times, parse_timestamp
    from pipeline.types.articles import (
        CleanArticle,
        Duplicate,
        Facts,
        Origin,
        RawArticle,
        Rejection,
        UniqueArticle,
    )
    from pipeline.types.records import LinkSightings, Postings, StoryMessage

from tests.bad_records import bad_record

if TYPE_CHECKING:
    from pipeline.stages.built import Stages

KEPT = Path(__file__).resolve().parent.parent / ".fuzz"
ORIGIN = Origin(source_id="fuzz", timestamp=1_700_000_000.0)
KINDS = (
    None,
    "text/plain",
    "text/html",
    "text/plain; charset=gbk",
    "application/json; charset=utf-16",
)
RECORDS = (CleanArticle, UniqueArticle, StoryMessage, Postings, LinkSightings)
LONGEST = 4096


@cache
def stages() -> Stages:
    """Return the stages, built once: targets that need none do not wait for them."""
    with atheris.instrument_imports(include=["pipeline"]):
        from pipeline.stages.built import Stages

    return Stages(("clean", "dedup", "extract"))


def fuzz_decode(data: bytes) -> None:
    """Raw records of any content type: a raw article, or one clear reason."""
    kind = KINDS[data[0] % len(KINDS)] if data else None
    try:
        decode_raw(data[1:], ORIGIN, content_type=kind)
    except CodecError as error:
        assert "\n" not in str(error)


def fuzz_bytes(data: bytes) -> None:
    """Text of any bytes under any label: never raises."""
    label, _, data = data.partition(b"|")
    decode_bytes(data, declared=label.decode("latin-1"))


def fuzz_records(data: bytes) -> None:
    """Records of the inner topics, of a foreign writer: read and written again, or refused."""
    if not data:
        return
    kind = RECORDS[data[0] % len(RECORDS)]
    try:
        record = decode(data[1:], kind)
    except CodecError:
        return
    assert decode(encode(record), kind) == record


def fuzz_rows(data: bytes) -> None:
    """Rows of the dedup stage's tables: what they were made of, or ValueError."""
    for read in (unpack_opened, lambda row: unpack_decisions("a", row), _story):
        try:
            read(data)
        except ValueError:
            continue


def _story(data: bytes) -> None:
    keys, row = story_row.split(data)
    assert story_row.pack_keys(keys) + row == data
    story_row.read(row)
    story_row.kept_in(row)
    story_row.story_of(row)


def fuzz_times(data: bytes) -> None:
    """Points in time, in a field and in a text."""
    text = data.decode("utf-8", "replace")
    parse_timestamp(text)
    find_times(text)


def fuzz_text(data: bytes) -> None:
    """An article through all stages, after which its event is written."""
    through_all(
        RawArticle(
            origin=ORIGIN,
            text=data.decode("utf-8", "surrogatepass" if data[:1] == b"s" else "replace"),
        )
    )


def fuzz_page(data: bytes) -> None:
    """A page through all stages."""
    through_all(
        RawArticle(origin=ORIGIN, html=data.decode("utf-8", "replace"), url="https://a.example/1")
    )


def fuzz_envelope(data: bytes) -> None:
    """A raw record through all stages, where it is one."""
    try:
        raw = decode_raw(data, ORIGIN)
    except CodecError:
        return
    through_all(raw)


def through_all(raw: RawArticle) -> None:
    """Let `raw` come out of all stages, or be refused."""
    from pipeline.dedup.stories.memory import Memory
    from pipeline.document.ninjs import document

    (clean,) = stages().clean.many([raw])
    if isinstance(clean, Rejection):
        return
    clean = decode(encode(clean), CleanArticle)
    memory = Memory()
    opened = stages().dedup.open(clean, memory.lines, partition=0, offset=0, shards=1)
    matches = [memory.index.match(posting) for posting in opened.postings]
    decided = stages().dedup.decide(opened.pending, matches, memory.decisions)
    article = decode(encode(decided.article), UniqueArticle)
    (found,) = stages().extract.many([article])
    assert not isinstance(found, Rejection)
    for mention in found.extraction.mentions:
        if mention.field == "body":
            assert article.body[mention.start : mention.end] == mention.surface
    encode(document(found))


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): target
    for name, target in list(globals().items())
    if name.startswith("fuzz_")
}


def seeds(name: str) -> Iterator[bytes]:
    """Yield what a target begins with."""
    rng = Random(name)
    records = [bad_record(number, seed=7) for number in range(420)]
    if name == "rows":
        facts = Facts(
            id=article_id(url="https://a.example/1", site="", own=None, title="", content=""),
            version="00ff00ff",
            site="a.example",
            event_time=1.7e9,
            language="zh-Hans",
            origin=ORIGIN,
        )
        rows: dict[str, bytes] = {}
        (posting,) = postings(
            facts, sketch("渡口今天停航，明天上午九点恢复。" * 4), shards=1, source=(0, 7)
        )
        StoryIndex(rows, shard=0, window_days=30).match(posting)
        yield from rows.values()
        yield pack_opened(OpenedRow(version="00ff00ff", source=(1, 2**40), links=("0" * 16,) * 3))
        for story in (facts.id, "b"):
            duplicate = Duplicate(status="near", story=story, of="c", similarity=0.5)
            yield pack_decisions(
                "a", [Decision(version="x", duplicate=duplicate, story_time=9)] * 2
            )
        return
    for record in records:
        value = (record.value or b"")[:LONGEST]
        if name in ("decode", "records"):
            value = bytes((rng.randrange(250),)) + value
        yield value


def run(name: str, seconds: int) -> int:
    """Fuzz one target in this process; libFuzzer ends it."""
    kept = KEPT / name
    kept.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (kept / f"seed-{number}").write_bytes(seed)
    if TARGETS[name] in (fuzz_text, fuzz_page, fuzz_envelope):
        # Else the first input would take as long as they do.
        stages()
    atheris.Setup(
        [
            sys.argv[0],
            str(kept),
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            "-timeout=20",
            "-rss_limit_mb=4096",
            f"-artifact_prefix={KEPT}/{name}-",
            "-print_final_stats=1",
        ],
        TARGETS[name],
    )
    atheris.Fuzz()
    return 0


def main() -> int:
    """Run the targets named, or all of them; 1 where one broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="target")
    parser.add_argument("--seconds", type=int, default=3600, help="for all of them together")
    parser.add_argument("--alone", action="store_true", help="in this process")
    how = parser.parse_args()
    names = how.targets or list(TARGETS)
    if how.alone:
        return run(names[0], how.seconds)
    each, broken = max(how.seconds // len(names), 1), []
    for name in names:
        print(f"{name}: {TARGETS[name].__doc__}", flush=True)
        command = [sys.executable, "-m", "tests.fuzz", "--alone", "--seconds", str(each), name]
        if subprocess.run(command, check=False).returncode:
            broken.append(name)
    if broken:
        print(f"broke: {', '.join(broken)}; the inputs lie under {KEPT.name}/")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
