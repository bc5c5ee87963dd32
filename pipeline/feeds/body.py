"""A body as it comes in, unpacked and bounded: no server decides how much memory is used."""

from __future__ import annotations

import zlib

from pipeline.topology import MIB

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class TooLargeBodyError(Exception):
    """A body goes on where it should have ended."""


class PackedBodyError(Exception):
    """A body is packed in a way that was not asked for, or breaks off."""


class BoundedBody:
    """Takes the pieces of one body.

    Args:
        encoding: The response's `content-encoding`.
        most: How many bytes it may have, unpacked.

    Raises:
        PackedBodyError: It is packed otherwise than with gzip or deflate, or more than once.
    """

    def __init__(self, encoding: str, *, most: int) -> None:
        self._most = most
        self._bytes = bytearray()
        self._begun = False
        self._unpack = None
        match encoding.strip().lower():
            case "" | "identity":
                pass
            case "gzip" | "x-gzip" | "deflate":
                self._unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
            case _:
                raise PackedBodyError(f"its content-encoding is {encoding[:40]!r}")

    def add(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLargeBodyError: There are too many.
            PackedBodyError: They cannot be unpacked.
        """
        self._begun = True
        if self._unpack is not None:
            left = self._most - len(self._bytes) + 1
            try:
                piece = self._unpack.decompress(piece, left)
            except zlib.error as error:
                raise PackedBodyError(f"it cannot be unpacked ({error})") from error
        self._bytes += piece
        if len(self._bytes) > self._most:
            raise TooLargeBodyError(f"more than {self._most / MIB:g} MiB")

    def whole(self) -> bytes:
        """Return the body at its end.

        Raises:
            PackedBodyError: It breaks off.
        """
        if self._unpack is not None and self._begun and not self._unpack.eof:
            raise PackedBodyError("it breaks off")
        return bytes(self._bytes)
