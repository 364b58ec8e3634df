"""Members of the alliance: they join, somebody acts for them, and both ways out are open."""

import hashlib
from uuid import UUID

from sqlalchemy import delete

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import CodeTaken
from weijiayuan.directory.models import Organisation, Representative
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.vocabulary import OrganisationKind, Standing


def join(name: str, kind: OrganisationKind, *, alliance: str) -> Organisation:
    """Enter an organisation as a member. Raises `CodeTaken` when one is called so, blanks apart.

    Who left may come back: the same row, in use again.
    """
    known = resource_sharing.organisation_called(name)
    if known is not None and known.standing is Standing.INACTIVE:
        known.standing, known.kind, known.alliance = Standing.ACTIVE, kind, alliance
        audit.record("member joined", subject_kind="organisation", subject_id=known.id)
        return known
    if known is not None:
        raise CodeTaken
    code = f"O-{hashlib.sha256(name.encode()).hexdigest()[:12].upper()}"
    made = Organisation(code=code, name=name, kind=kind, alliance=alliance)
    db.session.add(made)
    db.session.flush()
    audit.record("member joined", subject_kind="organisation", subject_id=made.id)
    return made


def appoint(organisation_id: UUID, resident_id: UUID) -> None:
    """Let a resident act for a member."""
    row = {"organisation_id": organisation_id, "resident_id": resident_id}
    insert_new(Representative, [row])
    audit.record("member representative", subject_kind="organisation", subject_id=organisation_id)


def dismiss(organisation_id: UUID, resident_id: UUID) -> None:
    """Let a resident act for a member no more, from now on."""
    named = {"organisation_id": organisation_id, "resident_id": resident_id}
    db.session.execute(delete(Representative).filter_by(**named))
    audit.record("representative left", subject_kind="organisation", subject_id=organisation_id)


def leave(member: Organisation) -> None:
    """Let a member leave: nobody acts for it, and what it lent is lent no more.

    The caller ends its loans. What it signed stays signed. A vote that is open counts it still.
    """
    member.standing = Standing.INACTIVE
    db.session.execute(delete(Representative).filter_by(organisation_id=member.id))
    audit.record("member left", subject_kind="organisation", subject_id=member.id)
