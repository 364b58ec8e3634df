"""Writing through Open311: a system reports, adds updates, and gets or loses its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.events.access import HOLDER
from weijiayuan.events.models import Event, TextCheck
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.reference_data import Category, Field
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.events.service import matter_registration, reporter_conversation
from weijiayuan.files import queries as files_queries
from weijiayuan.files import service as files
from weijiayuan.files.rules import EVERYONE
from weijiayuan.kernel.ids import new_token
from weijiayuan.places import district_files
from weijiayuan.places.coordinates import Point
from weijiayuan.tips.open311 import queries
from weijiayuan.tips.open311.errors import Problems
from weijiayuan.tips.open311.models import Open311Key, Open311Report, Open311Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a system reports. Whoever told it is not part of this."""

    category: Category
    text: str
    point: Point
    attributes: dict[str, Any]
    address: str
    upload_codes: tuple[str, ...] = ()


def report(request: Request, *, by: Open311Key, now: datetime) -> Event:
    """Enter a request into the ledger; its photos are public, as the system published them."""
    if not district_files.boundary(district()).contains(request.point):
        raise Problems(400, "lat and long lie outside the district")
    event = matter_registration.register(
        matter_registration.Report(
            text=request.text,
            point=request.point,
            source=Source.OPEN311,
            category_code=request.category.code,
            attributes=request.attributes,
            photos=request.upload_codes,
            address=request.address,
        ),
        now=now,
    )
    db.session.add(Open311Report(event_id=event.id, key_id=by.id))
    db.session.flush()
    files.show(files_queries.attached_to("event_photo", event.id), [EVERYONE])
    return event


def answers_of(category: Category, given: dict[str, list[str]]) -> dict[str, Any]:
    """Return the answers as the category wants them; raises one problem for each that is not.

    Attributes of other systems (FixMyStreet sends its own id, title and grid reference along) are
    nothing we asked for: they are left aside and not kept.
    """
    known = {field.key: field for field in category.fields}
    problems = [
        f"{key} required" for key, field in known.items() if field.required and key not in given
    ]
    if problems:
        raise Problems(400, *problems)
    return {key: _value(known[key], values) for key, values in given.items() if key in known}


def _value(field: Field, values: Sequence[str]) -> Any:
    if len(values) > 1:
        raise Problems(400, f"{field.key} takes one value")
    value = values[0]
    if field.kind == "number":
        if not (value.isascii() and value.lstrip("-").isdigit() and len(value) < 12):
            raise Problems(400, f"{field.key} must be a whole number")
        return int(value)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a system adds to a request of its own."""

    update_id: str
    number: str
    text: str


def add_update(sent: Update, *, by: Open311Key, now: datetime) -> Open311Update:
    """Pass an update on to whoever handles the matter, once for each `update_id`.

    The state is the ledger's own: what the other system thinks of it changes nothing here.
    """
    known = db.session.scalars(
        select(Open311Update).filter_by(key_id=by.id, update_id=sent.update_id)
    ).one_or_none()
    if known is not None:
        return known
    tie = queries.report(sent.number, by.id)
    if tie is None:
        raise Problems(404, f"service_request_id {sent.number} was not found")
    event = matters.locked(tie.event_id)
    message = reporter_conversation.say(event, sent.text, who=HOLDER, now=now)
    message.text_check = TextCheck.NEVER
    noted = Open311Update(
        key_id=by.id, update_id=sent.update_id, event_id=event.id, message_id=message.id
    )
    db.session.add(noted)
    db.session.flush()
    return noted


def add_key(name: str) -> str:
    """Let a system write, and return its key, which is shown this once."""
    secret = new_token()
    db.session.add(Open311Key(name=name, key_hash=queries.hash_of(secret)))
    db.session.flush()
    return secret


def revoke_key(name: str, *, now: datetime) -> bool:
    """End a system's permission; tells whether it had one."""
    living = update(Open311Key).filter_by(name=name, revoked_at=None)
    return bool(db.session.execute(living.values(revoked_at=now)).rowcount)  # type: ignore[attr-defined]  # of an UPDATE
