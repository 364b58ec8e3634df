"""What keepers and grid workers do for an entry: taps, looks with photos, hours, facts."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from tests.directory.conftest import NOW
from tests.directory.test_visitor_reports import URL, place, tell
from tests.factories.directory import hold, hours, make_service, make_site, north_of
from tests.factories.files import make_photo
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, insert_new, transaction
from weijiayuan.directory.models import Assurance
from weijiayuan.notices.models import Notice


def test_a_tap_keeps_an_entry_fresh_and_only_for_who_keeps_it(site, as_role, client, now):
    keeper = as_role(Role.VENUE_KEEPER)
    now.move_to(NOW + timedelta(days=20))
    elsewhere = make_staff_of("440311006", as_role)

    assert keeper.post(f"{URL}/{site.id}/assurances", json={}).status_code == 204
    refused = elsewhere.post(f"{URL}/{site.id}/assurances", json={})

    assured = client.get(f"{URL}/{site.id}").json["assured"]
    assert (assured["on"], assured["by"]) == ("2026-12-17", "负责人确认")
    assert (refused.status_code, refused.json["code"]) == (403, "directory.not_your_site")


def make_staff_of(street, as_role):
    return as_role(Role.VENUE_KEEPER, territory=Territory(TerritoryKind.STREET, street))


def test_a_grid_workers_look_needs_nearness_and_a_photo(site, as_role):
    worker = as_role(Role.GRID_WORKER)
    far = {"how": "visit", "place": place(101), "photos": [str(site.id)]}

    codes = [
        worker.post(f"{URL}/{site.id}/assurances", json=body).json["code"]
        for body in (far, far | {"photos": []}, {"how": "visit"})
    ]

    assert codes == ["directory.look_closer", "directory.photo_needed", "web.malformed"]


def test_new_hours_are_told_to_who_keeps_the_site(site, as_role, as_resident, client):
    keeper, resident = as_role(Role.VENUE_KEEPER), as_resident()
    resident.post(f"{URL}/{site.id}/saves", json={})
    opening = {"weekdays": [1, 2], "opens": "10:00", "closes": "12:00"}

    done = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening]})
    same = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening]})
    wrong = keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening, opening]})

    assert (done.status_code, same.status_code) == (204, 204)
    assert (wrong.status_code, wrong.json["fields"]["openings"]) == (422, ["有两段时间重叠"])
    told = db.session.scalars(select(Notice).filter_by(resident_id=resident.resident.id)).one()
    assert "周一至周二10:00至12:00" in told.text
    assert client.get(f"{URL}/{site.id}").json["hours"]["sentences"] == ["周一至周二10:00至12:00"]


def test_a_new_place_and_telephone_are_told_to_who_keeps_the_site(site, as_role, as_resident):
    keeper, resident = as_role(Role.VENUE_KEEPER), as_resident()
    resident.post(f"{URL}/{site.id}/saves", json={})

    for facts in ({"note": "门口有斜坡"}, {"phone": "0755-23400002", "place": place(900)}):
        assert keeper.put(f"{URL}/{site.id}/facts", json=facts).status_code == 204

    wanted = select(Notice).filter_by(resident_id=resident.resident.id)
    told = db.session.scalars(wanted).one()
    assert "改为“0755-23400002”" in told.text
    assert "地图上的位置有改动" in told.text


def test_hours_are_written_one_way_and_an_empty_other_way_is_left_out(site, as_role):
    keeper = as_role(Role.VENUE_KEEPER)
    opening = {"weekdays": [1, 2], "opens": "10:00", "closes": "12:00"}
    path = f"{URL}/{site.id}/hours"

    taken = [
        keeper.put(path, json={"openings": [opening], "words": ""}),
        keeper.put(path, json={"openings": [], "words": "每天9:00-17:00"}),
    ]
    refused = [
        keeper.put(path, json={"openings": [opening], "words": "每天9:00-17:00"}),
        keeper.put(path, json={}),
    ]

    assert [one.status_code for one in taken] == [204, 204]
    sentence = "开放时间在 openings（一段一段）和 words（一句话）里选一种写"
    assert [one.json["fields"]["openings"] for one in refused] == [[sentence]] * 2


def view():
    """What somebody sees: no two alike."""
    return Image.effect_noise((9, 8), 90).resize((640, 480), Image.Resampling.BICUBIC)


def upload(staff, picture=None):
    """A photo that a member of staff sent."""
    return str(make_photo(picture=picture or view(), staff_id=staff.id).id)


def look(worker, site, finding="as_listed", photo=None):
    photos = [photo or upload(worker.staff)]
    body = {"how": "visit", "place": place(5), "photos": photos, "finding": finding}
    return worker.post(f"{URL}/{site.id}/assurances", json=body)


def test_a_look_has_a_photo_of_ones_own_once_a_day_and_from_outside(site, as_role, client, now):
    worker, other = as_role(Role.GRID_WORKER), as_role(Role.GRID_WORKER)
    both = as_role(Role.GRID_WORKER, Role.VENUE_KEEPER)
    photo = upload(worker.staff)

    invented = look(worker, site, photo=str(uuid4()))
    borrowed = look(other, site, photo=photo)
    looked = look(worker, site, photo=photo)
    again = look(worker, site)
    now.move_to(NOW + timedelta(days=1))
    used = look(worker, site, photo=photo)
    own = look(both, site)

    codes = [each.json["code"] for each in (invented, borrowed, again, used, own)]
    unusable, today = "files.unusable", "directory.looked_today"
    repeated = "directory.look_repeated"
    assert codes == [unusable, unusable, today, repeated, "directory.own_site"]
    assert looked.status_code == 204
    assert client.get(f"{URL}/{site.id}").json["promise"]["of"] == 1


def test_one_picture_proves_one_look_and_nobody_is_in_two_places(site, as_role, now):
    worker, other = as_role(Role.GRID_WORKER), as_role(Role.GRID_WORKER)
    seen = view()
    away = make_site(north_of(5_000), opens=hours("09:00-18:00"))
    body = {"how": "visit", "place": place(5_000), "photos": [upload(worker.staff)]}

    first = look(worker, site, photo=upload(worker.staff, seen))
    smaller = look(other, site, photo=upload(other.staff, seen.resize((500, 375))))
    at_once = worker.post(f"{URL}/{away.id}/assurances", json=body)
    now.move_to(NOW + timedelta(minutes=10))
    later = worker.post(f"{URL}/{away.id}/assurances", json=body)

    assert (first.status_code, later.status_code) == (204, 204)
    assert smaller.json["code"] == "directory.look_repeated"
    assert at_once.json["code"] == "directory.look_too_fast"


def test_a_desk_counts_what_it_gives_but_no_totals(site, as_role):
    keeper, held = as_role(Role.VENUE_KEEPER), hold(make_service(), site)
    path = f"/api/v1/service-at/{held.id}/deliveries"

    counted = [keeper.post(path, json={"n": 20}) for _ in range(6)]
    keeper.post(f"{URL}/{site.id}/assurances", json={"finding": "gone"})
    gone = keeper.post(path, json={})

    assert [each.status_code for each in counted] == [200] * 5 + [409]
    assert counted[-1].json["code"] == "directory.counted_enough"
    assert gone.json["code"] == "directory.site_not_in_use"


def test_the_database_keeps_a_second_look_of_a_day_out(site):
    one = {"site_id": site.id, "at": NOW, "day": NOW.date(), "by": "visit", "finding": "as_listed"}
    row = one | {"staff_id": uuid4(), "words": "", "photo_marks": []}
    with transaction():
        assert [insert_new(Assurance, [row]), insert_new(Assurance, [row])] == [1, 0]


def test_a_site_that_is_gone_is_open_nowhere_and_comes_back_by_a_tap(site, as_role, as_resident, client):  # fmt: skip
    keeper, resident = as_role(Role.VENUE_KEEPER), as_resident()
    held = hold(make_service(), site)
    resident.post(f"{URL}/{site.id}/saves", json={})

    keeper.post(f"{URL}/{site.id}/assurances", json={"finding": "gone"})

    page = client.get(f"{URL}/{site.id}").json
    assert (page["standing"], page["door"]["state"]) == ("gone", "closed")
    assert "已撤销" in page["door"]["text"]
    assert [each["door"]["state"] for each in page["services"]] == ["closed"]
    assert client.get(f"{URL}?open_at=now").json["items"] == []
    told = db.session.scalars(select(Notice).filter_by(template="site_gone")).one()
    assert told.resident_id == resident.resident.id
    refused = [
        tell(as_resident(), site),
        resident.post(f"{URL}/{site.id}/saves", json={}),
        keeper.put(f"{URL}/{site.id}/facts", json={"phone": "1"}),
        keeper.put(f"{URL}/{site.id}/hours", json={"openings": []}),
    ]
    assert {each.json["code"] for each in refused} == {"directory.site_not_in_use"}
    open_data = client.get(f"/hsds/v3/service_at_locations/{held.id}").json
    assert "已撤销" in open_data["description"]
    assert "schedules" not in open_data or open_data["schedules"] == []
    assert [each["id"] for each in keeper.get(f"{URL}/due?gone=true").json["items"]] == [
        str(site.id)
    ]

    keeper.post(f"{URL}/{site.id}/assurances", json={})

    page = client.get(f"{URL}/{site.id}").json
    assert (page["standing"], page["door"]["state"]) == ("active", "open")


def test_what_changed_is_mended_before_it_is_confirmed(site, as_role, client):
    keeper, worker = as_role(Role.VENUE_KEEPER), as_role(Role.GRID_WORKER)
    changed = {"finding": "changed"}

    too_early = keeper.post(f"{URL}/{site.id}/assurances", json=changed)
    keeper.put(f"{URL}/{site.id}/facts", json={"phone": "88880000"})
    mended = keeper.post(f"{URL}/{site.id}/assurances", json=changed)
    seen = look(worker, site, "changed")

    assert (too_early.status_code, too_early.json["code"]) == (409, "directory.correct_first")
    assert (mended.status_code, seen.status_code) == (204, 204)
    page = client.get(f"{URL}/{site.id}").json
    assert (page["doubted"], page["assured"]["by"]) == (True, "负责人确认")
    assert page["reports"][0]["kinds"] == ["1人：写的不对"]


def test_a_last_day_beside_words_is_kept(site, as_role, client):
    keeper = as_role(Role.VENUE_KEEPER)
    asked = {"words": "每天 9:00-17:00", "last_day": "2026-12-01"}

    assert keeper.put(f"{URL}/{site.id}/hours", json=asked).status_code == 204

    after = {"q": site.name, "open_at": "2026-12-02T10:00:00+08:00"}
    assert client.get(URL, query_string=after).json["items"] == []
    before = {"q": site.name, "open_at": "2026-12-01T10:00:00+08:00"}
    assert len(client.get(URL, query_string=before).json["items"]) == 1


WEEK = {"starts_at": "2026-12-07T00:00:00+08:00", "ends_at": "2026-12-14T00:00:00+08:00", "reason": "装修"}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("facts", {"place": {"lng": 0, "lat": 0, "datum": "gcj02"}}, "place"),
        ("facts", {"place": {"lng": 114.06, "lat": 22.54, "datum": "gcj02"}}, "place"),
        ("facts", {"features": {"ramp": "yes"}}, "features"),
        ("hours", {"openings": [], "last_day": "2020-01-01"}, "last_day"),
        ("hours", {"words": "每天 9:00-17:00", "last_day": "2020-01-01"}, "last_day"),
        ("hours", {"words": "每天 9:00-17:00", "closures": [WEEK, WEEK]}, "closures"),
        (
            "hours",
            {"openings": [], "closures": [WEEK | {"ends_at": "2136-01-01T00:00:00+08:00"}]},
            "closures",
        ),
    ],
)
def test_what_cannot_be_of_a_site_here_is_refused(site, as_role, path, body, field):
    told = as_role(Role.VENUE_KEEPER).put(f"{URL}/{site.id}/{path}", json=body)

    assert told.status_code == 422
    assert any(name.startswith(field) for name in told.json["fields"])


def test_a_keeper_moves_a_site_within_their_own_territory(site, as_role):
    own = Territory(TerritoryKind.COMMUNITY, site.community_code)
    keeper = as_role(Role.VENUE_KEEPER, territory=own)

    near = keeper.put(f"{URL}/{site.id}/facts", json={"place": place(30)})
    far = keeper.put(f"{URL}/{site.id}/facts", json={"place": place(6000)})

    assert (near.status_code, far.json["code"]) == (204, "directory.not_your_site")


def test_a_notice_of_a_closure_says_when_it_is_shut(site, as_role, as_resident):
    keeper, resident = as_role(Role.VENUE_KEEPER), as_resident()
    resident.post(f"{URL}/{site.id}/saves", json={})
    opening = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "09:00", "closes": "18:00"}
    closure = {"starts_at": "2026-11-28T00:00:00+08:00", "ends_at": "2026-12-20T00:00:00+08:00", "reason": "装修"}  # fmt: skip

    keeper.put(f"{URL}/{site.id}/hours", json={"openings": [opening], "closures": [closure]})
    keeper.put(f"{URL}/{site.id}/hours", json={"openings": [], "on_holidays": "closed"})

    texts = db.session.scalars(select(Notice.text).filter_by(template="site_hours")).all()
    assert ["装修" in text and "12月20日" in text for text in texts] == [True, False]
    assert "暂不开放" in texts[1]
    assert "闭馆" not in texts[1]


def test_a_keeper_mends_hours_in_the_words_of_the_door(site, as_role, as_resident, client):
    keeper = as_role(Role.VENUE_KEEPER)
    tell(as_resident(), site)
    tell(as_resident(), site, "wrong")
    due = keeper.get(f"{URL}/due?doubted=true").json["items"][0]
    words = "周一至周五9:00-12:00、14:00-18:00"

    done = keeper.put(f"{URL}/{site.id}/hours", json={"words": words})
    unread = keeper.put(f"{URL}/{site.id}/hours", json={"words": "有时候开"})
    opening = {"weekdays": [1], "opens": "10:00", "closes": "12:00"}
    both = keeper.put(f"{URL}/{site.id}/hours", json={"words": words, "openings": [opening]})
    keeper.put(f"{URL}/{site.id}/facts", json={"features": {"ramp": True}})

    assert due["doubt"]["kinds"] == ["1人：来了，没开门", "1人：写的不对"]
    assert due["doubt"]["due_at"].startswith("2026-11-30")
    assert (done.status_code, unread.status_code, both.status_code) == (204, 422, 422)
    assert "读不懂" in unread.json["fields"]["words"][0]
    said = client.get(f"{URL}/{site.id}").json["hours"]["sentences"]
    assert said == ["周一至周五09:00至12:00", "周一至周五14:00至18:00", "法定节假日闭馆"]
    mended = keeper.get(f"{URL}/due?days=0").json["items"][0]
    assert (mended["hours"], mended["on_holidays"]) == (said, "closed")
    assert [one["has"] for one in mended["features"] if one["id"] == "ramp"] == [True]


def test_a_change_on_what_somebody_else_changed_meanwhile_is_not_taken(site, as_role):
    first, second = as_role(Role.VENUE_KEEPER), as_role(Role.VENUE_KEEPER)
    version = first.get(f"{URL}/{site.id}/keeping").json["version"]

    taken = first.put(f"{URL}/{site.id}/facts", json={"note": "二楼", "version": version})
    late = second.put(
        f"{URL}/{site.id}/hours", json={"words": "每天 9:00-17:00", "version": version}
    )

    assert (taken.status_code, late.status_code) == (204, 409)
    assert late.json["code"] == "directory.changed_meanwhile"
