"""Keeping views, and taking tables away as files."""

from collections.abc import Sequence
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.files import spreadsheet_writing
from weijiayuan.files.spreadsheet_writing import Cell
from weijiayuan.saved_views import queries
from weijiayuan.saved_views.errors import TooManyViews
from weijiayuan.saved_views.models import SavedView

MOST_VIEWS = 20


def keep_view(staff_id: UUID, *, page: str, name: str, settings: str) -> SavedView:
    """Keep a view under a name; the same name again replaces it. Raises `TooManyViews`."""
    insert_new(
        SavedView, [{"staff_id": staff_id, "page": page, "name": name, "settings": settings}]
    )
    if queries.count(staff_id, page) > MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    (kept,) = (each for each in queries.views(staff_id, page) if each.name == name)
    kept.settings = settings
    return kept


def drop_view(view_id: UUID, *, staff_id: UUID) -> None:
    """Forget one of one's own views. Raises `ViewNotFound`."""
    db.session.delete(queries.view(view_id, staff_id))


def note_sheet(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, kind: str, page: str
) -> None:
    """Note in the trail who took a table away."""
    audit.record(
        "desk.sheet_taken",
        subject_kind="sheet",
        subject_id=page,
        rows=len(rows),
        columns="、".join(heads),
        kind=kind,
    )


def sheet(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, kind: str) -> bytes:
    """Return a table that somebody has before them as a file. Slow: outside any transaction."""
    if kind == spreadsheet_writing.XLSX:
        return spreadsheet_writing.as_xlsx(title, heads, rows)
    return spreadsheet_writing.as_csv(heads, rows)
