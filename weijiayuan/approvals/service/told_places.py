"""Remembering what is told of places, and telling whether it is told otherwise now (T2).

A told dwelling binds everybody, in every spelling, and for what holds it or lies in it. That
somebody lives at a place is remembered of that person alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from weijiayuan.approvals.models import Attempt, ToldPlace
from weijiayuan.approvals.queries import prior_statements
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.application_facts import says_shop
from weijiayuan.approvals.rules.contradicting_applications import is_retold
from weijiayuan.approvals.rules.people_in_application import plain_number
from weijiayuan.approvals.rules.premises import Premises, read_inside
from weijiayuan.approvals.service.blind_indexes import address_mark
from weijiayuan.db import blind_index, db

Answers = Mapping[str, Any]


def keep(attempt: Attempt, answers: Answers) -> None:
    """Remember what an attempt told of its place and of the applicant's home."""
    if attempt.place_told and answers.get("address"):
        _add(attempt, ground().places.premises(answers["address"]), attempt.place_told)
    number, home = plain_number(answers), answers.get("home")
    if number and home:
        _add(attempt, ground().places.premises(home), [], number=number)


def keep_anew(attempt: Attempt, answers: Answers) -> None:
    """Remember it again, by the keys that are made now."""
    db.session.execute(
        delete(ToldPlace).where(
            ToldPlace.application_id == attempt.application_id,
            ToldPlace.attempt == attempt.number,
        )
    )
    keep(attempt, answers)


def _add(attempt: Attempt, place: Premises, conditions: list[str], *, number: str = "") -> None:
    db.session.add_all(
        ToldPlace(
            application_id=attempt.application_id,
            attempt=attempt.number,
            mark=mark,
            inside=place.written(),
            conditions=conditions,
            told_at=attempt.submitted_at,
        )
        for mark in _marks(place, number)
    )


def _marks(place: Premises, number: str = "") -> list[str]:
    """Return the marks of the houses of a place: of all, or of one person's homes."""
    kind = f"home|{number}" if number else "dwelling"
    return [blind_index(f"{kind}|{house}") for house in place.houses]


def is_told_otherwise(answers: Answers, now: frozenset[str]) -> bool:
    """Tell whether the place was told to be a dwelling, by anybody, and now is not."""
    mark = address_mark(answers)
    if mark is None:
        return False
    place, since = ground().places.premises(answers["address"]), prior_statements.settled_at(mark)
    told = [
        frozenset(each.conditions)
        for each in prior_statements.of_houses(_marks(place), since=since)
        if place.overlaps(read_inside(each.inside))
    ]
    return is_retold([*told, *prior_statements.of_the_place(mark, since=since)], now)


def was_home(answers: Answers) -> bool:
    """Tell whether the applicant lived at the place, by what they told before."""
    mark, number = address_mark(answers), plain_number(answers)
    if mark is None or not number:
        return False
    address = answers["address"]
    shop, since = ground().places.premises(address), prior_statements.settled_at(mark)
    return any(
        _is_home(each, shop, address)
        for each in prior_statements.of_houses(_marks(shop, number), since=since)
    )


def _is_home(told: ToldPlace, shop: Premises, address: str) -> bool:
    home = read_inside(told.inside).in_houses(shop.houses)
    return home.is_home_of(shop, is_called_shop=says_shop(address, ground().gazetteer))


def forget(application_ids: Sequence[UUID]) -> None:
    """Forget the homes that applications told; what a house is stays with the house."""
    wanted = select(ToldPlace).where(ToldPlace.application_id.in_(application_ids))
    for each in db.session.scalars(wanted):
        if not each.conditions:
            db.session.delete(each)
