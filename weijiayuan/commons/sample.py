"""A sample estate with a roll of nobody, a parlour and organisations, marked 示例."""

from datetime import timedelta

from sqlalchemy import select

from weijiayuan.accounts.models import StaffAccount
from weijiayuan.commons.models import (
    Member,
    Organisation,
    OrganisationKind,
    Roll,
    RollState,
    Space,
    SpaceKind,
)
from weijiayuan.commons.rules.ballot_box import roll_digest
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.states import MeetingKind
from weijiayuan.commons.service import meetings
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places

FLATS = 24
FLAT = 89_50
NAME = "示例花园"


def load() -> str:
    """Add what is not there yet and say what was added."""
    communities = places.communities(on=clock.local_date(clock.now()))
    known = db.session.scalar(select(Space.id).filter_by(name=NAME))
    coded = [each for each in communities if each.code]
    if known is not None or not coded:
        return "0 sample spaces"
    code = str(coded[0].code)
    space = Space(
        kind=SpaceKind.ESTATE,
        name=NAME,
        community_code=code,
        street_code=code[:9],
        address="示例路1号",
        is_sample=True,
    )
    db.session.add(space)
    db.session.flush()
    _roll(space)
    _meeting(space)
    _organisation(code)
    return "1 sample space"


def _roll(space: Space) -> None:
    areas = [(number, FLAT) for number in range(1, FLATS + 1)]
    roll = Roll(
        space_id=space.id,
        basis=Basis.OWNERS,
        version=1,
        closes_on=clock.local_date(clock.now()),
        source="示例名册",
        heads=FLATS,
        area=FLATS * FLAT,
        digest=roll_digest(areas),
        made_by=space.id,
        state=RollState.IN_FORCE,
    )
    db.session.add(roll)
    db.session.flush()
    db.session.add_all(
        Member(roll_id=roll.id, number=number, units=[f"1栋{100 + number}"], area=FLAT)
        for number in range(1, FLATS + 1)
    )


def _meeting(space: Space) -> None:
    """Call a parlour for the day after tomorrow at eight in the evening, as the secretary."""
    secretary = db.session.scalars(select(StaffAccount).filter_by(username="secretary")).first()
    if secretary is None:
        return
    now = clock.now()
    starts = clock.at_local(clock.local_date(now) + timedelta(days=2), meetings.EIGHT)
    called = meetings.Called(
        kind=MeetingKind.PARLOUR,
        title="示例·八点钟会客厅",
        called_by=("示例社区居委会",),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        place="示例党群服务中心",
    )
    meetings.call(space, called, by=secretary.id, now=now)


def _organisation(code: str) -> None:
    db.session.add(
        Organisation(
            name="示例·邻里互助队",
            kind=OrganisationKind.GROUP,
            community_code=code,
            uscc=None,
            supervisor="示例社区居委会",
            registered_on=None,
            contact="",
            about="示例：备案的社区社会组织",
            persons=None,
            bodies=None,
            is_sample=True,
        )
    )
