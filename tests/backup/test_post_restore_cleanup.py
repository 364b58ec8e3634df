"""An older copy brings back nobody who left, no session, and no password that was replaced."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.backup.test_backup import run
from tests.factories.accounts import make_family_member, make_resident, make_staff, token_of
from weijiayuan.accounts import queries, revocation_list, staff_administration
from weijiayuan.accounts.rules import Role
from weijiayuan.background.models import BackgroundJob
from weijiayuan.background.runner import run_due
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock


def signed_in(token, key="k"):
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": key}


def work_off(app):
    with app.app_context():
        run_due(clock.now() + timedelta(minutes=1))
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def people(app):
    """One who will leave with a child in the family, one who stays; and their tokens."""
    with app.app_context():
        leaves, stays = make_resident(nickname="leaves"), make_resident(nickname="stays")
        make_family_member(leaves)
        tokens = token_of(leaves), token_of(stays)
        db.session.remove()
        db.engine.dispose()
    return tokens


@pytest.mark.parametrize("is_worked_off", [True, False], ids=["noted", "not noted yet"])
def test_who_left_after_a_copy_has_left_after_it_is_restored(app, people, tmp_path, is_worked_off):
    leaves, _ = people
    run(app, "make", tmp_path / "copy")
    assert app.test_client().post("/api/v1/me/close", headers=signed_in(leaves)).status_code == 204
    if is_worked_off:
        work_off(app)

    restored = run(app, "restore", "--yes", tmp_path / "copy")

    assert restored.exit_code == 0, restored.output
    assert "1 people who left erased again" in restored.output
    client = app.test_client()
    assert [client.get("/api/v1/me", headers=signed_in(t)).status_code for t in people] == [
        401,
        401,
    ]
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM family_members")).scalar() == 0
        kept = "SELECT nickname FROM residents WHERE closed_at IS NULL"
        assert db.session.execute(text(kept)).scalars().all() == ["stays"]
        db.session.remove()
        db.engine.dispose()


def test_the_list_alone_tells_who_left(app, people, tmp_path):
    """As after a recovery to a point in time: the database that knew is gone."""
    leaves, _ = people
    before = clock.now().isoformat()
    app.test_client().post("/api/v1/me/close", headers=signed_in(leaves))
    work_off(app)
    with app.app_context():
        with transaction():
            db.session.execute(
                text(
                    "UPDATE residents SET closed_at = NULL, openid = 'back', nickname = 'leaves'"
                    " WHERE closed_at IS NOT NULL"
                )
            )
        db.session.remove()
        db.engine.dispose()

    said = run(app, "settle", "--since", before)

    assert "1 people who left erased again" in said.output, said.output


def test_keys_that_were_ended_since_open_nothing_until_somebody_looks(app, tmp_path):
    with app.app_context():
        accounts = {name: make_staff(Role.DISPATCHER, username=name) for name in ("li", "wu", "he")}
        with transaction():
            for each in accounts.values():
                staff_administration.keep_password(each, "old", is_first=False)
        db.session.remove()
    work_off(app)
    time.sleep(1.1)  # the list tells seconds
    run(app, "make", tmp_path / "copy")
    with app.app_context():
        later = {name: queries.staff_by_username(name) for name in ("li", "wu")}
        with transaction():
            staff_administration.keep_password(later["li"], "new", is_first=False)
            staff_administration.disable(later["wu"], reason="left", now=clock.now())
        db.session.remove()
    work_off(app)

    restored = run(app, "restore", "--yes", tmp_path / "copy")

    assert "disabled until an administrator looks: li, wu" in restored.output, restored.output


def test_the_list_names_nobody(app, people):
    leaves, _ = people
    app.test_client().post("/api/v1/me/close", headers=signed_in(leaves))
    work_off(app)
    with app.app_context():
        (entry,) = revocation_list.entries()
        gone = str(
            db.session.execute(
                text("SELECT id FROM residents WHERE closed_at IS NOT NULL")
            ).scalar()
        )
        waiting = db.session.query(BackgroundJob).filter(BackgroundJob.name.contains("revocation"))
        assert waiting.count() == 0
        db.session.remove()
        db.engine.dispose()
    assert gone.replace("-", "") not in entry.mark
    assert len(entry.mark) == 40


def test_a_moment_without_its_time_zone_is_refused(app):
    assert run(app, "settle", "--since", "2026-11-29T14:05").exit_code == 2
