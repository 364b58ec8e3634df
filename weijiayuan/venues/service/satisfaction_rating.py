"""Stars and words, and the keeper's answer."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, select, update

from weijiayuan.accounts.models import Resident
from weijiayuan.background import job_in_steps
from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.wechat import Scene, Suggestion
from weijiayuan.gateways.wechat.errors import PersonAway
from weijiayuan.kernel import clock
from weijiayuan.venues.errors import NotRatable, NotYourVenue, RatingNotFound, RatingSettled
from weijiayuan.venues.models import Activity, Booking, Rating, Venue
from weijiayuan.venues.queries import bookings
from weijiayuan.venues.rules import satisfaction_rating as rules
from weijiayuan.venues.service import bookable_targets, keeper_permissions, notifications
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)


def rate(booking_id: UUID, *, stars: int, text: str, by: UUID, now: datetime) -> Rating:
    """Give stars for a visit, or change what was given within a week.

    Raises `NotRatable` for who did not come, `RatingSettled` after the week.
    """
    booking = bookings.booking(booking_id, of=by)
    if not rules.may_rate(booking.state, starts_at=booking.starts_at, now=now):
        raise NotRatable
    subject = keeper_permissions.subject_of(booking)
    row = {
        "booking_id": booking.id,
        "subject_id": subject.id,
        "resident_id": by,
        "stars": stars,
        "text": text,
        "is_shown": not text,
        "changed_at": now,
        "answer": "",
    }
    if insert_new(Rating, [row]):
        add_stars(subject, total=stars, count=1)
    else:
        _change(booking, subject, stars=stars, text=text, now=now)
    if text:
        judge.later(str(booking.id))
    return rating_of(booking.id)


def _change(
    booking: Booking, subject: Venue | Activity, *, stars: int, text: str, now: datetime
) -> None:
    found = rating_of(booking.id)
    if not rules.may_edit(found.created_at, now=now):
        raise RatingSettled
    add_stars(subject, total=stars - found.stars, count=0)
    found.stars, found.text, found.is_shown, found.changed_at = stars, text, not text, now
    db.session.flush()


def rating_of(booking_id: UUID) -> Rating:
    """Return the rating of a booking, locked."""
    wanted = select(Rating).filter_by(booking_id=booking_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def add_stars(subject: Venue | Activity, *, total: int, count: int) -> None:
    """Add to the running sum beside the subject, in one statement so that none is lost."""
    table = type(subject).__table__
    assert isinstance(table, Table)
    db.session.execute(
        update(table)
        .where(table.c.id == subject.id)
        .values(stars_total=table.c.stars_total + total, stars_count=table.c.stars_count + count)
    )
    db.session.expire(subject)


@job_in_steps
def judge(booking_id: str) -> None:
    """Ask WeChat about the words of a rating, outside any transaction.

    Words that WeChat wants a person to look at stay hidden; risky ones do too, and their author
    is told. An outage raises, and the task comes round again.
    """
    with reading():
        found = db.session.scalars(select(Rating).filter_by(booking_id=UUID(booking_id))).one()
        author = db.session.get(Resident, found.resident_id) if found.resident_id else None
        text, openid = found.text, author.openid if author else None
    if not text or openid is None:
        return
    try:
        verdict = gateways.wechat().check_text(text, openid=openid, scene=Scene.COMMENT)
    except PersonAway:  # words that nobody has judged stay hidden
        return
    with transaction():
        _note_verdict(UUID(booking_id), text, verdict.suggestion)


def _note_verdict(booking_id: UUID, text: str, suggestion: Suggestion) -> None:
    found = rating_of(booking_id)
    if found.text != text:  # changed meanwhile, and asked about again
        return
    found.is_shown = suggestion is Suggestion.PASS
    if suggestion is Suggestion.RISKY:
        booking = db.session.get_one(Booking, booking_id)
        target = bookable_targets.of_booking(booking)
        notifications.notify(booking, target, "venues_rating_refused", now=clock.now())


def to_answer(rating_id: UUID, *, keeper: Keeper) -> Rating:
    """Return a rating of one's venue, locked. Raises `RatingNotFound`, `NotYourVenue`."""
    found = db.session.get(Rating, rating_id, with_for_update=True)
    if found is None:
        raise RatingNotFound
    booking = db.session.get_one(Booking, found.booking_id)
    if not keeper.keeps(keeper_permissions.subject_of(booking)):
        raise NotYourVenue
    return found


def answer(rating_id: UUID, text: str, *, keeper: Keeper, now: datetime) -> Rating:
    """Answer a rating in the venue's name; a new answer replaces the old one."""
    found = to_answer(rating_id, keeper=keeper)
    booking = db.session.get_one(Booking, found.booking_id)
    found.answer, found.answered_at = text, now
    target = bookable_targets.of_booking(booking)
    notifications.notify(booking, target, "venues_rating_answered", now=now)
    return found
