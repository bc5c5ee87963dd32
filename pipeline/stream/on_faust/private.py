"""What we use of Faust and aiokafka that they do not promise: why each version is bounded above.

`tests/unit/stream/test_private_names.py` looks for every name in the installed packages, and for
names in our code that are missing here.
"""

from __future__ import annotations

from typing import NamedTuple


class Private(NamedTuple):
    """A name that a new version may take away without a word."""

    owner: str
    """`module:Class`, or a module alone."""
    name: str
    where: str
    """Our file that uses it."""
    why: str


UNDERSCORED = (
    Private(
        "faust.transport.drivers.aiokafka:AIOKafkaConsumerThread",
        "_commit",
        "stream/on_faust/commits.py",
        "a commit of nothing ends the worker: what is no longer held is left out before it",
    ),
    Private(
        "faust.transport.drivers.aiokafka:Consumer",
        "_new_consumer_thread",
        "stream/on_faust/commits.py",
        "the only place where Faust's consumer takes another thread",
    ),
    Private(
        "faust.streams",
        "_current_event",
        "stream/on_faust/kafka.py",
        "a store finds its partition through it, and `noack().take_events()` does not set it",
    ),
    Private(
        "faust.stores.rocksdb:Store",
        "_db_for_partition",
        "stream/on_faust/kafka.py",
        "keys are sought in one partition; the public way reads those of all",
    ),
    Private(
        "faust.worker:Worker",
        "_on_sigint",
        "stream/on_faust/process.py",
        "Ctrl-C reaches parent and workers; the parent ends them in order",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "_sender",
        "kafka/connections.py",
        "`stop` of an idempotent producer waits for ever on a broker that is gone",
    ),
    Private(
        "aiokafka:AIOKafkaConsumer",
        "_client",
        "kafka/connections.py",
        "the only way to ask for a topic's metadata before it is subscribed to",
    ),
)
"""Names that begin with an underscore: used, or replaced in a subclass of ours."""

UNDOCUMENTED = (
    Private(
        "faust.transport.base:Transport",
        "Consumer",
        "stream/on_faust/commits.py",
        "where the application is given our consumer",
    ),
    Private(
        "faust.stores.rocksdb:Store",
        "offset_key",
        "stream/on_faust/kafka.py",
        "the store's own entry among the keys",
    ),
    Private(
        "faust.stores.rocksdb:Store",
        "set_persisted_offset",
        "stream/on_faust/kafka.py",
        "a change is written to the store before the offset that it reaches",
    ),
    Private(
        "faust.tables.recovery:Recovery",
        "active_offsets",
        "stream/on_faust/watch.py",
        "whether a recovery moves",
    ),
    Private("faust.app.base:App", "rebalancing", "stream/on_faust/watch.py", "whether one goes on"),
    Private("faust.app.base:App", "rebalancing_count", "stream/on_faust/watch.py", "which it is"),
    Private("faust.worker:Worker", "spinner", "stream/on_faust/process.py", "a log has no console"),
    Private(
        "faust.transport.consumer:Consumer",
        "stop_flow",
        "worker/app.py",
        "nothing is fetched until a recovery has emptied the streams' queues",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "client",
        "kafka/connections.py",
        "the topic's metadata, as the consumer's `_client`",
    ),
    Private(
        "aiokafka.client:AIOKafkaClient",
        "fetch_all_metadata",
        "kafka/connections.py",
        "says that a topic is missing; everything else waits for it to come",
    ),
)
"""Names without an underscore that their documentation does not have."""
