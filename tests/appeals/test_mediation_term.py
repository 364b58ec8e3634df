"""A mediation past its days calls somebody, and goes on only if every side agrees to longer."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.appeals.conftest import fine, talking
from weijiayuan.appeals.models import Mediation
from weijiayuan.appeals.service import mediation_term
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice


def told(resident_id):
    rows = db.session.scalars(
        db.select(Notice).filter_by(resident_id=resident_id, template="mediation_overdue")
    )
    return [row.text for row in rows]


def shown(speaker, quarrel):
    return fine(speaker.get(quarrel.at), 200)


def past_its_days(quarrel, time_machine_at, *, by=timedelta(hours=1)):
    """Let its last day come soon: nobody stays signed in for thirty days."""
    due = clock.now() + timedelta(days=10)
    db.session.get_one(Mediation, UUID(quarrel.id)).due_at = due
    db.session.commit()
    time_machine_at(due + by)
    return due


def test_past_its_days_the_sides_and_the_mediator_are_told_once(quarrel, duty, time_machine_at):
    talking(quarrel)
    assert shown(quarrel.zhang, quarrel)["term_says"] == ""
    assert mediation_term.tell_of_overdue(clock.now()) == 0
    past_its_days(quarrel, time_machine_at)

    assert [mediation_term.tell_of_overdue(clock.now()) for _ in range(2)] == [1, 0]

    people = (quarrel.zhang.resident.id, quarrel.li.resident.id)
    for resident_id in (*people, quarrel.mediator.staff.resident_id, duty.staff.resident_id):
        (text,) = told(resident_id)
        assert "期限" in text
        assert "各方都同意可以再谈三十天" in text
    says = shown(quarrel.mediator, quarrel)["term_says"]
    assert "已经过了" in says
    assert "第二十五条" in says


def test_it_goes_on_with_the_word_of_every_side_and_of_no_fewer(quarrel, time_machine_at):
    talking(quarrel)
    longer = f"{quarrel.at}/longer"
    assert quarrel.zhang.post(longer).status_code == 409
    due = past_its_days(quarrel, time_machine_at, by=-timedelta(days=2))
    assert shown(quarrel.zhang, quarrel)["may_go_on_longer"] is True

    once = fine(quarrel.zhang.post(longer))

    assert (once["may_go_on_longer"], datetime.fromisoformat(once["due_at"])) == (False, due)
    assert "甲方已同意延长" in once["term_says"]
    assert quarrel.mediator.post(longer).status_code == 403
    both = fine(quarrel.li.post(longer))
    assert datetime.fromisoformat(both["due_at"]) == due + timedelta(days=30)
    assert both["term_says"] == ""
    assert quarrel.zhang.post(longer).status_code == 409


def test_whoever_leaves_takes_back_the_word_for_longer(quarrel, time_machine_at):
    talking(quarrel)
    due = past_its_days(quarrel, time_machine_at, by=-timedelta(days=2))
    fine(quarrel.zhang.post(f"{quarrel.at}/longer"))
    fine(quarrel.zhang.post(f"{quarrel.at}/withdraw-consent"))
    said = fine(quarrel.li.post(f"{quarrel.at}/longer"))
    assert datetime.fromisoformat(said["due_at"]) == due


def test_nobody_is_called_for_what_ended(quarrel, time_machine_at):
    fine(quarrel.mediator.post(f"{quarrel.at}/fail", json={"reason": "双方都不愿再谈"}))
    past_its_days(quarrel, time_machine_at)
    assert mediation_term.tell_of_overdue(clock.now()) == 0
    assert shown(quarrel.zhang, quarrel)["term_says"] == ""
