"""Who holds a name: reserved while a person looks, registered with the licence, free again after.

A reservation (企业名称登记管理规定 18) lasts two months, a year where an approval is needed first.
It begins when an application goes to a person and ends with it; being given back does not end it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from weijiayuan.approvals.models import Application, Licence, NameKey, RegisteredName
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import name_reservations
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.application_decision import Decision, Outcome
from weijiayuan.approvals.rules.application_facts import name_of
from weijiayuan.approvals.rules.business_names import NameReading
from weijiayuan.approvals.rules.name_similarity import keys_of, months_after, year_after
from weijiayuan.approvals.rules.states import NameState
from weijiayuan.approvals.service import notifications
from weijiayuan.approvals.service.automatic_decisions import Decided, beside
from weijiayuan.db import db, insert_new
from weijiayuan.gateways.setup import registry
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id

MONTHS, MONTHS_WITH_APPROVAL = 2, 12


def follow(application: Application, decided: Decided, *, now: datetime) -> bool:
    """Take, reserve or let go of the name, as an application was decided.

    False where somebody else has it: then it has to be decided anew.
    """
    if decided.decision.outcome is Outcome.AUTO:
        return take(application, decided.name, now=now)
    if decided.decision.outcome is Outcome.HUMAN and is_sound(decided.decision):
        return _reserve(application, decided.name, _until(decided, now), now=now)
    _release_others(application, decided.name)
    return True


def is_sound(decision: Decision) -> bool:
    """Tell whether nothing about the name has to be mended, so that it may be reserved."""
    return not any(each.rule.startswith("N") for each in decision.faults)


def _until(decided: Decided, now: datetime) -> date:
    months = MONTHS_WITH_APPROVAL if decided.reading.facts.get("pre_permit") else MONTHS
    return months_after(clock.local_date(now), months)


def take(application: Application, name: NameReading | None, *, now: datetime) -> bool:
    """Register the name for this application; False if somebody else has it."""
    if name is None or _is_kept(application, name):
        return True
    _release_others(application, name)
    registered = {"state": NameState.REGISTERED, "until": None, "name": name.text}
    if name_reservations.own(application.id):
        db.session.execute(
            update(RegisteredName)
            .where(*name_reservations.of(application.id))
            .values(**registered)
            .execution_options(synchronize_session=False)
        )
        return True
    return _write(application, name, registered, now=now)


def _reserve(
    application: Application, name: NameReading | None, until: date, *, now: datetime
) -> bool:
    """Reserve the name, or go on with the reservation there is: resubmitting prolongs none."""
    if name is None or _is_kept(application, name):
        return True
    _release_others(application, name)
    reserved = {"state": NameState.RESERVED, "until": until, "name": name.text}
    return bool(name_reservations.own(application.id)) or _write(
        application, name, reserved, now=now
    )


def _write(
    application: Application, name: NameReading, given: dict[str, Any], *, now: datetime
) -> bool:
    """Write a name into the register, in place of a reservation that is over."""
    here = ground().authority.division
    key = {"authority": here, "trade_name": name.trade_name, "industry": name.industry or ""}
    db.session.execute(delete(RegisteredName).where(*name_reservations.over(key, on=_day(now))))
    row = {
        "id": new_id(),
        **key,
        **given,
        "is_standing": True,
        "application_id": application.id,
        "is_sample": registry().gives_samples,
        "created_at": now,
    }
    if not insert_new(RegisteredName, [row]):
        return False
    keys = sorted(keys_of(name.trade_name))
    insert_new(NameKey, [{"name_id": row["id"], "key": each} for each in keys])
    return True


def _day(now: datetime) -> date:
    return clock.local_date(now)


def _is_kept(application: Application, name: NameReading) -> bool:
    """Tell whether a changed business keeps its name."""
    if application.changes_uscc is None:
        return False
    licence = queries.current_of(application.changes_uscc)
    return licence is not None and licence.printed["name"] == name.text


def pass_on_or_free(
    before: Licence, application: Application, answers: Mapping[str, Any], *, now: datetime
) -> None:
    """Let the name of a licence belong to the application of its next version, or go with it."""
    if before.printed["name"] != answers.get("name"):
        free(before.application_id, NameState.CANCELLED, until=year_after(_day(now)))
        return
    db.session.execute(
        update(RegisteredName)
        .where(RegisteredName.application_id == before.application_id, RegisteredName.is_standing)
        .values(application_id=application.id)
    )


def _release_others(application: Application, name: NameReading | None) -> None:
    """Let go of what this application has reserved, the given name apart."""
    own = name_reservations.of(application.id)
    kept = (name.trade_name, name.industry or "") if name else ("", "")
    found = (RegisteredName.trade_name != kept[0]) | (RegisteredName.industry != kept[1])
    db.session.execute(delete(RegisteredName).where(*own, found))


def release(application_ids: Collection[UUID]) -> int:
    """Let go of what these applications have reserved: it bars nobody. Return how many."""
    found = delete(RegisteredName).where(
        RegisteredName.application_id.in_(application_ids),
        RegisteredName.state == NameState.RESERVED,
    )
    return db.session.connection().execute(found).rowcount


def free(application_id: UUID, state: NameState, *, until: date) -> None:
    """Let a registered name go: it bars others for a year yet (规定 17)."""
    db.session.execute(
        update(RegisteredName)
        .where(RegisteredName.application_id == application_id, RegisteredName.is_standing)
        .values(state=state, is_standing=False, until=until)
    )


def reconcile(*, now: datetime) -> tuple[int, int]:
    """End reservations that are over or without an application under way, and make missing ones.

    Whose application goes on is told that others may take the name now.
    Returns how many ended and how many were made.
    """
    for application, held in name_reservations.ran_out(on=_day(now)):
        notifications.say(application, "approval_name_ended", {"title": held}, now=now)
    ended = release(name_reservations.to_end(on=_day(now)))
    made = 0
    for application in name_reservations.without():
        answers = queries.answers_of(application)
        name = name_of(application.kind, answers, ground().lexicon)
        since = application.submitted_at or now
        until = months_after(_day(since), MONTHS)
        if name and until >= _day(now) and not beside(application, name, now).same:
            made += _reserve(application, name, until, now=now)
    return ended, made
