"""The sample staff at the desk: one tap beside the fake WeChat, nothing at all elsewhere."""

import json

import pytest

from tests.engines import settings_for
from tests.factories.accounts import make_staff
from weijiayuan.accounts import passwords, sample
from weijiayuan.accounts.rules import Role
from weijiayuan.db import transaction
from weijiayuan.kernel import clock

SAMPLES = "/api/v1/staff/samples"


@pytest.fixture
def sample_staff(database):
    with transaction():
        sample.load()


def test_the_desk_lists_the_sample_people_with_their_duties(client, sample_staff):
    people = client.get(SAMPLES).json["items"]

    assert [person["username"] for person in people] == list(sample.PERSONAS)
    roles = {duty["role"] for person in people for duty in person["duties"]}
    assert roles == {role.value for role in Role}
    assert all(person["display_name"].startswith("示例·") for person in people)


def test_one_tap_opens_a_desk_session_for_each(client, sample_staff):
    for username in sample.PERSONAS:
        opened = client.post(f"{SAMPLES}/{username}/sessions")

        assert opened.status_code == 201
        headers = {"Authorization": f"Bearer {opened.json['token']}"}
        assert client.get("/api/v1/staff/me", headers=headers).json["username"] == username


def test_nobody_but_the_sample_people_is_signed_in_with_one_tap(client, sample_staff):
    make_staff(Role.ADMIN, username="real-admin")
    assert client.post(f"{SAMPLES}/real-admin/sessions").status_code == 404
    assert client.post(f"{SAMPLES}/nobody/sessions").status_code == 404


def test_a_sample_account_that_was_disabled_stays_out(client, sample_staff):
    with transaction():
        sample.person("auditor").disabled_at = clock.now()
    assert client.post(f"{SAMPLES}/auditor/sessions").status_code == 404
    assert "auditor" not in [one["username"] for one in client.get(SAMPLES).json["items"]]


def test_production_has_neither_the_list_nor_the_tap_nor_a_word_of_them(ground, opened):
    real = settings_for(ground.database_url, ground.data_dir, fake_wechat=False)
    app = opened(real)
    with app.app_context(), transaction():
        sample.load()  # a database that was once used beside the fake WeChat

    client = app.test_client()
    assert client.get(SAMPLES).status_code == 404
    assert client.post(f"{SAMPLES}/admin/sessions").status_code == 404
    assert [rule.rule for rule in app.url_map.iter_rules() if "samples" in rule.rule] == []
    assert "samples" not in json.dumps(client.get("/openapi.json").json["paths"])


def test_the_kept_hash_is_of_the_password_that_the_readme_prints():
    assert passwords.check(sample.SAMPLE_HASH, sample.SAMPLE_PASSWORD).is_right
