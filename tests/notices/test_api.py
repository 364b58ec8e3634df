"""The inbox, the permissions and the matters of the one who asks, and of nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident
from tests.factories.notices import told, tomorrow
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.notices import my_matters, personal_data

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def put(resident, **given):
    usual = {
        "kind": "tip",
        "ref": "T-1",
        "title": "路灯不亮",
        "state": "open",
        "state_text": "处理中",
        "link": "/pages/tips/tip/tip?number=T-1",
        "at": NOON,
    }
    with transaction():
        my_matters.put(resident.id, **usual | given)


def test_the_inbox_shows_what_is_new_first(as_resident):
    li = as_resident()
    for hour in range(3):
        told(li.resident, now=NOON + timedelta(hours=hour), cause=f"c{hour}")

    answer = li.get("/api/v1/me/notices").json

    assert [item["at"] for item in answer["items"]] == [
        f"2026-11-23T0{hour}:00:00+00:00" for hour in (6, 5, 4)
    ]
    assert answer["items"][0]["text"] == "您反映的路灯已办结，请给我们评价"
    assert answer["items"][0]["title"] == "您反映的路灯已办结"
    assert (answer["next_cursor"], answer["unread"]) == (None, 3)


def test_the_inbox_has_pages(as_resident):
    li = as_resident()
    for number in range(5):
        told(li.resident, now=NOON, cause=f"c{number}")

    seen, cursor = [], ""
    for _ in range(3):
        page = li.get(f"/api/v1/me/notices?limit=2{cursor}").json
        seen += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"

    assert (len(seen), len(set(seen)), page["next_cursor"]) == (5, 5, None)


def test_a_reminder_appears_at_its_moment(as_resident):
    li = as_resident()
    notice = told(li.resident, now=clock.now(), due=tomorrow())

    assert li.get("/api/v1/me/notices").json["items"] == []
    assert li.post(f"/api/v1/me/notices/{notice.id}/read").status_code == 404


def test_reading_is_noted_once(as_resident):
    li = as_resident()
    notice = told(li.resident, now=NOON)

    first = li.post(f"/api/v1/me/notices/{notice.id}/read")
    again = li.post(f"/api/v1/me/notices/{notice.id}/read")

    assert (first.status_code, first.json["read_at"]) == (200, again.json["read_at"])
    assert li.get("/api/v1/me/notices").json["unread"] == 0
    assert li.get("/api/v1/me/notices?unread=true").json["items"] == []


def test_everything_can_be_read_at_once(as_resident):
    li = as_resident()
    for number in range(3):
        told(li.resident, now=NOON, cause=f"c{number}")

    assert li.post("/api/v1/me/notices/read-all").status_code == 204
    assert li.get("/api/v1/me/notices").json["unread"] == 0


def test_nobody_reads_the_notices_of_another(as_resident):
    li, wang = as_resident(), as_resident()
    notice = told(li.resident, now=NOON)

    assert wang.get("/api/v1/me/notices").json["items"] == []
    refused = wang.post(f"/api/v1/me/notices/{notice.id}/read")
    assert (refused.status_code, refused.json["code"]) == (404, "notices.notice_not_found")
    assert li.get("/api/v1/me/notices").json["unread"] == 1


@pytest.mark.parametrize("path", ["notices", "matters", "subscriptions"])
def test_a_stranger_sees_nothing(client, path):
    assert client.get(f"/api/v1/me/{path}").status_code == 401


@ONE_DATABASE
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=51", "limit=x", "cursor=x", "cursor=W10", "unread=x"]
)
def test_a_wrong_question_is_said_so(as_resident, query):
    assert as_resident().get(f"/api/v1/me/notices?{query}").status_code == 422


def test_permissions_are_counted_by_kind(as_resident):
    li = as_resident()

    for result, left in [("accept", 1), ("accept", 2), ("reject", 2), ("filter", 2), ("ban", 0)]:
        answer = li.post(
            "/api/v1/me/subscriptions", json={"template": "progress", "result": result}
        )
        assert (answer.status_code, answer.json) == (200, {"template": "progress", "credits": left})


def test_the_client_learns_what_to_ask_for(as_resident):
    li = as_resident()
    li.post("/api/v1/me/subscriptions", json={"template": "reminder", "result": "accept"})

    items = li.get("/api/v1/me/subscriptions").json["items"]

    assert [(item["template"], item["template_id"], item["credits"]) for item in items] == [
        ("progress", "fake-progress", 0),
        ("reminder", "fake-reminder", 1),
    ]


@ONE_DATABASE
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"template": "progress"},
        {"template": "other", "result": "accept"},
        {"template": "progress", "result": "yes"},
        {"template": 1, "result": "accept"},
        {"template": "progress", "result": "accept", "more": 1},
    ],
    ids=str,
)
def test_an_answer_that_wechat_does_not_give_is_refused(as_resident, body):
    assert as_resident().post("/api/v1/me/subscriptions", json=body).status_code == 422


def test_a_matter_is_shown_as_it_stands(as_resident):
    li = as_resident()
    put(li.resident)
    put(li.resident, ref="T-2", title="井盖松动", at=NOON + timedelta(hours=1))
    put(li.resident, state="settled", state_text="已办结", at=NOON + timedelta(hours=2))

    items = li.get("/api/v1/me/matters").json["items"]

    assert [(item["ref"], item["state_text"]) for item in items] == [
        ("T-1", "已办结"),
        ("T-2", "处理中"),
    ]


def test_matters_have_kinds_and_pages(as_resident):
    li = as_resident()
    for number in range(3):
        put(li.resident, ref=f"T-{number}")
    put(li.resident, kind="booking", ref="B-1")

    first = li.get("/api/v1/me/matters?kind=tip&limit=2").json
    second = li.get(f"/api/v1/me/matters?kind=tip&limit=2&cursor={first['next_cursor']}").json

    refs = [item["ref"] for item in first["items"] + second["items"]]
    assert sorted(refs) == ["T-0", "T-1", "T-2"]


def test_two_residents_may_share_a_matter_and_it_leaves_both(as_resident):
    li, wang = as_resident(), as_resident()
    put(li.resident)
    put(wang.resident)
    assert len(wang.get("/api/v1/me/matters").json["items"]) == 1

    with transaction():
        my_matters.remove(kind="tip", ref="T-1")

    assert li.get("/api/v1/me/matters").json["items"] == []
    assert wang.get("/api/v1/me/matters").json["items"] == []


def test_a_resident_takes_everything_along_or_leaves_nothing(as_resident):
    li, other = as_resident(), make_resident()
    told(li.resident, now=NOON)
    told(other, now=NOON)
    put(li.resident)
    li.post("/api/v1/me/subscriptions", json={"template": "progress", "result": "accept"})

    with transaction():
        copy = personal_data.export(li.resident.id)
    assert [len(copy[name]) for name in ("notices", "matters", "subscriptions")] == [1, 1, 1]
    with transaction():
        personal_data.forget(li.resident.id, now=NOON)
        assert personal_data.export(li.resident.id) == {name: [] for name in copy}
        assert len(personal_data.export(other.id)["notices"]) == 1
