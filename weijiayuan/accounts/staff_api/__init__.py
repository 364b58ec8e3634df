"""Endpoints of staff: getting in, one's own account, one's telephone, and who may do what where."""

from weijiayuan.accounts.staff_api import (
    account_administration,
    dual_control,
    mobile_duty_sessions,
    own_account,
)
from weijiayuan.accounts.staff_api.desk_sign_in import staff_desk
from weijiayuan.accounts.staff_api.phone_linking import staff_telephone

__all__ = [
    "account_administration",
    "dual_control",
    "mobile_duty_sessions",
    "own_account",
    "staff_desk",
    "staff_telephone",
]
