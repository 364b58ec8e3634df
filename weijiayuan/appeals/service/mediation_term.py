"""The days of a mediation: thirty unless every side agrees to longer (深圳多元化解条例 25).

What is past its days calls the mediator and who is on duty, and tells the sides that they may end
it or go on. The days of no other road wait for it.
"""

from datetime import datetime, timedelta

from weijiayuan import audit
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.appeals.rules.sides import LABELS
from weijiayuan.appeals.rules.states import LIVE_MEDIATIONS
from weijiayuan.appeals.service.mediation_notices import tell_sides, tell_staff
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove

LONGER_BY = timedelta(days=30)
ASKED_FROM = timedelta(days=7)
"""How long before its last day a side may agree to longer."""


def longer(mediation: Mediation, party: MediationParty, *, now: datetime) -> Mediation:
    """Agree to go on for thirty days more. With everybody's word it does; raises `IllegalMove`."""
    if not _is_asked(mediation, now=now):
        raise IllegalMove(old=mediation.state, new="longer", allowed=[])
    until = max(now, mediation.due_at) + LONGER_BY
    party.longer_until = party.longer_until or until
    audit.record(
        "mediation longer", subject_kind="mediation", subject_id=mediation.id, side=party.side
    )
    db.session.flush()
    parties = queries.parties_of(mediation.id)
    if all(each.longer_until for each in parties):
        mediation.due_at = max(each.longer_until for each in parties if each.longer_until)
        mediation.overdue_told_at = None
        for each in parties:
            each.longer_until = None
    return mediation


def _is_asked(mediation: Mediation, *, now: datetime) -> bool:
    return mediation.state in LIVE_MEDIATIONS and now >= mediation.due_at - ASKED_FROM


def may_be_longer(mediation: Mediation, party: MediationParty | None, *, now: datetime) -> bool:
    """Tell whether this side is asked to agree to longer, and has not yet."""
    return party is not None and party.longer_until is None and _is_asked(mediation, now=now)


def says(mediation: Mediation, *, now: datetime) -> str:
    """Return in a sentence that the days are over, or nearly, and what may be done; empty before.

    Whoever agreed to longer already is named.
    """
    if not _is_asked(mediation, now=now):
        return ""
    agreed = [LABELS[one.side] for one in queries.parties_of(mediation.id) if one.longer_until]
    day = clock.local_date(mediation.due_at)
    last = f"{day.year}年{day.month}月{day.day}日"
    over = f"调解期限{last}已经过了" if mediation.due_at <= now else f"调解期限到{last}为止"
    waits = f"{'、'.join(agreed)}已同意延长，等其他各方。" if agreed else ""
    return (
        f"{over}（深圳多元化解条例第二十五条）。各方都同意可以再谈三十天；有一方不同意就结束，"
        f"改走起诉、仲裁等别的路。{waits}"
    )


def tell_of_overdue(now: datetime) -> int:
    """Call the mediator and who is on duty for what is past its days; returns how many."""
    late = queries.overdue(now)
    for mediation in late:
        mediation.overdue_told_at = now
        facts = {"number": mediation.number, "says": says(mediation, now=now)}
        cause = f"{mediation.due_at.timestamp():.0f}"
        tell_sides(mediation, "mediation_overdue", facts, cause=cause, now=now)
        line = appeal_queries.on_duty(mediation.territory_code, now)
        staff = dict.fromkeys([mediation.mediator_id, mediation.opened_by, *line[:1]])
        tell_staff(mediation, staff, "mediation_overdue", facts, cause=cause, now=now)
    return len(late)
