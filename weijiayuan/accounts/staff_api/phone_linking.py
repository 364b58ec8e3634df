"""Linking a telephone to an account of staff, and parting it again."""

from typing import Any

from weijiayuan.accounts import queries, staff_administration, staff_mobile_access
from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.errors import LinkCodeUnknown, LinkedElsewhere, NotLinked
from weijiayuan.accounts.guards import require_resident
from weijiayuan.accounts.schemas import LinkedOut, LinkIn
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
    account = staff_mobile_access.link(current_resident_id(), code=asked["code"], now=clock.now())
    return {"name": account.display_name}


@staff_telephone.delete("/staff-link")
@staff_telephone.response(204)
@staff_telephone.refuses(NotLinked)
def unlink() -> None:
    """Part this WeChat from the account it is linked to."""
    account = queries.staff_of_resident(current_resident_id())
    if account is None:
        raise NotLinked
    staff_administration.unlink(account)
