"""Sending a tip, named or anonymous, and everything its sender may do with it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.events.access import HOLDER, Who
from weijiayuan.events.errors import EventNotFound
from weijiayuan.events.models import Event, Follower, Message, Rating
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import public_visibility
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.events.service import (
    matter_handling,
    matter_registration,
    reporter_conversation,
    satisfaction_rating,
)
from weijiayuan.events.service.matter_registration import Report
from weijiayuan.kernel import clock
from weijiayuan.places import district_files
from weijiayuan.places.coordinates import Point
from weijiayuan.tips import anonymous_receipts, text_moderation
from weijiayuan.tips.errors import OutsideDistrict, OverAlready, TooManyPhotos
from weijiayuan.tips.models import Tip
from weijiayuan.tips.rules.receipt_retention import MOST_PHOTOS, hour_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What somebody sends."""

    text: str
    point: Point
    photos: tuple[UUID | str, ...] = ()
    category_code: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""


def send(sent: Sent, *, by: UUID, now: datetime, source: Source = Source.RESIDENT) -> Event:
    """Enter the tip of a resident (by their id) into the ledger, and return its matter.

    Its words are checked later, by the worker.
    """
    event = matter_registration.register(_report(sent, source, reporter_id=by), now=now)
    db.session.add(Tip(event_id=event.id, number=event.number, resident_id=by, points_due=True))
    db.session.flush()
    text_moderation.check_event.later(str(event.id))
    return event


def send_anonymously(sent: Sent, *, receipt: anonymous_receipts.Receipt, now: datetime) -> Tip:
    """Enter a tip of somebody nobody knows, to be opened by its receipt.

    Everything that is kept is rounded to the hour. The same receipt gives the same tip.
    """
    if receipt.sent_before and (known := anonymous_receipts.find(receipt.mark)) is not None:
        return known
    hour = hour_of(now)
    event = matter_registration.register(
        _report(sent, Source.ANONYMOUS, reporter_id=None), now=hour
    )
    tip = Tip(
        id=uuid4(),
        created_at=hour,
        event_id=event.id,
        number=event.number,
        receipt_mark=receipt.mark,
    )
    db.session.add(tip)
    db.session.flush()
    return tip


def _report(sent: Sent, source: Source, *, reporter_id: UUID | None) -> Report:
    if len(sent.photos) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    if not district_files.boundary(district()).contains(sent.point):
        raise OutsideDistrict
    return Report(
        text=sent.text,
        point=sent.point,
        source=source,
        category_code=sent.category_code,
        attributes=sent.attributes,
        photos=sent.photos,
        address=sent.address,
        reporter_id=reporter_id,
    )


def who_holds(tip: Tip) -> Who:
    """Return the sender of a tip as the ledger knows them."""
    return HOLDER if tip.resident_id is None else Who(resident_id=tip.resident_id)


def event_of(tip: Tip) -> Event:
    """Return the matter of a tip, locked until the transaction ends."""
    return matters.locked(tip.event_id)


def write(tip: Tip, text: str, *, photos: tuple[UUID | str, ...], now: datetime) -> Message:
    """Send a message to whoever handles the tip."""
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    message = reporter_conversation.say(
        event_of(tip), text, who=who_holds(tip), now=moment(tip, now), photos=photos
    )
    if tip.resident_id is not None:
        text_moderation.check_message.later(str(message.id))
    return message


def has_just_said(tip: Tip, text: str) -> bool:
    """Tell whether the sender's last words are these, and nobody has spoken since."""
    said = matters.messages(tip.event_id)
    return bool(said) and said[-1].from_reporter and said[-1].text == text


def rate(tip: Tip, *, stars: int, text: str, why: str | None, now: datetime) -> Rating:
    """Rate the result."""
    who = who_holds(tip)
    event = event_of(tip)
    return satisfaction_rating.rate(
        event, stars=stars, text=text, why=why, who=who, now=moment(tip, now)
    )


def withdraw(tip: Tip, *, now: datetime) -> Event:
    """Take the tip back before anybody works on it."""
    return matter_handling.withdraw(event_of(tip), who=who_holds(tip), now=moment(tip, now))


def reopen(tip: Tip, *, reason: str, now: datetime) -> Event:
    """Ask for the work to be done again, or for a rejected or merged tip to be looked at."""
    event, who, at = event_of(tip), who_holds(tip), moment(tip, now)
    reporter_conversation.say(event, reason, who=who, now=at)
    if event.state in (State.REJECTED, State.MERGED):
        return matter_handling.appeal(event, who=who, now=at, reason=reason)
    return matter_handling.reopen(event, who=who, now=at, reason=reason)


def follow(number: str, *, by: Resident) -> Event:
    """Say "me too": the resident is told what becomes of a matter, as whoever reported it is.

    Raises `OverAlready`.
    """
    event = matters.by_number(number)
    is_known = public_visibility.is_past_its_hour(event, now=clock.now())
    if not (is_known and public_visibility.is_listed(event)) and event.reporter_id != by.id:
        raise EventNotFound
    if not event.is_open:
        raise OverAlready
    if event.reporter_id != by.id:
        insert_new(Follower, [{"event_id": event.id, "resident_id": by.id}])
    return event


def moment(tip: Tip, now: datetime) -> datetime:
    """Return the moment to write down: the hour for somebody nobody knows."""
    return hour_of(now) if tip.resident_id is None else now
