"""What is done to a rehearsed cluster, and what has to come out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from operate.rehearsal.cluster import WECHAT, Cluster, say, wait_for
from operate.rehearsal.load import Residents

FAKE = f"http://127.0.0.1:{WECHAT}/fake-wechat"
Deed = Callable[[], None]
Fault = tuple[str, Deed, Deed]
ROUNDS = 4
CALM_SECONDS = 5


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    what: str
    figure: str
    holds: bool

    def __str__(self) -> str:
        return f"{'held  ' if self.holds else 'FAILED'} {self.what}: {self.figure}"


def upgrade(cluster: Cluster) -> Iterator[Line]:
    """Bring a new version in while residents write and read."""
    say("upgrade under load")
    with Residents(cluster.door, FAKE, threads=8, per_second=25) as residents:
        time.sleep(CALM_SECONDS)
        cluster.execute("upgrade")
        time.sleep(CALM_SECONDS)
    requests = sum(residents.seen.statuses.values())
    failed = residents.failed()
    yield Line("requests during an upgrade", f"{requests}, failed {failed or 0}", not failed)
    yield _kept("writes during an upgrade", residents)


def faults(cluster: Cluster, *, only: Sequence[str] = ()) -> Iterator[Line]:
    """Take parts away, one after the other, while residents write; `only` those that are named."""
    with Residents(cluster.door, FAKE, threads=8, per_second=40) as residents:
        for name, take, back in chosen(_deeds(cluster), only):
            say(f"fault: {name}")
            first, before = len(residents.seen.waits), residents.seen.statuses.copy()
            errors = cluster.unexpected()
            take()
            time.sleep(CALM_SECONDS)
            back()
            took = wait_for(cluster.is_whole, f"whole again after {name}")
            time.sleep(CALM_SECONDS)
            waits = residents.seen.waits[first:]
            figure = f"{len(waits)} writes, waited p50 {median(waits or [0]):.2f} s"
            figure += f", at worst {max(waits or [0]):.1f} s; whole again after {took:.0f} s"
            statuses = residents.seen.statuses - before
            figure += f"; answers {dict(sorted(statuses.items()))}"
            yield Line(name, figure, holds=bool(waits) and not statuses["500"])
            for trace, times in (cluster.unexpected() - errors).items():
                say(f"unexpected, {times} times:\n{trace}")
    seen = residents.seen
    yield _kept("writes over all faults", residents)
    yield Line("answers with 500", str(seen.statuses["500"]), not seen.statuses["500"])
    yield Line("writes never acknowledged", str(seen.given_up), not seen.given_up)


def chosen(one_round: list[Fault], only: Sequence[str]) -> list[Fault]:
    """Return all faults for some rounds, or once those whose name has one of the words.

    Raises `SystemExit` if none has.
    """
    if not only:
        return one_round * ROUNDS
    found = [fault for fault in one_round if any(word in fault[0] for word in only)]
    if not found:
        raise SystemExit("no fault is named so; " + "; ".join(name for name, _, _ in one_round))
    return found


def _kept(what: str, residents: Residents) -> Line:
    made, lost, doubled = residents.check()
    figure = f"{made} acknowledged, {lost} lost, {doubled} doubled"
    return Line(what, figure, made > 0 and not lost and not doubled)


def _deeds(cluster: Cluster) -> list[Fault]:
    def nothing() -> None:
        pass

    def unit(machine: str, name: str, *, deep: bool = True) -> Fault:
        depth = "" if deep else ", only its first process"
        return (
            f"{name} on {machine}{depth}",
            lambda: cluster.kill(machine, name, deep=deep),
            nothing,
        )

    def machine(choose: Callable[[], str], title: str) -> Fault:
        gone: list[str] = []

        def take() -> None:
            gone.append(choose())
            cluster.kill_machine(gone[-1])

        return title, take, lambda: cluster.start_machine(gone[-1])

    def standby() -> str:
        return "db2" if cluster.leader() == "db1" else "db1"

    return [
        unit("app1", "weijiayuan-web"),
        unit("app2", "weijiayuan-web", deep=False),
        unit("app1", "weijiayuan-worker"),
        unit("app2", "pgbouncer"),
        unit("app1", "redis-server"),
        unit("app1", "haproxy"),
        machine(cluster.leader, "the leading database machine"),
        machine(standby, "the standby's machine"),
        machine(lambda: "app2", "an app machine"),
    ]
