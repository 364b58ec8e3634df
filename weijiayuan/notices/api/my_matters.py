"""My matters (我的事项): everything of a resident's with its state."""

from typing import Any

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.notices import queries
from weijiayuan.notices.api.blueprint import mine
from weijiayuan.notices.models import Matter
from weijiayuan.notices.schemas import MatterPage, MattersIn
from weijiayuan.web.pagination import Page


@mine.get("/matters")
@mine.arguments(MattersIn, location="query")
@mine.response(200, MatterPage)
def list_matters(asked: dict[str, Any]) -> Page[Matter]:
    """Return everything of the resident's with its state, the last changed first."""
    return queries.matters_of(current_resident_id(), **asked)
