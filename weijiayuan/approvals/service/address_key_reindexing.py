"""Keys of places that were made an older way are made anew, so that one place is found as one."""

import json
from collections.abc import Mapping
from typing import Any

from weijiayuan.approvals.models import Application, Attempt, Licence
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import outdated_address_keys
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.address_normalization import KEY_VERSION
from weijiayuan.approvals.rules.contradicting_applications import left_to_person, of_the_place
from weijiayuan.approvals.service import told_places
from weijiayuan.approvals.service.blind_indexes import (
    address_mark,
    live_key,
    operator_mark,
    place_mark,
)
from weijiayuan.db import db

PORTION = 200


def renew() -> int:
    """Make a portion of older keys anew, in the transaction at hand; return how many there were."""
    return sum(
        _each(model, renew_one)
        for model, renew_one in ((Licence, _licence), (Application, _application), (Attempt, _told))
    )


def _each(model: Any, renew_one: Any) -> int:
    found = outdated_address_keys.of(model, KEY_VERSION, PORTION)
    for row in found:
        renew_one(row)
        row.key_version = KEY_VERSION
        db.session.flush()
    return len(found)


def _licence(row: Licence) -> None:
    row.address_key = ground().places.key(row.printed["address"])
    answers = queries.answers_of(queries.application(row.application_id))
    row.operator_mark = operator_mark(answers)
    if row.live_key is not None:
        row.live_key = _free(row, answers)


def _application(row: Application) -> None:
    if row.live_key is not None:
        row.live_key = _free(row, queries.answers_of(row))


def _told(row: Attempt) -> None:
    answers = queries.answers_of(row)
    if not answers:
        return  # erased with its account: what is known of the house stays as it was made
    row.place_mark, row.address_mark = place_mark(answers), address_mark(answers)
    rulings = json.loads(row.decision).get("rulings") or []
    row.place_told = sorted(of_the_place(left_to_person(rulings)))
    told_places.keep_anew(row, answers)


def _free(row: Application | Licence, answers: Mapping[str, Any]) -> str:
    """Return the key, with the row's own id where what was two places turns out to be one."""
    key = live_key(row.kind, answers) or ""
    is_free = key and not outdated_address_keys.is_used(type(row), key, but=row.id)
    return key if is_free else f"{key}:{row.id}"
