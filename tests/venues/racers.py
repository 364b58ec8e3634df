"""A crowd that does everything at once, each racer in a process of its own."""

import os
import random
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.districts import GUANGMING
from tests.factories.accounts import make_resident
from tests.factories.venues import (
    LIUBAI,
    MONDAY,
    NINE,
    make_activity,
    make_reading_room,
    make_venue,
    session_on,
    slot_at,
    span_at,
)
from tests.venues import bugs
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.kernel.errors import DomainError
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.service import activities, attendance, booking, time_driven_changes
from weijiayuan.venues.service.booking import BookingRequest
from weijiayuan.venues.service.keeper_permissions import Keeper

TUESDAY = MONDAY + timedelta(days=1)
RULES = BookingRules(days_ahead=14, per_day=1, per_week=None, max_people=4)


def build(app, *, guarded=True):
    """Two courts, a reading room, an activity and a dozen people, committed for all to see."""
    with app.app_context(), time_machine.travel(NINE, tick=False):
        if not guarded:
            drop_constraints()
        courts = [make_venue(rules=RULES), make_venue(rules=RULES)]
        room = make_reading_room(seats=5, rules=RULES)
        activity = make_activity(session_on(NINE + timedelta(days=2), capacity=3))
        people = [make_resident(community_code=LIUBAI) for _ in range(12)]
        return {
            "venues": [one.id for one in (*courts, room)],
            "activity": activity.id,
            "people": [one.id for one in people],
        }


def drop_constraints():
    """Take the unique constraints away that would stop a restored bug from being seen."""
    with transaction():
        for table, name in bugs.UNGUARDED:
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
            else:
                rebuild_without(table, name)


def rebuild_without(table, name):
    """SQLite cannot drop a constraint: write the table's definition anew without it."""
    wanted = text("SELECT sql FROM sqlite_master WHERE name = :table")
    written = db.session.scalar(wanted, {"table": table})
    lines = [line for line in written.splitlines() if f"CONSTRAINT {name} " not in line]
    lines = [line for line in lines if f"CONSTRAINT {name}\n" not in line]
    bare = "\n".join(lines).rstrip().removesuffix(")").rstrip().removesuffix(",") + "\n)"
    indexes = text(
        "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = 'index' AND sql IS NOT NULL"
    )
    made = list(db.session.scalars(indexes, {"table": table}))
    db.session.execute(text(f"DROP TABLE {table}"))
    db.session.execute(text(bare))
    for index in made:
        db.session.execute(text(index))


@dataclass(frozen=True)
class Part:
    """What a racer does: so many moves, with a bug restored or none, keeping a diary or not."""

    moves: int
    bug: object = None
    diary: str | None = None


def crowd(settings, facts, seed, part):
    """Do so many things at random; note every success in the diary before anything else."""
    app = create_app(settings)
    if part.bug is not None:
        part.bug()
    chance = random.Random(seed)
    seen = Counter()
    with time_machine.travel(NINE, tick=False):
        for _ in range(part.moves):
            with app.app_context():
                seen[act(facts, chance, part.diary)] += 1
    db_close(app)
    return dict(seen)


def herd(settings, facts, seed, part):
    """Want what everybody wants: each racer asks for the same place in the same order."""

    def book(turn):
        day = TUESDAY + timedelta(days=turn % 12)
        who = facts["people"][(seed + turn) % len(facts["people"])]
        return facts["venues"][turn // 12 % 3], day, 10, who

    return march(settings, part, book)


def twins(settings, facts, seed, part):
    """One person on many phones: in two places at one time, and twice a day in one place."""

    def book(turn):
        day = TUESDAY + timedelta(days=turn % 12)
        who = facts["people"][turn // 12 % len(facts["people"])]
        return facts["venues"][seed % 3], day, 10 + seed // 3 % 2, who

    return march(settings, part, book)


def keepers(settings, facts, seed, part):
    """Some hold activities in a court, some book it: all want the same hours of the same place."""
    app = create_app(settings)
    if part.bug is not None:
        part.bug()
    seen = Counter()
    with time_machine.travel(NINE, tick=False):
        for turn in range(part.moves):
            step = turn % 12 if seed % 2 else 11 - turn % 12  # the quicker begin at the far end
            day, venue_id = TUESDAY + timedelta(days=step), facts["venues"][0]
            who = facts["people"][(seed + turn) % len(facts["people"])]
            with app.app_context():
                seen[hold(venue_id, day) if seed % 2 else ask(venue_id, day, 10, who)] += 1
    db_close(app)
    return dict(seen)


def hold(venue_id, day):
    """Publish an activity in a room from nine to eleven."""
    session = session_on(span_at(day, 9).starts_at)
    with transaction():
        activity_id = make_activity(session, publish=False, venue_id=venue_id).id
    keeper = Keeper(activity_id, [Territory(TerritoryKind.DISTRICT, GUANGMING.code)])
    try:
        with transaction():
            activities.publish(activity_id, keeper=keeper, now=NINE)
    except DomainError as refusal:
        return refusal.code
    return "hold"


def march(settings, part, wanted):
    """Book one thing after the other, abreast with the others."""
    app = create_app(settings)
    if part.bug is not None:
        part.bug()
    seen = Counter()
    with time_machine.travel(NINE, tick=False):
        for turn in range(part.moves):
            venue_id, day, hour, who = wanted(turn)
            with app.app_context():
                seen[ask(venue_id, day, hour, who)] += 1
    db_close(app)
    return dict(seen)


def ask(venue_id, day, hour, who):
    name = SlotName(venue_id, span_at(day, hour))
    try:
        with transaction():
            booking.book_slot(name, BookingRequest(), by=who, now=NINE)
    except DomainError as refusal:
        return refusal.code
    return "book"


def db_close(app):
    with app.app_context():
        db.engine.dispose()


def act(facts, chance, diary):
    """Do one thing, in its own transaction. Refusals are answers; anything else is a failure."""
    what = chance.choices(
        (book, cancel, wait, register, wait_for_activity, check_in, settle),
        weights=(8, 5, 4, 3, 2, 2, 1),
    )[0]
    try:
        with transaction():
            done = what(facts, chance)
        if done is not None and diary is not None:
            note(diary, done)
    except DomainError as refusal:
        return refusal.code
    except DBAPIError as trouble:
        if getattr(trouble.orig, "sqlstate", "") in {"40P01", "40001"}:
            return "deadlock"
        raise
    return what.__name__


def note(diary, booking_id):
    """Write down that somebody was told yes, and make sure that it stays written."""
    with Path(diary).open("a", encoding="ascii") as file:
        file.write(f"{booking_id}\n")
        file.flush()
        os.fsync(file.fileno())


def someone(facts, chance):
    return chance.choice(facts["people"])


def a_slot(facts, chance):
    class Named:
        id = chance.choice(facts["venues"])

    return slot_at(Named, TUESDAY, chance.choice((10, 10, 10, 11)))


def book(facts, chance):
    request = BookingRequest(people=chance.choice((1, 1, 2)))
    who = someone(facts, chance)
    return booking.book_slot(a_slot(facts, chance), request, by=who, now=NINE).id


def wait(facts, chance):
    look = booking.slot_lookup(a_slot(facts, chance))
    request = BookingRequest(people=chance.choice((1, 1, 2)))
    booking.join_line(look, request, by=someone(facts, chance), now=NINE)


def register(facts, chance):
    who = someone(facts, chance)
    return activities.register(facts["activity"], None, BookingRequest(), by=who, now=NINE).id


def wait_for_activity(facts, chance):
    activities.join_line(
        facts["activity"], None, BookingRequest(), by=someone(facts, chance), now=NINE
    )


def cancel(facts, chance):
    """Give up, or take up an offer, one of somebody's bookings."""
    who = someone(facts, chance)
    rows = db.session.execute(
        text("SELECT id, state FROM venue_bookings WHERE resident_id = :who ORDER BY id DESC"),
        {"who": who if db.engine.dialect.name == "postgresql" else who.hex},
    ).all()
    if not rows:
        return
    found, state = rows[chance.randrange(min(4, len(rows)))]
    found = found if not isinstance(found, str) else UUID(found)
    if state == "offered" and chance.random() < 0.6:
        booking.accept(found, by=who, now=NINE)
        return
    booking.cancel(found, by=who, now=NINE)


def check_in(facts, chance):
    """Let somebody in, a day later by the keeper's watch."""
    row = db.session.execute(
        text("SELECT code FROM venue_bookings WHERE day = :day ORDER BY id DESC LIMIT 20"),
        {"day": TUESDAY},
    ).all()
    if not row:
        return
    keeper = Keeper(facts["people"][0], [Territory(TerritoryKind.DISTRICT, GUANGMING.code)])
    at = NINE + timedelta(days=1, hours=1, minutes=5)
    attendance.check_in(chance.choice(row)[0], keeper=keeper, now=at)


def settle(facts, chance):
    del facts, chance
    time_driven_changes.settle_lapsed(now=NINE + timedelta(minutes=61))


def killed_midway(settings, facts, seed, diary):
    """The same crowd, with a death in the middle of some transaction."""
    chance = random.Random(seed)
    release, take = attendance.claims.release, booking.capacity_allocation.take
    deadline = chance.randrange(5, 30)
    done = Counter()

    def mortal(function):
        def once(*args, **more):
            result = function(*args, **more)
            done["all"] += 1
            if done["all"] == deadline:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return once

    attendance.claims.release = mortal(release)
    booking.capacity_allocation.take = mortal(take)
    crowd(settings, facts, seed, Part(300, None, diary))
