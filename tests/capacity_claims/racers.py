"""Clients that race for court rooms and judges."""

import os
import random
import signal
from collections import Counter
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from tests.capacity_claims.test_service import NOW, span
from tests.factories.claims import make_bookable
from weijiayuan.app import create_app
from weijiayuan.capacity_claims import service
from weijiayuan.capacity_claims.errors import Closed, NoPlaceLeft
from weijiayuan.capacity_claims.service import WHOLE_KEPT, Holder, Wanted
from weijiayuan.db import db, transaction
from weijiayuan.kernel.ids import new_id


def build(app):
    """Two rooms, two judges and a hall with three places, committed for all to see."""
    with app.app_context():
        made = {"rooms": 2, "judges": 2}
        found = {name: [make_bookable().id for _ in range(n)] for name, n in made.items()}
        return found | {"hall": make_bookable(capacity=3).id}


def client(settings, facts, seed, moves, dies_at=None):
    """Ask for pairs, parties and the whole hall over odd spans; give some back again."""
    app, chance, seen = create_app(settings), random.Random(seed), Counter()
    mine = []
    if dies_at is not None:
        service.insert_claims = mortal(service.insert_claims, dies_at)
    for _ in range(moves):
        with app.app_context():
            seen[one(facts, chance, mine)] += 1
    with app.app_context():
        db.engine.dispose()
    return dict(seen)


def one(facts, chance, mine):
    holder = Holder("hearing", new_id())
    try:
        with transaction():
            if mine and chance.random() < 0.3:
                service.release([mine.pop()])
                return "gave back"
            what = chance.choice((pair, any_pair, hall, whole))
            what(facts, chance, holder)
    except (NoPlaceLeft, Closed) as refusal:
        return refusal.code
    except DBAPIError as trouble:
        if getattr(trouble.orig, "sqlstate", "") in {"40P01", "40001"}:
            return "deadlock"
        raise
    mine.append(holder.id)
    return what.__name__


def odd(chance):
    return span(
        chance.randrange(9, 12), chance.choice((20, 30, 45, 60, 90)), chance.choice((0, 15))
    )


def pair(facts, chance, holder):
    """One certain room and one certain judge, named in either order."""
    when = odd(chance)
    both = [chance.choice(facts["rooms"]), chance.choice(facts["judges"])]
    chance.shuffle(both)
    service.take_all([Wanted(one, when) for one in both], holder=holder, now=NOW)


def any_pair(facts, chance, holder):
    pools = [facts["rooms"], facts["judges"]]
    until = chance.choice((None, NOW + timedelta(minutes=30)))
    held = Holder(holder.kind, holder.id, until)
    service.take_first_free(pools, odd(chance), holder=held, now=NOW)


def hall(facts, chance, holder):
    wanted = Wanted(facts["hall"], odd(chance), places=chance.choice((1, 2)))
    service.take_all([wanted], holder=holder, now=NOW)


def whole(facts, chance, holder):
    wanted = Wanted(facts["hall"], odd(chance), seat=WHOLE_KEPT)
    service.take_all([wanted], holder=holder, now=NOW)


def mortal(function, dies_at):
    """Kill the process after so many inserts, in the middle of a transaction."""
    done = Counter()

    def once(*args, **more):
        result = function(*args, **more)
        done["all"] += 1
        if done["all"] == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return once
