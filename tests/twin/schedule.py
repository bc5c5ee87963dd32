"""One schedule: who goes on, who stands still, who dies, chosen step by step from a seed.

Everything that a worker does happens between two of its requests; the schedule decides at each of
them whose is next. There is no real time in it and no other chance than the seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from pipeline.stream.changelogs.segment_store import SegmentStore
from pipeline.stream.stream_tasks import StreamTasks
from pipeline.stream.wiring import StageSet, Ways
from pipeline.topology import RAW
from pipeline.types.articles import StageName
from tests.stream.worlds import Place
from tests.twin.broker import NOW, Broker, Producer
from tests.twin.disks import Disk
from tests.twin.loop import StillLoop
from tests.twin.partition import TwinPartition
from tests.twin.plan import Input, Plan
from tests.twin.processes import NetworkError, Parked, Process, WatchedTask

Group = tuple[StageName, ...]

# Workers of each group, each on its own machine.
_WORKERS = 2
# Steps with faults at most, and steps after them until everything must have come to rest.
_TROUBLED, _CALM = 3000, 20_000
# Seconds that pass in one step.
_PASSING = (0.0, 0.0, 0.01, 0.1, 1.0)
_BEFORE = {"open", "begin", "produce", "offsets", "end"}


class Schedule:
    """The world of one plan.

    Args:
        plan: What the seed stands for.
        stages: The stages, as each group's processes share them.
        ways: Counts.
        fenced, task, tables, log: Broken on purpose, for the tests of the twin itself.
        forgets_deletions: Compaction is as after `delete.retention.ms`, a day.
    """

    def __init__(
        self,
        plan: Plan,
        stages: StageSet,
        ways: Ways,
        *,
        fenced: bool = True,
        task: type[WatchedTask] = WatchedTask,
        tables: type[SegmentStore] = SegmentStore,
        log: type[TwinPartition] = TwinPartition,
        forgets_deletions: bool = False,
    ) -> None:
        self.plan = plan
        self.stages = stages
        self.ways = ways
        self.unexpected: list[str] = []
        self.trace: list[tuple[int, float, str]] = []
        self.steps = 0
        self.faults: Counter[str] = Counter()
        self.raw: dict[Place, Input] = {}
        self.broker = Broker(plan.partitions, fenced=fenced, limits=plan.limits)
        self.disks: dict[tuple[Group, int], dict[int, Disk]] = {}
        self.logs: dict[tuple[Group, int, int], TwinPartition] = {}
        self.processes: dict[tuple[Group, int], Process] = {}
        self.given: dict[Group, dict[int, frozenset[int]]] = {}
        self._task, self._tables, self._log = task, tables, log
        self._forgets_deletions = forgets_deletions
        self._draw = Random(plan.seed)
        self._loop = StillLoop()
        self._parked: list[Parked] = []
        self._notices: dict[tuple[Group, int], frozenset[int]] = {}
        self._draining = 0
        self._inputs = list(plan.inputs)[::-1]
        self._foreign: tuple[Producer, list[tuple[Place, Input]]] | None = None

    def run(self) -> None:
        """Run to the end: with faults until the articles are through, then without."""
        with self._loop:
            for group in self.plan.grouping:
                for machine in range(_WORKERS):
                    self.disks[group, machine] = {}
                    self._start(group, machine)
                self._rebalance(group)
            while self.steps < _TROUBLED and (self._inputs or not self._is_quiet()):
                for _ in range(8):
                    self._step()
            self._calm_down()
            self._come_to_rest()
            self._loop.settle()

    # What the processes ask of their host.

    def monotonic(self) -> float:
        return self._loop.now

    def clock(self) -> float:
        return NOW + self._loop.now

    def park(self, parked: Parked) -> None:
        self._parked.append(parked)

    def partition_log(self, process: Process, partition: int) -> TwinPartition:
        found = self._log(
            self.broker,
            process.group,
            partition,
            batch_size=self.plan.batch_size,
            wait=process.wait_at(partition),
            draw=self._draw,
        )
        self.logs[process.group, process.machine, partition] = found
        return found

    # One step.

    def _step(self) -> None:
        self._pass(_PASSING[int(self._draw.random() * len(_PASSING))])
        chance = self._draw.random()
        if chance < self.plan.fault_rate and self.plan.faults:
            self._fault(self._draw.choice(self.plan.faults))
        elif self._inputs and self._draw.random() < self.plan.feed:
            self._publish()
        else:
            self._go_on()
        self._loop.settle()

    def _pass(self, seconds: float) -> None:
        self.steps += 1
        self._loop.now += seconds
        self._loop.settle()
        self._follow_the_drained()
        self.broker.now = NOW + self._loop.now

    def _note(self, what: str) -> None:
        self.trace.append((self.steps, self._loop.now, what))

    def _go_on(self) -> None:
        """Let one wait end: a request, a marker, word of a rebalance."""
        if self._notices and self._draw.random() < 0.3 and self._tell():
            return
        if self.broker.unmarked and self._draw.random() < 0.4:
            self._mark()
            return
        for _ in range(8):
            if not self._parked:
                break
            at = int(self._draw.random() * len(self._parked))
            parked = self._parked[at]
            if self._is_frozen(parked.process):
                continue
            idle = parked.is_ready is not None and not parked.is_ready()
            if idle and self._draw.random() > self.plan.idle:
                continue
            self._wake(at)
            return
        if not (self._tell() or self._mark()):
            self._loop.now += 1.0

    def _wake(self, at: int, error: Exception | None = None) -> None:
        parked = self._parked[at]
        self._parked[at] = self._parked[-1]
        self._parked.pop()
        if parked.future.cancelled():
            # Its process was told to end while it opened the partition: nobody waits any more.
            self._note(f"{parked.process.name} p{parked.partition}: {parked.where}: given up")
        elif error is None:
            self._note(f"{parked.process.name} p{parked.partition}: {parked.where}")
            parked.future.set_result(None)
        else:
            self._note(f"{parked.process.name} p{parked.partition}: {parked.where}: {error}")
            parked.future.set_exception(error)

    def _tell(self) -> bool:
        """Let a process hear of the last rebalance."""
        able = [who for who in self._notices if not self._is_frozen(self.processes[who])]
        if not able:
            return False
        who = self._draw.choice(able)
        partitions = self._notices.pop(who)
        process = self.processes[who]
        self._note(f"{process.name} hears that it has {sorted(partitions)}")
        process.tasks.give(partitions)
        return True

    def _mark(self) -> bool:
        if not self.broker.unmarked:
            return False
        transaction = self._draw.choice(self.broker.unmarked)
        self._note(f"marker of {transaction.name}")
        self.broker.mark(transaction, self._draw.randrange(len(transaction.unmarked)))
        return True

    # Raw records.

    def _publish(self) -> None:
        some = self._inputs.pop()
        if not self.plan.foreign:
            self._append(some, None)
            return
        if self._foreign is None:
            self._foreign = (self.broker.foreign("publisher"), [])
        producer, unsaid = self._foreign
        unsaid.append((self._append(some, producer), some))
        ending = self._draw.random()
        if ending < 0.4:
            self._end_foreign()
        elif ending < 0.6:
            assert producer.transaction is not None
            self.broker.abort(producer.transaction)
            self._note("publisher aborts")
            for place, _ in unsaid:
                del self.raw[place]
            self._foreign = None

    def _append(self, some: Input, producer: Producer | None) -> Place:
        broker = self.broker
        partition = some.partition
        if partition is None:
            partition = broker.partition_of(some.key, 0)
        message = broker.append(
            (RAW.name, partition),
            key=some.key,
            value=some.value,
            timestamp=some.timestamp,
            transaction=producer.transaction if producer else None,
        )
        place = (partition, message.offset)
        self.raw[place] = some
        self._note(f"raw record {place}")
        return place

    def _end_foreign(self) -> None:
        if self._foreign is not None:
            self.broker.end(self._foreign[0])
            self._note("publisher commits")
            self._foreign = None

    # Faults.

    def _fault(self, name: str) -> None:
        faults: dict[str, Callable[[], None]] = {
            "freeze": self._freeze,
            "rebalance": lambda: self._rebalance(self._draw.choice(self.plan.grouping)),
            "drain": self._drain,
            "transaction times out": self._time_out,
            "clock jumps": self._jump,
            "compaction": self._compact,
            "request fails": lambda: self._fail(before=True),
            "answer is lost": lambda: self._fail(before=False),
            "kill": lambda: self._kill_one(""),
            "kill: disk lost": lambda: self._kill_one("lost"),
            "kill: disk rolled back": lambda: self._kill_one("back"),
        }
        self.faults[name] += 1
        faults[name]()

    def _one(self) -> Process:
        return self._draw.choice(list(self.processes.values()))

    def _is_frozen(self, process: Process) -> bool:
        return process.thaws_at > self.steps

    def _freeze(self) -> None:
        process = self._one()
        steps = self._draw.choice((3, 20, 100, 300))
        process.thaws_at = self.steps + steps
        self._note(f"{process.name} stands still for {steps} steps")
        if self._draw.random() < 0.7:
            # Its session ends, and the others are told.
            self._rebalance(process.group, without=process.machine)

    def _rebalance(self, group: Group, without: int | None = None) -> None:
        members = [machine for machine in range(_WORKERS) if machine != without]
        shared: dict[int, set[int]] = {machine: set() for machine in range(_WORKERS)}
        for partition in range(self.plan.partitions):
            shared[self._draw.choice(members)].add(partition)
        self._note(f"{'-'.join(group)} is shared out: {shared}")
        for machine, partitions in shared.items():
            self._notices[group, machine] = frozenset(partitions)
        self.given[group] = {machine: frozenset(some) for machine, some in shared.items()}

    def _fail(self, *, before: bool) -> None:
        # What was read or recovered has no effect elsewhere: its answer may be lost as well.
        able = [
            at
            for at, parked in enumerate(self._parked)
            if (parked.where in _BEFORE) == before and not self._is_frozen(parked.process)
        ]
        if able:
            self._wake(
                self._draw.choice(able),
                NetworkError("the request fails" if before else "the answer is lost"),
            )

    def _time_out(self) -> None:
        if self.broker.fenced and (names := self.broker.going()):
            name = self._draw.choice(names)
            if name != "publisher":
                self.broker.expire(name)
                self._note(f"the transaction of {name} times out")

    def _jump(self) -> None:
        process = self._one()
        process.skew += self._draw.choice((-3600.0, -1.0, 1.0, 3600.0))
        self._note(f"the clock of {process.name} jumps to {process.skew:+}")

    def _compact(self) -> None:
        places = sorted(place for place in self.broker.logs if place[0].endswith("-changelog"))
        if places:
            place = self._draw.choice(places)
            upto = self._draw.randint(0, self.broker.log(place).end())
            self.broker.compact(place, upto, deletions=self._forgets_deletions)
            self._note(f"{place} is compacted up to {upto}")

    def _kill_one(self, disk: str) -> None:
        process = self._one()
        self._note(f"{process.name} is killed")
        self._end(process)
        if disk:
            self._spoil(process, disk)
        self._start(process.group, process.machine)
        self._rebalance(process.group)

    def _drain(self) -> None:
        """Let a process finish what it has in hand, and be followed by another."""
        process = self._one()
        if process.draining is None and not self._is_frozen(process):
            self._note(f"{process.name} drains")
            self._draining += 1
            process.draining = self._loop.create_task(process.tasks.stop(5.0))

    def _follow_the_drained(self) -> None:
        if not self._draining:
            return
        for process in list(self.processes.values()):
            if process.draining is not None and process.draining.done():
                self._draining -= 1
                self._note(f"{process.name} has left")
                self._end(process)
                self._start(process.group, process.machine)
                self._rebalance(process.group)

    def _spoil(self, process: Process, how: str) -> None:
        disks = process.disks
        for partition in list(disks):
            if how == "lost":
                disks[partition] = Disk()
            else:
                disks[partition].roll_back(self._draw.randint(0, disks[partition].writes()))
        self._note(f"machine {process.machine} of {'-'.join(process.group)}: disk {how}")

    def _start(self, group: Group, machine: int) -> None:
        before = self.processes.get((group, machine))
        process = Process(
            self,
            group,
            machine,
            self.disks[group, machine],
            partitions=self.plan.partitions,
            task=self._task,
            tables=self._tables,
            slack=self.plan.slack,
            run=before.run + 1 if before else 0,
        )
        self.processes[group, machine] = process

    def _end(self, process: Process) -> None:
        """Take a process away, with everything that it has in memory."""
        self._parked = [parked for parked in self._parked if parked.process is not process]
        self._notices.pop((process.group, process.machine), None)
        for task in _loops(process.tasks):
            task.cancel()
        self._loop.settle()

    # The end: no more faults.

    def _calm_down(self) -> None:
        self._note("no more faults")
        while self._inputs:
            self._publish()
        self._end_foreign()
        for process in self.processes.values():
            process.thaws_at = 0
            process.skew = 0.0
        for group in self.plan.grouping:
            self._rebalance(group)

    def _come_to_rest(self) -> None:
        """Let all go on until nobody has anything to do."""
        last = self.steps + _CALM
        while self.steps < last:
            self._pass(0.0)
            if self._tell() or self._mark():
                continue
            ready = [at for at, each in enumerate(self._parked) if not _is_idle(each)]
            if ready:
                self._wake(self._draw.choice(ready))
                continue
            if not self._all_are_there():
                self._pass(1.0)
                continue
            if self._is_quiet() and not self._look_once_more():
                return
        self.unexpected.append("it does not come to rest")

    def _look_once_more(self) -> bool:
        """Let every idle reader look, twice and later; return whether any did something."""
        for _ in range(2):
            self._pass(6.0)
            # A drained process may have left meanwhile: nothing is parked, and word is under way.
            if not self._is_quiet():
                return True
            for parked in list(self._parked):
                self._wake(self._parked.index(parked))
                self._loop.settle()
                if not self._is_quiet():
                    return True
        return False

    def _is_quiet(self) -> bool:
        """Return whether all wait for records and none is there."""
        return not self.broker.unmarked and not self._notices and all(map(_is_idle, self._parked))

    def _all_are_there(self) -> bool:
        return all(process.tasks.all_running for process in self.processes.values()) and {
            (parked.process.group, parked.partition) for parked in self._parked
        } == {(group, p) for group in self.plan.grouping for p in range(self.plan.partitions)}

    def lines(self) -> Iterator[str]:
        """Yield the schedule, a line a step, for a person."""
        for step, now, what in self.trace:
            yield f"{step:6d} {now:9.2f}  {what}"


def _is_idle(parked: Parked) -> bool:
    return parked.is_ready is not None and not parked.is_ready()


def _loops(tasks: StreamTasks) -> list:
    return list(tasks._loops.values())
