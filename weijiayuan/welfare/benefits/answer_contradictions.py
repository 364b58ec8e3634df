"""Answers that cannot all be so: told kindly, to be looked at again. Nothing is refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from weijiayuan.rules_engine.evaluate.answers import SKIPPED, Household
from weijiayuan.rules_engine.explain.explanation_generation import subject_name
from weijiayuan.rules_engine.values.dates import number_of, years_between
from weijiayuan.welfare.benefits.person_contradictions import (
    ALONE,
    LABOURS,
    MONTHS_A_YEAR,
    PARENT_AGE,
    WORK_AGE,
)

Json = dict[str, Any]
NONE = b"[]"
GRANDPARENT_AGE = 28
"""Fewer years than these between two generations are asked about, not refused."""
YOUNGER, OLDER = ("child", "grandchild"), ("parent", "grandparent")
APART = {"child": PARENT_AGE, "parent": PARENT_AGE}
MOST = {
    "spouse": (1, "配偶"),
    "parent": (2, "父母"),
    "parent_in_law": (2, "公婆、岳父母"),
    "grandparent": (4, "祖父母、外祖父母"),
}
WELL_OFF = 1_000_000
"""An income a head and month, in fen, at which a recognised hardship is asked about."""
RECOGNISED = {"tekun", "dibao", "edge"}
SECOND = 2
ELSEWHERE = {"child", "expecting"}


def as_text(found: list[Json]) -> bytes:
    """Return what does not fit together, as JSON text."""
    return orjson.dumps(found) if found else NONE


def without(given: Household, found: list[Json]) -> Household:
    """Return the household with none of the answers that contradict each other."""
    names = dict.fromkeys(name for told in found for name in told["questions"])
    doubted = {subject for told in found for subject in told["subjects"]}
    household, *people = (
        {
            name: SKIPPED if name in names and subject in doubted else value
            for name, value in asked.items()
        }
        for subject, asked in (
            ("household", given.answers),
            *((subject_name(who), person) for who, person in enumerate(given.people)),
        )
    )
    return Household(household, tuple(people))


def contradictions(given: Household, on: date) -> Iterator[Json]:
    """Yield what does not fit together: whom it is about, which questions, and a sentence."""
    first, *members = given.people
    yield from _too_many(members)
    for who, person in enumerate(members, start=1):
        yield from _generations(first, person, who)
    yield from _children(given)
    yield from _well_off(given)
    yield from _supported(given)
    yield from _children_away(given, on)
    for who, person in enumerate(given.people):
        yield from _alone(person, who, on)


def _too_many(members: list[Any]) -> Iterator[Json]:
    for relation, (most, name) in MOST.items():
        found = [n for n, one in enumerate(members, start=1) if one.get("relation") == relation]
        if len(found) > most:
            count = "两位" if most == 1 else f"{len(found)}位"
            text = f"有{count}家人都填成了{name}，请看看是不是选错了关系"
            yield _told(text, ["relation"], found)


def _generations(first: Any, person: Any, who: int) -> Iterator[Json]:
    ours, theirs, relation = (
        first.get("birth_date"),
        person.get("birth_date"),
        person.get("relation"),
    )
    if not isinstance(ours, date) or not isinstance(theirs, date):
        return
    older, younger = (ours, theirs) if relation in YOUNGER else (theirs, ours)
    least = APART.get(str(relation), GRANDPARENT_AGE)
    if relation in {*YOUNGER, *OLDER} and _years(older, younger) < least:
        text = "长辈和晚辈的出生日期差得太少，请看看日期或者关系是不是填反了"
        yield _told(text, ["birth_date", "relation"], [0, who])


def _children(given: Household) -> Iterator[Json]:
    """What is said of an only child, beside the children who are listed."""
    listed = [who for who, one in enumerate(given.people) if one.get("relation") == "child"]
    yield from _certified(given, listed)
    for who, person in enumerate(given.people):
        if who and person.get("relation") != "spouse":
            continue
        brothers = [n for n, one in enumerate(given.people) if one.get("relation") == "sibling"]
        if not who and person.get("only_child") is True and brothers:
            text = "填了是独生子女，家里又有兄弟姐妹，请看看哪一项填错了"
            yield _told(text, ["only_child", "relation"], [who, *brothers])
        if person.get("lost_child") == "died" and listed:
            text = "填了独生子女不在了，家里又有子女，请看看是不是点错了"
            yield _told(text, ["lost_child", "relation"], [who, *listed])
    for who in listed:
        if given.people[who].get("orphan") == "orphan":
            text = "填的是您的子女，又填了父母都不在，请看看关系或者父母情况"
            yield _told(text, ["orphan", "relation"], [who])


def _certified(given: Household, listed: list[int]) -> Iterator[Json]:
    """A second child, at home or away, of whoever holds the certificate: said once for both."""
    couple = [n for n, one in enumerate(given.people) if not n or one.get("relation") == "spouse"]
    away = [n for n in couple if given.people[n].get("away_child") == "child"]
    holders = [n for n in couple if given.people[n].get("only_child_certificate") is True]
    if not holders or len(listed) + bool(away) < SECOND:
        return
    where, questions = "家里", ["only_child_certificate", "relation"]
    if len(listed) < SECOND:
        where, questions = "家里和别处加起来", [*questions, "away_child"]
    text = f"填了有《独生子女父母光荣证》，{where}又有两个以上的子女，请看看哪一项填错了"
    yield _told(text, questions, list(dict.fromkeys([*holders, *listed, *away])))


def _well_off(given: Household) -> Iterator[Json]:
    incomes = [one.get("income") for one in given.people]
    known = [sum_ for sum_ in incomes if isinstance(sum_, int)]
    is_rich = sum(known) > WELL_OFF * max(len(incomes), 1)
    if is_rich and given.answers.get("hardship") in RECOGNISED:
        text = "填了已认定的困难家庭，收入又比较高，请看看收入是不是多写了一位，或者认定有没有变化"
        yield {"text": text, "questions": ["hardship", "income"], "subjects": ["household"]}


def _supported(given: Household) -> Iterator[Json]:
    """Ask where nobody at home can be the one whom nobody supports and who earns nothing."""
    doubted = [who for who, one in enumerate(given.people) if _is_provided_for(one)]
    if given.answers.get("hardship") == "tekun" and len(doubted) == len(given.people):
        text = "填了特困供养，又填了在工作或者有能负担生活的家人，请看看认定变了没有，哪一项填错了"
        yield {
            "text": text,
            "questions": ["hardship", "has_supporter", "work", "income"],
            "subjects": ["household", *map(subject_name, doubted)],
        }


def _is_provided_for(person: Any) -> bool:
    return person.get("has_supporter") is True or person.get("work") in LABOURS


def _children_away(given: Household, on: date) -> Iterator[Json]:
    """Compare what was said of the household with what each of its grown-ups said."""
    said = given.answers.get("children_away")
    grown = [who for who, one in enumerate(given.people) if not _is_child(one, on)]
    theirs = {who: given.people[who].get("away_child") for who in grown}
    if said is True and grown and set(theirs.values()) == {"none"}:
        text = "填了家里有人的子女不住在一起，又填了每个人都没有，请看看哪一项填错了"
        yield _of_the_household(text, grown)
    whose = [who for who, answer in theirs.items() if answer in ELSEWHERE]
    if said is False and whose:
        text = "填了没有不住在一起的子女，又填了有人有，请看看哪一项填错了"
        yield _of_the_household(text, whose)


def _of_the_household(text: str, people: list[int]) -> Json:
    return {
        "text": text,
        "questions": ["children_away", "away_child"],
        "subjects": ["household", *map(subject_name, people)],
    }


def _is_child(person: Any, on: date) -> bool:
    born = person.get("birth_date")
    return isinstance(born, date) and _years(born, on) < WORK_AGE


def _alone(person: Any, who: int, on: date) -> Iterator[Json]:
    born = person.get("birth_date")
    age = _years(born, on) if isinstance(born, date) else None
    for check in ALONE:
        if check.holds(person, age):
            yield _told(check.text, list(check.questions), [who])
    since, insured = person.get("startup_since"), person.get("startup_insured_months")
    if isinstance(since, date) and isinstance(insured, int) and insured > _months(since, on):
        text = "在本企业缴社保的月数比企业登记的时间还长，请看看哪一项填错了"
        yield _told(text, ["startup_since", "startup_insured_months"], [who])


def _years(born: date, on: date) -> int:
    return int(years_between(number_of(born), number_of(on)))


def _months(since: date, on: date) -> int:
    """Return how many months of contributions there can be, the first and the last one included."""
    return (on.year - since.year) * MONTHS_A_YEAR + on.month - since.month + 1


def _told(text: str, questions: list[str], people: list[int]) -> Json:
    return {"text": text, "questions": questions, "subjects": [subject_name(who) for who in people]}
