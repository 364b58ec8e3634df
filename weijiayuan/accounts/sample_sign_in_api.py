"""The sample staff at the desk, signed in with one tap. Mounted only beside the fake WeChat."""

from collections.abc import Sequence

from weijiayuan.accounts import queries, sample, staff_sign_in
from weijiayuan.accounts.errors import StaffNotFound
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.schemas import SampleStaffOut, StaffSessionOut
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all

sample_desk = Blueprint(
    "sample_staff",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/staff/samples",
    description="示例工作人员（只在假微信旁边存在）",
)


@sample_desk.get("")
@sample_desk.response(200, SampleStaffOut)
def list_sample_staff() -> dict[str, Sequence[StaffAccount]]:
    """List the sample staff with their duties, for a newcomer to choose from."""
    return {"items": sample.people()}


@sample_desk.post("/<username>/sessions", idempotent=False)
@sample_desk.response(201, StaffSessionOut)
@sample_desk.refuses(StaffNotFound)
def sign_in_as(username: str) -> dict[str, object]:
    """Open a desk session for one of them, password and one-time code included."""
    account = sample.person(username)
    token, session = staff_sign_in.open_session(account, now=clock.now())
    return {
        "token": token,
        "expires_at": session.expires_at,
        "staff": queries.staff(account.id),
    }
