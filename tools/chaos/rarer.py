"""Faults of the network, the disk, the clock and of an operator: rarer, and no less a fault."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from contextlib import suppress
from pathlib import Path

import confluent_kafka
from confluent_kafka import TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    OffsetSpec,
)

from pipeline.topology import RAW
from tools.chaos.articles import SITES
from tools.chaos.proxy import Mode, Proxy
from tools.chaos.runs import ROOT, Run
from tools.chaos.workers import Worker

# The commit that stands for the version before: what runs beside the new one.
PREVIOUS = "75ff747"
_DISK = 192 << 20


def _through_proxy(run: Run, mode: Mode, low: float, high: float) -> None:
    """Let a second worker reach the brokers through a proxy, and change that for some time."""
    proxy = Proxy(run.cluster.fronts, run.cluster.doors)
    proxy.begin()
    run.cleanups.append(proxy.end)
    worker = run.worker(more={"NEWS_BROKER": run.cluster.proxied})
    worker.start()
    worker.wait_ready()
    run.wait_out(0.15)
    run.show(f"{worker.name}: the network is {mode}")
    proxy.set(mode)
    run.hit()
    run.sleep(low, high)
    proxy.set("open")
    run.show(f"{worker.name}: the network is open")
    run.sleep(5)


def network_cut(run: Run) -> None:
    """A worker's connections are closed, and no new one is made for 15 to 30 s."""
    _through_proxy(run, "cut", 15, 30)


def network_slow(run: Run) -> None:
    """Each packet between a worker and the brokers takes .4 s longer, for 30 to 45 s."""
    _through_proxy(run, "slow", 30, 45)


def half_open(run: Run) -> None:
    """A worker's connections stay open and nothing passes for 20 to 40 s; then all of it does."""
    _through_proxy(run, "half-open", 20, 40)


def loop_blocked(run: Run) -> None:
    """One process of a worker stands still for a minute; its supervisor and the others go on."""
    run.wait_out(0.1)
    victim = run.draw.choice(run.workers)
    child = run.draw.choice(victim.children())
    run.show(f"a process of {victim.name} stands still")
    os.kill(child, signal.SIGSTOP)
    run.hit()
    run.sleep(60)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGCONT)
    run.show(f"a process of {victim.name} goes on")


def disk_full(run: Run) -> None:
    """No room is left under a worker's local state for 20 to 30 s."""
    if os.geteuid() != 0 or sys.platform != "linux":
        run.errors.append("disk-full mounts a file system: it needs root on Linux")
        return
    worker = run.worker()
    place = worker.data_dir
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(place)], check=True)
    run.cleanups.append(lambda: subprocess.run(["umount", "-l", str(place)], check=False))
    worker.start()
    worker.wait_ready()
    run.wait_out(0.15)
    run.show(f"{worker.name}: no room is left")
    run.hit()
    filler = place / "filler"
    end = time.monotonic() + run.draw.uniform(20, 30)
    with filler.open("wb") as file:
        while time.monotonic() < end:
            # What the worker deletes is taken too.
            with suppress(OSError):
                while True:
                    os.write(file.fileno(), bytes(1 << 16))
            run.sleep(0.5)
    filler.unlink()
    run.show(f"{worker.name}: there is room again")


def clock_jump(run: Run) -> None:
    """A worker's clock jumps an hour ahead, and two hours back."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
    if library is None:
        run.errors.append("clock-jump needs libfaketime (apt-get install libfaketime)")
        return
    clock = run.folder / "clock"
    clock.write_text("+0\n")
    worker = run.worker(
        more={
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_CACHE_DURATION": "1",
            # An event loop and its timeouts go by the other clock.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
    )
    worker.start()
    worker.wait_ready()
    for jump in ("+3600", "-3600", "+0"):
        run.sleep(5, 10)
        run.show(f"{worker.name}: its clock is {jump} s off")
        clock.write_text(f"{jump}\n")


def changelog_truncated(run: Run) -> None:
    """All that the changelogs hold is deleted, and one worker's local state, with nothing waiting.

    What the tables knew is lost then: counts and contents are not judged, records are.
    """
    run.publish_part(1, 2)
    run.settle()
    victim = run.draw.choice(run.workers)
    victim.kill()
    run.hit()
    victim.forget()
    admin = run.cluster.admin()
    topics = [name for name in admin.list_topics(timeout=10).topics if name.endswith("changelog")]
    run.show(f"{len(topics)} changelogs are truncated")
    places = [
        TopicPartition(name, partition)
        for name in topics
        for partition in admin.list_topics(name, timeout=10).topics[name].partitions
    ]
    ends = admin.list_offsets({place: OffsetSpec.latest() for place in places})
    cut = [
        TopicPartition(place.topic, place.partition, end.result().offset)
        for place, end in ends.items()
    ]
    # A topic that is compacted alone gives no records up.
    _clean_up(run, topics, "compact,delete")
    _delete_up_to(admin, cut)
    _clean_up(run, topics, "compact")
    victim.start()
    run.publisher.go_on()


def _delete_up_to(admin: AdminClient, places: list[TopicPartition], patience: float = 30) -> None:
    """Delete the records before `places`: a leader may not know yet that it is allowed."""
    end = time.monotonic() + patience
    while True:
        try:
            for deleted in admin.delete_records(places).values():
                deleted.result()
        except confluent_kafka.KafkaException as error:
            if error.args[0].code() != confluent_kafka.KafkaError.POLICY_VIOLATION:
                raise
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
        else:
            return


def _clean_up(run: Run, topics: list[str], policy: str) -> None:
    """Set the policy by which topics are cleaned up."""
    entry = ConfigEntry("cleanup.policy", policy, incremental_operation=AlterConfigOpType.SET)
    changes = [
        ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=[entry])
        for name in topics
    ]
    admin = run.cluster.admin()
    for changed in admin.incremental_alter_configs(changes).values():
        changed.result()


def topic_deleted(run: Run) -> None:
    """The raw topic is deleted after some articles, and made again as it was."""
    urls = [f"https://{site}/gone" for site in SITES]
    producer = confluent_kafka.Producer(
        {"bootstrap.servers": run.cluster.bootstrap, "partitioner": "murmur2_random"}
    )
    for url in urls:
        site = url.split("/")[2]
        text = f"{site}的水渠今天修好，几户人家在木桥边清点粮仓，说是省下一半水费。"
        value = f'{{"url": "{url}", "site": "{site}", "text": "{text}"}}'
        producer.produce(RAW.name, value.encode(), site.encode())
    producer.flush(30)
    run.ignored |= set(urls)
    end = time.monotonic() + 60
    while len(run.follower.first) < len(urls) and time.monotonic() < end:
        run.sleep(0.5)
    run.follower.first.clear()
    run.show("the raw topic is deleted")
    run.cluster.delete([RAW.name])
    run.sleep(2, 10)
    run.news("topics", "create")
    run.show("the raw topic is there again")
    run.publisher.go_on()


def previous_version(run: Run) -> None:
    """A worker of the version before runs beside the new one, until the last third.

    It waits all the time: Kafka lets one protocol into a group. Nothing may be lost by it.
    """
    tree = run.folder / "previous"
    archive = subprocess.run(
        ["git", "archive", PREVIOUS, "pipeline", "examples"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
        packed.extractall(tree, filter="data")
    old: Worker = run.worker(
        # -P: the working directory holds the new version.
        command=(sys.executable, "-P", "-m", "pipeline"), more={"PYTHONPATH": str(tree)},
    )  # fmt: skip
    old.start()
    run.wait_out(0.6)
    run.show("the old one ends in order")
    run.hit()
    run.drained.append(old.drain())
