"""What every page of the desk offers: views that one keeps, and tables taken away as files."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_staff
from weijiayuan.accounts.guards import require_desk
from weijiayuan.db import transaction
from weijiayuan.files.spreadsheet_writing import CSV
from weijiayuan.saved_views import errors, queries, service
from weijiayuan.saved_views.models import SavedView
from weijiayuan.saved_views.schemas import SheetIn, ViewIn, ViewOut, ViewsIn, ViewsOut
from weijiayuan.web.blueprint import Blueprint

MEDIA = {
    CSV: "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHEET_BYTES = 4 * 1024 * 1024

desk = Blueprint("desk", __name__, guard=require_desk, description="工作台：视图和导出")


@desk.get("/views")
@desk.arguments(ViewsIn, location="query")
@desk.response(200, ViewsOut)
def list_views(asked: dict[str, Any]) -> dict[str, Any]:
    """List my views of a page."""
    return {"items": queries.views(current_staff().id, asked["page"])}


@desk.post("/views")
@desk.arguments(ViewIn)
@desk.response(201, ViewOut)
@desk.refuses(errors.TooManyViews)
def keep_view(asked: dict[str, Any]) -> SavedView:
    """Keep the filters, order and columns of a page under a name; again replaces it."""
    return service.keep_view(current_staff().id, **asked)


@desk.delete("/views/<uuid:view_id>")
@desk.response(204)
@desk.refuses(errors.ViewNotFound)
def drop_view(view_id: UUID) -> None:
    """Forget one of my views."""
    service.drop_view(view_id, staff_id=current_staff().id)


@desk.post("/sheets", idempotent=False, asks_outside=True, as_reader=True, max_bytes=SHEET_BYTES)
@desk.arguments(SheetIn)
@desk.response(200, content_type="application/octet-stream")
def take_sheet(asked: dict[str, Any]) -> Response:
    """Return a table as it is shown as CSV or XLSX; what was taken is noted in the trail."""
    kind = asked["kind"]
    found = service.sheet(asked["title"], asked["heads"], asked["rows"], kind=kind)
    with transaction():
        service.note_sheet(asked["heads"], asked["rows"], kind=kind, page=asked["page"])
    answer = Response(found, mimetype=MEDIA[kind])
    name = quote(f"{asked['title']}.{kind}")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
