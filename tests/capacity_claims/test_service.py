"""Places that are taken, held, kept and given back, whatever they are places of."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from tests.factories.claims import make_bookable
from weijiayuan.capacity_claims import occupancy_queries, service
from weijiayuan.capacity_claims.errors import Closed, HoldOver, NoPlaceLeft
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.capacity_claims.service import WHOLE_CLOSED, WHOLE_KEPT, Holder, Wanted
from weijiayuan.db import db
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def span(hour, minutes=60, minute=0):
    starts_at = NOW.replace(hour=hour, minute=minute) + timedelta(days=1)
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def hearing(**more):
    return Holder("hearing", new_id(), **more)


def take(*wanted, holder=None, now=NOW):
    return service.take_all(wanted, holder=holder or hearing(), now=now)


def seats_of(bookable):
    rows = db.session.execute(db.select(Claim.seat).filter_by(bookable_id=bookable.id))
    return sorted(rows.scalars())


def test_a_room_and_a_judge_are_taken_together():
    room, judge = make_bookable(), make_bookable()
    taken = take(Wanted(room.id, span(10)), Wanted(judge.id, span(10)))
    assert [(one.bookable_id, one.seats) for one in taken] == [(room.id, (1,)), (judge.id, (1,))]


def test_when_the_judge_is_busy_the_room_stays_free():
    room, judge = make_bookable(), make_bookable()
    take(Wanted(judge.id, span(10, 30)))
    with pytest.raises(NoPlaceLeft):
        take(Wanted(room.id, span(10)), Wanted(judge.id, span(10)))
    assert seats_of(room) == []


def test_what_overlaps_is_refused_however_it_is_cut_and_what_touches_is_not():
    judge = make_bookable()
    take(Wanted(judge.id, span(10)))
    for other in (span(9, 90), span(10, 15, minute=30), span(9, 300)):
        with pytest.raises(NoPlaceLeft):
            take(Wanted(judge.id, other))
    take(Wanted(judge.id, span(9)), Wanted(judge.id, span(11)))


def test_something_lent_for_a_month_is_away_in_the_middle_of_it():
    drone = make_bookable()
    take(Wanted(drone.id, Span(span(10).starts_at, span(10).starts_at + timedelta(days=30))))
    later = span(10).starts_at + timedelta(days=20)
    with pytest.raises(NoPlaceLeft):
        take(Wanted(drone.id, Span(later, later + timedelta(hours=1))))


def test_places_of_one_holder_do_not_fall_on_one_seat():
    hall = make_bookable(capacity=3)
    first, second = take(Wanted(hall.id, span(10), places=2), Wanted(hall.id, span(10)))
    assert (first.seats, second.seats) == ((1, 2), (3,))


def test_a_seat_that_is_named_is_that_seat_or_none():
    courts = make_bookable(capacity=4)
    (got,) = take(Wanted(courts.id, span(10), seat=3))
    assert got.seats == (3,)
    for seat in (3, 5):
        with pytest.raises(NoPlaceLeft):
            take(Wanted(courts.id, span(10), seat=seat))


def test_the_whole_is_kept_for_one_thing_and_only_when_nothing_stands_there():
    hall = make_bookable(capacity=4)
    take(Wanted(hall.id, span(10), seat=2))
    with pytest.raises(NoPlaceLeft):
        take(Wanted(hall.id, span(10, 30), seat=WHOLE_KEPT))
    take(Wanted(hall.id, span(14), seat=WHOLE_KEPT))
    for wanted in (Wanted(hall.id, span(14)), Wanted(hall.id, span(14), seat=WHOLE_KEPT)):
        with pytest.raises(Closed):
            take(wanted)


def test_one_out_of_each_pool_is_the_first_that_is_free():
    rooms, judges = [make_bookable() for _ in range(2)], [make_bookable() for _ in range(2)]
    pools = [[one.id for one in rooms], [one.id for one in judges]]
    take(Wanted(rooms[0].id, span(10)))
    taken = service.take_first_free(pools, span(10), holder=hearing(), now=NOW)
    assert [one.bookable_id for one in taken] == [rooms[1].id, judges[0].id]
    with pytest.raises(NoPlaceLeft):
        service.take_first_free(pools, span(10), holder=hearing(), now=NOW)
    assert seats_of(judges[1]) == []


def test_a_hold_is_free_again_by_the_clock_and_kept_when_kept_in_time():
    judge, later = make_bookable(), NOW + timedelta(minutes=31)
    late, prompt = (hearing(until=NOW + timedelta(minutes=30)) for _ in range(2))
    take(Wanted(judge.id, span(10)), holder=late)
    take(Wanted(judge.id, span(11)), holder=prompt)
    service.keep(prompt.id, now=NOW + timedelta(minutes=5))
    with pytest.raises(HoldOver):
        service.keep(late.id, now=later)
    take(Wanted(judge.id, span(10)), now=later)
    with pytest.raises(NoPlaceLeft):
        take(Wanted(judge.id, span(11)), now=later)


def test_what_is_given_back_is_free():
    judge, holder = make_bookable(), hearing()
    take(Wanted(judge.id, span(10)), holder=holder)
    service.release([holder.id])
    take(Wanted(judge.id, span(10)))


def test_free_places_are_counted_by_overlap_and_lapsed_holds_are_free():
    hall, judge = make_bookable(capacity=3), make_bookable()
    take(Wanted(hall.id, span(10, 90), places=2))
    take(Wanted(judge.id, span(10)), holder=hearing(until=NOW))
    wanted = [(hall.id, span(11)), (hall.id, span(12)), (judge.id, span(10))]
    assert list(occupancy_queries.free_places(wanted, now=NOW).values()) == [1, 3, 1]


@pytest.mark.parametrize("seat", [1, WHOLE_KEPT])
def test_the_database_refuses_an_overlap_without_any_lock(seat):
    room = make_bookable(capacity=2)
    facts = {"seats": [seat], "holder": "hearing", "holder_id": new_id()}
    assert service.insert_claims(room.id, span(10), **facts) == 1
    assert service.insert_claims(room.id, span(10, 20, minute=40), **facts) == 0
    assert service.insert_claims(room.id, span(11), **facts) == 1


def test_closures_of_the_whole_may_overlap():
    room = make_bookable()
    facts = {"seats": [WHOLE_CLOSED], "holder": "closure", "holder_id": new_id()}
    assert service.insert_claims(room.id, span(10), **facts) == 1
    assert service.insert_claims(room.id, span(10, 20, minute=40), **facts) == 1


def test_the_question_about_a_span_does_not_read_the_past_of_a_bookable(engine):
    """Planned by the index on ends; a scan would grow with every year of use."""
    if engine.name != "sqlite":
        pytest.skip("the trigger is SQLite's; PostgreSQL's exclusion is an index")
    plan = db.session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT 1 FROM claims WHERE bookable_id = 'x' AND ends_at > '2026'"
            " AND +starts_at < '2027' AND +seat = 1"
        )
    ).all()
    assert "ix_claims_ending (bookable_id=? AND ends_at>?)" in plan[0][-1]
