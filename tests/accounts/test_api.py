"""Signing in, who I am, my family, my consents."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_resident
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel import clock


def sign_in(client, fake, persona="阿明"):
    return client.post("/api/v1/sessions", json={"code": fake.code(persona)})


def bearer(answer):
    return {"Authorization": f"Bearer {answer.json['token']}"}


def test_the_same_persona_is_the_same_resident_again(client, wechat_of_app):
    first, second = sign_in(client, wechat_of_app), sign_in(client, wechat_of_app)

    assert first.status_code == second.status_code == 201
    assert first.json["resident"]["id"] == second.json["resident"]["id"]
    assert first.json["token"] != second.json["token"]


def test_a_login_code_opens_only_one_session(client, wechat_of_app):
    code = wechat_of_app.code("阿明")
    assert client.post("/api/v1/sessions", json={"code": code}).status_code == 201
    again = client.post("/api/v1/sessions", json={"code": code})
    assert (again.status_code, again.json["code"]) == (401, "accounts.login_code_refused")


def test_a_token_is_stored_only_as_a_hash(client, database, wechat_of_app):
    token = sign_in(client, wechat_of_app).json["token"]
    rows = database.session.execute(database.text("SELECT * FROM login_sessions")).all()
    assert rows
    assert token not in str(rows)


def test_signing_out_ends_the_session(client, wechat_of_app):
    headers = bearer(sign_in(client, wechat_of_app))
    assert client.delete("/api/v1/sessions/current", headers=headers).status_code == 204
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_session_ends_after_thirty_days(client, wechat_of_app, time_machine):
    headers = bearer(sign_in(client, wechat_of_app))
    time_machine.move_to(clock.now() + timedelta(days=30, seconds=1))
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_wechat_that_is_down_is_503_and_makes_no_account(client, database, wechat_of_app):
    code = wechat_of_app.code("阿明")
    wechat_of_app.fail("jscode2session", times=9, drop="before")
    answer = client.post("/api/v1/sessions", json={"code": code})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    count = database.session.execute(database.text("SELECT count(*) FROM residents")).scalar()
    assert count == 0


def test_a_phone_number_is_kept_once_and_shown_masked(client, wechat_of_app):
    headers = bearer(sign_in(client, wechat_of_app)) | {"Idempotency-Key": "p1"}
    body = {"code": wechat_of_app.phone_code("阿明")}

    first = client.post("/api/v1/me/phone", json=body, headers=headers)
    again = client.post("/api/v1/me/phone", json=body, headers=headers)

    assert first.status_code == 200
    assert "****" in first.json["phone"]
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_me_can_be_replaced_and_read(as_resident):
    speaker = as_resident()
    wish = {"nickname": "老王", "elderly_mode": True, "font_step": 2}
    assert speaker.put("/api/v1/me", json=wish).status_code == 200
    seen = speaker.get("/api/v1/me").json
    assert seen | wish == seen
    assert seen["duties"] == []


def test_staff_on_the_telephone_see_their_duties(as_role):
    seen = as_role(Role.GRID_WORKER).get("/api/v1/me").json
    assert [duty["role"] for duty in seen["duties"]] == ["grid_worker"]


def test_a_family_member_can_be_added_changed_and_removed(as_resident):
    speaker = as_resident()
    agree_to_child(speaker)
    child = {"name": "小明", "relation": "child", "birth_date": "2020-02-29", "guardian": True}
    made = speaker.post("/api/v1/me/family", json=child).json
    path = f"/api/v1/me/family/{made['id']}"

    assert speaker.put(path, json=child | {"name": "大明"}).json["name"] == "大明"
    assert speaker.delete(path).status_code == 204
    assert speaker.get("/api/v1/me/family").json["items"] == []


def agree_to_child(speaker):
    version = speaker.get("/api/v1/me/consents").json["current"]["child"]
    agreed = {"document": "child", "version": version}
    assert speaker.post("/api/v1/me/consents", json=agreed).status_code == 201


@pytest.mark.parametrize("relation", ["child", "grandchild", "ward", "other"])
def test_what_is_kept_of_a_child_waits_for_the_consent_of_its_guardian(
    as_resident, time_machine, relation
):
    time_machine.move_to(datetime(2026, 11, 30, 4, tzinfo=UTC))
    speaker, path = as_resident(), "/api/v1/me/family"
    young = {"name": "小明", "relation": relation, "birth_date": "2012-12-01"}
    older = young | {"birth_date": "2012-11-30"}

    before = speaker.post(path, json=young)
    grown = speaker.post(path, json=older)
    changed = speaker.put(f"{path}/{grown.json['id']}", json=young)
    agree_to_child(speaker)
    agreed = speaker.post(path, json=young)
    speaker.post("/api/v1/me/consents/child/withdraw")
    withdrawn = speaker.post(path, json=young)

    refused = {each.json["code"] for each in (before, changed, withdrawn)}
    assert refused == {"accounts.child_consent_needed"}
    assert (grown.status_code, agreed.status_code) == (201, 201)


def test_the_name_of_the_scheme_may_be_written_in_any_case(client, wechat_of_app):
    token = sign_in(client, wechat_of_app).json["token"]
    statuses = [
        client.get("/api/v1/me", headers={"Authorization": f"{scheme} {token}"}).status_code
        for scheme in ("bearer", "BEARER", "Basic", "")
    ]
    assert statuses == [200, 200, 401, 401]


def test_a_lost_telephone_is_signed_out_from_another(client, as_resident, wechat_of_app):
    lost = bearer(sign_in(client, wechat_of_app))
    here = bearer(sign_in(client, wechat_of_app))
    seen = client.get("/api/v1/me/sessions", headers=here).json["items"]
    there = next(each for each in seen if not each["is_this"])

    assert [each["is_this"] for each in seen] == [True, False]
    assert as_resident().delete(f"/api/v1/me/sessions/{there['id']}").status_code == 204
    assert client.get("/api/v1/me", headers=lost).status_code == 200, "nobody else may end it"

    ended = client.delete(f"/api/v1/me/sessions/{there['id']}", headers=here)

    assert ended.status_code == 204
    assert client.get("/api/v1/me", headers=lost).status_code == 401
    assert client.get("/api/v1/me", headers=here).status_code == 200


def test_somebody_elses_family_is_not_found(as_resident):
    mine = as_resident().post("/api/v1/me/family", json={"name": "小明", "relation": "child"}).json
    other = as_resident()
    assert other.delete(f"/api/v1/me/family/{mine['id']}").status_code == 404
    changed = other.put(f"/api/v1/me/family/{mine['id']}", json={"name": "x", "relation": "child"})
    assert changed.status_code == 404


@ONE_DATABASE
@pytest.mark.parametrize("birth_date", ["2999-01-01", "1899-12-31", "2021-02-29", "x", 5])
def test_a_birth_date_that_cannot_be_is_refused(as_resident, birth_date):
    body = {"name": "小明", "relation": "child", "birth_date": birth_date}
    assert as_resident().post("/api/v1/me/family", json=body).status_code == 422


def test_a_family_has_an_end(as_resident):
    speaker = as_resident()
    for _ in range(20):
        speaker.post("/api/v1/me/family", json={"name": "小明", "relation": "child"})
    answer = speaker.post("/api/v1/me/family", json={"name": "小明", "relation": "child"})
    assert (answer.status_code, answer.json["detail"]) == (409, "最多可以添加20位家人")


def test_a_consent_is_given_for_the_version_in_force_and_can_be_withdrawn(as_resident):
    speaker = as_resident()
    current = speaker.get("/api/v1/me/consents").json["current"]["privacy"]
    old = {"document": "privacy", "version": "1999-01"}
    assert speaker.post("/api/v1/me/consents", json=old).status_code == 422
    given = {"document": "privacy", "version": current}
    assert speaker.post("/api/v1/me/consents", json=given).status_code == 201
    speaker.post("/api/v1/me/consents/privacy/withdraw")
    assert speaker.get("/api/v1/me/consents").json["items"][0]["withdrawn_at"]


def test_a_consent_to_a_document_that_is_none_is_not_withdrawn(as_resident):
    answer = as_resident().post("/api/v1/me/consents/nothing/withdraw")
    assert (answer.status_code, answer.json["code"]) == (404, "accounts.consent_document_not_found")


def test_a_resident_who_was_never_signed_in_has_no_way_in(client):
    make_resident()
    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer guess"})
    assert answer.status_code == 401
