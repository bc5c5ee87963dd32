"""Rows of the tables in bytes: what is cut to fit, and what is refused."""

import msgspec
import pytest

from pipeline.dedup.tables.decision_row import (
    Decision,
    decision_key,
    pack_decisions,
    unpack_decisions,
)
from pipeline.dedup.tables.kept_sketch import kept_of
from pipeline.dedup.tables.opened_row import (
    KeptFacts,
    KeptLink,
    OpenedRow,
    Reading,
    pack_opened,
    unpack_opened,
)
from pipeline.dedup.tables.shard_table import ShardTable
from pipeline.dedup.tables.story_row import (
    _IDS,
    as_lent,
    event_time_of,
    is_about,
    kept_in,
    pack,
    pack_id,
    pack_keys,
    read,
    source_of,
    split,
    story_of,
    unpack_id,
    with_story,
)
from pipeline.types.articles import Duplicate
from tests.unit.dedup.test_index import posting

UUID = "0a1b2c3d-4e5f-5061-8273-94a5b6c7d8e9"
OTHER = "ffffffff-ffff-ffff-ffff-ffffffffffff"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (UUID, 17), (OTHER, 17), (UUID.upper(), 37), (UUID[:-1], 36), (UUID + "0", 38),
        (UUID.replace("-", "_"), 37), ("0a1b2c3d", 5), ("0a1b2c3", 8), ("0a1b2c3d4", 10),
        ("0A1B2C3D", 9), ("v1", 3), ("", 1), ("名", 4), ("x" * 253, 254),
    ],
)  # fmt: skip
def test_an_id_is_as_short_as_it_can_be(text, size):
    packed = pack_id(text)
    assert len(packed) == size
    assert unpack_id(b"--" + packed + b"--", 2) == (text, 2 + size)


def test_an_id_is_cut_after_253_bytes():
    assert unpack_id(pack_id("x" * 254), 0) == ("x" * 253, 254)
    text, end = unpack_id(pack_id("名" * 100), 0)
    assert (text[:84], end) == ("名" * 84, 254)


def duplicate(**how):
    how = {"status": "near", "story": "s", "of": "o", "similarity": 0.5, "novelty_days": 1.0} | how
    return Duplicate(**how)


@pytest.mark.parametrize(
    ("of", "story", "size"),
    [("m", "m", 0), (None, "m", 0), ("s", "s", 2), ("o", "s", 4), (None, "s", 2), ("m", "s", 2), ("o", "m", 2)],
)  # fmt: skip
@pytest.mark.parametrize("status", ["original", "exact", "near", "update"])
def test_a_decision_says_no_id_twice(of, story, size, status):
    made = Decision(
        version="v", duplicate=duplicate(status=status, of=of, story=story), story_time=7
    )
    packed = pack_decisions("m", [made, made])
    assert unpack_decisions("m", packed) == [made, made]
    assert len(packed) == 2 * (11 + 2 + size)


def test_a_decisions_figures_are_cut_to_fit():
    huge = duplicate(similarity=0.65436, novelty_days=1e6)
    made = [
        Decision(version="v", duplicate=huge, story_time=1 << 40),
        Decision(version="v", duplicate=huge, story_time=-5),
    ]
    late, early = unpack_decisions("m", pack_decisions("m", made))
    assert (late.story_time, early.story_time) == (0xFFFFFFFF, 0)
    assert (late.duplicate.similarity, late.duplicate.novelty_days) == (0.6544, 0xFFFFFFFF / 10_000)


def test_decisions_of_another_format_are_refused():
    packed = pack_decisions(UUID, [Decision(version="v1", duplicate=duplicate(), story_time=7)])
    for wrong in (packed[:-1], packed[:12], packed[:5], packed + b"\0"):
        with pytest.raises(
            ValueError, match=f"a decision of {len(wrong)} bytes is of another format"
        ):
            unpack_decisions(UUID, wrong)
    assert unpack_decisions(UUID, b"") == []


def test_decisions_stand_under_a_hash():
    assert decision_key("m") != decision_key("n")
    assert all(len(decision_key(str(n))) == 16 for n in range(300))


READING = Reading(
    of=(1 << 64) - 1,
    changed=((3, "link", 0.8, "link-elsewhere"),),
    links=(
        KeptLink(line=3, start=0, length=12, name=1),
        KeptLink(line=4, start=2, length=9, name=0, decorations=(0,), headline="灯塔"),
    ),
    decorations=("环球速递",),
    counts=((3, 7),),
)


@pytest.mark.parametrize("reading", [None, READING])
@pytest.mark.parametrize("offset", [0, 0xFFFFFFFF, 1 << 32, (1 << 48) - 1])
def test_an_opened_row_keeps_its_source_and_its_reading(offset, reading):
    row = OpenedRow(
        version="v1", source=(4321, offset), links=("00" * 8, "ff" * 8), reading=reading
    )
    packed = pack_opened(row)
    assert unpack_opened(packed) == row
    # Mark, number, source, version, number of links, links.
    assert packed.startswith(b"\xff\xff\x02")
    # Behind them four fields of one byte each, but for the state.
    assert reading is not None or len(packed) == 3 + 8 + 3 + 2 + 16 + 1 + 7 + 3
    for wrong in (
        packed[:-1],
        packed[:9],
        packed[:1],
        b"",
        packed[:2],
        b"\xff\xff\x03" + packed[3:],
    ):
        with pytest.raises(ValueError, match=f"an opened row of {len(wrong)} bytes"):
            unpack_opened(wrong)


def test_an_opened_row_keeps_what_the_version_does_not_cover():
    kept = KeptFacts(
        event_time=7.5,
        fetched_at=None,
        published=("2024-03-01", "day", "dateline", True),
        url="https://a.example/1",
        alt_ids=("x-1",),
        feed="晨间快讯",
        flags=("noBody",),
    )
    row = OpenedRow(
        version="v1", source=(1, 2), links=(), state="withdrawn", first_seen=6.5, kept=kept
    )
    assert unpack_opened(pack_opened(row)) == row


@pytest.mark.parametrize("reading", [None, READING])
def test_an_opened_row_that_ended_in_its_reading_is_read(reading):
    row = OpenedRow(version="v1", source=(4321, 5), links=("00" * 8,), reading=reading)
    head = pack_opened(msgspec.structs.replace(row, reading=None))[3 : 3 + 8 + 3 + 2 + 8]
    rest = b"" if reading is None else msgspec.msgpack.encode(reading)
    assert unpack_opened(b"\xff\xff\x01" + head + rest) == row


def test_an_opened_row_of_0_2_0_is_read():
    data = bytes.fromhex("e110 05000000 0100") + b"\x02v1" + b"\x00" * 8 + b"\xff" * 8
    row = OpenedRow(version="v1", source=(4321, 5 | 1 << 32), links=("00" * 8, "ff" * 8))
    assert unpack_opened(data) == row
    for wrong in (data[:-1], data[:9]):
        with pytest.raises(ValueError, match=f"an opened row of {len(wrong)} bytes"):
            unpack_opened(wrong)


def test_an_opened_row_of_0_2_0_cut_off_by_as_much_as_a_link_is_refused():
    data = bytes(8) + b"\x14version-of-twenty-ab"
    assert unpack_opened(data).links == ()
    with pytest.raises(ValueError, match="an opened row of 21 bytes"):
        unpack_opened(data[:-8])


@pytest.mark.parametrize(
    ("time", "kept"),
    [(-1.0, 0), (0.9, 0), (1.9, 1), (float(1 << 32), 0xFFFFFFFF), (4e9, 4 * 10**9)],
)
def test_a_story_rows_time_is_cut_to_fit(time, kept):
    row = pack(posting("a", 1, 2, 3, time=time), room=True)
    assert (event_time_of(row), read(row).event_time) == (kept, kept)
    told = with_story(row, "s", int(time))
    assert read(told).story_time == kept


@pytest.mark.parametrize(("leads", "kept"), [(0, 0), (15, 15), (16, 15), (99, 15)])
def test_fifteen_datelines_are_counted(leads, kept):
    asked = posting("a", 1, 2, 3)
    sketch = type(asked.sketch)(
        **{f: getattr(asked.sketch, f) for f in asked.sketch.__struct_fields__} | {"leads": leads}
    )
    asked = type(asked)(
        **{f: getattr(asked, f) for f in asked.__struct_fields__} | {"sketch": sketch}
    )
    for room in (False, True):
        row = as_lent(pack(asked, room=room))
        assert kept_in(row).leads == kept_in(with_story(row, "s", 1)).leads == kept


def test_a_story_row_keeps_hashes_and_numbers():
    asked = posting("a", 1, 2, 3)
    assert asked.sketch is not None
    made = msgspec.structs.replace(asked.sketch, numbers=(4, 5, 0xFFFF, 7, 8), leads=2)
    asked = msgspec.structs.replace(asked, sketch=made)
    for room in (False, True):
        row = pack(asked, room=room)
        assert kept_in(row) == kept_in(with_story(row, "s", 1)) == kept_of(made)
        assert split(pack_keys((1,)) + row) == ((1,), row)


@pytest.mark.parametrize("offset", [0, 0xFFFFFFFF, 1 << 32, (1 << 48) - 1])
def test_a_story_rows_source(offset):
    row = pack(posting("a", 1, 2, 3, partition=65_535, offset=offset), room=False)
    assert source_of(row) == (65_535, offset)


def test_room_for_a_story_is_room_for_a_uuid():
    row = pack(posting(UUID, 1, 2, 3), room=True)
    assert len(with_story(row, OTHER, 5)) == len(row)
    short = with_story(row, "s", 5)
    assert len(short) == len(row) - 15
    grown = with_story(short, OTHER, 6)
    assert (read(grown).story, read(grown).story_time, len(grown)) == (OTHER, 6, len(row))
    without = pack(posting(UUID, 1, 2, 3), room=False)
    assert with_story(without, OTHER, 5) == with_story(row, OTHER, 5)
    assert len(without) == len(row) - 21


def test_what_a_story_row_is_about():
    row = pack(posting("a", 1, 2, 3), room=True)
    assert is_about(row, pack_id("a"))
    assert not is_about(row, pack_id("b"))
    assert is_about(b"-----" + row, pack_id("a"), 5)


def test_an_article_without_a_story_tells_its_own():
    roomy, bare = (pack(posting("a", 1, 2, 3), room=room) for room in (True, False))
    assert story_of(roomy) == story_of(bare) == pack_id("a")
    assert story_of(with_story(roomy, "s", 1)) == story_of(with_story(bare, "s", 1)) == pack_id("s")
    assert (read(roomy).story, read(bare).story, read(bare).story_time) == (None, None, 0)


def test_a_lent_row_stays_lent_and_keeps_its_story():
    row = with_story(as_lent(pack(posting("a", 1, 2, 3), room=False)), "s", 1)
    assert (read(row).lent, read(row).story) == (True, "s")
    assert as_lent(row) == row
    assert read(with_story(row, "t", 2)).lent


@pytest.mark.parametrize("keys", [(), (0,), (1, 0xFFFFFFFF)])
def test_keys_stand_before_their_row(keys):
    row = pack(posting("a", 1, 2, 3), room=False)
    assert split(pack_keys(keys) + row) == (keys, row)
    for wrong in (row[:-1], row + b"x", row[:20], b""):
        with pytest.raises(ValueError, match="bytes is of another format"):
            split(pack_keys(keys) + wrong)


def test_a_row_whose_parts_are_not_as_long_as_they_say_is_of_another_format():
    with pytest.raises(ValueError, match="a story row of 0 bytes is of another format"):
        split(b"")
    for room in (False, True):
        row = pack(posting("a", 1, 2, 3), room=room)
        # One hash more, one number more, an id longer, one shorter, a story that is none.
        for at, more in ((-2, 1), (-1, 1), (0, 9), (0, -1), (-3, 32)):
            wrong = bytearray(row)
            wrong[_IDS + at] = (wrong[_IDS + at] + more) % 256
            with pytest.raises(ValueError, match="bytes is of another format"):
                split(pack_keys((1,)) + wrong)
        # Ids that end beyond the row.
        wrong = bytearray(row[: _IDS + 4])
        wrong[0], wrong[_IDS - 2], wrong[_IDS - 1] = len(wrong), 0, 0
        with pytest.raises(ValueError, match="bytes is of another format"):
            split(pack_keys((1,)) + wrong)


def test_a_shards_table_keeps_the_number_and_keys_of_a_row_that_changes():
    table = {}
    rows = ShardTable(table, 3)
    first, second = (pack(posting(name, 1, 2, 3), room=True) for name in "ab")
    rows.put("b", [7, 8], second)
    rows.put("a", [], first)
    assert sorted(key.partition("|")[0] for key in table) == ["3", "3"]
    told = with_story(second, "a", 1)
    rows.rewrite("b", told)
    assert list(ShardTable(table, 3).load()) == [((7, 8), told), ((), first)]
    rows.drop("b")
    rows.drop("b")
    assert list(ShardTable(table, 3).load()) == [((), first)]
    assert list(ShardTable(table, 33).load()) == list(ShardTable({}, 3).load()) == []


def test_a_reading_that_holds_half_a_surrogate_pair_is_not_kept() -> None:
    reading = Reading(of=7, decorations=("\ud800",))
    row = OpenedRow(version="v", source=(1, 9), links=("00" * 8,), reading=reading)
    assert unpack_opened(pack_opened(row)) == msgspec.structs.replace(row, reading=None)


def test_a_story_row_keeps_names_behind_its_numbers():
    for names in ((), (9,), (9, 3, 0xFFFF, 1)):
        asked = posting("a", 1, 2, 3)
        made = msgspec.structs.replace(asked.sketch, numbers=tuple(range(24)), names=names)
        data = pack(msgspec.structs.replace(asked, sketch=made), room=False)
        kept = kept_in(data)
        assert (kept.hashes, kept.numbers, kept.names) == (
            kept_of(made).hashes,
            made.numbers,
            names,
        )
        assert kept_in(with_story(data, "story", 5)) == kept
        assert split(pack_keys((1, 2)) + data) == ((1, 2), data)


@pytest.mark.parametrize("slots", [(), (9,), (9, 3, 0xFFFF, 1), tuple(range(16))])
def test_a_story_row_keeps_slots_behind_its_names(slots):
    asked = posting("a", 1, 2, 3)
    made = msgspec.structs.replace(asked.sketch, numbers=(4, 5), names=(7,), slots=slots, leads=2)
    asked = msgspec.structs.replace(asked, sketch=made)
    for room in (False, True):
        data = pack(asked, room=room)
        told = with_story(as_lent(data), "story", 5)
        assert kept_in(data) == kept_in(told) == kept_of(made)
        assert (read(told).story, story_of(told)) == ("story", pack_id("story"))
        for row in (data, told):
            assert split(pack_keys((1, 2)) + row) == ((1, 2), row)
            # One slot more or less than there are, or a flag that nobody knows.
            for at, more in ((-1, 1), (_IDS - 3, 64), (_IDS - 3, 128)):
                wrong = bytearray(row)
                wrong[at] = (wrong[at] + more) % 256
                if at != -1 or slots:
                    with pytest.raises(ValueError, match="bytes is of another format"):
                        split(pack_keys((1,)) + wrong)
