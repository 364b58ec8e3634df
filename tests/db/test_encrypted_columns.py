"""What is sealed stays sealed, and can be sealed anew under another key."""

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.factories.accounts import make_resident, token_of
from weijiayuan.accounts.models import Resident
from weijiayuan.db import blind_index, db
from weijiayuan.db.encrypted_columns import Keyring

OLD = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NEW = "k2:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="


@given(st.text())
def test_what_is_sealed_opens_again_and_never_looks_the_same(words):
    ring = Keyring.parse(OLD, "index")
    assert ring.open(ring.seal(words)) == words
    assert ring.seal(words) != ring.seal(words)


def test_an_old_key_still_opens_and_the_new_one_seals():
    sealed = Keyring.parse(OLD, "index").seal("13800000000")
    both = Keyring.parse(f"{NEW},{OLD}", "index")
    assert both.open(sealed) == "13800000000"
    assert both.seal("x").startswith("k2.")


def test_a_sealed_value_that_was_altered_does_not_open():
    ring = Keyring.parse(OLD, "index")
    sealed = ring.seal("13800000000")
    altered = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(InvalidTag):
        ring.open(altered)


def test_what_a_key_sealed_that_is_not_held_is_told_as_busy_and_not_as_a_fault(ground, opened):
    ahead = opened(replace(ground, data_keys=f"{NEW},{OLD}"))
    with ahead.app_context():
        token = token_of(make_resident(phone="13812345678", phone_mark=blind_index("13812345678")))
    behind = opened(replace(ground, data_keys=OLD))

    answer = behind.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json["code"]) == (503, "web.key_not_held")


def test_a_phone_number_is_nowhere_in_clear(database):
    resident = make_resident(phone="13812345678", phone_mark=blind_index("13812345678"))
    row = database.session.execute(
        text("SELECT phone, phone_mark FROM residents WHERE openid = :o"), {"o": resident.openid}
    ).one()
    assert "13812345678" not in str(row)
    database.session.expire_all()
    assert resident.phone == "13812345678"


def test_reseal_moves_every_value_to_the_newest_key(ground, opened):
    before = opened(replace(ground, data_keys=OLD))
    with before.app_context():
        made = make_resident(phone="13812345678").id
    after = opened(replace(ground, data_keys=f"{NEW},{OLD}"))

    first = after.test_cli_runner().invoke(args=["data", "reseal"])
    second = after.test_cli_runner().invoke(args=["data", "reseal"])

    assert "residents.phone: 1 values" in first.output
    assert "residents.phone: 0 values" in second.output
    only_new = opened(replace(ground, data_keys=NEW))
    with only_new.app_context():
        assert db.session.get(Resident, made).phone == "13812345678"
