"""A table whose changes are held back until the work that makes them is done."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

Table = MutableMapping[str, bytes]


class Held(Table):
    """Shows `table` as it will be; what is written reaches it with `write`, or never.

    Args:
        table: The table.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        # None: deleted.
        self._changes: dict[str, bytes | None] = {}

    def write(self) -> None:
        """Write everything that was held back."""
        for key, value in self._changes.items():
            if value is not None:
                self._table[key] = value
            else:
                self._table.pop(key, None)
        self._changes = {}

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as of any mapping
        """Return the value as it will be, `default` where there will be none.

        Most reads of the dedup stage come here: a mapping's own raises and catches an error for
        each line that is new.
        """
        changes = self._changes
        value = changes[key] if key in changes else self._table.get(key)
        return default if value is None else value

    def __getitem__(self, key: str) -> bytes:
        """Return the value as it will be."""
        value: bytes | None = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        """Hold a value back."""
        self._changes[key] = value

    def __delitem__(self, key: str) -> None:
        """Hold a deletion back."""
        if key not in self:
            raise KeyError(key)
        self._changes[key] = None

    def __iter__(self) -> Iterator[str]:
        """Return the keys as they will be."""
        return iter([key for key in dict.fromkeys((*self._table, *self._changes)) if key in self])

    def __len__(self) -> int:
        """Return the number of keys as it will be."""
        return sum(1 for _ in self)
