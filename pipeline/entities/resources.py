"""The word lists of the extract stage."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import ResourceError
from pipeline.types.articles import Struct

Rows = tuple[tuple[str, ...], ...]


class Lexicon(Struct, frozen=True, kw_only=True):
    """Word lists by name; a list is rows of words.

    `places`, `posts` and others: `pipeline/data/entities/README.md` names them.
    """

    lists: Mapping[str, Rows]

    def rows(self, name: str) -> Rows:
        """Return the rows of the list `name` as their words.

        Raises:
            ResourceError: There is no such list.
        """
        found = self.lists.get(name)
        if found is None:
            raise ResourceError(
                "the word list is missing", where=f"{name}.txt", mend="install the package again"
            )
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of the list `name`, in order, each once.

        Raises:
            ResourceError: There is no such list.
        """
        return tuple(dict.fromkeys(word for row in self.rows(name) for word in row))


def parse_list(text: str) -> Rows:
    """Return the rows of a word list: words parted by blanks, `#` begins a comment."""
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return tuple(tuple(row) for row in rows if row)
