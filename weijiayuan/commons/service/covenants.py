"""Writing covenants, having their clauses read, signing freely, filing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons.errors import (
    ClausesBlocked,
    ReviewNeeded,
    SecondPersonNeeded,
    SignedBefore,
)
from weijiayuan.commons.models import (
    Covenant,
    CovenantKind,
    CovenantSignature,
    CovenantState,
    Space,
)
from weijiayuan.commons.queries import covenants as covenant_queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules import clause_check
from weijiayuan.db import db, insert_new


def write(
    space: Space, kind: CovenantKind, *, title: str, clauses: Sequence[str], by: UUID
) -> Covenant:
    """Write a new version as a draft, with what the check finds in its clauses."""
    found = Covenant(
        space_id=space.id,
        kind=kind,
        version=covenant_queries.newest_version(space.id, kind) + 1,
        title=title,
        clauses=list(clauses),
        findings=[asdict(each) for each in clause_check.check(clauses)],
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


def open_for_signing(covenant_id: UUID) -> Covenant:
    """Let people sign a version that takes nothing it cannot take; it replaces the former one.

    Raises `ClausesBlocked` with the findings, `ReviewNeeded`, `IllegalMove`.
    """
    found = covenant_queries.covenant_to_change(covenant_id)
    blocked = [each for each in found.findings if each["level"] == "block"]
    if blocked:
        raise ClausesBlocked(findings=blocked)
    if any(each["level"] == "review" for each in found.findings) and found.reviewed_by is None:
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
    spaces.require_belongs(found.space_id, by)
    if insert_new(CovenantSignature, [{"covenant_id": found.id, "resident_id": by}]) == 0:
        raise SignedBefore
    return found


def file(
    covenant_id: UUID, *, accepted: bool, number: str, remark: str, by: UUID, now: datetime
) -> Covenant:
    """File a covenant as the street, or return it to be mended. Raises `IllegalMove`."""
    found = covenant_queries.covenant_to_change(covenant_id)
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
