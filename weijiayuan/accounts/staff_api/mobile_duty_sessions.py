"""Staff on the telephone: going on and off duty."""

from datetime import datetime
from typing import Any

from weijiayuan.accounts import queries, staff_mobile_access
from weijiayuan.accounts.current_caller import current
from weijiayuan.accounts.errors import (
    CredentialWrong,
    NotLinked,
    PasswordIsFirst,
    StaffLocked,
)
from weijiayuan.accounts.schemas import DutyBegunOut, OtpIn
from weijiayuan.accounts.staff_api.phone_linking import staff_telephone
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.web.rate_limits import limited


@staff_telephone.post("/duty", idempotent=False, asks_outside=True)
@staff_telephone.arguments(OtpIn)
@staff_telephone.response(201, DutyBegunOut)
@staff_telephone.refuses(CredentialWrong, StaffLocked, NotLinked, PasswordIsFirst)
@limited("10 per minute")
def begin_duty(asked: dict[str, Any]) -> dict[str, object]:
    """Go on duty with the one-time code: for twelve hours, or until an hour lies idle."""
    with transaction():
        session = queries.login_session(current().session_id)
        until = staff_mobile_access.begin(session, otp=asked["otp"], now=clock.now())
    if not isinstance(until, datetime):
        raise until
    return {"until": until}


@staff_telephone.delete("/duty")
@staff_telephone.response(204)
def end_duty() -> None:
    """Go off duty on this telephone."""
    staff_mobile_access.end(queries.login_session(current().session_id))
