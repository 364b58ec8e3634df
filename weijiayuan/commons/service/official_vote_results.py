"""Results of the legal voting system: typed by one person, compared with the file by another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.commons import vote_calculator, vote_result_presentation
from weijiayuan.commons.errors import FileDiffers, NotHeldYet, RequestDecided, SecondPersonNeeded
from weijiayuan.commons.models import ImportState, OfficialResult, Space
from weijiayuan.commons.queries import ballots as queries
from weijiayuan.commons.service.lawfulness_review import require_lawful
from weijiayuan.db import db
from weijiayuan.files import service as files


def enter(space: Space, asked: Mapping[str, Any], *, by: UUID, now: datetime) -> OfficialResult:
    """Enter a result with its file and the file's hash; it is counted again by the rule.

    Raises `NotHeldYet`, `RollMalformed`, `VotesImpossible`, `RuleUnknown`, `Unlawful`,
    `DoubtfulText`, and `FileUnusable`.
    """
    _require_held(asked["held_on"], now)
    require_lawful(space.id, decided=[asked["question"]], elects=True)
    counted = vote_calculator.checked(
        {
            "rule": asked["rule"],
            "own_rule": None,
            "roll": asked["roll"],
            "votes": asked["votes"],
            "open": False,
        }
    )
    found = OfficialResult(
        space_id=space.id,
        rule=vote_result_presentation.rule_facts(counted.rule),
        question=asked["question"],
        held_on=asked["held_on"],
        file_id=asked["file"],
        file_sha256=asked["file_sha256"],
        numbers=vote_result_presentation.numbers(counted.votes),
        result=vote_result_presentation.result_facts(counted.rule, counted.result, counted.votes),
        entered_by=by,
    )
    db.session.add(found)
    db.session.flush()
    files.attach([asked["file"]], owner=by, kind="commons_official", subject=found.id, now=now)
    return found


def _require_held(held_on: datetime, now: datetime) -> None:
    """Raise `NotHeldYet` for a vote of a day to come."""
    if held_on > now:
        raise NotHeldYet


def confirm(result_id: UUID, file_sha256: str, *, by: UUID, now: datetime) -> OfficialResult:
    """Confirm as a second person, with the same file in hand, that it says this.

    Raises `RequestDecided`, `NotHeldYet`, `SecondPersonNeeded`, `FileDiffers`.
    """
    found = queries.official_result_to_change(result_id)
    _require_held(found.held_on, now)
    if found.state is not ImportState.ENTERED:
        raise RequestDecided
    if found.entered_by == by:
        raise SecondPersonNeeded
    if found.file_sha256 != file_sha256:
        raise FileDiffers
    found.state, found.confirmed_by = ImportState.CONFIRMED, by
    audit.record(
        "official result confirmed",
        subject_kind="official_result",
        subject_id=found.id,
        sha256=found.file_sha256,
    )
    return found
