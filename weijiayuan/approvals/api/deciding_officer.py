"""Who asks at the desk, as the services know them."""

from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.approvals.service.separation_of_duties import Officer

REGISTRATION = "registration"


def deciding_officer() -> Officer:
    """Return who decides: also as the resident they are, so that nobody decides on their own."""
    asking = caller()
    staff = asking.staff
    registers = asking.may(Role.REGISTRAR) or asking.may(Role.REGISTRAR_HEAD)
    duties = asking.duties(Role.DEPARTMENT)
    units = sorted({each.code for each in duties if each.kind is TerritoryKind.UNIT})
    return Officer(
        key=asking.key,
        resident_id=asking.resident_id or (staff.resident_id if staff else None),
        is_head=asking.may(Role.REGISTRAR_HEAD),
        departments=(*((REGISTRATION,) if registers else ()), *units),
    )
