"""The audit trail as auditors read it: who did and looked at what, in words, and if it holds."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from weijiayuan.accounts.models import StaffAccount
from weijiayuan.audit import hash_chain, queries
from weijiayuan.audit.models import AuditEntry
from weijiayuan.db import db
from weijiayuan.events.models import Event, Order
from weijiayuan.governance import audit_trail_words as words
from weijiayuan.kernel import clock
from weijiayuan.web.messages import catalogue, text
from weijiayuan.web.pagination import Page, page_by

SHORTEST_END = 6
NOT_A_WORD = re.compile(r"\W+")
LOOKS = (
    "events.reporter_looked_up",
    "desk.sheet_taken",
    "jobs.employers_listed",
    "market volunteers read",
    "market check-in list taken",
    "trail.read",
    "trail.looks_read",
    "staff accounts read",
)
"""Actions that only look: at people's data, or at this trail."""


def listed(
    *,
    limit: int,
    cursor: str | None,
    person: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
    looks: bool = False,
    sort: str = "-number",
) -> Page[AuditEntry]:
    """Return entries, the newest first unless sorted otherwise.

    `person` and `subject` are as an auditor would write them.
    """
    wanted = select(AuditEntry)
    if person:
        wanted = wanted.where(AuditEntry.actor.in_(actors_called(person)))
    if subject:
        wanted = wanted.where(_is_about(subject))
    if since:
        wanted = wanted.where(AuditEntry.at >= clock.at_local(since, time()))
    if until:
        wanted = wanted.where(AuditEntry.at < clock.at_local(until + timedelta(days=1), time()))
    if looks:
        wanted = wanted.where(AuditEntry.action.in_(LOOKS))
    return page_by(
        wanted, AuditEntry.number, limit=limit, cursor=cursor, newest_first=sort.startswith("-")
    )


def looked_at(staff_id: UUID, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
    """Return what one member of staff looked at, newest first."""
    wanted = select(AuditEntry).where(
        AuditEntry.actor == f"staff:{staff_id}", AuditEntry.action.in_(LOOKS)
    )
    return page_by(wanted, AuditEntry.number, limit=limit, cursor=cursor, newest_first=True)


def actors_called(person: str) -> list[str]:
    """Return the actors meant by a name, a user name, or an actor as the trail writes it."""
    called: ColumnElement[bool] = or_(
        StaffAccount.username == person, StaffAccount.display_name.contains(person, autoescape=True)
    )
    found = db.session.scalars(select(StaffAccount.id).where(called))
    return [person, *(f"staff:{staff_id}" for staff_id in found)]


def _is_about(subject: str) -> ColumnElement[bool]:
    """Return the condition for entries about this: named whole, or by the end that lists show."""
    named = AuditEntry.subject_id.in_(subjects_called(subject))
    end = subject.lstrip("…")
    if len(end) < SHORTEST_END:
        return named
    return or_(named, AuditEntry.subject_id.endswith(end, autoescape=True))


def subjects_called(subject: str) -> list[str]:
    """Return the ids meant by an id, or by the number of a matter or an order."""
    matters = db.session.scalars(select(Event.id).where(Event.number == subject))
    orders = db.session.scalars(select(Order.id).where(Order.number == subject))
    return [subject, *(str(found) for found in (*matters, *orders))]


def lines(entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """Return entries in words; the actor's name stands for members of staff only."""
    names = staff_names(entry.actor for entry in entries)
    called = words.names_of(entries)
    return [
        {
            "number": entry.number,
            "at": entry.at,
            "actor": entry.actor,
            "actor_text": names.get(entry.actor) or nameless(entry.actor),
            "action": entry.action,
            "action_text": said("did", entry.action),
            "is_look": entry.action in LOOKS,
            "subject_kind": entry.subject_kind,
            "subject_text": said("kind", entry.subject_kind),
            "subject_name": words.subject(
                said("kind", entry.subject_kind), entry.subject_id, called
            ),
            "subject_id": entry.subject_id,
            "reason": words.value(entry.reason),
            "facts": json.loads(entry.facts),
            "facts_text": words.details(json.loads(entry.facts)),
            "seal": entry.seal,
        }
        for entry in entries
    ]


def staff_names(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors that are members of staff."""
    ids = [UUID(actor.removeprefix("staff:")) for actor in set(actors) if is_staff(actor)]
    rows = db.session.execute(
        select(StaffAccount.id, StaffAccount.display_name, StaffAccount.username).where(
            StaffAccount.id.in_(ids)
        )
    )
    return {f"staff:{row[0]}": f"{row[1]}（{row[2]}）" for row in rows}


def is_staff(actor: str) -> bool:
    return actor.startswith("staff:")


def nameless(actor: str) -> str:
    """Return what an actor is called of whom no name is shown."""
    kind, _, known = actor.partition(":")
    who = said("actor", kind)
    return f"{who} …{known[-6:]}" if known else who


def said(table: str, code: str) -> str:
    """Return the words for a code of the trail: its own, else those of what it belongs to."""
    move = code.removeprefix("events.")
    if move != code and f"events.did_{move}" in catalogue():
        return text(f"events.did_{move}")
    name = f"{table}_{NOT_A_WORD.sub('_', code)}"
    while name != table:
        if f"trail.{name}" in catalogue():
            return text(f"trail.{name}")
        name = name.rpartition("_")[0]
    return code


def verified() -> dict[str, Any]:
    """Walk the whole trail and return whether every entry is there and unchanged."""
    number, seal = queries.head()
    broken = hash_chain.first_break(queries.sealed_entries(), head=(number, seal))
    return {
        "entries": number,
        "seal": seal,
        "unbroken": broken is None,
        "broken_at": broken.number if broken else None,
        "sentence": text("trail.unbroken", entries=number)
        if broken is None
        else text("trail.broken", number=broken.number),
    }
