"""The audit trail for auditors. Reading it is itself put on the trail."""

from typing import Any

from weijiayuan import audit
from weijiayuan.accounts.guards import require_desk_role, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.db import reading, transaction
from weijiayuan.governance import audit_trail_presentation as presentation
from weijiayuan.governance.audit_trail_schemas import LooksIn, TrailIn, TrailOut, TrailVerifiedOut
from weijiayuan.web.blueprint import Blueprint

trail = Blueprint(
    "trail",
    __name__,
    guard=require_role(Role.AUDITOR),
    url_prefix="/api/v1/governance/trail",
    description="审计轨迹",
)


@trail.get("", records=True)
@trail.arguments(TrailIn, location="query")
@trail.response(200, TrailOut)
def read_trail(asked: dict[str, Any]) -> dict[str, Any]:
    """List who did or looked at what, newest first; filtered by person, subject, day."""
    page = presentation.listed(**asked)
    if asked["cursor"] is None:
        filters = {name: asked[name] for name in ("person", "subject") if asked[name]}
        audit.record("trail.read", subject_kind="trail", subject_id="all", **filters)
    return {"items": presentation.lines(page.items), "next_cursor": page.next_cursor}


@trail.get("/looks", guard=require_desk_role(Role.ADMIN), records=True)
@trail.arguments(LooksIn, location="query")
@trail.response(200, TrailOut)
def read_looks(asked: dict[str, Any]) -> dict[str, Any]:
    """List what one member of staff looked at, newest first, for administrators."""
    page = presentation.looked_at(asked["staff"], limit=asked["limit"], cursor=asked["cursor"])
    if asked["cursor"] is None:
        audit.record("trail.looks_read", subject_kind="staff", subject_id=asked["staff"])
    return {"items": presentation.lines(page.items), "next_cursor": page.next_cursor}


@trail.post("/verification", idempotent=False, asks_outside=True, as_reader=True)
@trail.response(200, TrailVerifiedOut)
def verify_trail() -> dict[str, Any]:
    """Walk the whole chain of seals and say whether an entry was changed, dropped or moved."""
    with reading():
        found = presentation.verified()
    with transaction():
        audit.record(
            "trail.verified", subject_kind="trail", subject_id="all", unbroken=found["unbroken"]
        )
    return found
