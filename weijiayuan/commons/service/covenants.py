"""Writing covenants, having their clauses read, signing freely, filing."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from weijiayuan import agreements, audit
from weijiayuan.agreements import Clause
from weijiayuan.commons.errors import (
    ClausesBlocked,
    CovenantNotFound,
    DecisionUnfit,
    FilingNumberNeeded,
    NotDecidedYet,
    ReviewNeeded,
    SecondPersonNeeded,
    SignedBefore,
)
from weijiayuan.commons.models import (
    Covenant,
    CovenantKind,
    CovenantSignature,
    CovenantState,
    ImportState,
    Space,
)
from weijiayuan.commons.models.covenants import COVENANT_MOVES
from weijiayuan.commons.queries import ballots as ballot_queries
from weijiayuan.commons.queries import covenants as covenant_queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules import covenant_clause_check
from weijiayuan.commons.rules.states import MeetingKind, MeetingState
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.state_machine import check_move

CLAUSE_CODE = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,2})")


def write(
    space: Space, kind: CovenantKind, *, title: str, clauses: Sequence[str], by: UUID
) -> Covenant:
    """Write a new version as a draft, with what is found in its clauses, and its title (0)."""
    require_nobody_named(title)
    found_in = covenant_clause_check.check([title, *clauses])
    found = Covenant(
        space_id=space.id,
        kind=kind,
        version=covenant_queries.newest_version(space.id, kind) + 1,
        title=title,
        clauses=list(clauses),
        findings=[asdict(each) | {"clause": each.clause - 1} for each in found_in],
        made_by=by,
    )
    db.session.add(found)
    db.session.flush()
    return found


def review(covenant_id: UUID, words: str, *, by: UUID) -> Covenant:
    """Note as a second person that what the check asked a person about was looked at."""
    found = covenant_queries.covenant_to_change(covenant_id)
    if found.made_by == by:
        raise SecondPersonNeeded
    found.reviewed_by, found.review = by, words
    return found


def open_for_signing(covenant_id: UUID, *, by: UUID) -> Covenant:
    """Let people sign a version that takes nothing it cannot take; it replaces the former one.

    What the check doubts a second person has looked at; where it found nothing, whoever wrote it
    still opens nothing alone.
    Raises `ClausesBlocked` with the findings, `ReviewNeeded`, `IllegalMove`.
    """
    found = covenant_queries.covenant_to_change(covenant_id)
    blocked = [each for each in found.findings if each["level"] == "block"]
    if blocked:
        raise ClausesBlocked(findings=blocked)
    is_doubtful = any(each["level"] == "review" for each in found.findings)
    if found.reviewed_by is None and (is_doubtful or found.made_by == by):
        raise ReviewNeeded
    former = covenant_queries.former_covenant(found)
    found.move_to(CovenantState.SIGNING)
    if former is not None and former.state is not CovenantState.REPLACED:
        former.move_to(CovenantState.REPLACED)
    audit.record("covenant opened", subject_kind="covenant", subject_id=found.id)
    return found


def sign(covenant_id: UUID, *, by: UUID) -> Covenant:
    """Sign a version, freely. Raises `NotMember`, `SignedBefore`, `IllegalMove`."""
    found = covenant_queries.covenant_to_change(covenant_id)
    if found.state not in {CovenantState.SIGNING, CovenantState.FILED}:
        found.move_to(CovenantState.FILED)
    deliberation_spaces.require_belongs(found.space_id, by)
    if insert_new(CovenantSignature, [{"covenant_id": found.id, "resident_id": by}]) == 0:
        raise SignedBefore
    return found


def note_decision(
    covenant_id: UUID, *, meeting_id: UUID | None, result_id: UUID | None, now: datetime
) -> Covenant:
    """Note which body made it: a residents' meeting, or a vote of the owners that carried it.

    Raises `DecisionUnfit`, `IllegalMove`.
    """
    found = covenant_queries.covenant_to_change(covenant_id)
    check_move(COVENANT_MOVES, found.state, CovenantState.FILED)
    if not _carries(found, meeting_id=meeting_id, result_id=result_id):
        raise DecisionUnfit
    found.decided_at, found.decided_by = now, meeting_id or result_id
    audit.record("covenant decided", subject_kind="covenant", subject_id=found.id)
    return found


def _carries(found: Covenant, *, meeting_id: UUID | None, result_id: UUID | None) -> bool:
    """Tell whether the law lets this meeting, or this result, make such a covenant."""
    if found.kind is CovenantKind.RESIDENTS and meeting_id is not None:
        meeting = meeting_queries.meeting(meeting_id)
        return (
            meeting.space_id == found.space_id
            and meeting.kind is MeetingKind.RESIDENTS
            and meeting.state in {MeetingState.CONFIRMED, MeetingState.PUBLISHED}
            and meeting.starts_at >= found.created_at
        )
    if found.kind is CovenantKind.OWNERS and result_id is not None:
        result = ballot_queries.official_result(result_id)
        return (
            result.space_id == found.space_id
            and result.state is ImportState.CONFIRMED
            and bool(result.result["passes"])
        )
    return False


def file(
    covenant_id: UUID, *, accepted: bool, number: str, remark: str, by: UUID, now: datetime
) -> Covenant:
    """File a covenant as the street, or return it to be mended.

    What a body has to make is filed once it has. Raises `NotDecidedYet`, `FilingNumberNeeded`,
    `IllegalMove`.
    """
    found = covenant_queries.covenant_to_change(covenant_id)
    if accepted and found.kind is not CovenantKind.PROMISE and found.decided_at is None:
        raise NotDecidedYet
    if accepted and not number:
        raise FilingNumberNeeded
    found.move_to(CovenantState.FILED if accepted else CovenantState.RETURNED)
    found.filed_at, found.filed_by, found.filing_no, found.remark = now, by, number, remark
    audit.record("covenant filed", subject_kind="covenant", subject_id=found.id, accepted=accepted)
    return found


def changes(found: Covenant) -> dict[str, list[str]]:
    """Return the clauses that are new since the former version, and those that are gone."""
    former = covenant_queries.former_covenant(found)
    before = former.clauses if former else []
    return {
        "added": [each for each in found.clauses if each not in before],
        "removed": [each for each in before if each not in found.clauses],
    }


def clause_code(found: Covenant, number: int) -> str:
    """Return the code under which other services read one clause of a version."""
    return f"{found.id}.{number}"


def read_clause(code: str) -> Clause | None:
    """Return the clause that a code names, for other services; None in a draft or where none is."""
    named = CLAUSE_CODE.fullmatch(code.lower())
    if named is None:
        return None
    with suppress(CovenantNotFound):
        found, number = covenant_queries.covenant(UUID(named[1])), int(named[2])
        if found.state in covenant_queries.SHOWN and number <= len(found.clauses):
            return _clause(found, number)
    return None


def _clause(found: Covenant, number: int) -> Clause:
    return Clause(
        code=clause_code(found, number),
        covenant=found.title,
        version=found.version,
        number=number,
        text=found.clauses[number - 1],
        is_in_force=found.state in {CovenantState.SIGNING, CovenantState.FILED},
        doubts=tuple(
            f"{each['name']}（{each['article']}）"
            for each in found.findings
            if each["clause"] == number
        ),
    )


agreements.register_clause_reader("commons", read_clause)
