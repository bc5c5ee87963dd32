"""`news topics create|check`: the topics as the topology has them."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from msgspec import to_builtins

from pipeline.broker.admin import Admin
from pipeline.broker.layout import Difference, lines
from pipeline.cli.brokers import broker_settings
from pipeline.cli.console import note, write_json
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.stream.rights import acl_commands, users, verbs
from pipeline.stream.topics import topics_of_groups
from pipeline.topology import GROUPINGS, Topic

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, help="Create or check the pipeline's topics."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")]


def wanted_topics(settings: Settings) -> tuple[Topic, ...]:
    """Return every topic that the groups of the set grouping need, each once."""
    return topics_of_groups(settings, GROUPINGS[settings.grouping])


@app.command(
    epilog="Example: NEWS_BROKER=localhost:9092 news topics create. Exit codes: 0 all are there, "
    "2 usage, 3 broker."
)
def create(*, as_json: AsJson = False) -> int:
    """Create the topics that are missing; those that are there are left as they are."""
    settings = broker_settings()

    async def work() -> tuple[str, ...]:
        async with Admin(settings, replication=settings.replication) as admin:
            return await admin.create(wanted_topics(settings))

    made = asyncio.run(work())
    if as_json:
        write_json({"created": made})
    else:
        sys.stdout.write("".join(f"created {name}\n" for name in made) or "all topics are there\n")
    return 0


@app.command(
    epilog="Example: NEWS_BROKER=localhost:9092 news topics check. Exit codes: 0 all as they "
    "should be, 2 usage, 3 a topic differs, or broker."
)
def check(*, as_json: AsJson = False) -> int:
    """Compare the broker's topics with the topology, line by line.

    What an operator has tuned, and what could be better, is named and no difference.
    """
    settings = broker_settings()

    admin = Admin(settings, replication=settings.replication)

    async def work() -> tuple[Difference, ...]:
        async with admin:
            return await admin.check(wanted_topics(settings))

    found = asyncio.run(work())
    wrong = [each for each in found if each.refuses]
    notes = [each for each in found if not each.refuses]
    if as_json:
        write_json({"differences": lines(wrong), "notes": lines(notes), "mend": admin.mend(found)})
    for line in (*lines(wrong), *lines(notes)):
        note(f"news: {line}")
    if found and (mend := admin.mend(found)):
        note(f"news: {mend}")
    if not wrong and not as_json:
        sys.stdout.write("all topics are as they must be\n")
    return 3 if wrong else 0


@app.command(
    epilog="Example: NEWS_BROKER=kafka:9093 news topics acls publisher --principal User:desk. "
    "Exit codes: 0 printed, 2 usage, 3 no broker is named."
)
def acls(
    user: Annotated[
        str,
        typer.Argument(
            help="publisher, consumer, operator, a worker's stages (clean), or a verb: replay."
        ),
    ],
    *,
    principal: Annotated[str, typer.Option(help="Who is granted it, as Kafka names it.")],
    as_json: AsJson = False,
) -> int:
    """Print the commands of kafka-acls.sh that grant a user the least that it needs."""
    settings = broker_settings()
    known = users(settings) | verbs(settings)
    if user not in known:
        raise UsageError(f"no user is called {user!r}", mend=f"Take one of {', '.join(known)}")
    rights = known[user]
    if as_json:
        write_json({"principal": principal, "rights": [to_builtins(right) for right in rights]})
        return 0
    lines = acl_commands(rights, principal=principal, broker=settings.broker)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0
