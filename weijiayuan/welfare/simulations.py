"""Running simulations in the worker."""

import logging
import time
from uuid import UUID

from weijiayuan.background import task_in_steps
from weijiayuan.db import reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.welfare import queries
from weijiayuan.welfare.current import current
from weijiayuan.welfare.models import SimulationState
from weijiayuan.welfare.rules.simulating import reform_of, simulate

logger = logging.getLogger(__name__)
TELL_EVERY = 1.0


@task_in_steps
def run_simulation(simulation_id: str) -> None:
    """Work a simulation out and keep its result. Killed on its way it is begun again."""
    number = UUID(simulation_id)
    with reading():
        found = queries.simulation(number)
        if found is None or found.state in {SimulationState.DONE, SimulationState.FAILED}:
            return
        asked, digest = dict(found.asked), found.pack_digest
    adviser = current().published(digest)
    if adviser is None:
        _finish(number, SimulationState.FAILED, trouble="政策包已不在")
        return
    _note(number, 0)
    result = simulate(adviser.pack, reform_of(asked), _Teller(number))
    _finish(number, SimulationState.DONE, result=result)
    logger.info("simulation done", extra={"simulation_id": simulation_id})


class _Teller:
    """Writes progress down, but not more often than people look."""

    def __init__(self, number: UUID) -> None:
        self.number = number
        self.told_at = time.monotonic()

    def __call__(self, share: float) -> None:
        if time.monotonic() - self.told_at >= TELL_EVERY:
            self.told_at = time.monotonic()
            _note(self.number, int(share * 100))


def _note(number: UUID, percent: int) -> None:
    with transaction():
        found = queries.simulation(number)
        if found is not None:
            found.state, found.percent = SimulationState.RUNNING, percent


def _finish(
    number: UUID,
    state: SimulationState,
    *,
    result: dict[str, object] | None = None,
    trouble: str = "",
) -> None:
    with transaction():
        found = queries.simulation(number)
        if found is not None:
            found.state, found.percent, found.result = state, 100, result
            found.trouble, found.finished_at = trouble, clock.now()
