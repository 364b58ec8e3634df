"""The rulebook at the desk: versions, differences, cases run, replays, two-person publishing."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.approvals.errors import (
    BookNotProposed,
    RulebookLoosens,
    RulebookMovedOn,
    RulebookNotFound,
    RulebookRejected,
    SecondPersonNeeded,
)
from weijiayuan.approvals.models import Replay, RulebookVersion
from weijiayuan.approvals.queries import rulebooks
from weijiayuan.approvals.rulebook_in_force import current
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
from weijiayuan.approvals.service import rulebook_publishing
from weijiayuan.approvals.service.rulebook_checks import checked
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.pagination import page_by

HEADS = require_role(Role.REGISTRAR_HEAD)
BOOK_BYTES = 2 * 1024 * 1024

rulebook_desk = Blueprint(
    "rulebook_desk",
    __name__,
    guard=require_role(Role.REGISTRAR, Role.REGISTRAR_HEAD),
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


@rulebook_desk.post("/rulebooks", max_bytes=BOOK_BYTES)
@rulebook_desk.arguments(RulebookFilesIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookRejected)
def propose(given: dict[str, Any]) -> dict[str, Any]:
    """Propose a text that passes its checks; another person puts it in force."""
    today = clock.local_date(clock.now())
    return _facts(rulebook_publishing.propose(**given, by=caller().key, on=today))


@rulebook_desk.get("/rulebooks/<uuid:version_id>/trial")
@rulebook_desk.response(200, TrialOut)
@rulebook_desk.refuses(RulebookNotFound, RulebookRejected)
def try_out(version_id: UUID) -> dict[str, Any]:
    """Run a version's worked cases now, and say what it changes and what is suspicious."""
    version = rulebooks.version(version_id)
    found = checked(version.files, on=clock.local_date(clock.now()))
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
        "loosens": rulebook_publishing.loosened_by(version),
        "differences": rulebook_publishing.compared(version),
    }


@rulebook_desk.post("/rulebooks/<uuid:version_id>/approve", guard=HEADS)
@rulebook_desk.arguments(PublishIn)
@rulebook_desk.response(200, RulebookOut)
@rulebook_desk.refuses(
    *(RulebookNotFound, BookNotProposed, SecondPersonNeeded),
    *(RulebookRejected, RulebookMovedOn, RulebookLoosens),
)
def approve(given: dict[str, Any], version_id: UUID) -> dict[str, Any]:
    """Put a version in force that another person proposed.

    One that asks less than the version in force needs `loosens`: the trial says what.
    """
    return _facts(
        rulebook_publishing.approve(version_id, **given, by=caller().key, now=clock.now())
    )


@rulebook_desk.post("/rulebooks/<uuid:version_id>/reject", guard=HEADS)
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(200, RulebookOut)
@rulebook_desk.refuses(RulebookNotFound, BookNotProposed)
def reject(given: dict[str, Any], version_id: UUID) -> dict[str, Any]:
    """Turn a proposal down."""
    return _facts(rulebook_publishing.reject(version_id, **given, by=caller().key))


@rulebook_desk.post("/rulebooks/<uuid:version_id>/rollback")
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookNotFound, RulebookRejected)
def roll_back(given: dict[str, Any], version_id: UUID) -> dict[str, Any]:
    """Propose to go back to a former version."""
    today = clock.local_date(clock.now())
    return _facts(
        rulebook_publishing.propose_former(version_id, **given, by=caller().key, on=today)
    )


@rulebook_desk.post("/rulebooks/shipped/rollback")
@rulebook_desk.arguments(WhyIn)
@rulebook_desk.response(201, RulebookOut)
@rulebook_desk.refuses(RulebookRejected)
def roll_back_to_shipped(given: dict[str, Any]) -> dict[str, Any]:
    """Propose to go back to the text that ships."""
    today = clock.local_date(clock.now())
    return _facts(rulebook_publishing.propose_former(None, **given, by=caller().key, on=today))


@rulebook_desk.post("/replays")
@rulebook_desk.arguments(ReplayIn)
@rulebook_desk.response(201, ReplayOut)
@rulebook_desk.refuses(RulebookNotFound)
def replay(given: dict[str, Any]) -> Replay:
    """Decide former applications again by a version: which would come out otherwise."""
    version = rulebooks.version(given["pack"])
    return rulebook_publishing.replay(
        version, since=given["since"], until=given["until"], by=caller().key
    )
