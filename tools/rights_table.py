"""The table of docs/how-to/secure.md: which user needs what, from `pipeline.stream.rights`."""

from __future__ import annotations

from pathlib import Path

from pipeline.settings import Settings
from pipeline.stream.rights import users
from pipeline.stream.topics import group_id
from pipeline.topology import GROUPINGS, Right

PAGE = Path("docs/how-to/secure.md")
_BEGIN, _END = "<!-- rights: made by `make schemas` -->\n", "<!-- end of rights -->\n"
# The longest first: one group's name may begin with another's.
_GROUPS = sorted(
    {group_id(Settings(app_id="news"), stages) for each in GROUPINGS.values() for stages in each},
    key=len,
    reverse=True,
)
_LETTERS = {"Read": "R", "Write": "W", "Create": "C", "Describe": "D", "DescribeConfigs": "S"}


def with_table(page: str) -> str:
    """Return the page with the table of today between its marks."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{rights_table()}{_END}{after}"


def rights_table() -> str:
    """Return a row a resource and a column a user, of the settings that hold where none is set."""
    settings = Settings(app_id="news", grouping="dedup+extract")
    found = users(settings)
    named = list(found)
    resources = dict.fromkeys((r.resource, _name(r)) for rights in found.values() for r in rights)
    lines = [
        f"| | {' | '.join(name.replace('+', '+<br>') for name in named)} |",
        f"| --- |{' --- |' * len(named)}",
    ]
    for resource, name in resources:
        letters = [
            "".join(
                _LETTERS[right.operation]
                for right in found[user]
                if (right.resource, _name(right)) == (resource, name)
            )
            for user in named
        ]
        shown = f"`{name}`" if resource == "topic" else f"{resource} `{name}`"
        lines.append(f"| {shown} | {' | '.join(letters)} |")
    return "\n".join(lines).replace("|  |", "| |") + "\n"


def _name(right: Right) -> str:
    """Return a right's name with `GROUP` for the group that it is of, as a column is one."""
    name = f"{right.name}*" if right.prefixed else right.name
    for group in _GROUPS:
        if name == group or name.startswith(f"{group}-"):
            return f"GROUP{name.removeprefix(group)}"
    return name
