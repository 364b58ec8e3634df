"""What happens on a busy market day, done at random by processes that really race.

`bug` names a lock that is taken away, so that the tests can show they would notice.
"""

import random
import time
from collections import Counter
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from weijiayuan.app import create_app
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.markets import queries, sign_up_sql
from weijiayuan.markets.models import MenuItem, Ticket, Window
from weijiayuan.markets.rules.states import MarketState, Pool, TicketState
from weijiayuan.markets.service import (
    capacity_allocation,
    offline_check_in,
    publishing,
    queue_calling,
    resident_sign_up,
)

PAUSE = 0.004  # between looking and acting where a lock is taken away, so that others come between


def restore(bug):
    """Take a lock away, in this process."""
    if bug == "no_window_lock":
        queries.window_to_change = lambda window_id: thinking(
            db.session.get_one(Window, window_id, populate_existing=True)
        )
    elif bug == "read_before_lock":
        queries.window_to_change = lambda window_id: db.session.scalars(
            select(Window).filter_by(id=thinking(window_id)).with_for_update(key_share=True)
        ).one()
    elif bug == "no_item_lock":
        queries.item_to_change = lambda item_id: thinking(
            db.session.get_one(MenuItem, item_id, populate_existing=True)
        )
    elif bug == "no_guest_lock":
        sign_up_sql.hold_guest = lambda market_id, resident_id: None
    elif bug == "claim_by_hand":
        sign_up_sql.claim = claim_by_hand
    elif bug == "state_by_look":
        sign_up_sql.GuestStatus.state = lambda standing, now: MarketState.PUBLISHED


def thinking(of):
    time.sleep(PAUSE)
    return of


def claim_by_hand(window_id):
    """Read the counters, think, and write them: the claim as it must not be made."""
    window = db.session.get_one(Window, window_id, populate_existing=True)
    if window.left(Pool.SIGN_UP) <= 0 or window.waiting:
        return None
    window.change("taken_sign_up", 1)
    window.change("issued", 1)
    db.session.flush()
    return window.issued


def a_busy_day(settings, seed, place, steps, bug=None):
    """Do so many random things; return what happened and who was called."""
    restore(bug)
    app = create_app(settings)
    day = Day(random.Random(seed), *place)
    for _ in range(steps):
        with app.app_context():
            day.one_step()
    return day.happened, day.called


def rush(settings, market_id, item_id, resident_ids, bug=None):
    """Sign everybody up for one service, one after the other; count what they were told."""
    restore(bug)
    app, told = create_app(settings), Counter()
    for resident_id in resident_ids:
        with app.app_context():
            told[signed_up(market_id, item_id, resident_id)] += 1
    return told


def rush_until_called_off(settings, market_id, item_id, resident_ids, bug=None):
    """Sign everybody up, or with nobody to sign up call the market off once ten others have."""
    if resident_ids:
        return rush(settings, market_id, item_id, resident_ids, bug)
    app, enough = create_app(settings), db.select(db.func.count() >= 10).select_from(Ticket)
    with app.app_context():
        for _ in range(20_000):
            with reading():
                if db.session.scalar(enough):
                    break
        with transaction():
            publishing.cancel(market_id, reason="台风", now=clock.now())
    return Counter()


def signed_up(market_id, item_id, resident_id):
    """Look and sign somebody up, as the view does; return "signed up", the refusal, or "error"."""
    person = resident_sign_up.Person(resident_id)
    try:
        with reading():
            window = resident_sign_up.check_available(
                market_id, item_id, by=person, now=clock.now()
            )
        with transaction():
            resident_sign_up.sign_up(window, by=person, now=clock.now())
    except DomainError as refusal:
        return refusal.code
    except DBAPIError:
        return "error"
    return "signed up"


class Day:
    def __init__(self, chance, market_id, item_ids, resident_ids):
        self.chance, self.market_id = chance, market_id
        self.item_ids, self.resident_ids = item_ids, resident_ids
        self.happened, self.called = Counter(), []

    def one_step(self):
        step = self.chance.choices(
            [
                self.sign_up,
                self.withdraw,
                self.walk_in,
                self.add,
                self.check_in,
                self.call,
                self.miss,
                self.sync,
            ],
            weights=[8, 5, 2, 1, 5, 5, 1, 1],
        )[0]
        try:
            with transaction():
                done = step()
            self.happened[step.__name__] += 1
            if step == self.call and done:
                self.called.append(done)
        except DomainError as refusal:
            self.happened[refusal.code] += 1
        except (IntegrityError, StaleDataError, DBAPIError) as error:
            self.happened[f"error {error}"[:600]] += 1

    def sign_up(self):
        item_id = self.chance.choice(self.item_ids)
        person = resident_sign_up.Person(self.chance.choice(self.resident_ids))
        waits = self.chance.random() < 0.7
        asked, now = {"by": person, "waits": waits}, clock.now()
        window = resident_sign_up.check_available(self.market_id, item_id, **asked, now=now)
        resident_sign_up.sign_up(window, **asked, now=now)

    def withdraw(self):
        ticket = self.some_ticket(TicketState.HELD, TicketState.WAITING)
        if ticket and ticket.resident_id:
            capacity_allocation.withdraw(ticket.id, by=ticket.resident_id, now=clock.now())

    def walk_in(self):
        item = queries.item(self.market_id, self.chance.choice(self.item_ids))
        capacity_allocation.walk_in(
            item, elder=self.chance.random() < 0.5, ages=None, now=clock.now()
        )

    def add(self):
        item = queries.item(self.market_id, self.chance.choice(self.item_ids))
        count = self.chance.choice([1, 1, -1])
        capacity_allocation.add_places(item.windows[0].id, {Pool.SIGN_UP: count}, now=clock.now())

    def check_in(self):
        ticket = self.some_ticket(TicketState.HELD, TicketState.SKIPPED)
        if ticket:
            queue_calling.check_in(ticket.id, at=clock.now(), now=clock.now())

    def call(self):
        item_id = self.chance.choice(self.item_ids)
        station = self.chance.randint(1, 3)
        there = queries.at_station(item_id, station)
        _, called = queue_calling.call_next(
            item_id, station=station, after=there and there.id, now=clock.now()
        )
        db.session.flush()
        return called and (str(called.id), called.calls)

    def miss(self):
        ticket = self.some_ticket(TicketState.CALLED)
        if ticket:
            self.chance.choice([queue_calling.skip, queue_calling.no_show])(
                ticket.id, now=clock.now()
            )

    def sync(self):
        found = db.session.scalars(select(Ticket.code).order_by(Ticket.id).limit(6)).all()
        at = clock.now() - timedelta(minutes=self.chance.randint(0, 9))
        scans = [offline_check_in.ScanAsked(code, code, at) for code in found]
        offline_check_in.sync(self.market_id, device="the-same", scans=scans, now=clock.now())

    def some_ticket(self, *states):
        wanted = select(Ticket).where(Ticket.state.in_(states)).limit(40)
        found = db.session.scalars(wanted).all()
        return self.chance.choice(found) if found else None
