"""Taking in a list: all of it, or, while any row has a problem, nothing."""

import logging

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.directory.errors import (
    ListFromTheFuture,
    PlanChanged,
    SheetFaulty,
    SheetUnreadable,
)
from weijiayuan.directory.rules.entry_spreadsheet import EntrySheet, SheetKind, read_sheet
from weijiayuan.directory.service import entries
from weijiayuan.directory.service.imports import organisations, services, sites
from weijiayuan.directory.service.imports.import_plan import Outcome, Plan, refuse_shared
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.kernel.clock import local_date

logger = logging.getLogger(__name__)

LISTS = {
    SheetKind.ORGANISATIONS: organisations,
    SheetKind.SITES: sites,
    SheetKind.SERVICES: services,
}
MOST_TOLD = 200
"""How many problems a refusal names."""


def read(kind: SheetKind, body: bytes) -> EntrySheet:
    """Read a list, before anything is locked. Raises `SheetUnreadable`."""
    try:
        return read_sheet(kind, body)
    except Unreadable as error:
        raise SheetUnreadable(problem=str(error)) from error


def plan(kind: SheetKind, sheet: EntrySheet, sender: Sender) -> Plan:
    """Return what a list would do, row by row; the entries it means are locked.

    Raises `ListFromTheFuture`.
    """
    if sender.as_of > local_date(sender.now):
        raise ListFromTheFuture
    with db.session.no_autoflush:
        rows = LISTS[kind].plan(sheet.rows, sender)
    refuse_shared(rows)
    return Plan(kind, tuple(rows), sheet.ignored)


def take_in(made: Plan, sender: Sender, *, seen: str | None) -> None:
    """Do what a plan says. `seen` is the digest of the plan that somebody looked at, if any.

    Raises `SheetFaulty` with the problems while there is one, `PlanChanged` when the list would
    now do something else than what was seen.
    """
    if problems := made.problems:
        told = [
            {"row": each.row, "column": each.column, "problem": each.problem}
            for each in problems[:MOST_TOLD]
        ]
        raise SheetFaulty(count=len({each.row for each in problems}), findings=told)
    if seen is not None and seen != made.digest:
        raise PlanChanged
    for row in made.rows:
        if row.outcome in {Outcome.ADDED, Outcome.CHANGED}:
            LISTS[made.kind].write(row, sender)
    db.session.flush()
    if made.counts[Outcome.ADDED] or made.counts[Outcome.CHANGED]:
        entries.note_change()
    audit.record(
        "directory imported",
        subject_kind="directory",
        subject_id=made.kind.value,
        source=sender.source,
        counts=made.counts,
    )
    logger.info("directory imported", extra={"kind": made.kind.value, **made.counts})
