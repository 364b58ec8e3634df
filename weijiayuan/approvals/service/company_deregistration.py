"""Closing a business that is not one person's: everybody whose it is promises it (公司法 240).

Each promises in an account of their own, within some days; the last one files the closing.
"""

import json
from datetime import datetime, timedelta

from weijiayuan.approvals.errors import NotSimple
from weijiayuan.approvals.models import Application, Consent, ConsentState, ConsentTo, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import consents as asked_queries
from weijiayuan.approvals.queries import objections, pending_revocations
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules import licence_lifecycle
from weijiayuan.approvals.rules.people_in_application import Person, plain_number
from weijiayuan.approvals.rules.registered_changes import partners_of
from weijiayuan.approvals.rules.states import LicenceState
from weijiayuan.approvals.service import consent_requests, notifications
from weijiayuan.approvals.service.blind_indexes import identity_mark
from weijiayuan.approvals.service.licence_history import note
from weijiayuan.db import blind_index, db
from weijiayuan.kernel import clock

DAYS = 20
"""For how long a promise may be given: our own figure, no law says one."""
NOT_REACHABLE = "有的股东或者家庭成员没有证件号码，全体承诺要用书面材料，走普通注销程序"
REFUSED = "有股东或者家庭成员不同意简易注销"


def file(licence: Licence, *, by: str, now: datetime) -> int:
    """File a closing, or ask the others first; return for how many of them it waits.

    Raises `NotSimple`.
    """
    _check(licence)
    application = queries.application(licence.application_id)
    waiting = _asked(licence, application, now)
    if not waiting:
        _begin(licence, by=by, now=now)
    return waiting


def go_on(application: Application, *, now: datetime) -> None:
    """File what everybody has promised by now."""
    licence = queries.licence_of(application.id)
    if licence is None:
        return
    licence = queries.licence_to_change(licence.uscc)
    said = asked_queries.of_application(application.id, ConsentTo.CLOSING).values()
    if licence.application_id == application.id and all(
        each.state is ConsentState.AGREED for each in said
    ):
        _check(licence)
        _begin(licence, by=f"resident:{licence.resident_id}", now=now)


def _check(licence: Licence) -> None:
    why = licence_lifecycle.why_not_simple(
        licence.state,
        has_pre_permit=_has_pre_permit(licence),
        is_under_inquiry=pending_revocations.is_under_inquiry(licence.uscc),
        is_objected_to=objections.stands(licence.uscc),
    )
    if why:
        raise NotSimple(why=why)


def _begin(licence: Licence, *, by: str, now: datetime) -> None:
    licence.move_to(LicenceState.DEREGISTERING, at=now)
    licence.until = licence_lifecycle.objections_end(clock.local_date(now), licence.kind)
    note(licence, "closing", by=by)
    notifications.tell_holder(
        licence, "licence_closing", f"closing:{now}", now=now, due=licence.until
    )
    consent_requests.end_closing(licence)


def _asked(licence: Licence, application: Application, now: datetime) -> int:
    """Ask whoever has not promised yet; return how many there are. Raises `NotSimple`."""
    others = _others(licence.kind, application)
    if not all(each.number for each in others):
        raise NotSimple(why=NOT_REACHABLE)
    kept = asked_queries.of_application(application.id, ConsentTo.CLOSING)
    rows = [
        kept.get(identity_mark(each.name, each.number)) or _ask(licence, application, each, now)
        for each in others
    ]
    if any(row.state is ConsentState.DECLINED for row in rows):
        raise NotSimple(why=REFUSED)
    today = clock.local_date(now)
    for row in rows:
        if row.state is ConsentState.OPEN and row.until is not None and row.until < today:
            row.until, row.asked_at = today + timedelta(days=DAYS), now
            consent_requests.tell(row, application, now=now)
    return sum(row.state is not ConsentState.AGREED for row in rows)


def _others(kind: str, application: Application) -> list[Person]:
    """Return whose business it is beside whoever runs it."""
    answers = queries.answers_of(application)
    script = ground().lexicon.script
    own = script.folded(answers.get("operator_name") or ""), plain_number(answers)
    found = partners_of(kind, answers)
    return [each for each in found if (script.folded(each.name), each.number) != own]


def _ask(licence: Licence, application: Application, person: Person, now: datetime) -> Consent:
    lines = [
        f"注销{licence.printed['name']}（统一社会信用代码{licence.uscc}）",
        "全体投资人承诺：没有未清的债务、职工工资、社会保险费和税款（公司法第240条）",
    ]
    row = Consent(
        application_id=application.id,
        what=ConsentTo.CLOSING,
        mark=identity_mark(person.name, person.number),
        digest=blind_index(f"closing|{licence.uscc}|{licence.version}"),
        lines=json.dumps(lines, ensure_ascii=False),
        roles="",
        asked_at=now,
        until=clock.local_date(now) + timedelta(days=DAYS),
    )
    db.session.add(row)
    db.session.flush()
    consent_requests.tell(row, application, now=now)
    return row


def _has_pre_permit(licence: Licence) -> bool:
    answers = queries.answers_of(queries.application(licence.application_id))
    known = ground().catalogue
    return any(known[c].kind == "pre_permit" for c in answers.get("scopes") or [] if c in known)
