"""Spaces with rolls, and people on them."""

from datetime import date, timedelta

from tests.factories import saved
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import vote_calculator
from weijiayuan.commons.models import Member, Roll, RollState, Secrecy, Space, SpaceKind
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.rules.ballot_box import roll_digest
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.service import ballots
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id

COMMUNITY = "440311001001"
FLAT = 100_00


def make_space(**given):
    usual = {
        "kind": SpaceKind.ESTATE,
        "name": "示例花园",
        "community_code": COMMUNITY,
        "street_code": COMMUNITY[:9],
    }
    return saved(Space(**usual | given))


def make_roll(space, people, *, basis=Basis.OWNERS, area=FLAT):
    """A roll in force with these residents, each with one unit; None for nobody known."""
    areas = [(n, area) for n in range(1, len(people) + 1)]
    roll = saved(
        Roll(
            space_id=space.id,
            basis=basis,
            version=1,
            closes_on=date(2026, 12, 1),
            source="不动产登记",
            heads=len(people),
            area=area * len(people),
            digest=roll_digest(areas),
            made_by=new_id(),
            state=RollState.IN_FORCE,
        )
    )
    with transaction():
        db.session.add_all(
            Member(
                roll_id=roll.id,
                number=number,
                units=[f"1-{number}"],
                area=area,
                resident_id=person.id if person else None,
            )
            for number, person in enumerate(people, start=1)
        )
    return roll


def make_ballot(roll, *, rule="owners_ordinary", secrecy=Secrecy.SECRET, minutes=9, **given):
    """A ballot that is open now."""
    now = clock.now()
    put_at = now - timedelta(days=20)
    question = ballots.Question(
        question=given.pop("question", "要不要在北门装充电桩"),
        explanation="",
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(minutes=minutes),
        secrecy=secrecy,
        shows_running=given.pop("shows_running", False),
    )
    by, counters = given.pop("by", None) or new_id(), given.pop("counters", [])
    with transaction():
        ballot = ballots.put(
            queries.space(roll.space_id),
            roll,
            vote_calculator.rule_meant(rule),
            question,
            by=by,
            counters=counters,
            now=put_at,
        )
        ballot.opens_at = now - given.pop("open_for", timedelta(minutes=1))
    return ballot


def crowd(count):
    """So many residents, written at once."""
    people = [Resident(openid=f"crowd-{new_id()}") for _ in range(count)]
    with transaction():
        db.session.add_all(people)
    return people


def bound(roll, person, unit, as_desk):
    """Bind a resident's account to a unit, as two people at the desk do."""
    base = "/api/v1/commons"
    request = person.post(f"{base}/rolls/{roll.id}/requests", json={"unit": unit}).json
    said = {"verified": True, "evidence": "title_certificate", "reference": f"不动产权第{unit}号"}
    for desk in (as_desk(Role.COMMITTEE), as_desk(Role.COMMITTEE)):
        done = desk.post(f"{base}/requests/{request['id']}/decide", json=said)
    assert done.json["state"] == "verified", done.json
