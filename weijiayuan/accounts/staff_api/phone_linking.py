"""Staff on the telephone: linking it, and going on and off duty."""

from datetime import datetime
from typing import Any

from weijiayuan.accounts import queries, staff, telephone_duty
from weijiayuan.accounts.current_caller import current, current_resident_id
from weijiayuan.accounts.errors import (
    CredentialWrong,
    LinkCodeUnknown,
    LinkedElsewhere,
    NotLinked,
    StaffLocked,
)
from weijiayuan.accounts.guards import require_resident
from weijiayuan.accounts.schemas import DutyBegunOut, LinkedOut, LinkIn, OtpIn
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.rate_limits import limited

staff_telephone = Blueprint(
    "staff_telephone",
    __name__,
    guard=require_resident,
    url_prefix="/api/v1/me",
    description="工作人员用手机：绑定、值班",
)


@staff_telephone.post("/staff-link")
@staff_telephone.arguments(LinkIn)
@staff_telephone.response(201, LinkedOut)
@staff_telephone.refuses(LinkCodeUnknown, LinkedElsewhere)
@limited("10 per minute")
def link(asked: dict[str, Any]) -> dict[str, object]:
    """Link this WeChat to the account whose desk shows the code."""
    account = telephone_duty.link(current_resident_id(), code=asked["code"], now=clock.now())
    return {"name": account.display_name}


@staff_telephone.delete("/staff-link")
@staff_telephone.response(204)
@staff_telephone.refuses(NotLinked)
def unlink() -> None:
    """Part this WeChat from the account it is linked to."""
    account = queries.staff_of_resident(current_resident_id())
    if account is None:
        raise NotLinked
    staff.unlink(account)


@staff_telephone.post("/duty", idempotent=False, asks_outside=True)
@staff_telephone.arguments(OtpIn)
@staff_telephone.response(201, DutyBegunOut)
@staff_telephone.refuses(CredentialWrong, StaffLocked, NotLinked)
@limited("10 per minute")
def begin_duty(asked: dict[str, Any]) -> dict[str, object]:
    """Go on duty with the one-time code: for twelve hours, or until an hour lies idle."""
    with transaction():
        session = queries.login_session(current().session_id)
        until = telephone_duty.begin(session, otp=asked["otp"], now=clock.now())
    if not isinstance(until, datetime):
        raise until
    return {"until": until}


@staff_telephone.delete("/duty")
@staff_telephone.response(204)
def end_duty() -> None:
    """Go off duty on this telephone."""
    telephone_duty.end(queries.login_session(current().session_id))
