"""The list of those who are barred: a revocation writes it, two people take somebody off it."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.approvals.errors import CulpritUnknown
from weijiayuan.approvals.models import Bar, Licence, RevocationGround
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import barred_persons
from weijiayuan.approvals.rules.company_facts import anniversary
from weijiayuan.approvals.rules.people_in_application import number_of
from weijiayuan.approvals.rules.reference_data import script
from weijiayuan.approvals.service.separation_of_duties import (
    Officer,
    check_looked_at,
    proposal_mark,
)
from weijiayuan.db import db
from weijiayuan.kernel import clock

BARRED_YEARS = 3
"""条例 40 (who did a false registration), 公司法 178 (who answered for a revoked company)."""


def culprit_of(licence: Licence, name: str) -> tuple[str, str]:
    """Return name and number of somebody in the application of a version: its operator by default.

    Raises `CulpritUnknown`.
    """
    answers = queries.answers_of(queries.application(licence.application_id))
    if not name:
        return licence.printed["operator"], answers.get("id_number") or ""
    number = number_of(name, answers, script())
    if not number:
        raise CulpritUnknown(name=name)
    return name, number


def bar(licence: Licence, ground: RevocationGround, *, culprit: str, now: datetime) -> None:
    """Bar for three years who did what a version is revoked for; the victim of a theft never."""
    name, number = culprit_of(licence, culprit)
    if ground is RevocationGround.STOLEN_IDENTITY or not number:
        return
    since = clock.local_date(now)
    row = Bar(
        mark=barred_persons.mark_of(number),
        licence_id=licence.id,
        resident_id=licence.resident_id,
        name=name,
        ground=ground,
        since=since,
        until=anniversary(since, BARRED_YEARS),
    )
    db.session.add(row)
    db.session.flush()
    _record(row, "barred", "")


def lift(
    bar_id: UUID, *, reason: str, officer: Officer, now: datetime, proposal: str | None = None
) -> Bar:
    """Take somebody off the list: the first to say so proposes it, a second person decides.

    The second names the proposal. Raises `SecondPersonNeeded`, `ProposalChanged`.
    """
    row = barred_persons.bar_to_change(bar_id)
    officer.check_apart(row.resident_id)
    if row.lifted_on is not None:
        return row
    if row.lift_by is None:
        row.lift_by, row.lift_reason = officer.key, reason
        _record(row, "lift_proposed", reason)
        return row
    officer.check_second(row.lift_by)
    check_looked_at(proposal, row.lift_by, row.lift_reason)
    row.lifted_by, row.lifted_on = officer.key, clock.local_date(now)
    _record(row, "lifted", reason)
    return row


def lift_proposal(row: Bar) -> str | None:
    """Return the mark of the proposal to take somebody off the list, if there is one."""
    return proposal_mark(row.lift_by, row.lift_reason) if row.lift_by else None


def _record(row: Bar, what: str, reason: str) -> None:
    audit.record(
        f"approvals.bar_{what}",
        subject_kind="approval_bar",
        subject_id=row.id,
        reason=reason,
        ground=row.ground.value,
    )
