"""What `news demo` starts: a broker, if none is named, and the whole pipeline on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing import get_context

from pipeline.broker.embedded import EmbeddedBroker, free_ports, require_parts
from pipeline.broker.server_config import HOST
from pipeline.settings import Settings
from pipeline.topology import GROUPINGS
from pipeline.worker.starting import Workers, build_when_due, wait_until_ready


@contextmanager
def running(
    settings: Settings,
    say: Callable[[str], None],
    *,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[tuple[Settings, Workers]]:
    """Yield a running pipeline: settings that name its broker, and its workers, all ready.

    The broker is the one that is set, or an embedded one. All that takes time is done at once:
    while the broker starts, Faust is loaded, here and in the workers, and the workers load their
    models. All of it ends with the block.

    Args:
        settings: What the pipeline is run with.
        say: Told what goes on.
        meanwhile: What the caller can do while the workers start.

    Raises:
        BrokerError: The embedded broker cannot be had, a topic is laid out in another way, or
            the workers do not become ready.
        ExtraMissingError: The embedded broker's extra is not installed.
        ResourceError: The workers end before they are ready.
    """
    groups = GROUPINGS[settings.grouping]
    with ExitStack() as ends:
        starter = ends.enter_context(ThreadPoolExecutor(1, thread_name_prefix="broker"))
        broker_is_there = None
        if not settings.broker.strip():
            require_parts(settings.cache_path(), settings.java_home)
            say("starting a Kafka broker of our own (the first time its jars are fetched: 37 MB)")
            ports = free_ports()
            folder = settings.data_path() / "broker"
            embedded = EmbeddedBroker(
                folder, settings.cache_path(), ports=ports, java_home=settings.java_home
            )
            ends.callback(embedded.stop)
            broker_is_there = starter.submit(embedded.start)
            # What goes wrong meanwhile must not stop it before it has started.
            ends.callback(wait, [broker_is_there])
            settings = settings.model_copy(update={"broker": f"{HOST}:{ports.broker}"})
        # Imported here: Faust is loaded while the broker starts.
        from pipeline.worker.supervisor import Supervisor, prepare_topics  # noqa: PLC0415

        topics_are_there = get_context("spawn").Event()
        build = partial(build_when_due, topics_are_there)
        supervisor = Supervisor(settings, groups, workers=1, build=build)
        ends.callback(supervisor.stop)
        supervisor.start()
        meanwhile()
        if broker_is_there is not None:
            broker_is_there.result()
        asyncio.run(prepare_topics(settings, groups))
        topics_are_there.set()
        wait_until_ready(supervisor, settings)
        yield settings, supervisor
