"""A copy of all my data, and leaving."""

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current, current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.kernel import clock
from weijiayuan.personal_data import service
from weijiayuan.personal_data.service import StaffCannotClose, StillLiving
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.rate_limits import limited

my_data = Blueprint(
    "my_data", __name__, guard=require_resident, url_prefix="/api/v1/me", description="我的数据"
)


@my_data.get("/export")
@my_data.response(200, {"type": "object", "additionalProperties": True})
@limited("10 per hour")
def export() -> Response:
    """Return a copy of everything we keep about the person who asks."""
    answer = jsonify(service.export(current_resident_id()))
    answer.headers["Content-Disposition"] = 'attachment; filename="weijiayuan-my-data.json"'
    return answer


@my_data.post("/close")
@my_data.response(204)
@my_data.refuses(StaffCannotClose, StillLiving)
def close() -> Response:
    """Erase who the person is and end every session; this cannot be undone."""
    is_staff = current().staff_id is not None
    service.close(current_resident_id(), is_staff=is_staff, now=clock.now())
    return Response(status=204)
