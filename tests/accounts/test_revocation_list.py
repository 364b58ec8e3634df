"""The list of what no restore brings back, in the storage that a city uses."""

from datetime import timedelta

import pytest

from tests.serve.production import storage_service
from weijiayuan.accounts import revocation_list
from weijiayuan.accounts.revocation_list import Revoked
from weijiayuan.files import periodic_tasks
from weijiayuan.gateways import setup
from weijiayuan.gateways.storage import open_storage
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id


@pytest.fixture(scope="module")
def bucket():
    with storage_service() as url:
        yield url


@pytest.fixture
def in_s3(app, bucket, tmp_path, monkeypatch):
    """The application with its storage, and so the list, in S3 (moto)."""
    storage = open_storage(bucket, folder=tmp_path)
    for name in (setup.REVOCATIONS, setup.STORAGE):
        monkeypatch.setitem(app.extensions, name, storage)
    return storage


def test_what_is_put_down_in_s3_is_read_back(app, in_s3):
    with app.app_context():
        people = [new_id() for _ in range(12)]
        for each in people:
            revocation_list.put_down(Revoked.RESIDENT.value, str(each), "20261130t010203")
        revocation_list.put_down(Revoked.STAFF.value, str(people[0]), "20261130t010203")
        found = list(revocation_list.entries())

        left = {each.mark for each in found if each.kind is Revoked.RESIDENT}
        assert {revocation_list.mark_of(Revoked.RESIDENT, each) for each in people} <= left
        shut = {each.mark for each in found if each.kind is Revoked.STAFF}
        assert revocation_list.mark_of(Revoked.STAFF, people[0]) in shut
        assert not shut & {revocation_list.mark_of(Revoked.STAFF, each) for each in people[1:]}
        moments = [(each, clock.now()) for each in people]
        assert revocation_list.add_missing(Revoked.RESIDENT, moments) == 0


def test_the_sweep_of_strays_leaves_the_list_in_s3_alone(app, in_s3):
    with app.app_context():
        person = new_id()
        revocation_list.put_down(Revoked.RESIDENT.value, str(person), "20261130t010203")
        in_s3.put("0" * 32, b"stray", media_type="image/jpeg")

        periodic_tasks.sweep_storage(clock.now() + timedelta(days=3))

        assert list(in_s3.keys_before(clock.now() + timedelta(days=1))) != []
        mark = revocation_list.mark_of(Revoked.RESIDENT, person)
        assert mark in {each.mark for each in revocation_list.entries()}
        assert "0" * 32 not in in_s3.keys_before(clock.now() + timedelta(days=1))
