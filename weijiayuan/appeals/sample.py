"""Sample court rooms, a judge and mediators, marked 示例. The real list of rooms is not known."""

from sqlalchemy import select

from weijiayuan.accounts.models import StaffAccount
from weijiayuan.appeals.models import CourtRoom, Judge, Mediator
from weijiayuan.appeals.service import court_session_booking
from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district

ROOMS = 46
"""As many as the source names (grade A); which they are is not known, so all are samples."""


def load() -> str:
    """Add what is not there yet and say what was added."""
    added = 0
    if db.session.scalar(select(CourtRoom.id).limit(1)) is None:
        for number in range(1, ROOMS + 1):
            db.session.add(_room(number))
            added += 1
    judge = _staff("judge")
    if judge and not db.session.scalar(select(Judge.id).filter_by(staff_id=judge.id)):
        court_session_booking.appoint_judge(judge.id, is_sample=True)
    mediator = _staff("mediator")
    if mediator:
        row = {
            "staff_id": mediator.id,
            "fields": "",
            "languages": "zh yue hakka",
            "ties": "",
            "since_year": 2015,
            "off_until": None,
        }
        insert_new(Mediator, [row])
    return f"{added} sample court rooms"


def _room(number: int) -> CourtRoom:
    return CourtRoom(
        name=f"示例·在线司法确认室 {number:02}",
        territory_code=district().code,
        capacity=1,
        is_sample=True,
    )


def _staff(username: str) -> StaffAccount | None:
    return db.session.scalars(select(StaffAccount).filter_by(username=username)).first()
