"""Lists of sites, services and organisations: a rehearsal row by row, then all of it or nothing."""

import csv
import io
from functools import partial
from typing import Any

from flask import Response, jsonify

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.rules import Role
from weijiayuan.directory.api.blueprints import directory_imports
from weijiayuan.directory.api.keeper_tasks import keeper
from weijiayuan.directory.errors import (
    ListFromTheFuture,
    NotYourList,
    PlanChanged,
    SheetFaulty,
    SheetUnreadable,
)
from weijiayuan.directory.rules.entry_spreadsheet import EntrySheet, SheetKind, headings
from weijiayuan.directory.schemas.entry_imports import EntryImportIn, EntryImportOut, SheetKindIn
from weijiayuan.directory.service.imports import import_execution
from weijiayuan.directory.service.imports.import_plan import Plan, PlannedRow
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.files.schemas import SHEET_BYTES
from weijiayuan.kernel import clock
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.rate_limits import limited

Json = dict[str, Any]
ANSWER = EntryImportOut()


@directory_imports.get("/template")
@directory_imports.arguments(SheetKindIn, location="query")
@directory_imports.response(200, content_type="text/csv")
def read_template(asked: Json) -> Response:
    """Return an empty list: its headings, as spreadsheets read them."""
    line = io.StringIO()
    csv.writer(line).writerow(headings(SheetKind(asked["kind"])))
    named = {"Content-Disposition": f"attachment; filename={asked['kind']}-template.csv"}
    return Response("\ufeff" + line.getvalue(), mimetype="text/csv", headers=named)


@directory_imports.post("", looks_first=True, max_bytes=SHEET_BYTES)
@directory_imports.arguments(EntryImportIn)
@directory_imports.response(200, EntryImportOut)
@directory_imports.refuses(
    SheetUnreadable, NotYourList, ListFromTheFuture, SheetFaulty, PlanChanged
)
@limited("60 per hour")
def import_list(asked: Json) -> Response:
    """Say row by row what a list (xlsx, csv) would add and change, or take it in.

    While one row has a problem nothing is taken in: the refusal's `findings` name row and column.
    A keeper's list holds what lies in their own territory; services and organisations are the
    administrator's. A row that may be an entry under another name is a problem until 确认不重复
    says 是. Empty cells leave what is there; nothing is ever removed, but the invented facts of a
    sample whose place a row takes.
    """
    kind = SheetKind(asked["kind"])
    if kind is not SheetKind.SITES and not current_caller.current().may(Role.ADMIN):
        raise NotYourList
    return once_seen(
        partial(import_execution.read, kind, asked["body"]), partial(_taken_in, kind, asked)
    )


def _taken_in(kind: SheetKind, asked: Json, sheet: EntrySheet) -> Response:
    sender = Sender(keeper(), asked["as_of"], asked["source"], clock.now())
    made = import_execution.plan(kind, sheet, sender)
    if not asked["dry_run"]:
        import_execution.take_in(made, sender, seen=asked["plan"])
    return jsonify(ANSWER.dump(_report(made, is_rehearsal=asked["dry_run"])))


def _report(made: Plan, *, is_rehearsal: bool) -> Json:
    return {
        "kind": made.kind.value,
        "dry_run": is_rehearsal,
        "ignored": made.ignored,
        "plan": made.digest,
        "rows": [_row(each) for each in made.rows],
        **made.counts,
    }


def _row(planned: PlannedRow) -> Json:
    given = planned.row.values
    return {
        "row": planned.row.number,
        "code": given.get("code", ""),
        "name": given.get("name", ""),
        "outcome": planned.outcome.value,
        "changes": planned.changes,
        "problems": planned.errors,
        "remarks": planned.row.remarks,
    }
