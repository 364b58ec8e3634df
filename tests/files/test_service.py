from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.factories.accounts import make_resident
from tests.factories.files import make_photo
from tests.files.pictures import as_bytes, scene
from weijiayuan import background
from weijiayuan.db import db, transaction
from weijiayuan.files import periodic_tasks, personal_data, photo_sanitizing, queries, service
from weijiayuan.files.errors import FileNotFound, FileUnusable
from weijiayuan.files.models import FileGrant, StoredFile
from weijiayuan.files.rules import EVERYONE, NOBODY, FileKind, Viewer, duty, resident
from weijiayuan.gateways.setup import storage
from weijiayuan.gateways.storage import ObjectMissing

NOW = datetime(2026, 11, 23, 8, 47, 31, tzinfo=UTC)


@pytest.fixture
def owner(database):
    return make_resident()


def attach(files, owner, **more):
    with transaction():
        return service.attach(
            [file.id for file in files], owner=owner.id, **{"kind": "tip_photo"} | more
        )


def anonymous_photo():
    kept = service.keep_photo(photo_sanitizing.clean(as_bytes(scene(64, 48))), kind=FileKind.PHOTO)
    with transaction():
        return service.add_anonymous(kept, now=NOW)


def test_files_are_attached_in_the_order_given(owner):
    files, subject = [make_photo(owner) for _ in range(3)], uuid4()

    attach(files[::-1], owner, subject=subject, now=NOW)

    attached = queries.attached_to("tip_photo", subject)
    assert [file.id for file in attached] == [file.id for file in files[::-1]]


def test_staff_on_the_telephone_own_a_file_under_both_their_ids(owner):
    staff_id = uuid4()
    file = make_photo(owner, staff_id=staff_id)

    with transaction():
        service.attach([file.id], owner=staff_id, kind="after_photo")

    assert queries.file(file.id).attached_kind == "after_photo"


def test_a_file_of_somebody_else_or_of_nobody_is_unusable(owner):
    theirs, nobodys = make_photo(make_resident()), make_photo()

    for file_id in (theirs.id, nobodys.id, uuid4()):
        with pytest.raises(FileUnusable), transaction():
            service.attach([file_id], owner=owner.id, kind="tip_photo")


def test_one_bad_file_leaves_the_good_ones_free(owner):
    good = make_photo(owner)

    with pytest.raises(FileUnusable), transaction():
        service.attach([good.id, uuid4()], owner=owner.id, kind="tip_photo")

    assert queries.file(good.id).attached_at is None


def test_a_file_belongs_to_one_thing(owner):
    file, subject = make_photo(owner), uuid4()
    attach([file], owner, subject=subject)
    attach([file], owner, subject=subject)

    with pytest.raises(FileUnusable):
        attach([file], owner, subject=uuid4())


READERS = [
    ("everyone", EVERYONE, True),
    ("the resident named", "this resident", True),
    ("another resident", resident(uuid4()), False),
    ("the duty here", duty("grid_worker", "grid", "440311001001001"), True),
    ("a duty elsewhere", duty("grid_worker", "grid", "440311002001001"), False),
    ("another duty here", duty("venue_keeper", "grid", "440311001001001"), False),
]


@pytest.mark.parametrize(("who", "reader", "may"), READERS)
def test_a_file_is_shown_to_its_readers_only(owner, who, reader, may):
    me = uuid4()
    viewer = Viewer(
        frozenset({me}),
        has_duty=lambda role, kind, code: role == "grid_worker" and code.startswith("440311001"),
    )
    file = make_photo(owner)
    attach([file], owner, readers=[resident(me) if reader == "this resident" else reader])

    if may:
        assert service.readable(file.id, by=viewer).id == file.id
    else:
        with pytest.raises(FileNotFound):
            service.readable(file.id, by=viewer)


def test_nobody_reads_what_is_shown_to_nobody(owner):
    with pytest.raises(FileNotFound):
        service.readable(make_photo(owner).id, by=NOBODY)


def test_showing_twice_notes_a_reader_once_and_hiding_takes_all(owner):
    file = make_photo(owner)
    with transaction():
        service.show([file], [EVERYONE])
        service.show([file], [EVERYONE])
    assert len(queries.file(file.id).grants) == 1

    with transaction():
        service.hide([file])

    assert db.session.query(FileGrant).count() == 0


def test_an_anonymous_photo_is_claimed_by_its_code_once(database):
    file, code = anonymous_photo()

    with transaction():
        service.attach_anonymous([code], kind="tip_photo", subject=uuid4())

    assert queries.file(file.id).attached_kind == "tip_photo"
    with pytest.raises(FileUnusable), transaction():
        service.attach_anonymous([code], kind="tip_photo", subject=uuid4())


def test_an_anonymous_photo_cannot_be_claimed_otherwise(owner):
    file, _code = anonymous_photo()

    for claim in (
        lambda: service.attach([file.id], owner=owner.id, kind="tip_photo"),
        lambda: service.attach_anonymous(["a" * 43], kind="tip_photo"),
        lambda: service.attach_anonymous([file.claim_mark], kind="tip_photo"),
    ):
        with pytest.raises(FileUnusable), transaction():
            claim()


def test_the_rows_of_an_anonymous_photo_tell_the_hour_and_no_more(database):
    with time_machine.travel(NOW, tick=False):
        file, code = anonymous_photo()
        with transaction():
            service.attach_anonymous([code], kind="tip_photo", readers=[EVERYONE])

    row = queries.file(file.id)
    hour = NOW.replace(minute=0, second=0)
    assert {row.created_at, row.attached_at, row.grants[0].created_at} == {hour}
    assert {row.id.version, row.grants[0].id.version} == {4}, "a version 7 id tells the millisecond"
    assert (row.resident_id, row.staff_id, row.claim_mark) == (None, None, None)


def test_what_nobody_attached_is_removed_after_a_day_with_its_bytes(owner):
    old = make_photo(owner, created_at=NOW - timedelta(hours=25))
    fresh = make_photo(owner, created_at=NOW - timedelta(hours=23))
    used = make_photo(owner, created_at=NOW - timedelta(days=9))
    attach([used], owner, now=NOW - timedelta(days=8))
    old_id, old_key = old.id, old.key

    said = periodic_tasks.remove_unattached(NOW)

    assert said == "1 files removed that nobody attached"
    assert queries.file(old_id) is None
    with pytest.raises(ObjectMissing):
        storage().get(old_key)
    with pytest.raises(ObjectMissing):
        storage().get(f"{old_key}.small")
    assert storage().get(fresh.key)
    assert storage().get(used.key)
    assert periodic_tasks.remove_unattached(NOW) == ""


def test_many_are_removed_in_portions(owner, monkeypatch):
    monkeypatch.setattr(periodic_tasks, "AT_ONCE", 2)
    for _ in range(5):
        make_photo(owner, created_at=NOW - timedelta(days=2))

    assert periodic_tasks.remove_unattached(NOW) == "5 files removed that nobody attached"
    assert db.session.query(StoredFile).count() == 0


def test_bytes_without_a_row_are_swept_after_a_day(owner):
    kept = make_photo(owner)
    stray = service.keep_photo(photo_sanitizing.clean(as_bytes(scene(64, 48))), kind=FileKind.PHOTO)
    tomorrow = datetime.now(UTC) + timedelta(hours=25)

    periodic_tasks.sweep_storage(datetime.now(UTC))
    assert storage().get(stray.key)

    periodic_tasks.sweep_storage(tomorrow)
    assert storage().get(kept.key)
    assert storage().get(f"{kept.key}.small")
    with pytest.raises(ObjectMissing):
        storage().get(stray.key)


def test_whoever_leaves_takes_their_name_off_and_their_unused_files(owner):
    used, unused = make_photo(owner), make_photo(owner)
    attach([used], owner)
    unused_id, unused_key = unused.id, unused.key

    with transaction():
        personal_data.forget(owner.id, now=NOW)
    background.run_due(datetime.now(UTC))

    assert queries.file(used.id).resident_id is None
    assert queries.file(unused_id) is None
    assert storage().get(used.key)
    with pytest.raises(ObjectMissing):
        storage().get(unused_key)


def test_a_copy_of_my_data_names_what_i_sent(owner):
    used = make_photo(owner)
    attach([used], owner)
    make_photo(make_resident())

    (mine,) = personal_data.export(owner.id)["files"]

    assert (mine["id"], mine["attached_to"]) == (str(used.id), "tip_photo")
