"""Checking packs in the worker: begun at once, looked at again by id, and not done twice."""

import json
import time
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from weijiayuan.background import job_in_steps
from weijiayuan.background.queries import is_job_coming
from weijiayuan.db import db, reading, transaction
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.welfare import queries
from weijiayuan.welfare.errors import NothingToChange, PackRejected
from weijiayuan.welfare.models import PackCheck, ProposalKind, SimulationState
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.publishing import service
from weijiayuan.welfare.publishing.service import Draft
from weijiayuan.welfare.simulation.census import read_census

TELL_EVERY = 0.5
SAME = "和现行的政策包一样，没有要改的"
WENT_WRONG = "检查没有做完，已经记下来请运维查看；可以再检查一次"


def begin(files: Mapping[str, str], by: str) -> PackCheck:
    """Begin a check in the background."""
    check = PackCheck(files=dict(files), text_digest=digest_of(files), by=by)
    db.session.add(check)
    db.session.flush()
    run_check.later(str(check.id))
    return check


def digest_of(files: Mapping[str, str]) -> str:
    """Return what tells one text, cases and all, from another."""
    return sha256(json.dumps(sorted(files.items()), ensure_ascii=False).encode()).hexdigest()


def passed_of(files: Mapping[str, str], base: str, on: date) -> PackCheck | None:
    """Return the check that this very text passed today against what is in force; None if none."""
    check = queries.last_check_of(digest_of(files))
    if check is None or check.result is None or check.finished_at is None:
        return None
    kept = check.result.get("draft")
    if kept is None or kept["base"] != base or clock.local_date(check.finished_at) != on:
        return None
    return check


def draft_of(files: Mapping[str, str], base: str, on: date) -> Draft | None:
    """Return what a check of this very text found today against what is in force; None if none."""
    check = passed_of(files, base, on)
    if check is None or check.result is None:
        return None
    return Draft(kind=ProposalKind.CHANGE, files=dict(files), **check.result["draft"])


@job_in_steps
def run_check(check_id: str) -> None:
    """Check a pack and keep what was found. Killed on its way it is begun again."""
    number = UUID(check_id)
    try:
        _worked_out(number)
    except OperationalError:
        raise
    except Exception:
        _finish(number, SimulationState.FAILED, trouble=WENT_WRONG)
        raise  # the worker logs it; tried again, the check is found ended


def _worked_out(number: UUID) -> None:
    today = clock.local_date(clock.now())
    with reading():
        check = queries.pack_check(number)
        if check is None or check.state in {SimulationState.DONE, SimulationState.FAILED}:
            return
        files = dict(check.files)
        current().look_again()
        before, known = current().adviser().pack, service.known(today)
    _note(number, 0)
    census = read_census(district().folder)
    try:
        draft = service.drafted(
            files, before, on=today, census=census, known=known, tell=_Teller(number)
        )
    except PackRejected as refusal:
        result: dict[str, Any] = {"findings": refusal.facts["findings"]}
    except NothingToChange:
        result = {"findings": [{"text": SAME}]}
    else:
        result = {"findings": [], "draft": draft.as_kept()}
    _finish(number, SimulationState.DONE, result=result)


def end_lost(now: datetime) -> int:
    """End the checks that nobody works on any more, with a reason; return how many."""
    lost = [
        found
        for found in queries.unfinished_checks()
        if not is_job_coming(run_check.name, str(found.id))
    ]
    for found in lost:
        found.state, found.trouble = SimulationState.FAILED, WENT_WRONG
        found.percent, found.finished_at = 100, now
    return len(lost)


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
        found = queries.pack_check(number)
        if found is not None:
            found.state, found.percent = SimulationState.RUNNING, percent


def _finish(
    number: UUID, state: SimulationState, *, result: dict[str, Any] | None = None, trouble: str = ""
) -> None:
    with transaction():
        found = queries.pack_check(number)
        if found is not None:
            found.state, found.percent, found.result = state, 100, result
            found.trouble, found.finished_at = trouble, clock.now()
