"""Which text of the rulebook is in force, and those before it."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, exists, func, select

from weijiayuan.approvals.errors import RulebookNotFound
from weijiayuan.approvals.models.rulebooks import RulebookText, RulebookVersion, VersionState
from weijiayuan.db import db


def newest_digest() -> str | None:
    """Return the digest of the text published last; None before any publication."""
    return db.session.scalar(
        select(RulebookVersion.digest)
        .where(RulebookVersion.state == VersionState.PUBLISHED)
        .order_by(RulebookVersion.published_at.desc(), RulebookVersion.id.desc())
        .limit(1)
    )


def files_of(digest: str) -> dict[str, str] | None:
    """Return the files of a text by its digest."""
    found: Any = None
    for model in (RulebookVersion, RulebookText):
        wanted = select(model.files).where(model.digest == digest).limit(1)
        found = found or db.session.scalar(wanted)
    return cast("dict[str, str] | None", found)


def is_kept(digest: str) -> bool:
    """Tell whether a text can be read again by its digest."""
    wanted = (exists().where(model.digest == digest) for model in (RulebookVersion, RulebookText))
    return any(db.session.scalar(select(each)) for each in wanted)


def published_texts(digest: str) -> list[dict[str, str]]:
    """Return the texts of a digest that ever were in force: they may differ in worked cases."""
    wanted = select(RulebookVersion.files).where(
        RulebookVersion.digest == digest, RulebookVersion.state == VersionState.PUBLISHED
    )
    return [dict(each) for each in db.session.scalars(wanted)]


def digests_published_as(name: str) -> set[str]:
    """Return the texts that were in force under a version name."""
    wanted = select(RulebookVersion.digest).where(
        RulebookVersion.version == name, RulebookVersion.state == VersionState.PUBLISHED
    )
    return set(db.session.scalars(wanted))


def published_so_far() -> int:
    """Return how many publications there were."""
    return db.session.scalar(select(func.max(RulebookVersion.number))) or 0


def versions() -> Select[RulebookVersion]:
    """Select every version."""
    return select(RulebookVersion)


def version(version_id: UUID) -> RulebookVersion:
    """Return a version. Raises `RulebookNotFound`."""
    found = db.session.get(RulebookVersion, version_id)
    if found is None:
        raise RulebookNotFound
    return found


def version_to_change(version_id: UUID) -> RulebookVersion:
    """Return a version, locked until the transaction ends. Raises `RulebookNotFound`."""
    found = db.session.scalar(
        select(RulebookVersion)
        .where(RulebookVersion.id == version_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise RulebookNotFound
    return found
