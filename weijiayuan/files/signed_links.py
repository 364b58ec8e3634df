"""Passes that open one file for half an hour without a sign-in.

`<image>` in a mini-program and WeChat's media check cannot send a token. Whoever may see a file
is given its address with such a pass; it names the file and its end, and is signed by us. When the
owner leaves, the passes that were given until then open nothing any more.
"""

from datetime import datetime
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from weijiayuan.files.rules import PASS_LASTS
from weijiayuan.settings import Settings

SALT = "weijiayuan.files.pass"


def address_of(file_id: UUID) -> str:
    """Return the path at which a file can be read for the next half hour."""
    return f"/api/v1/files/{file_id}?pass={_signer().dumps(file_id.hex)}"


def address_outside(file_id: UUID) -> str | None:
    """Return the whole address for somebody outside; None while no `PUBLIC_URL` is set."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    return f"{settings.public_url}{address_of(file_id)}" if settings.public_url else None


def signed_at(file_id: UUID, given: str | None) -> datetime | None:
    """Return when a pass for this file was given, or None if it opens nothing or has ended."""
    if given is None:
        return None
    try:
        named, moment = _signer().loads(
            given, max_age=int(PASS_LASTS.total_seconds()), return_timestamp=True
        )
    except BadData:
        return None
    return moment if named == file_id.hex else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
