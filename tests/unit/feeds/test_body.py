"""Bodies unpacked within bounds."""

import gzip
import tracemalloc
import zlib

import pytest

from pipeline.feeds.body import BoundedBody, PackedBodyError, TooLargeBodyError


def test_a_bomb_takes_no_more_memory_than_the_limit():
    packed = gzip.compress(b" " * 50_000_000)
    body = BoundedBody("gzip", most=100_000)
    tracemalloc.start()
    with pytest.raises(TooLargeBodyError, match="MiB"):
        body.add(packed)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_pieces_make_the_whole(pack):
    packed = pack("雾散后开航。".encode() * 100)
    body = BoundedBody("gzip", most=100_000)
    for start in range(0, len(packed), 7):
        body.add(packed[start : start + 7])
    assert body.whole() == "雾散后开航。".encode() * 100


def test_what_is_not_packed_as_said_is_refused():
    with pytest.raises(PackedBodyError, match="cannot be unpacked"):
        BoundedBody("gzip", most=10).add(b"plain")
    with pytest.raises(PackedBodyError, match="'br'"):
        BoundedBody("br", most=10)


def test_an_empty_body_is_whole():
    assert BoundedBody("gzip", most=10).whole() == b""
