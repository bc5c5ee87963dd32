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
        "faust.worker:Worker",
        "_on_sigint",
        "stream/on_faust/process.py",
        "Ctrl-C reaches parent and workers; the parent ends them in order",
    ),
    Private(
        "faust.worker:Worker",
        "_on_sigterm",
        "stream/on_faust/process.py",
        "a worker that is told to end ends, also when its broker is gone",
    ),
    Private(
        "aiokafka:AIOKafkaConsumer",
        "_client",
        "stream/on_kafka/farewell.py",
        "the only way to leave a group in the name of a member that is gone",
    ),
    Private(
        "aiokafka:AIOKafkaConsumer",
        "_coordinator",
        "stream/on_kafka/membership.py",
        "it alone knows what the group calls this member",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "_sender",
        "kafka/connections.py",
        "`stop` of an idempotent producer waits for ever on a broker that is gone",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "_sender",
        "stream/on_kafka/transactions.py",
        "the same, of a transactional one",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "_closed",
        "stream/on_kafka/transactions.py",
        "what parts without `stop` says so itself, or is told that it is left open",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "_txn_manager",
        "stream/on_kafka/second_protocol.py",
        "a transaction's end gives the producer its next epoch, which it takes from there",
    ),
    Private(
        "aiokafka.producer.transaction_manager:TransactionManager",
        "_pid_and_epoch",
        "stream/on_kafka/second_protocol.py",
        "the same",
    ),
    Private(
        "aiokafka.producer.transaction_manager:TransactionManager",
        "_sequence_numbers",
        "stream/on_kafka/second_protocol.py",
        "the same: a new epoch counts from nought",
    ),
    Private(
        "aiokafka:AIOKafkaConsumer",
        "_client",
        "kafka/connections.py",
        "the only way to ask for a topic's metadata before it is subscribed to",
    ),
    Private(
        "aiokafka:AIOKafkaConsumer",
        "_client",
        "stream/on_kafka/positions.py",
        "the same, before a topic's partition is assigned",
    ),
)
"""Names that begin with an underscore: used, or replaced in a subclass of ours."""

UNDOCUMENTED = (
    Private(
        "faust.app.base:BootStrategy",
        "enable_kafka",
        "stream/on_faust/app.py",
        "starts agents without Faust's consumer, producer, tables and recovery",
    ),
    Private(
        "faust.app.base:BootStrategy",
        "enable_web",
        "stream/on_faust/app.py",
        "no web server, whatever is set",
    ),
    Private(
        "faust.app.base:App",
        "BootStrategy",
        "stream/on_faust/app.py",
        "where the application is given ours",
    ),
    Private(
        "faust.app.base:App",
        "flow_control",
        "stream/on_faust/app.py",
        "channels flow when Faust's consumer has its partitions; here there is none",
    ),
    Private("faust.worker:Worker", "spinner", "stream/on_faust/process.py", "a log has no console"),
    Private(
        "aiokafka:AIOKafkaProducer",
        "client",
        "kafka/connections.py",
        "the topic's metadata, as the consumer's `_client`",
    ),
    Private(
        "aiokafka:AIOKafkaProducer",
        "client",
        "stream/on_kafka/second_protocol.py",
        "what the producer asks passes there",
    ),
    Private(
        "aiokafka.client:AIOKafkaClient",
        "send",
        "stream/on_kafka/second_protocol.py",
        "the same",
    ),
    Private(
        "aiokafka.client:AIOKafkaClient",
        "get_random_node",
        "stream/on_kafka/second_protocol.py",
        "some broker, to be asked what its cluster can",
    ),
    Private(
        "aiokafka.client:AIOKafkaClient",
        "fetch_all_metadata",
        "kafka/connections.py",
        "says that a topic is missing; everything else waits for it to come",
    ),
)
"""Names without an underscore that their documentation does not have."""
