"""At every desk a decision belongs to what was read: what changed since is refused and stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from tests.appeals.conftest import fine
from tests.appeals.test_appeals import at, sent
from tests.commons.people import COMMUNITY, crowd, make_roll, make_space
from tests.factories import saved
from tests.factories.directory import make_site
from tests.factories.jobs import make_open_job
from tests.factories.markets import make_market
from tests.factories.places import make_district
from tests.factories.sensing import make_device, measured
from tests.factories.venues import MONDAY, NINE, make_activity, make_booking, make_venue
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.models import CommonsMeeting, Outcome
from weijiayuan.commons.rules.states import MeetingKind, MeetingState, OutcomeKind
from weijiayuan.jobs.models import JobReport
from weijiayuan.jobs.models.applications import ReportReason
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.venues.models import Rating


@pytest.fixture
def places_known(database):
    make_district()


class Door(NamedTuple):
    """Where one reads, what changes meanwhile, and where one decides then."""

    read: Callable[[], object]
    change: Callable[[], object]
    decide: Callable[[object], object]


def decided(speaker, path, body, method="post"):
    def decide(seen):
        headers = {"If-Match": f'"{seen}"'}
        return getattr(speaker, method)(f"/api/v1/{path}", json=body, headers=headers)

    return decide


def an_alarm(as_role, _as_resident):
    device, _key = make_device()
    measured(device, [60.0] * 6)
    first, second = as_role(Role.ADMIN), as_role(Role.SUPERVISOR)
    one = first.get("/api/v1/alarms").json["items"][0]
    path = f"alarms/{one['id']}"
    words = {"words": "现场看过"}
    return Door(
        lambda: first.get(f"/api/v1/{path}").json["version"],
        lambda: second.post(f"/api/v1/{path}/false", json=words),
        decided(second, f"{path}/confirm", words),
    )


def a_device(as_role, _as_resident):
    make_device()
    admin = as_role(Role.ADMIN)

    def read():
        return admin.get("/api/v1/devices").json["items"][0]

    def change():
        one = read()
        names = ("name", "place_kind", "owner", "owner_phone", "basis", "filed_no")
        said = {name: one[name] for name in names} | {
            "address": "另一处路口",
            "place": one["place"],
        }
        fine(admin.put(f"/api/v1/devices/{one['id']}", json=said), 200)

    path = f"devices/{read()['id']}/retire"
    return Door(lambda: read()["version"], change, decided(admin, path, None))


def a_post_in_public(as_role, _as_resident):
    job = make_open_job()
    staff = as_role(Role.DEPARTMENT)

    def change():
        job.version += 1
        saved(job)

    path = f"staff/jobs/{job.id}/take-down"
    return Door(lambda: job.version, change, decided(staff, path, {"reason": "收押金"}))


def a_report(as_role, as_resident):
    job, staff = make_open_job(), as_role(Role.DEPARTMENT)
    who = as_resident().resident
    filed = saved(JobReport(job_id=job.id, resident_id=who.id, reason=ReportReason.FALSE))

    def change():
        job.version += 1
        saved(job)

    path = f"staff/jobs/reports/{filed.id}/settle"
    said = {"upheld": True, "answer": "确属虚假"}
    return Door(
        lambda: staff.get("/api/v1/staff/jobs/reports").json["items"][0]["version"],
        change,
        decided(staff, path, said),
    )


def an_offer_to_help(as_role, as_resident):
    market, organiser, who = make_market(), as_role(Role.ORGANISER), as_resident()
    offers = f"/api/v1/markets/{market.id}/offers"
    one = fine(who.post(offers, json={"name": "李华", "note": "会理发"}))

    def change():
        fine(who.post(f"{offers}/withdraw", json={}), 200)
        fine(who.post(offers, json={"name": "李华", "note": "只能搬东西"}))

    path = f"markets/{market.id}/offers/{one['id']}/decision"
    return Door(
        lambda: organiser.get(offers).json["items"][0]["version"],
        change,
        decided(organiser, path, {"accept": True}),
    )


def an_appeal(as_role, as_resident):
    duty, asker = as_role(Role.DUTY_WORKER), as_resident()
    said = sent(asker)
    number = said["number"]
    fine(duty.post(f"{at(said)}/triage", json={"track": "mediation"}))
    fine(duty.post(f"{at(said)}/take"))

    def change():
        fine(asker.post(f"{at(said)}/messages", json={"text": "他刚才又来砸门"}))

    look = f"/api/v1/appeals/desk/{number}?reason=%E5%8A%9E%E7%90%86"
    path = f"appeals/{number}/close"
    return Door(
        lambda: duty.get(look).json["version"],
        change,
        decided(duty, path, {"outcome": "已告知其他途径"}),
    )


def a_demand(as_role, as_resident):
    people, space = crowd(12), make_space()
    make_roll(space, people, basis="residents", area=0)
    asked = {"space_id": str(space.id), "kind": "residents", "reason": "3栋502天天半夜吵闹，要开会"}
    held = fine(as_resident(people[0]).post("/api/v1/commons/demands", json=asked))
    desk, other = as_role(Role.SECRETARY), as_role(Role.SECRETARY)
    path = f"commons/demands/{held['id']}"
    listed = f"/api/v1/commons/demands/held?space={space.id}"
    return Door(
        lambda: desk.get(listed).json["items"][0]["version"],
        lambda: fine(other.post(f"/api/v1/{path}/release"), 200),
        decided(desk, f"{path}/refuse", {"reason": "写了别人的门牌号"}),
    )


def an_activity(as_role, _as_resident):
    activity = make_activity(publish=False)
    keeper = as_role(Role.VENUE_KEEPER)

    def change():
        activity.summary = "改成收费的了"
        saved(activity)

    path = f"activities/{activity.id}/publish"
    return Door(
        lambda: keeper.get(f"/api/v1/activities/keeper/{activity.id}").json["version"],
        change,
        decided(keeper, path, None),
    )


def a_site(as_role, _as_resident):
    site, keeper = make_site(), as_role(Role.ADMIN)

    def change():
        site.version += 1
        saved(site)

    path = f"sites/{site.id}/answer"
    return Door(
        lambda: keeper.get(f"/api/v1/sites/{site.id}/keeping").json["version"],
        change,
        decided(keeper, path, {"text": "去看过了", "corrected": False}),
    )


def a_fair(as_role, _as_resident):
    staff, starts = as_role(Role.DEPARTMENT), clock.now() + timedelta(days=3)
    said = {
        "name": "春季招聘会",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=3)).isoformat(),
        "place": "文化广场",
        "stands": [],
        "job_ids": [],
    }
    fairs = "/api/v1/staff/jobs/fairs"
    made = fine(staff.post(fairs, json=said))
    path = f"staff/jobs/fairs/{made['id']}"
    return Door(
        lambda: staff.get(fairs).json["items"][0]["version"],
        lambda: fine(staff.put(f"/api/v1/{path}", json=said | {"place": "体育馆"}), 200),
        decided(staff, f"{path}/announce", {"state": "published"}),
    )


def a_market(as_role, _as_resident):
    market, organiser = make_market(), as_role(Role.ORGANISER)

    def change():
        market.version += 1
        saved(market)

    path = f"/api/v1/markets/{market.id}/draft"
    return Door(
        lambda: organiser.get(path).json["version"],
        change,
        decided(organiser, f"markets/{market.id}/cancel", {"reason": "下雨"}),
    )


def a_rating(as_role, as_resident):
    venue, who, keeper = make_venue(), as_resident().resident, as_role(Role.VENUE_KEEPER)
    booking = make_booking(venue, MONDAY, 10, by=who, now=NINE)
    rated = saved(
        Rating(
            booking_id=booking.id,
            subject_id=venue.id,
            resident_id=who.id,
            stars=2,
            text="灯坏了",
        )
    )

    def change():
        rated.text, rated.stars = "灯修好了", 5
        saved(rated)

    path = f"venues/ratings/{rated.id}/answer"
    return Door(
        lambda: keeper.get("/api/v1/venues/keeper/ratings").json["items"][0]["version"],
        change,
        decided(keeper, path, {"text": "对不起，马上修"}),
    )


def an_organisation(as_role, _as_resident):
    desk = as_role(Role.SECRETARY)
    said = {"name": "示例书法协会", "kind": "group", "community_code": COMMUNITY}
    listed = "/api/v1/commons/organisations"
    made = fine(desk.post(listed, json=said))
    path = f"commons/organisations/{made['id']}"
    return Door(
        lambda: desk.get(listed).json["items"][0]["version"],
        lambda: fine(desk.put(f"/api/v1/{path}", json=said | {"about": "每周练字"}), 200),
        decided(desk, path, said | {"persons": 12}, "put"),
    )


def held_meeting(state=MeetingState.NOTICED):
    space, now = make_space(), clock.now()
    meeting = CommonsMeeting(
        space_id=space.id,
        kind=MeetingKind.RESIDENTS,
        title="议事会",
        called_by=[],
        noticed_at=now,
        starts_at=now,
        ends_at=now,
        place="会议室",
        room_id=None,
        draw_id=new_id(),
        made_by=new_id(),
    )
    meeting.state = state
    return saved(meeting)


def an_outcome(as_role, _as_resident):
    meeting, desk = held_meeting(MeetingState.CONFIRMED), as_role(Role.SECRETARY)
    outcome = saved(
        Outcome(
            space_id=meeting.space_id,
            meeting_id=meeting.id,
            topic_id=None,
            kind=OutcomeKind.SELF,
            text="修路灯",
            owner="楼长",
            due_on=date(2026, 12, 30),
            owner_id=None,
            place=None,
            event_id=None,
        )
    )

    def change():
        outcome.done_words, outcome.done_at = "换了灯泡", clock.now()
        saved(outcome)

    listed = f"/api/v1/commons/outcomes?space={meeting.space_id}"
    path = f"commons/outcomes/{outcome.id}/check"
    return Door(
        lambda: desk.get(listed).json["items"][0]["version"],
        change,
        decided(desk, path, {"fixed": True, "words": "修好了"}),
    )


def a_founding(as_role, as_resident):
    space, desk, other = make_space(), as_role(Role.SECRETARY), as_role(Role.SECRETARY)
    begun = fine(as_resident().post("/api/v1/commons/foundings", json={"space_id": str(space.id)}))
    path = f"commons/foundings/{begun['id']}"
    totals = {"heads": 100, "area_m2": "9000"}
    return Door(
        lambda: desk.get(f"/api/v1/{path}").json["version"],
        lambda: fine(other.put(f"/api/v1/{path}/totals", json=totals), 200),
        decided(desk, f"{path}/totals", totals | {"heads": 90}, "put"),
    )


DOORS = (
    an_alarm, a_device, a_post_in_public, a_report, an_offer_to_help, an_appeal, a_demand,
    an_activity, a_site, a_fair, a_market, a_rating, an_organisation, an_outcome, a_founding,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("places_known")
of_every_door = pytest.mark.parametrize("made", DOORS, ids=lambda made: made.__name__)


@of_every_door
def test_what_changed_after_it_was_read_is_not_decided(made, as_role, as_resident):
    door = made(as_role, as_resident)
    seen = door.read()
    door.change()

    late = door.decide(seen)

    assert (late.status_code, late.json["code"]) == (409, "web.changed_since_read"), late.json
    assert "刷新" in late.json["detail"]


@of_every_door
def test_what_was_read_just_now_is_decided(made, as_role, as_resident):
    door = made(as_role, as_resident)
    answer = door.decide(door.read())
    assert answer.json is None or answer.json.get("code") != "web.changed_since_read", answer.json


@of_every_door
def test_reading_twice_names_the_same_version(made, as_role, as_resident):
    door = made(as_role, as_resident)
    assert door.read() == door.read()
