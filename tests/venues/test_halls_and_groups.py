"""What a district needs: two approvals, numbered courts, moves in one step, weekly groups, draws."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from tests.factories.accounts import make_family_member
from tests.factories.venues import (
    DAILY,
    MONDAY,
    NINE,
    left_at,
    make_activity,
    make_booking,
    make_reading_room,
    make_venue,
    make_wait,
    session_on,
    slot_at,
    states,
)
from tests.venues.keepers import approve
from tests.venues.test_changes_told import told
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.kernel.clock import at_local
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import calendar_administration
from weijiayuan.places.opening_hours import OnHolidays, Timetable
from weijiayuan.places.working_calendar import DayKind
from weijiayuan.venues.models import Booking
from weijiayuan.venues.rules import booking_rules
from weijiayuan.venues.rules.booking_rules import Approval, BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.service import registration_draws, time_driven_changes

TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)
HALL = BookingRules(
    days_ahead=14, per_day=None, per_week=None, max_people=200, approval=Approval.TWO_STEP
)
GROUPS = BookingRules(days_ahead=14, per_day=1, per_week=1, max_people=20, for_groups=True)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


def book(speaker, venue, hour, **more):
    body = {"slot_id": str(slot_at(venue, TUESDAY, hour)), "people": 1}
    return speaker.post("/api/v1/venues/bookings", json=body | more)


# --- two approvals


def asked_for_hall(me, **more):
    hall = make_venue(name="社区礼堂", venue_kind="hall", people_most=200, rules=HALL)
    contact = {"contact_name": "周会长", "contact_phone": "13900002222", "people": 120}
    return book(me, hall, 10, **contact | more)


def test_a_hall_is_approved_in_two_steps_by_two_people(as_resident, as_role, keeper):
    me, second = as_resident(), as_role(Role.VENUE_KEEPER)
    asked = asked_for_hall(me)
    assert (asked.status_code, asked.json["state"]) == (201, "pending"), asked.json
    first = approve(keeper, asked.json["id"])
    assert (first.json["state"], first.json["first_approved"]) == ("pending", True)
    again = approve(keeper, asked.json["id"])
    assert (again.status_code, again.json["code"]) == (409, "venues.second_person")
    assert approve(second, asked.json["id"]).json["state"] == "confirmed"
    assert len(told(me.resident, "venues_first_approved")) == 1
    assert len(told(me.resident, "venues_confirmed")) == 1


def test_a_hall_asks_for_a_contact_and_shows_it_to_the_keeper_only(as_resident, keeper):
    me = as_resident()
    missing = asked_for_hall(me, contact_phone="")
    assert missing.status_code == 422
    assert list(missing.json["fields"]) == ["contact_phone"]
    asked = asked_for_hall(me).json
    (row,) = keeper.get("/api/v1/venues/keeper/requests").json["items"]
    assert row["contact_name"] == "周会长"
    assert "13900002222" not in str(row)
    call = f"/api/v1/venues/bookings/{asked['id']}/call-back"
    answer = keeper.post(call, json={"reason": "核对用途"}).json
    assert answer == {"nickname": "周会长", "phone": "13900002222"}


# --- numbered courts


@pytest.fixture
def courts(keeper):
    venue = make_venue(capacity=3, name="羽毛球馆")
    names = ["1号场", "2号场", "3号场"]
    rules = booking_rules.to_data(venue.rules) | {"per_day": None}
    body = {"rules": rules, "capacity": 3, "seat_names": names}
    assert keeper.put(f"/api/v1/venues/{venue.id}/rules", json=body).status_code == 200
    return venue


def test_courts_have_numbers_and_one_is_chosen(courts, as_resident, client):
    me, other = as_resident(), as_resident()
    mine = book(me, courts, 10, seat=2)
    assert (mine.status_code, mine.json["seats"]) == (201, ["2号场"]), mine.json
    taken = book(other, courts, 10, seat=2)
    assert (taken.status_code, taken.json["code"]) == (409, "venues.seat_taken")
    seats = client.get(f"/api/v1/venues/slots/{slot_at(courts, TUESDAY, 10)}/seats").json
    assert [one["free"] for one in seats["items"]] == [True, False, True]
    assert book(other, courts, 10).json["seats"] == ["1号场"]


def test_there_are_as_many_names_as_places_or_none(courts, keeper):
    rules = booking_rules.to_data(courts.rules)
    wrong = {"rules": rules, "capacity": 3, "seat_names": ["1号场"]}
    assert keeper.put(f"/api/v1/venues/{courts.id}/rules", json=wrong).status_code == 422
    smaller = keeper.put(f"/api/v1/venues/{courts.id}/rules", json={"rules": rules, "capacity": 2})
    assert smaller.json["seat_names"] == []


# --- move and shrink


def move(speaker, booking_id, venue, hour, **more):
    body = {"slot_id": str(slot_at(venue, TUESDAY, hour))}
    return speaker.post(f"/api/v1/venues/bookings/{booking_id}/move", json=body | more)


def test_a_booking_moves_in_one_step_and_its_place_goes_to_the_line(as_resident):
    venue, me = make_venue(rules=GROUPS), as_resident()
    mine = book(me, venue, 10).json
    waiting = make_wait(venue, TUESDAY, 10)
    moved = move(me, mine["id"], venue, 12)
    assert (moved.status_code, moved.json["state"]) == (200, "confirmed"), moved.json
    assert moved.json["slot"]["id"] == str(slot_at(venue, TUESDAY, 12))
    assert states(waiting) == ["offered"]
    assert left_at(venue, TUESDAY, 12).left == 0
    assert "12:00" in told(me.resident, "venues_moved")[0]


def test_who_cannot_have_the_other_slot_keeps_their_own(as_resident):
    venue, me = make_venue(), as_resident()
    mine = book(me, venue, 10).json
    make_booking(venue, TUESDAY, 12)
    assert move(me, mine["id"], venue, 12).json["code"] == "venues.slot_full"
    assert left_at(venue, TUESDAY, 10).left == 0
    assert states(db.session.query(Booking).filter_by(code=mine["code"]).one()) == ["confirmed"]


def test_nobody_moves_past_the_line_or_into_another_booking_of_their_own(as_resident):
    venue, me = make_venue(), as_resident()
    mine = book(me, venue, 10).json
    other = make_booking(venue, TUESDAY, 12)
    make_wait(venue, TUESDAY, 12)
    assert move(me, mine["id"], venue, 12).status_code == 409
    book(me, venue, 14)
    assert move(me, mine["id"], venue, 14).json["code"] == "venues.overlaps_own"
    assert move(as_resident(), str(other.id), venue, 16).status_code == 404


def test_a_party_shrinks_and_the_line_moves_up(as_resident):
    room, me = make_reading_room(seats=3), as_resident()
    mine = book(me, room, 10, people=3).json
    waiting = make_wait(room, TUESDAY, 10)
    path = f"/api/v1/venues/bookings/{mine['id']}/shrink"
    assert me.post(path, json={"people": 3}).status_code == 422
    assert me.post(path, json={"people": 2}).json["people"] == 2
    assert states(waiting) == ["offered"]


def asking(approval):
    return replace(HALL, approval=approval, max_people=200)


CONTACT = {"contact_name": "周会长", "contact_phone": "13900002222"}


def test_another_slot_or_more_people_are_approved_anew(as_resident, keeper):
    me = as_resident()
    hall = make_venue(venue_kind="hall", people_most=200, rules=asking(Approval.ALWAYS))
    mine = book(me, hall, 10, people=3).json
    assert approve(keeper, mine["id"]).json["state"] == "confirmed"

    fewer = move(me, mine["id"], hall, 10, people=2)
    assert (fewer.status_code, fewer.json["state"]) == (200, "confirmed"), fewer.json
    elsewhere = move(me, mine["id"], hall, 12, people=2)
    assert (elsewhere.status_code, elsewhere.json["state"]) == (200, "pending"), elsewhere.json
    assert "要重新审核" in told(me.resident, "venues_moved_pending")[0]
    assert approve(keeper, mine["id"]).json["state"] == "confirmed"
    more = move(me, mine["id"], hall, 12, people=30)
    assert (more.json["state"], more.json["people"]) == ("pending", 30)


def test_a_move_between_two_approvals_begins_at_the_first_again(as_resident, as_role, keeper):
    me, second = as_resident(), as_role(Role.VENUE_KEEPER)
    hall = make_venue(venue_kind="hall", people_most=200, rules=HALL)
    mine = book(me, hall, 10, people=3, **CONTACT).json
    assert approve(keeper, mine["id"]).json["first_approved"] is True
    assert move(me, mine["id"], hall, 12, people=30).json["state"] == "pending"

    after = approve(second, mine["id"]).json

    assert (after["state"], after["first_approved"]) == ("pending", True)
    assert approve(keeper, mine["id"]).json["state"] == "confirmed"


def test_an_approval_is_of_the_request_that_was_read(as_resident, keeper):
    me = as_resident()
    hall = make_venue(venue_kind="hall", people_most=200, rules=asking(Approval.ALWAYS))
    mine = book(me, hall, 10, people=3).json
    (read,) = keeper.get("/api/v1/venues/keeper/requests").json["items"]
    assert move(me, mine["id"], hall, 12, people=30).json["state"] == "pending"

    late = approve(keeper, mine["id"], read["revision"])

    assert (late.status_code, late.json["code"]) == (409, "venues.request_changed")
    assert approve(keeper, mine["id"]).json["state"] == "confirmed"


def test_a_move_is_asked_by_the_rules_of_the_day(as_resident, keeper):
    me = as_resident()
    hall = make_venue(venue_kind="hall", people_most=200, rules=asking(Approval.NONE))
    mine = book(me, hall, 10, people=3).json
    assert mine["state"] == "confirmed"
    rules = booking_rules.to_data(asking(Approval.ALWAYS))
    body = {"rules": rules, "capacity": hall.capacity}
    assert keeper.put(f"/api/v1/venues/{hall.id}/rules", json=body).status_code == 200

    assert move(me, mine["id"], hall, 12, people=30).json["state"] == "pending"


# --- standing bookings of groups


def series(venue, **more):
    usual = {"venue_id": str(venue.id), "weekday": 2, "starts": "19:00", "people": 12}
    usual |= {"first_day": "2026-11-24", "last_day": "2026-12-15", "group_name": "翠湖合唱团"}
    return usual | more


@pytest.fixture
def room():
    """A room that is closed on holidays, of which 1 December is one here."""
    with transaction():
        calendar_administration.mark_day(
            date(2026, 12, 1), DayKind.OFF, name="示例假日", source="示例"
        )
    closed = Timetable(DAILY.openings, 60, on_holidays=OnHolidays.CLOSED)
    return make_venue(name="排练厅", people_most=20, rules=GROUPS, timetable=closed)


def test_every_tuesday_but_the_holiday_is_kept_and_decided_together(room, as_resident, keeper):
    leader = as_resident()
    make_booking(room, date(2026, 12, 8), 19, now=at_local(date(2026, 11, 30), time(10)))
    seen = leader.post("/api/v1/venues/series/preview", json=series(room)).json["dates"]
    assert [one["state"] for one in seen] == ["free", "holiday", "full", "free"]
    asked = leader.post("/api/v1/venues/series", json=series(room))
    assert (asked.status_code, asked.json["state"]) == (201, "pending"), asked.json
    assert left_at(room, TUESDAY, 19).left == 0
    (listed,) = keeper.get("/api/v1/venues/keeper/series").json["items"]
    path = f"/api/v1/venues/series/{listed['id']}/decision"
    done = keeper.post(path, json={"approve": True}).json
    assert (done["state"], [one["state"] for one in done["dates"]]) == (
        "approved",
        ["confirmed", "confirmed"],
    )
    assert "共2次" in told(leader.resident, "venues_series_approved")[0]
    assert keeper.post(path, json={"approve": False}).json["code"] == "venues.series_decided"
    gone = leader.post(f"/api/v1/venues/series/{listed['id']}/cancel", json={}).json
    assert gone["state"] == "cancelled"
    assert left_at(room, TUESDAY, 19).left == 1


def test_what_is_not_there_is_not_found(as_resident):
    me, venue = as_resident(), make_venue()
    nowhere = SlotName(new_id(), slot_at(venue, TUESDAY, 10).span)
    mine = book(me, venue, 10).json
    moved = me.post(f"/api/v1/venues/bookings/{mine['id']}/move", json={"slot_id": str(nowhere)})
    asked = me.post("/api/v1/venues/series", json=series(venue, venue_id=str(new_id())))
    assert (moved.status_code, asked.status_code) == (404, 404)


def test_a_date_that_moves_is_not_approved_with_the_others(room, as_resident, keeper):
    leader = as_resident()
    made = leader.post("/api/v1/venues/series", json=series(room)).json
    (listed,) = keeper.get("/api/v1/venues/keeper/series").json["items"]
    of_tuesday = db.select(Booking.id).filter_by(series_id=UUID(made["id"]), day=TUESDAY)
    booking_id = db.session.scalar(of_tuesday)

    moved = move(leader, booking_id, room, 20, people=18)
    path = f"/api/v1/venues/series/{listed['id']}/decision"
    keeper.post(path, json={"approve": True})

    assert moved.status_code == 200, moved.json
    shown = leader.get(f"/api/v1/venues/bookings/{booking_id}").json
    assert (shown["state"], shown["people"]) == ("pending", 18)


def test_a_refused_series_frees_its_dates_and_says_why(room, as_resident, keeper):
    leader = as_resident()
    made = leader.post("/api/v1/venues/series", json=series(room)).json
    waiting = make_wait(room, TUESDAY, 19)
    path = f"/api/v1/venues/series/{made['id']}/decision"
    keeper.post(path, json={"approve": False, "reason": "排练厅要装修"})
    assert states(waiting) == ["offered"]
    assert "排练厅要装修" in told(leader.resident, "venues_series_refused")[0]


def test_a_series_needs_a_venue_for_groups_a_free_date_and_half_a_year_at_most(room, as_resident):
    leader = as_resident()
    post = leader.post
    no_groups = post("/api/v1/venues/series", json=series(make_venue()))
    too_long = post("/api/v1/venues/series", json=series(room, last_day="2027-12-31"))
    none_free = post("/api/v1/venues/series", json=series(room, starts="03:00"))
    codes = [one.json["code"] for one in (no_groups, too_long, none_free)]
    assert codes == [
        "venues.group_not_allowed",
        "venues.series_malformed",
        "venues.series_malformed",
    ]
    assert (
        as_resident()
        .post("/api/v1/venues/series/01900000-0000-7000-8000-00000000dead/cancel", json={})
        .status_code
        == 404
    )


def test_a_series_that_nobody_decides_lapses_and_frees_its_dates(room, as_resident):
    as_resident().post("/api/v1/venues/series", json=series(room))
    with transaction():
        time_driven_changes.settle_lapsed(now=NINE + 2 * DAY)
    rows = db.session.execute(db.select(Booking.state).where(Booking.series_id.is_not(None)))
    assert {row.state.value for row in rows} == {"lapsed"}


# --- draws of holiday classes


@pytest.fixture
def drawn(keeper):
    activity = make_activity(
        session_on(NINE + 10 * DAY, capacity=2),
        publish=False,
        by_draw=True,
        closes_at=NINE + DAY,
        title="寒假书法班",
    )
    assert keeper.post(f"/api/v1/activities/{activity.id}/publish", json={}).status_code == 200
    return activity


def drawn_at(moment):
    """Run what is due, outside the transaction in which the test has looked at things."""
    with transaction():
        pass
    return registration_draws.draw_due(now=moment)


def enter(speaker, activity, **more):
    return speaker.post(f"/api/v1/activities/{activity.id}/draw-entries", json=more)


def test_places_are_drawn_and_the_others_wait_in_the_order_drawn(drawn, as_resident):
    people = [as_resident() for _ in range(5)]
    entries = [enter(who, drawn) for who in people]
    assert [one.status_code for one in entries] == [201] * 5, entries[0].json
    register = people[0].post(f"/api/v1/activities/{drawn.id}/registrations", json={})
    assert register.json["code"] == "activities.by_draw"
    assert enter(people[0], drawn).json["code"] == "draws.already_entered"
    assert drawn_at(NINE + timedelta(hours=2)) == 0
    assert drawn_at(NINE + DAY + timedelta(minutes=1)) == 1
    assert drawn_at(NINE + DAY + timedelta(minutes=2)) == 0
    rows = db.session.execute(db.select(Booking.state, Booking.line_number)).all()
    assert sorted(row.state.value for row in rows) == ["confirmed"] * 2 + ["waiting"] * 3
    assert sorted(row.line_number for row in rows if row.line_number) == [1, 2, 3]
    lost = sum(len(told(who.resident, "activity_draw_lost")) for who in people)
    assert lost == 3


def test_a_mother_enters_two_children_and_takes_one_back(drawn, as_resident):
    mother = as_resident()
    born = MONDAY.replace(year=2018)
    children = [make_family_member(mother.resident, birth_date=born, guardian=True) for _ in "ab"]
    for child in children:
        assert enter(mother, drawn, member_id=str(child.id)).status_code == 201
    back = f"/api/v1/activities/{drawn.id}/draw-entries/withdraw"
    assert mother.post(back, json={"member_id": str(children[1].id)}).status_code == 204
    drawn_at(NINE + DAY + timedelta(minutes=1))
    rows = db.session.execute(db.select(Booking.attendee_id)).scalars().all()
    assert rows == [children[0].id]


def test_who_is_elsewhere_by_then_is_passed_over(drawn, as_resident):
    me = as_resident()
    enter(me, drawn)
    room = make_venue(rules=BookingRules(days_ahead=14))
    with transaction():
        make_booking(room, MONDAY + 10 * DAY, 9, by=me.resident)
    drawn_at(NINE + DAY + timedelta(minutes=1))
    rows = db.session.execute(db.select(Booking.bookable_id)).scalars().all()
    assert rows == [room.id]


def test_a_class_without_a_draw_has_none_to_enter(as_resident):
    plain = make_activity()
    assert enter(as_resident(), plain).json["code"] == "activities.not_by_draw"
