"""The rulebook at the desk: versions, differences, cases run, replays, two-person publishing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, jsonify
from marshmallow import Schema

from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.current_caller import read_again
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.errors import (
    BookNotProposed,
    RulebookCheckUnderway,
    RulebookLoosens,
    RulebookMovedOn,
    RulebookNotFound,
    RulebookRejected,
    RulebookVersionTaken,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Replay, RulebookVersion
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rulebook_in_force import Decider, current, shipped_files
from weijiayuan.approvals.schemas.registrar_desk import (
    BookFilesOut,
    BooksIn,
    PublishIn,
    ReplayIn,
    ReplayOut,
    RulebookFilesIn,
    RulebookOut,
    RulebooksOut,
    TrialOut,
    WhyIn,
)
from weijiayuan.approvals.service import rulebook_publishing, rulebook_replay
from weijiayuan.approvals.service.rulebook_checks import Files
from weijiayuan.approvals.service.rulebook_publishing import Draft
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.web import rulebook_check_lock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.pagination import page_by

Seen = TypeVar("Seen")

HEADS = require_role(Role.REGISTRAR_HEAD)
EITHER = require_role(Role.REGISTRAR, Role.REGISTRAR_HEAD)
BOOK_BYTES = 2 * 1024 * 1024

rulebook_desk = Blueprint(
    "rulebook_desk",
    __name__,
    guard=EITHER,
    url_prefix="/api/v1/approvals",
    description="光速办：规则包",
)


@rulebook_desk.get("/rulebooks")
@rulebook_desk.arguments(BooksIn, location="query")
@rulebook_desk.response(200, RulebooksOut)
def list_rulebooks(asked: dict[str, Any]) -> dict[str, Any]:
    """List the versions, newest first, and which one is in force."""
    found = page_by(rulebooks.versions(), RulebookVersion.id, newest_first=True, **asked)
    return {
        "items": [_facts(each) for each in found.items],
        "next_cursor": found.next_cursor,
        "in_force": current().decider().book.stamp,
    }


def _facts(version: RulebookVersion) -> dict[str, Any]:
    names = ("id", "version", "digest", "reason", "created_at", "published_at")
    return {name: getattr(version, name) for name in names} | {
        "state": version.state.value,
        "in_force": version.published_at is not None
        and version.digest == current().decider().book.pack.digest,
        "mine": version.proposed_by == caller().key,
    }


@rulebook_desk.get("/rulebooks/current/files")
@rulebook_desk.response(200, BookFilesOut)
def read_files_in_force() -> dict[str, Any]:
    """Return every file of the rulebook in force, cases too, to begin a change from."""
    pack = current().decider().book.pack
    files = rulebook_publishing.files_in_force()
    return {"version": pack.version, "digest": pack.digest, "files": files}


@rulebook_desk.post("/rulebooks", asks_outside=True, max_bytes=BOOK_BYTES)
@rulebook_desk.arguments(RulebookFilesIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookRejected, RulebookCheckUnderway)
def propose(given: dict[str, Any]) -> Response:
    """Propose a text that passes its checks; another person puts it in force."""
    return _proposed(given["files"], reason=given["reason"])


def _proposed(files: Files, *, reason: str) -> Response:
    def look() -> Draft:
        with reading():
            beside = rulebook_publishing.base()
        with _turn():
            return rulebook_publishing.drafted(files, beside=beside, on=_today())

    def act(draft: Draft) -> dict[str, Any]:
        return _facts(rulebook_publishing.propose(draft, reason=reason, by=caller().key))

    return _checked_then(look, act, RulebookOut(), guard=EITHER, status=201)


@rulebook_desk.get("/rulebooks/<uuid:version_id>/trial", asks_outside=True)
@rulebook_desk.response(200, TrialOut)
@rulebook_desk.refuses(RulebookNotFound, RulebookRejected, RulebookCheckUnderway)
def try_out(version_id: UUID) -> dict[str, Any]:
    """Run a version's worked cases now, and say what it changes and what is suspicious."""
    with reading():
        files = dict(rulebooks.version(version_id).files)
        before, former = _in_force(), rulebook_publishing.files_in_force()
    with _turn():
        found = rulebook_publishing.tried(files, before=before, former=former, on=_today())
    cases = [
        {
            "policy": each.case.policy,
            "name": each.case.name,
            "expected": each.case.expect,
            "said": each.said,
            "right": each.is_right,
        }
        for each in found.results
    ]
    return {
        "cases": cases,
        "wrong": sum(not each.is_right for each in found.results),
        "lint": found.lint,
        "loosens": found.loosens,
        "differences": found.differences,
    }


@rulebook_desk.post("/rulebooks/<uuid:version_id>/approve", guard=HEADS, asks_outside=True)
@rulebook_desk.arguments(PublishIn)
@rulebook_desk.response(200, RulebookOut)
@rulebook_desk.refuses(
    *(RulebookNotFound, BookNotProposed, SecondPersonNeeded, RulebookCheckUnderway),
    *(RulebookRejected, RulebookMovedOn, RulebookLoosens, RulebookVersionTaken),
)
def approve(given: dict[str, Any], version_id: UUID) -> Response:
    """Put a version in force that another person proposed.

    One that asks less than the version in force needs `loosens`: the trial says what.
    """

    def look() -> None:
        with reading():
            text = rulebook_publishing.waiting(version_id, by=caller().key)
        with _turn():
            rulebook_publishing.check_loosening(text, **given, on=_today())

    def act(_checked: None) -> dict[str, Any]:
        return _facts(rulebook_publishing.approve(version_id, by=caller().key, now=clock.now()))

    return _checked_then(look, act, RulebookOut(), guard=HEADS)


@rulebook_desk.post("/rulebooks/<uuid:version_id>/reject", guard=HEADS)
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(200, RulebookOut)
@rulebook_desk.refuses(RulebookNotFound, BookNotProposed)
def reject(given: dict[str, Any], version_id: UUID) -> dict[str, Any]:
    """Turn a proposal down."""
    return _facts(rulebook_publishing.reject(version_id, **given, by=caller().key))


@rulebook_desk.post("/rulebooks/<uuid:version_id>/rollback", asks_outside=True)
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookNotFound, RulebookRejected, RulebookCheckUnderway)
def roll_back(given: dict[str, Any], version_id: UUID) -> Response:
    """Propose to go back to a former version."""
    with reading():
        files = dict(rulebooks.version(version_id).files)
    return _proposed(files, **given)


@rulebook_desk.post("/rulebooks/shipped/rollback", asks_outside=True)
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookRejected, RulebookCheckUnderway)
def roll_back_to_shipped(given: dict[str, Any]) -> Response:
    """Propose to go back to the text that ships."""
    return _proposed(shipped_files(), **given)


@rulebook_desk.post("/replays", asks_outside=True)
@rulebook_desk.arguments(ReplayIn)
@rulebook_desk.response(201, ReplayOut)
@rulebook_desk.refuses(RulebookNotFound, RulebookCheckUnderway)
def replay(given: dict[str, Any]) -> Response:
    """Decide former applications again by a version: which would come out otherwise."""
    version_id, days = given["pack"], {"since": given["since"], "until": given["until"]}

    def look() -> dict[str, Any]:
        with reading():
            files = dict(rulebooks.version(version_id).files)
            attempts = rulebook_replay.decided_between(**days)
        with _turn():
            return rulebook_replay.replayed(files, attempts)

    def act(result: dict[str, Any]) -> Replay:
        return rulebook_replay.keep(version_id, result, **days, by=caller().key)

    return _checked_then(look, act, ReplayOut(), guard=EITHER, status=201)


def _checked_then(
    look: Callable[[], Seen],
    act: Callable[[Seen], object],
    shape: Schema,
    *,
    guard: Callable[[], None],
    status: int = 200,
) -> Response:
    """Check slowly, then act on what was found if whoever asked still may; answer in a shape."""

    def acted(seen: Seen) -> Response:
        read_again()
        guard()
        answer = jsonify(shape.dump(act(seen)))
        answer.status_code = status
        return answer

    return once_seen(look, acted)


def _turn() -> AbstractContextManager[None]:
    return rulebook_check_lock.turn("rulebook", underway=RulebookCheckUnderway)


def _in_force() -> Decider:
    """Return the text in force now, whatever this process knew two seconds ago."""
    current().look_again()
    return current().decider()


def _today() -> date:
    return clock.local_date(clock.now())
