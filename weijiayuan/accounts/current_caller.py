"""Who is asking. Read once a request, in one query, from the bearer token."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, g
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from weijiayuan.accounts import queries, rules
from weijiayuan.accounts.errors import NotYours, SignInFirst
from weijiayuan.accounts.models import LoginSession, Resident, StaffAccount
from weijiayuan.accounts.role_definitions import is_desk_only
from weijiayuan.accounts.rules import Granted, Role, Territory
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.settings import Settings
from weijiayuan.web import rate_limits
from weijiayuan.web.middleware import bearer_token
from weijiayuan.web.refusal_tarpit import note_known_caller

logger = logging.getLogger(__name__)

NOTED_EVERY = timedelta(seconds=60)


@dataclass
class Caller:
    """The person behind a request: a resident, a member of staff, or both in one.

    The ids are known from the session; the rows are fetched only when somebody asks for them.
    `staff_id` is there only while somebody is on duty; `resting_staff_id` is who they would be.
    """

    session_id: UUID
    seen_at: datetime
    at_desk: bool
    resident_id: UUID | None
    staff_id: UUID | None
    resting_staff_id: UUID | None = None
    is_sample: bool = False

    @cached_property
    def resident(self) -> Resident | None:
        return db.session.get(Resident, self.resident_id) if self.resident_id else None

    @cached_property
    def staff(self) -> StaffAccount | None:
        return db.session.get(StaffAccount, self.staff_id) if self.staff_id else None

    @cached_property
    def granted(self) -> frozenset[Granted]:
        """Return every role in its territory; empty for somebody who is only a resident.

        A telephone has no role that needs the desk's sign-in. The samples have all of theirs
        everywhere: they are nobody, and exist only beside the fake WeChat.
        """
        if self.staff_id is None:
            return frozenset()
        found = queries.granted_to(self.staff_id)
        everything = self.at_desk or self.is_sample
        return frozenset(each for each in found if everything or not is_desk_only(each.role))

    def duties(self, *roles: Role) -> list[Territory]:
        """Return the territories in which the caller has one of the roles."""
        return [each.territory for each in self.granted if each.role in roles]

    def may(self, *roles: Role, within: Territory | None = None) -> bool:
        """Tell whether the caller has one of the roles, and for the territory if one is named."""
        return rules.may(self.granted, *roles, within=within)

    @property
    def key(self) -> str:
        """Return the caller's name in the audit trail and for idempotency keys."""
        return f"staff:{self.staff_id}" if self.staff_id else f"resident:{self.resident_id}"


def hash_of(token: str) -> str:
    """Return what is stored of a token: it has 256 random bits, so a plain hash keeps it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def someone() -> Caller | None:
    """Return who is asking, or None for nobody we know."""
    if "caller" not in g:
        g.caller = _read()
        if g.caller is not None:
            g.caller_key = g.caller.key
            note_known_caller()
    caller: Caller | None = g.caller
    return caller


def current() -> Caller:
    """Return who is asking. Raises `SignInFirst`."""
    caller = someone()
    if caller is None:
        raise SignInFirst
    return caller


def read_again() -> Caller:
    """Return who is asking, read in the transaction at hand. Raises `SignInFirst`."""
    g.pop("caller", None)
    return current()


def current_resident_id() -> UUID:
    """Return the id of the resident who asks, without fetching the row.

    Raises `SignInFirst`, or `NotYours` for a desk login.
    """
    resident_id = current().resident_id
    if resident_id is None:
        raise NotYours
    return resident_id


def current_resident() -> Resident:
    """Return the resident who is asking. Raises `SignInFirst`, or `NotYours` for a desk login."""
    resident = current().resident
    if resident is None:
        raise NotYours
    return resident


def current_staff() -> StaffAccount:
    """Return the member of staff who is asking. Raises `SignInFirst` or `NotYours`."""
    staff = current().staff
    if staff is None:
        raise NotYours
    return staff


def actor_id() -> UUID:
    """Return the id of the caller as staff if they are, else as resident."""
    caller = current()
    owner = caller.staff_id or caller.resident_id
    assert owner is not None
    return owner


def _read() -> Caller | None:
    token = bearer_token()
    found = queries.open_session(hash_of(token)) if token is not None else None
    if found is None:
        return None
    now = clock.now()
    caller = _caller(found, now=now)
    idle = caller.at_desk and now - caller.seen_at >= rules.IDLE_FOR
    nobody = caller.resident_id is None and caller.staff_id is None
    return None if now >= found.expires_at or idle or nobody else caller


def _caller(found: Any, *, now: datetime) -> Caller:
    at_desk, is_sample = found.desk_staff_id is not None, bool(found.is_sample)
    staff_id = found.staff_id
    if is_sample and not _beside_fake_wechat():
        staff_id = None
    on_duty = (
        at_desk
        or is_sample
        or rules.is_on_duty(found.stepped_up_at, seen_at=found.seen_at, now=now)
    )
    return Caller(
        session_id=found.session_id,
        seen_at=found.seen_at,
        at_desk=at_desk,
        resident_id=found.resident_id,
        staff_id=staff_id if on_duty else None,
        resting_staff_id=None if on_duty else staff_id,
        is_sample=is_sample,
    )


def _beside_fake_wechat() -> bool:
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    return settings.fake_wechat


def init_app(app: Flask) -> None:
    app.after_request(note_presence)
    rate_limits.of(app).known_caller = known_caller


def known_caller() -> str | None:
    """Return the name of who is asking, for the limits; None for a token that opens nothing."""
    with reading():
        caller = someone()
    key = caller.key if caller else None
    g.pop("caller", None)  # whoever acts reads it again in the transaction of the act
    return key


def note_presence(answer: Response) -> Response:
    """Note now and then that a session of staff is in use, since it ends when it lies idle."""
    caller: Caller | None = g.get("caller")
    if caller is None or caller.staff_id is None:
        return answer
    now = clock.now()
    if now - caller.seen_at > NOTED_EVERY:
        seen = update(LoginSession).where(LoginSession.id == caller.session_id).values(seen_at=now)
        try:
            with transaction():
                db.session.execute(seen)
        except DBAPIError:  # what was asked is done, and is not to be told otherwise
            logger.warning("presence is not noted", exc_info=True)
    return answer
