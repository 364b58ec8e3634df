"""Uploads and reading them.

They stand here and not in `files`, because that floor does not know who is asking.
"""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from werkzeug.datastructures import FileStorage

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_anyone
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.files import service, signed_links
from weijiayuan.files.errors import (
    FileEmpty,
    FileNotFound,
    FileTooLarge,
    KindUnsupported,
    PhotosBusy,
    TooManyPixels,
    Unreadable,
)
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import NOBODY, Audience, FileKind, Rendition, Viewer
from weijiayuan.files.schemas import AnonymousFileOut, FileIn, FileOut, KindIn, ReadIn
from weijiayuan.files.upload_processing import receive, receive_from_stranger, strangers_photos
from weijiayuan.gateways.storage import ObjectMissing, StorageDown, StorageFull
from weijiayuan.kernel import clock
from weijiayuan.web.anonymous_rate_limits import AnonymousLimit, check_anonymous_limit
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.cpu_work_pool import queues_in
from weijiayuan.web.idempotency import once
from weijiayuan.web.middleware import leave_no_line
from weijiayuan.web.rate_limits import limited

BODY_BYTES = 10 * 1024 * 1024 + 64 * 1024
sending_anonymously = AnonymousLimit(each=120, everyone=10_000)
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
REFUSALS = (
    FileEmpty,
    FileTooLarge,
    KindUnsupported,
    TooManyPixels,
    Unreadable,
    PhotosBusy,
    StorageFull,
    StorageDown,
)

files = Blueprint("files", __name__, guard=require_anyone, description="照片和材料")


@files.post("", asks_outside=True, max_bytes=BODY_BYTES)
@files.arguments(KindIn, location="form")
@files.arguments(FileIn, location="files")
@files.response(201, FileOut)
@files.refuses(*REFUSALS)
@limited("60 per minute")
def send_file(form: dict[str, Any], sent: dict[str, FileStorage]) -> Response:
    """Keep a photo or paper, one a call. Photos lose all metadata and are shrunk to 1600 px.

    It is prepared before the transaction, so that nobody waits for pixels. What nothing refers
    to after 24 hours is removed.
    """
    prepared = receive(sent["file"].stream, FileKind(form["kind"]))
    with transaction():
        return once(lambda: _note(prepared))


def _note(prepared: service.PreparedUpload) -> Response:
    caller = current_caller.read_again()
    file = service.add(prepared, resident_id=caller.resident_id, staff_id=caller.staff_id)
    answer = jsonify(FileOut().dump(_shown(file)))
    answer.status_code = 201
    return answer


def _shown(file: StoredFile) -> dict[str, object]:
    names = ("id", "kind", "width", "height", "size")
    return {name: getattr(file, name) for name in names} | {
        "address": signed_links.address_of(file.id)
    }


@files.post(
    "/anonymous", guard=open_to_all, idempotent=False, asks_outside=True, max_bytes=BODY_BYTES
)
@files.arguments(KindIn, location="form")
@files.arguments(FileIn, location="files")
@files.response(201, AnonymousFileOut)
@files.refuses(*REFUSALS)
@queues_in(strangers_photos)
def send_anonymously(form: dict[str, Any], sent: dict[str, FileStorage]) -> Response:
    """Keep a photo of nobody: no session, owner, address or minute is noted.

    The upload code in the answer is the only way to attach it to an anonymous tip.
    """
    leave_no_line()
    check_anonymous_limit(sending_anonymously)
    prepared = receive_from_stranger(sent["file"].stream, FileKind(form["kind"]))
    with transaction():
        file, code = service.add_anonymous(prepared, now=clock.now())
        shown = {"kind": file.kind, "width": file.width, "height": file.height}
    answer = jsonify(AnonymousFileOut().dump(shown | {"upload_code": code}))
    answer.status_code = 201
    return answer


@files.get("/<uuid:file_id>", guard=open_to_all, asks_outside=True)
@files.arguments(ReadIn, location="query")
@files.response(200, content_type="image/jpeg")
@files.refuses(FileNotFound, ObjectMissing, StorageDown)
def read_file(asked: dict[str, Any], file_id: UUID) -> Response:
    """Return a file to its owner, to those it is shown to, or to who has a pass for it."""
    passed_at = signed_links.signed_at(file_id, asked["pass_"])
    file = service.readable(file_id, by=_viewer(), passed_at=passed_at)
    is_public = any(grant.audience is Audience.EVERYONE for grant in file.grants)
    key, media_type = file.key, file.media_type
    db.session.rollback()  # the storage may be slow, and the connection is wanted elsewhere
    rendition = Rendition(asked["size"])
    etag = f"{key[:16]}-{rendition}"
    if etag in request.if_none_match:
        answer = Response(status=304)
    else:
        answer = Response(service.bytes_of(key, rendition), mimetype=media_type)
        answer.headers["Content-Disposition"] = _disposition(file_id, media_type)
        answer.headers["Content-Security-Policy"] = SANDBOX
    answer.set_etag(etag)
    lasting = "public, max-age=3600" if is_public else "private, max-age=300"
    answer.headers["Cache-Control"] = lasting
    return answer


def _disposition(file_id: UUID, media_type: str) -> str:
    if media_type == "application/pdf":
        return f'attachment; filename="{file_id}.pdf"'
    return f'inline; filename="{file_id}.jpg"'


def _viewer() -> Viewer:
    caller = current_caller.someone()
    if caller is None:
        return NOBODY
    ids = (caller.resident_id, caller.staff_id)
    return Viewer(
        ids=frozenset(each for each in ids if each),
        has_duty=lambda role, kind, code: caller.may(
            Role(role), within=Territory(TerritoryKind(kind), code)
        ),
    )
