"""Codes that staff print and put up at a door, on a notice or in a leaflet."""

from uuid import UUID

from flask import Response

from weijiayuan.accounts.guards import require_staff
from weijiayuan.governance import printed_codes
from weijiayuan.governance.errors import NothingToOpen
from weijiayuan.web.blueprint import Blueprint

codes = Blueprint("printed-codes", __name__, guard=require_staff, description="印出来的小程序码")


@codes.get("/<string:kind>/<uuid:thing_id>", asks_outside=True)
@codes.response(200, content_type="image/jpeg")
@codes.refuses(NothingToOpen)
def show_code(kind: str, thing_id: UUID) -> Response:
    """Return the round code that opens a thing's page in WeChat.

    `kind` is venue, activity, market, job, fair, site or service.
    """
    picture = printed_codes.draw(kind, thing_id)
    answer = Response(picture.content, mimetype=picture.media_type)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer
