"""Questions about uploads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from weijiayuan.db import db
from weijiayuan.files.models import StoredFile

TO_CHANGE = (
    select(StoredFile)
    .where(StoredFile.id.in_(bindparam("ids", expanding=True)))
    .order_by(StoredFile.id)
    .with_for_update()
)


def file(file_id: UUID) -> StoredFile | None:
    """Return a file with its readers."""
    wanted = select(StoredFile).filter_by(id=file_id).options(selectinload(StoredFile.grants))
    return db.session.scalars(wanted).one_or_none()


def files_to_change(file_ids: Iterable[UUID]) -> dict[UUID, StoredFile]:
    """Return files by id, locked in one order until the transaction ends."""
    rows = db.session.scalars(TO_CHANGE, {"ids": list(file_ids)})
    return {each.id: each for each in rows}


def claimed_by(marks: Iterable[str]) -> dict[str | None, StoredFile]:
    """Return the files that nobody owns by the hash of their code, locked in one order."""
    wanted = select(StoredFile).where(StoredFile.claim_mark.in_(list(marks)))
    rows = db.session.scalars(wanted.order_by(StoredFile.id).with_for_update())
    return {each.claim_mark: each for each in rows}


def attached_to(kind: str, subject: UUID) -> Sequence[StoredFile]:
    """Return the files of something in the order in which they were attached."""
    wanted = select(StoredFile).filter_by(attached_kind=kind, attached_id=subject)
    order = (StoredFile.attached_at, StoredFile.position)
    return db.session.scalars(wanted.order_by(*order)).all()


def owned_by(resident_id: UUID) -> Sequence[StoredFile]:
    """Return the files that a resident sent, oldest first."""
    wanted = select(StoredFile).filter_by(resident_id=resident_id)
    return db.session.scalars(wanted.order_by(StoredFile.created_at)).all()


def unattached_before(moment: datetime, *, limit: int) -> Sequence[StoredFile]:
    """Return files that came before the moment and were never used, locked against attaching."""
    wanted = (
        select(StoredFile)
        .where(StoredFile.attached_at.is_(None), StoredFile.created_at < moment)
        .order_by(StoredFile.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(wanted).all()


def nobodys(*, since: datetime, before: datetime) -> list[tuple[str, str]]:
    """Return key and kind of the files that nobody known sent within these hours, in no order."""
    wanted = select(StoredFile.key, StoredFile.media_type).where(
        StoredFile.resident_id.is_(None),
        StoredFile.staff_id.is_(None),
        StoredFile.created_at >= since,
        StoredFile.created_at < before,
    )
    return [(key, media_type) for key, media_type in db.session.execute(wanted.order_by("key"))]


def known_keys(keys: Iterable[str]) -> set[str]:
    """Return those of the keys that belong to a file."""
    return set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.in_(list(keys)))))
