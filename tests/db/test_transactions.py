"""Reading leaves nothing behind, and what is said before a transaction holds inside it."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from tests.files.pictures import as_bytes, scene
from weijiayuan.accounts import passwords
from weijiayuan.accounts.models import Resident
from weijiayuan.db import anonymous_receipt_codes, db, reading, transaction
from weijiayuan.db.reading_guard import WroteWhileReading
from weijiayuan.files import photo_sanitizing, spreadsheet_reading, spreadsheet_writing
from weijiayuan.kernel import transaction_mode
from weijiayuan.kernel.transaction_mode import SlowWhileWriting


@pytest.fixture
def alone(ground, opened):
    """An application on a database of its own, whose transactions are real ones."""
    with opened(ground).app_context():
        yield ground


def add_somebody(openid):
    db.session.add(Resident(openid=openid))
    db.session.flush()


def add_two_by_one_name():
    add_somebody("twice")
    add_somebody("twice")


def how_many():
    with reading():
        return db.session.scalar(select(func.count()).select_from(Resident))


def test_who_said_they_read_cannot_change_a_row(alone):
    with pytest.raises(WroteWhileReading), reading():
        add_somebody("reader")
    assert how_many() == 0


def test_a_transaction_inside_a_reading_ends_it_and_commits(alone):
    with reading():
        assert db.session.scalar(text("SELECT 1")) == 1
        with transaction():
            add_somebody("writer")
        assert db.session.scalar(select(func.count()).select_from(Resident)) == 1
    assert how_many() == 1


def test_a_transaction_after_a_reading_is_still_rolled_back_as_a_whole(alone):
    assert how_many() == 0
    with pytest.raises(IntegrityError), transaction():
        add_two_by_one_name()
    assert how_many() == 0


def test_reading_on_postgresql_costs_no_more_round_trips_than_questions(alone):
    if alone.uses_sqlite:
        pytest.skip("a file has no round trips")
    with reading():
        driver = db.session.connection().connection.driver_connection
        assert driver.autocommit
        db.session.execute(text("SELECT 1"))
        assert driver.info.transaction_status == driver.info.transaction_status.IDLE
    with transaction():
        driver = db.session.connection().connection.driver_connection
        assert not driver.autocommit


@pytest.mark.parametrize(
    "slow",
    [
        lambda: anonymous_receipt_codes.mark_of("1" * 16, b"x" * 16),
        lambda: passwords.check(None, "anything"),
        lambda: photo_sanitizing.clean(as_bytes(scene(64, 48))),
        lambda: spreadsheet_writing.as_xlsx("表", ["列"], [["格"]]),
        lambda: spreadsheet_reading.cells_of("列\n格".encode(), heading="列"),
    ],
)
def test_what_is_slow_is_refused_where_others_wait_for_our_locks(app, slow):
    with app.app_context():
        with pytest.raises(SlowWhileWriting), transaction():
            slow()
        with reading():
            slow()


def test_where_people_are_served_slow_work_is_told_and_done(app, monkeypatch, caplog):
    monkeypatch.setattr(transaction_mode, "IS_STRICT", False)
    with app.app_context(), transaction():
        transaction_mode.stay_out_of_writing()
    assert "slow work" in caplog.text
