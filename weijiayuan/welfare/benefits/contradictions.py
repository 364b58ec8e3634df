"""Answers that cannot all be so: told kindly, to be looked at again. Nothing is refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from weijiayuan.engine.evaluate.answers import Household
from weijiayuan.engine.explain.wording import subject_name
from weijiayuan.engine.values.dates import number_of, years_between

Json = dict[str, Any]
NONE = b"[]"
CHILD_AT_WORK = {"employed", "public_service", "founder", "flexible", "unemployed", "retired"}
WORK_AGE, PARENT_AGE = 16, 12
YOUNGER, OLDER = ("child", "grandchild"), ("parent", "grandparent")


def contradictions_text(given: Household, on: date) -> bytes:
    """Return what does not fit together, as JSON text."""
    found = list(contradictions(given, on))
    return orjson.dumps(found) if found else NONE


def contradictions(given: Household, on: date) -> Iterator[Json]:
    """Yield what does not fit together: whom it is about, which questions, and a sentence."""
    first, *members = given.people
    yield from _spouses(members)
    for who, person in enumerate(members, start=1):
        yield from _generations(first, person, who)
    for who, person in enumerate(given.people):
        yield from _alone(person, who, on)


def _spouses(members: list[Any]) -> Iterator[Json]:
    spouses = [who for who, one in enumerate(members, start=1) if one.get("relation") == "spouse"]
    if len(spouses) > 1:
        text = "有两位家人都填成了配偶，请看看是不是选错了关系"
        yield _told(text, ["relation"], spouses)


def _generations(first: Any, person: Any, who: int) -> Iterator[Json]:
    ours, theirs, relation = (
        first.get("birth_date"),
        person.get("birth_date"),
        person.get("relation"),
    )
    if not isinstance(ours, date) or not isinstance(theirs, date):
        return
    older, younger = (ours, theirs) if relation in YOUNGER else (theirs, ours)
    if relation in (*YOUNGER, *OLDER) and _years(older, younger) < PARENT_AGE:
        text = "长辈和晚辈的出生日期差得太少，请看看日期或者关系是不是填反了"
        yield _told(text, ["birth_date", "relation"], [0, who])


def _alone(person: Any, who: int, on: date) -> Iterator[Json]:
    born = person.get("birth_date")
    if (
        isinstance(born, date)
        and _years(born, on) < WORK_AGE
        and person.get("work") in CHILD_AT_WORK
    ):
        text = "还不满16周岁，却填了工作，请看看出生日期或者工作情况"
        yield _told(text, ["birth_date", "work"], [who])
    if person.get("sex") == "male" and person.get("birth_kind") in {
        "expecting",
        "normal",
        "difficult",
    }:
        text = "填的是男性，又填了怀孕或者生育，请看看是不是填到了另一位家人"
        yield _told(text, ["sex", "birth_kind"], [who])


def _years(born: date, on: date) -> int:
    return int(years_between(number_of(born), number_of(on)))


def _told(text: str, questions: list[str], people: list[int]) -> Json:
    return {"text": text, "questions": questions, "subjects": [subject_name(who) for who in people]}
