"""What is measured when somebody asks, beside what every process counts by itself.

`@measured("notices_waiting", "…")` registers a question of the database; its answer is a number, or
numbers by label. It is asked while `/metrics` is read, at most every few seconds, and stands for
the whole installation and not for the process that happens to answer.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from prometheus_client import Gauge, multiprocess
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan.background import queries as background
from weijiayuan.db import db, reading
from weijiayuan.db.database_clock import database_now
from weijiayuan.kernel import clock, maintenance_timestamps
from weijiayuan.running_processes import heartbeat

logger = logging.getLogger(__name__)

Answer = float | Mapping[str, float]
Question = Callable[[datetime], Answer]

PREFIX = "weijiayuan_"
ASKED_EVERY = 5.0  # seconds


@dataclass(frozen=True)
class Measure:
    """A number that is asked of the database."""

    name: str
    help: str
    ask: Question
    label: str = "of"


MEASURES: dict[str, Measure] = {}

pool_used = Gauge(
    "weijiayuan_database_connections_used",
    "Connections to the database that are in use",
    multiprocess_mode="livesum",
)


def measured(name: str, help: str, *, label: str = "of") -> Callable[[Question], Question]:  # noqa: A002
    """Ask this whenever the metrics are read."""

    def registered(ask: Question) -> Question:
        if name in MEASURES:
            raise ValueError(f"two measures of one name: {name}")
        MEASURES[name] = Measure(name, help, ask, label)
        return ask

    return registered


@dataclass
class Reading:
    """The last answers, shared by everybody who asks within a few seconds."""

    lock: Lock = field(default_factory=Lock)
    at: float = float("-inf")
    answers: dict[str, Answer] = field(default_factory=dict)

    def now(self) -> dict[str, Answer]:
        with self.lock:
            if time.monotonic() - self.at >= ASKED_EVERY:
                self.answers, self.at = _asked(), time.monotonic()
            return self.answers


def _asked() -> dict[str, Answer]:
    """Ask every measure; a database that does not answer is itself an answer."""
    answers: dict[str, Answer] = {}
    try:
        with reading():
            now = database_now()
            answers["clock_skew_seconds"] = (clock.now() - now).total_seconds()
            answers |= {name: measure.ask(now) for name, measure in MEASURES.items()}
        answers["database_up"] = 1
    except SQLAlchemyError:
        db.session.rollback()
        logger.warning("the database does not tell how it is")
        answers["database_up"] = 0
    return answers


BUILT_IN = {
    "clock_skew_seconds": "How far this machine's clock is ahead of the database's",
    "database_up": "Whether the database answers",
    "disk_free_bytes": "Room left on the disk of the data folder",
    "last_done_timestamp_seconds": "When a backup, a verification was last done from this machine",
}


@dataclass(frozen=True, eq=False)
class Asked:
    """What was asked of the database just now, for one reading of `/metrics`.

    Told as it is, and not kept by a gauge: gauges of several processes are files, and what a
    process that is gone said last would stand there for ever.
    """

    answers: Mapping[str, Answer]
    folder: Path

    def collect(self) -> Iterator[GaugeMetricFamily]:
        here: dict[str, Answer] = {
            "disk_free_bytes": _free(self.folder),
            "last_done_timestamp_seconds": maintenance_timestamps.moments(self.folder),
        }
        for name, answer in {**self.answers, **here}.items():
            measure = MEASURES.get(name)
            words = measure.help if measure else BUILT_IN[name]
            if isinstance(answer, Mapping):
                family = GaugeMetricFamily(
                    PREFIX + name, words, labels=[measure.label if measure else "of"]
                )
                for value, number in answer.items():
                    family.add_metric([value], number)
            else:
                family = GaugeMetricFamily(PREFIX + name, words, value=answer)
            yield family


def forget_the_dead(folder: Path) -> None:
    """Take away what processes of this machine that are gone counted as theirs alone."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            multiprocess.mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def _free(folder: Path) -> float:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


@measured("periodic_task_late_seconds", "How long a periodic task has been due", label="task")
def late_periodic_tasks(now: datetime) -> dict[str, float]:
    return {
        run.name: max((now - run.due_at).total_seconds(), 0) if run.ran_at else 0
        for run in background.periodic_runs()
    }


@measured("periodic_task_failures", "Failures in a row of a periodic task", label="task")
def failing_periodic_tasks(_now: datetime) -> dict[str, float]:
    return {run.name: run.failures for run in background.periodic_runs() if run.failures}


@measured("jobs_waiting", "Jobs that were put off and are not done")
def jobs_waiting(_now: datetime) -> float:
    return background.waiting_count()


@measured("job_late_seconds", "How long the job that waits longest has been due")
def job_late(now: datetime) -> float:
    first = background.longest_due(now)
    return (now - first).total_seconds() if first else 0


@measured("jobs_given_up", "Jobs that failed too often and wait for an operator")
def jobs_given_up(_now: datetime) -> float:
    return len(background.failed_jobs())


@measured("processes", "Processes of the product that are alive, on all machines", label="role")
def processes(now: datetime) -> dict[str, float]:
    found = heartbeat.others(now)
    return {role: sum(each.role == role for each in found) for role in ("web", "worker")}
