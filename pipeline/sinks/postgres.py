"""PostgreSQL: the tables in a database that others read meanwhile."""

from __future__ import annotations

import time
from typing import Any

import psycopg

from pipeline.errors import SinkError
from pipeline.sinks.events import EventBatch, Places
from pipeline.sinks.sink import SinkOptions, Written
from pipeline.sinks.sql import OFFSETS, Dialect, Tables

_SPOKEN = Dialect(mark="%s", lock=f"LOCK TABLE {OFFSETS} IN EXCLUSIVE MODE", indexes=True)

# Seconds: a server that is started again, or a standby that takes over, is back by then.
PATIENCE = 120.0
_PAUSE = 1.0
_CONNECT_WITHIN = 10


class Postgres:
    """Holds each article once. A connection that breaks is opened again, and the batch written.

    Args:
        wanted: The database: what libpq takes, its environment and password file count.
        patience: Seconds to wait for a server that went away.
    """

    batch = 500
    current = True

    def __init__(self, wanted: SinkOptions, *, patience: float = PATIENCE) -> None:
        self._wanted = wanted
        self._patience = patience
        self._connection: psycopg.Connection[Any] | None = None

    def open(self) -> Places:
        """Connect, and create the tables that are missing."""
        try:
            tables = self._tables()
            tables.lay()
            return tables.places()
        except psycopg.Error as error:
            raise _clear(error, self._wanted.target.shown) from error

    def write(self, batch: EventBatch) -> Written:
        """Write a batch and its places in one transaction.

        Where the connection broke in the commit, the places say whether it was done.
        """
        end = time.monotonic() + self._patience
        while True:
            try:
                self._tables().write(batch)
            except psycopg.OperationalError as error:
                self.close()
                if time.monotonic() >= end or self._wanted.stop.wait(_PAUSE):
                    raise _clear(error, self._wanted.target.shown) from error
            except psycopg.Error as error:
                raise _clear(error, self._wanted.target.shown) from error
            else:
                return Written()

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _tables(self) -> Tables:
        if self._connection is None:
            self._connection = psycopg.connect(
                self._wanted.target.address, autocommit=True, connect_timeout=_CONNECT_WITHIN
            )
        where = self._wanted.target.shown
        return Tables(self._connection, _SPOKEN, reader=self._wanted.reader, where=where)


def _clear(error: psycopg.Error, where: str) -> SinkError:
    return SinkError(" ".join(str(error).split()), where=where)
