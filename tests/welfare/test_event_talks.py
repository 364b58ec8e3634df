"""Who came because of an event and is asked one thing at a time has a useful answer soon."""

from datetime import date

import orjson
import pytest

from tests.districts import GUANGMING
from weijiayuan.rules_engine.advise.event_focus import Concern
from weijiayuan.rules_engine.values.interval import TRUE, UNKNOWN
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


def is_known(outcome):
    """Tell whether it is a yes, or nothing but the window can tell."""
    return outcome.verdict == TRUE or (outcome.verdict == UNKNOWN and not outcome.open)


def is_a_yes(outcome):
    return outcome.verdict == TRUE


def never(_):
    return False


class Talk:
    """Somebody came because of an event, and one thing is asked after the other."""

    def __init__(self, event, people):
        self.adviser = shipped(GUANGMING.pack_folder)
        events = self.adviser.life_events(ON)
        self.policies = frozenset(next(e["policies"] for e in events if e["id"] == event))
        self.answers = {"household": {}, "applicant": {}, "members": [{} for _ in people[1:]]}
        self.told = {"applicant": people[0], "household": HOME | {"people": len(people)}}
        self.told |= {f"members/{n}": each for n, each in enumerate(people[1:])}
        self.told_to_all = {one.rule.policy.id for one in self.outcomes() if is_known(one)}

    @property
    def given(self):
        is_counted = "people" in self.answers["household"]
        known = self.answers if is_counted else self.answers | {"members": []}
        return self.adviser.household(known, ON)

    def outcomes(self):
        found = self.adviser.desk(ON).rules.assess(self.given, ON).outcomes
        return [one for one in found if one.rule.policy.id in self.policies]

    def is_settled(self, outcomes):
        """Tell whether somebody whom the event is about is asked nothing more."""
        askable = self.adviser.desk(ON).rules.assess(self.given, ON).askable
        focus = self.adviser.focus(self.policies, ON)
        about = [n for n, p in enumerate(self.given.people) if focus.concern(p) is Concern.SURE]
        own = {n: [one for one in outcomes if one.who == n] for n in about}
        return any(each and not any(one.open & askable for one in each) for each in own.values())

    def decided(self):
        return orjson.loads(self.adviser.assessment(self.given, ON, only=self.policies))

    def slot(self, subject):
        _, _, place = subject.partition("/")
        return self.answers["members"][int(place)] if place else self.answers[subject]

    def asked(self, is_useful=is_known):
        """Yield what is asked of whom until somebody has something not said to everybody."""
        for _ in range(200):
            asked = self.decided()["next_question"]
            own = [o for o in self.outcomes() if o.rule.policy.id not in self.told_to_all]
            is_told = any(map(is_useful, own)) or (is_useful is is_known and self.is_settled(own))
            if asked is None or is_told:
                return
            subject, name = asked["subject"], asked["id"]
            self.slot(subject)[name] = self.told[subject].get(name, "dont_know")
            yield subject, name


def talk(event, people, is_useful=is_known):
    """Yield what is asked of whom, with nothing known beforehand."""
    yield from Talk(event, people).asked(is_useful)


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
    ("event", "people", "is_useful"),
    [
        ("school", SEVEN, is_a_yes),
        ("moving", SEVEN, is_known),
        ("birth", FROM_HONG_KONG, is_a_yes),
    ],
)
def test_a_large_family_is_told_within_twelve_questions(event, people, is_useful):
    asked = list(talk(event, people, is_useful))

    assert len(asked) <= MOST, asked


def told_at_once(event, people):
    """Return a talk in which the phone was told who the family are and whom it is about."""
    begun = Talk(event, people)
    begun.answers["household"]["people"] = len(people)
    who = next(e["who"] for e in begun.adviser.life_events(ON) if e["id"] == event)
    for person, known in zip(
        people, [begun.answers["applicant"], *begun.answers["members"]], strict=True
    ):
        is_meant = who["ask"] and person.get("is_tapped")
        known.update(who["chosen"] if is_meant else who["rest"])
        if person["relation"] != "self":
            known["relation"] = person["relation"]
    return begun


MOTHER = person("1998-05-05", birth_kind="normal", babies=1, work="employed", **GM)
HUSBAND = person("1996-05-05", "spouse", sex="male", work="employed", **GM)
BABY = person("2026-09-09", "child", **GM)
FOUNDER = {"work": "founder", "startup_since": "2026-01-01", "startup_rent": "other"}
FOUNDER |= {"startup_hires": 3, "startup_insured_months": 10, "is_tapped": True}


def test_a_mother_who_is_tapped_beside_her_child_is_asked_of_the_birth_and_her_work():
    people = [MOTHER | {"is_tapped": True}, HUSBAND, BABY | {"is_tapped": True}]

    asked = list(told_at_once("birth", people).asked(never))

    assert {("applicant", name) for name in ("birth_kind", "work", "maternity_insured")} <= {*asked}


def test_how_many_questions_are_left_is_said_and_no_fewer_are_put():
    talk = Talk("birth", SEVEN)
    talk.answers["household"]["people"] = len(SEVEN)
    left = talk.decided()["next_question"]["left"]

    asked = list(talk.asked(never))

    assert 0 < len(asked) <= left


def test_a_founder_is_asked_of_the_people_they_hired():
    founder = person("2000-05-05", **GM) | FOUNDER

    asked = list(told_at_once("business", [founder]).asked(never))

    assert ("applicant", "startup_hires") in asked


@pytest.mark.parametrize(
    "mover",
    [
        person("1990-05-05", is_tapped=True, work="employed", income=300000, **GM),
        person("1990-05-05", work="public_service", income=400000),
    ],
)
def test_what_only_the_window_can_tell_does_not_end_a_move(mover):
    talk = told_at_once("moving", [mover])

    asked = list(talk.asked(never))

    assert asked
    assert not {d["policy"]["id"] for d in talk.decided()["decisions"] if is_askable(d)}


def is_askable(decision):
    """Tell whether what was never asked could still settle a verdict."""
    return decision["verdict"] == "unknown" and decision["missing"]


EVERY_EVENT = [each["id"] for each in shipped(GUANGMING.pack_folder).life_events(ON)]


@pytest.mark.parametrize("event", EVERY_EVENT)
@pytest.mark.parametrize("people", [SIX, SEVEN, FROM_HONG_KONG], ids=["six", "seven", "hmt"])
def test_an_event_ends_when_nothing_unasked_can_change_it(event, people):
    talk = Talk(event, people)

    asked = list(talk.asked(never))

    assert len(asked) == len({*asked})
    for decision in talk.decided()["decisions"]:
        if is_askable(decision):
            put = {name for _, name in asked}
            assert {*decision["missing"]} <= put, decision
