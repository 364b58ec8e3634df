"""Who came because of an event and is asked one thing at a time has a useful answer soon."""

from datetime import date

import orjson
import pytest

from tests.districts import GUANGMING
from weijiayuan.welfare.builtin_pack import shipped

ON = date(2026, 11, 23)
MOST = 12
NOBODY = {
    "pension": "none",
    "left_job": "voluntary",
    "registered": False,
    "ui_months": 0,
    "ui_left": False,
    "ui_here": True,
    "drawing_ui": False,
    "hard_to_employ": False,
    "disability": "none",
    "birth_kind": "none",
    "surgery_leave": False,
    "service": "none",
    "only_child_certificate": False,
    "lost_child": "no",
    "orphan": "no",
    "school": "none",
    "runs_business": False,
    "recent_graduate": True,
    "hukou": "mainland",
    "permit": True,
    "income": 600000,
    "can_work": True,
    "flexible_insured": False,
    "away_child": "none",
}
HOME = {"children_away": False, "hardship": "none", "ui_death": True, "assets": 100}


def person(born, relation="self", **more):
    return NOBODY | {"birth_date": born, "relation": relation, "sex": "female"} | more


SIX = [
    person("1985-01-01", work="employed"),
    person("1984-01-01", "spouse", sex="male", work="employed"),
    person("2015-01-01", "child", school="primary"),
    person("2020-01-01", "child", school="kindergarten_last"),
    person("1956-01-01", "parent_in_law", sex="male", work="none"),
    person("1958-01-01", "parent_in_law", work="none"),
]
DISMISSED = {"work": "unemployed", "left_job": "involuntary", "registered": True, "ui_months": 40}


def family(**changed):
    """Return the six, with one of them otherwise: `spouse={...}`, `applicant={...}`."""
    places = {"applicant": 0, "spouse": 1}
    people = [dict(each) for each in SIX]
    for name, answers in changed.items():
        people[places[name]] |= answers
    return people


def is_useful(decision):
    is_for_the_window = decision["needs_office"] and not decision["missing"]
    return decision["verdict"] == "eligible" or is_for_the_window


def is_a_yes(decision):
    return decision["verdict"] == "eligible"


def talk(event, people, is_useful=is_useful):
    """Yield what is asked of whom until somebody has something."""
    adviser = shipped(GUANGMING.pack_folder)
    policies = next(e["policies"] for e in adviser.life_events(ON) if e["id"] == event)
    answers = {"household": {}, "applicant": {}, "members": [{} for _ in people[1:]]}
    told = {"applicant": people[0], "household": HOME | {"people": len(people)}}
    told |= {f"members/{n}": each for n, each in enumerate(people[1:])}
    slots = {"applicant": answers["applicant"], "household": answers["household"]}
    slots |= {f"members/{n}": each for n, each in enumerate(answers["members"])}
    for _ in range(60):
        known = answers if "people" in answers["household"] else answers | {"members": []}
        given = adviser.household(known, ON)
        body = orjson.loads(adviser.assessment(given, ON, only=frozenset(policies)))
        asked = body["next_question"]
        if asked is None or any(map(is_useful, body["decisions"])):
            return
        subject, name = asked["subject"], asked["id"]
        slots[subject][name] = told[subject].get(name, "dont_know")
        yield subject, name


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        ("job_lost", {"spouse": DISMISSED}),
        ("job_lost", {"applicant": DISMISSED}),
        ("business", {"applicant": {"work": "founder", "startup_since": "2025-01-01"}}),
        ("business", {"spouse": {"work": "founder", "startup_since": "2025-01-01"}}),
        ("disability", {"spouse": {"disability": "two"}}),
        ("death", {}),
    ],
)
def test_a_family_of_six_has_a_useful_answer_within_twelve_questions(event, changed):
    asked = list(talk(event, family(**changed)))

    assert len(asked) <= MOST, asked


def test_when_the_spouse_lost_the_work_the_parents_in_law_are_not_asked():
    asked = list(talk("job_lost", family(spouse=DISMISSED)))

    assert {subject for subject, _ in asked} == {"household", "applicant", "members/0"}


def test_a_husband_is_not_asked_whether_he_is_expecting():
    asked = list(talk("birth", family()))

    assert ("members/0", "birth_kind") not in asked
    assert ("applicant", "birth_kind") in asked


def test_who_is_told_where_they_stand_is_asked_no_more_of_the_others():
    founder = {"work": "founder", "startup_since": "2025-01-01", "startup_rent": "own"}
    founder |= {"startup_hires": 0, "startup_insured_months": 12}

    asked = list(talk("business", family(applicant=founder)))

    assert {subject for subject, _ in asked} == {"household", "applicant"}


@pytest.mark.parametrize("year", [1946, 1956, 1966])
def test_who_remembers_only_the_year_is_asked_the_day_once_and_then_the_rest(year):
    """They turn 80, 70 or 60 this year: whether they have is not known before the day is."""
    only_the_year = {"from": f"{year}-01-01", "to": f"{year}-12-31"}
    asked = list(talk("elder", [person(only_the_year, work="retired", care_need="none")]))

    assert asked.count(("applicant", "birth_date")) == 1
    assert asked.index(("applicant", "birth_date")) < len(asked) - 1


GM, HMT = {"hukou": "guangming"}, {"hukou": "hmt"}
RETIRED = {"work": "retired", "pension": "employee"}
SEVEN = [
    person("1988-01-01", work="employed", **GM),
    person("1986-01-01", "spouse", sex="male", work="employed"),
    person("2013-01-01", "child", school="junior", school_kind="public", **GM),
    person("2018-01-01", "child", school="primary", school_kind="public", **GM),
    person("2022-06-01", "child", school="kindergarten", school_kind="public", **GM),
    person("1954-01-01", "parent", sex="male", **RETIRED, **GM),
    person("1956-01-01", "parent", work="none", **GM),
]
FROM_HONG_KONG = [
    person("1970-01-01", work="founder", **HMT),
    person("1966-11-30", "spouse", sex="male", work="retired", **HMT),
    person("2026-09-01", "child", **HMT),
]
NOBODY_LOCAL = [each | {"hukou": "mainland", "work": "employed"} for each in SIX]


@pytest.mark.parametrize(
    ("event", "people"),
    [("school", SEVEN), ("moving", SEVEN), ("moving", NOBODY_LOCAL), ("birth", FROM_HONG_KONG)],
)
def test_a_large_family_is_told_within_twelve_questions(event, people):
    asked = list(talk(event, people, is_a_yes))

    assert len(asked) <= MOST, asked
