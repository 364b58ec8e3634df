"""Uploads and who may read them. The bytes themselves are in the storage."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.files.rules import Audience, FileKind, Reader


class StoredFile(Model):
    """A cleaned upload. Its id is given as a random one, which does not tell when it was made.

    `key` names the bytes in the storage. Owned by whoever sent it, as resident, as staff or as
    both; or by nobody, and then claimed by a code of which `claim_mark` is the hash. Passes
    that were given before `passes_from` open nothing.
    """

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_attached", "attached_kind", "attached_id"),)

    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FileKind]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    resident_id: Mapped[UUID | None] = mapped_column(index=True, default=None)
    staff_id: Mapped[UUID | None] = mapped_column(index=True, default=None)
    claim_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    attached_kind: Mapped[str | None] = mapped_column(default=None)
    attached_id: Mapped[UUID | None] = mapped_column(default=None)
    attached_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    position: Mapped[int] = mapped_column(default=0)
    passes_from: Mapped[datetime | None] = mapped_column(default=None)
    grants: Mapped[list["FileGrant"]] = relationship(
        init=False, cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def owners(self) -> frozenset[UUID]:
        """Return the ids under which somebody owns this file."""
        return frozenset(each for each in (self.resident_id, self.staff_id) if each)


class FileGrant(Model):
    """One reader of a file besides its owner."""

    __tablename__ = "file_grants"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), index=True)
    audience: Mapped[Audience]
    resident_id: Mapped[UUID | None] = mapped_column(default=None)
    role: Mapped[str | None] = mapped_column(default=None)
    territory_kind: Mapped[str | None] = mapped_column(default=None)
    territory_code: Mapped[str | None] = mapped_column(default=None)

    @property
    def reader(self) -> Reader:
        """Return the reader as the rules know it."""
        return Reader(
            audience=self.audience,
            resident_id=self.resident_id,
            role=self.role,
            territory_kind=self.territory_kind,
            territory_code=self.territory_code,
        )
