"""Keeping uploads, attaching them to what they belong to, and forgetting them.

A file belongs to nothing until `attach`; what nobody attached is removed after a day.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from uuid import UUID, uuid4

from sqlalchemy import delete

from weijiayuan.db import db
from weijiayuan.files import queries
from weijiayuan.files.errors import FileNotFound, FileUnusable
from weijiayuan.files.models import FileGrant, StoredFile
from weijiayuan.files.photo_sanitizing import JPEG_TYPE, Photo
from weijiayuan.files.rules import FileKind, Reader, Rendition, Viewer, to_the_hour
from weijiayuan.gateways.setup import storage
from weijiayuan.kernel.ids import new_token

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PreparedUpload:
    """A cleaned upload whose bytes are in the storage, but of which no row tells yet."""

    key: str
    kind: FileKind
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None


def keep_photo(photo: Photo, *, kind: FileKind) -> PreparedUpload:
    """Put a clean photo into the storage under a random name. Call it outside a transaction.

    If no row follows, the nightly sweep removes the bytes.
    """
    key = token_hex(16)
    storage().put(key, photo.body, media_type=JPEG_TYPE)
    storage().put(_key_of(key, Rendition.SMALL), photo.small, media_type=JPEG_TYPE)
    return PreparedUpload(key, kind, JPEG_TYPE, len(photo.body), photo.width, photo.height)


def _key_of(key: str, rendition: Rendition) -> str:
    return key if rendition is Rendition.FULL else f"{key}.{rendition}"


def add(prepared: PreparedUpload, *, resident_id: UUID | None, staff_id: UUID | None) -> StoredFile:
    """Note a file that somebody signed in has sent."""
    file = StoredFile(id=uuid4(), **asdict(prepared), resident_id=resident_id, staff_id=staff_id)
    db.session.add(file)
    return file


def add_anonymous(prepared: PreparedUpload, *, now: datetime) -> tuple[StoredFile, str]:
    """Note a file of nobody, and return the code that alone can attach it. Only its hash is kept.

    Neither sender nor session nor address is noted, and of the time only the hour.
    """
    code = new_token()
    file = StoredFile(
        id=uuid4(),
        **asdict(prepared),
        claim_mark=upload_code_digest(code),
        created_at=to_the_hour(now),
    )
    db.session.add(file)
    return file, code


def names_of(key: str) -> list[str]:
    """Return the names of all renditions of a file in the storage."""
    return [_key_of(key, rendition) for rendition in Rendition]


def upload_code_digest(code: str) -> str:
    """Return what is kept of an upload code; it has 256 random bits, so a plain hash hides it."""
    return sha256(code.encode()).hexdigest()


def attach(
    file_ids: Sequence[UUID],
    *,
    owner: UUID,
    kind: str,
    subject: UUID | None = None,
    readers: Iterable[Reader] = (),
    now: datetime | None = None,
) -> list[StoredFile]:
    """Make files part of something, in the order given, and show them to its readers.

    `owner` is the resident or member of staff who sent them; `kind` names what they belong to
    (`tip_photo`, `employer_licence`), `subject` is its id. Attaching again to the same is no
    error. Raises `FileUnusable` if one is unknown, somebody else's, or part of something else.
    """
    found = queries.files_to_change(file_ids)
    chosen = [found.get(file_id) for file_id in dict.fromkeys(file_ids)]
    mine = [file for file in chosen if file is not None and owner in file.owners]
    if len(mine) < len(chosen):
        raise FileUnusable
    return _attached(mine, kind, subject, readers, now)


def attach_anonymous(
    codes: Sequence[str],
    *,
    kind: str,
    subject: UUID | None = None,
    readers: Iterable[Reader] = (),
) -> list[StoredFile]:
    """Make files of nobody part of something, claimed by their upload codes, which end here.

    No moment is noted finer than the hour in which they came.
    """
    marks = [upload_code_digest(code) for code in dict.fromkeys(codes)]
    found = queries.claimed_by(marks)
    if len(found) < len(marks):
        raise FileUnusable
    files = _attached([found[mark] for mark in marks], kind, subject, readers, None)
    for file in files:
        file.claim_mark = None
    return files


def _attached(
    files: list[StoredFile],
    kind: str,
    subject: UUID | None,
    readers: Iterable[Reader],
    now: datetime | None,
) -> list[StoredFile]:
    place = (kind, subject)
    if any(file.attached_at and (file.attached_kind, file.attached_id) != place for file in files):
        raise FileUnusable
    for position, file in enumerate(files):
        file.attached_kind, file.attached_id, file.position = kind, subject, position
        file.attached_at = file.attached_at or now or file.created_at
    show(files, readers)
    return files


def show(files: Iterable[StoredFile], readers: Iterable[Reader]) -> None:
    """Let these readers see the files, besides those who already may."""
    wanted = list(readers)
    if not wanted:
        return
    for file in files:
        known = {grant.reader for grant in file.grants}
        file.grants += [_grant(file, reader) for reader in wanted if reader not in known]


def _grant(file: StoredFile, reader: Reader) -> FileGrant:
    """Note a reader under a random id and the file's own hour: a finer time could point at who."""
    return FileGrant(id=uuid4(), created_at=file.created_at, file_id=file.id, **asdict(reader))


def hide(files: Iterable[StoredFile]) -> None:
    """Take the files from every reader; their owner keeps them."""
    for file in files:
        file.grants.clear()


def readable(file_id: UUID, *, by: Viewer, passed_at: datetime | None = None) -> StoredFile:
    """Return a file if this viewer may read it. Raises `FileNotFound`, whatever the reason."""
    file = queries.file(file_id)
    if file is None:
        raise FileNotFound
    has_pass = passed_at is not None and (file.passes_from is None or passed_at >= file.passes_from)
    if has_pass or file.owners & by.ids or by.is_among(grant.reader for grant in file.grants):
        return file
    raise FileNotFound


def bytes_of(key: str, rendition: Rendition) -> bytes:
    """Return the bytes of a file. Raises `ObjectMissing` or `StorageDown`."""
    return storage().get(_key_of(key, rendition))


def drop(files: Sequence[StoredFile]) -> list[str]:
    """Forget files, and return the keys whose bytes may go once that is committed."""
    keys = [_key_of(file.key, rendition) for file in files for rendition in Rendition]
    ids = [file.id for file in files]
    db.session.execute(delete(FileGrant).where(FileGrant.file_id.in_(ids)))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_(ids)))
    if ids:
        logger.info("files dropped", extra={"count": len(ids)})
    return keys


def release_ownership(resident_id: UUID, *, now: datetime) -> list[StoredFile]:
    """Take a resident's name off their files, end the passes for them, return those of nothing."""
    files = queries.owned_by(resident_id)
    for file in files:
        file.resident_id, file.passes_from = None, now
    return [file for file in files if file.attached_at is None]
