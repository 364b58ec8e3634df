"""Asking whoever is named by another, and telling what they said (see `rules/role_consents`)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.approvals.licence_documents.signing_keys import canonical
from weijiayuan.approvals.models import Application, Consent, ConsentState, ConsentTo, Licence
from weijiayuan.approvals.queries import consents as queries
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules import consent_lines
from weijiayuan.approvals.rules.people_in_application import ROLES
from weijiayuan.approvals.rules.role_consents import Asked
from weijiayuan.approvals.service import consent_versions, notifications
from weijiayuan.approvals.service.blind_indexes import identity_mark
from weijiayuan.db import blind_index, db

PARTNER = "变更前的股东或者家庭成员"


Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """Somebody who is asked, and the lines that they read."""

    asked: Asked
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Whether everybody agreed: who is named, and whose business it was. None: not all answered."""

    agreed: bool | None
    resolved: bool | None


def mark_of(asked: Asked) -> str | None:
    """Return the mark of a person, None without a number: nobody can say who it is then."""
    person = asked.person
    return identity_mark(person.name, person.number) if person.number else None


def digest_of(asked: Asked) -> str:
    """Return the mark of the terms."""
    return blind_index(f"terms|{canonical(dict(asked.terms)).decode()}")


def questions(
    kind: str, answers: Answers, former: Answers | None, asked: Iterable[Asked]
) -> tuple[Question, ...]:
    """Return what everybody is asked, in the words that they read."""
    catalogue = ground().catalogue
    return tuple(
        Question(each, consent_lines.lines_of(each, kind, answers, former, catalogue))
        for each in asked
    )


def standing(application: Application, asked: Sequence[Question]) -> Standing:
    """Return what everybody said to the terms as they are now."""
    kept = queries.of_application(application.id, ConsentTo.APPLICATION)
    said = [(each.asked, _said(application, each, kept)) for each in asked]
    return Standing(
        agreed=_all(answer for each, answer in said if each.is_named),
        resolved=_all(answer for each, answer in said if each.is_partner),
    )


def _said(application: Application, question: Question, kept: dict[str, Consent]) -> bool | None:
    mark, digest = mark_of(question.asked), digest_of(question.asked)
    found = kept.get(mark or "")
    if mark is None:
        return None
    if found is not None and found.state is not ConsentState.OPEN and _is_same(found, question):
        return found.state is ConsentState.AGREED
    return True if _is_known(application, found, mark, digest) else None


def _is_known(application: Application, row: Consent | None, mark: str, digest: str) -> bool:
    """Tell whether somebody agreed to as much before a change, and was not heard about it since."""
    uscc, is_heard = application.changes_uscc, row is not None and row.resident_id is not None
    return bool(uscc and not is_heard and queries.agreed_for(uscc, mark, digest))


def _is_same(row: Consent, question: Question) -> bool:
    """Tell whether a row asks what would be asked now, word for word."""
    return row.digest == digest_of(question.asked) and row.lines == _written(question.lines)


def _written(lines: Sequence[str]) -> str:
    return json.dumps(lines, ensure_ascii=False)


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    if False in found:
        return False
    return None if None in found else True


def ask(application: Application, asked: Sequence[Question], *, now: datetime) -> None:
    """Ask everybody for their yes to the terms as they are now; who is named no more is let be."""
    kept = queries.of_application(application.id, ConsentTo.APPLICATION)
    wanted = {mark: each for each in asked if (mark := mark_of(each.asked))}
    for row in kept.values():
        if row.mark not in wanted:
            notifications.hide_consent(row)
            db.session.delete(row)
    for mark, each in wanted.items():
        before = kept.get(mark)
        if before is None or not _is_same(before, each):
            _put(application, each, mark, before, now)
    db.session.flush()


def _put(
    application: Application, question: Question, mark: str, row: Consent | None, now: datetime
) -> None:
    """Write the question, anew where the terms are others."""
    asked, digest = question.asked, digest_of(question.asked)
    is_known = _is_known(application, row, mark, digest)
    roles = "、".join(ROLES[each] for each in asked.terms["roles"]) or PARTNER
    if row is None:
        row = Consent(
            application_id=application.id,
            what=ConsentTo.APPLICATION,
            mark=mark,
            digest=digest,
            lines=_written([]),
            roles=roles,
            asked_at=now,
        )
        db.session.add(row)
        db.session.flush()
    else:
        consent_versions.keep(row)
    row.digest, row.roles, row.asked_at = digest, roles if asked.is_named else "", now
    row.lines = _written(question.lines)
    row.state = ConsentState.AGREED if is_known else ConsentState.OPEN
    row.resident_id = row.answered_at = None
    db.session.flush()
    if not is_known:
        tell(row, application, now=now)


def tell(row: Consent, application: Application, *, now: datetime) -> None:
    """Tell somebody that they are asked, in every account in which they are known."""
    for resident_id in queries.accounts_of(row.mark):
        notifications.ask_consent(row, application, resident_id, now=now)


def tell_newcomer(resident_id: UUID, mark: str, *, now: datetime) -> None:
    """Tell whoever has just passed the face check what they are asked already."""
    for row in queries.open_marks(mark):
        application = db.session.get_one(Application, row.application_id)
        if application.resident_id != resident_id:
            notifications.ask_consent(row, application, resident_id, now=now)


def settle(application: Application, *, now: datetime) -> None:
    """End the questions of an approved application: who did not answer agreed on paper."""
    for row in queries.of_application(application.id, ConsentTo.APPLICATION).values():
        if row.state in {ConsentState.OPEN, ConsentState.DECLINED}:
            row.state = ConsentState.BY_PAPER
            for resident_id in queries.accounts_of(row.mark):
                notifications.tell_named(row, application, resident_id, now=now)
        notifications.hide_consent(row)


def end_closing(licence: Licence) -> None:
    """Take the questions about a closing off everybody's list."""
    for row in queries.of_application(licence.application_id, ConsentTo.CLOSING).values():
        notifications.hide_consent(row)


def drop(application: Application) -> None:
    """Take the questions of an application that is over off everybody's list."""
    for row in queries.of_application(application.id, ConsentTo.APPLICATION).values():
        notifications.hide_consent(row)
