"""Writing the trail.

Entries are gathered while a transaction runs and appended in its last moment, so that the lock on
the trail's end is always the last one taken: no two transactions can wait for each other by it.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Flask, g, has_request_context
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from weijiayuan.audit.hash_chain import Entry, plain_facts, seal
from weijiayuan.audit.models import AuditEntry, AuditHead
from weijiayuan.db import db
from weijiayuan.kernel import clock

GATHERED = "weijiayuan.audit"


def record(
    action: str,
    *,
    subject_kind: str,
    subject_id: UUID | str,
    reason: str = "",
    actor: str | None = None,
    **facts: Any,
) -> None:
    """Add an entry to the trail, in the transaction at hand.

    `actor` defaults to whoever is asking (`staff:<id>`, `resident:<id>`), or `system`. Facts must
    be plain values and must not be personal data.
    """
    entry = Entry(
        number=0,
        at=clock.now(),
        actor=actor or _who(),
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        reason=reason,
        facts=plain_facts(facts),
    )
    db.session.info.setdefault(GATHERED, []).append(entry)


def init_app(_app: Flask) -> None:
    if not event.contains(Session, "before_commit", append):
        event.listen(Session, "before_commit", append)
        event.listen(Session, "after_soft_rollback", forget)


def append(session: Session) -> None:
    """Seal what was gathered onto the end of the trail."""
    gathered: list[Entry] = session.info.pop(GATHERED, [])
    if not gathered:
        return
    head = session.scalars(select(AuditHead).with_for_update()).one()
    for entry in gathered:
        numbered = replace(entry, number=head.number + 1)
        mark = seal(numbered, head.seal)
        session.add(AuditEntry(**vars(numbered), previous=head.seal, seal=mark))
        head.number, head.seal = numbered.number, mark
    session.flush()


def forget(session: Session, _previous: Any) -> None:
    """Drop what was gathered for a transaction that came to nothing."""
    if not session.in_transaction():
        session.info.pop(GATHERED, None)


def _who() -> str:
    return str(g.get("caller_key") or "system") if has_request_context() else "system"
