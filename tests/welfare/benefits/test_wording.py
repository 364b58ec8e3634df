"""What is said of a verdict must be true of the people it is said about."""

from datetime import date

import orjson
import pytest

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.evaluate.answers import read_answers
from weijiayuan.welfare.benefits.adviser import Adviser


@pytest.fixture(scope="module")
def adviser(pack):
    return Adviser(pack)


def decided(adviser, policy, **answers):
    given = adviser.household(answers, TODAY)
    said = orjson.loads(adviser.assessment(given, TODAY))
    return next(each for each in said["decisions"] if each["policy"]["id"] == policy)


def facts(decision, condition):
    return next(one for one in decision["because"] if one["condition"] == condition)["facts"]


def family(*people, **household):
    first, *members = people
    return {
        "household": {"people": len(people), **household},
        "applicant": first,
        "members": members,
    }


MOTHER = {"birth_date": "1996-05-20", "work": "employed"}
FATHER = {"relation": "spouse", "birth_date": "1995-02-11"}
BABY = {"relation": "child", "birth_date": "2026-10-15"}


def test_what_holds_for_somebody_at_home_shows_everybodys_facts(adviser):
    leave = decided(adviser, "gd_leave", **family(MOTHER, FATHER, BABY))

    assert facts(leave, "child")["年龄（全家）"] == "30周岁、31周岁、0周岁"
    assert facts(leave, "worker") == {"在单位上班（全家）": "是、否（有人还没说）"}


def test_what_is_the_same_for_everybody_is_said_once(adviser):
    local = {"hukou": "guangming"}
    spouse, child = (local | {"relation": each} for each in ("spouse", "child"))
    housing = decided(adviser, "gongzu", **family(local, spouse, child, home="rents"))

    assert facts(housing, "local") == {"深圳户籍（全家）": "是"}


def test_who_lives_alone_is_no_family(adviser):
    housing = decided(adviser, "gongzu", **family({"hukou": "guangming"}, home="rents"))

    assert facts(housing, "local") == {"深圳户籍": "是"}


def test_a_condition_on_one_person_shows_that_persons_facts(adviser):
    care = decided(adviser, "yuer", **family(MOTHER, FATHER, BABY | {"hukou": "guangming"}))

    assert facts(care, "age")["年龄"] == "0周岁"
    assert facts(care, "in_time")["出生后几年内首次申领"] == "1年"


PUPIL = {
    "birth_date": "2016-01-01",
    "hukou": "guangming",
    "school": "primary",
    "school_roll": True,
    "school_kind": "inclusive",
}


@pytest.mark.parametrize("tuition", [None, 800_000, {"min": 100_000, "max": 500_000}])
def test_what_was_answered_is_not_offered_as_a_cap_that_nobody_wrote(adviser, tuition):
    given = PUPIL if tuition is None else PUPIL | {"tuition": tuition}

    decision = decided(adviser, "xuewei", **family(given))

    assert (decision["verdict"], decision["amount"]) == ("unknown", None)
    assert "tuition" not in decision["missing"]


def foretold(adviser, born, policy):
    given = adviser.household({"applicant": {"birth_date": born, "hukou": "guangming"}}, TODAY)
    items = adviser.forecast(given, TODAY, date(2037, 1, 1))["items"]
    return [(i["on"], i["when"], i["text"]) for i in items if i["policy"]["id"] == policy]


def test_a_birthday_that_is_known_is_foretold_to_the_day(adviser):
    assert foretold(adviser, "1946-11-30", "gaoling") == [
        ("2026-11-30", "on", "高龄老人津贴由每月200元变为每月300元"),
        ("2036-11-30", "on", "高龄老人津贴由每月300元变为每月500元"),
    ]


JOBLESS = {
    "birth_date": "1985-01-01",
    "hukou": "guangming",
    "work": "unemployed",
    "left_job": "involuntary",
    "registered": True,
    "ui_months": 54,
    "ui_left": False,
    "ui_here": True,
    "pension": "none",
}


@pytest.mark.parametrize(
    ("drawing", "found"),
    [(False, ("2027-05-01", "on")), (True, ("2027-04-01", "not_after"))],
)
def test_the_end_of_a_benefit_is_the_first_day_of_the_month_that_is_not_paid(
    adviser, drawing, found
):
    """Five months from December on end with April; who draws it already began in November or before."""
    last_of_november = date(2026, 11, 30)
    answers = {"applicant": JOBLESS | {"drawing_ui": drawing}}
    given = adviser.household(answers, last_of_november)

    items = adviser.forecast(given, last_of_november, date(2037, 1, 1))["items"]

    ends = [each for each in items if each["policy"]["id"] == "ui" and "领满" in each["text"]]
    assert [(each["on"], each["when"]) for each in ends] == [found]


def test_what_a_source_leaves_open_is_said_to_be_decided_by_somebody(adviser):
    pupil = decided(adviser, "canji_huli", **family(PUPIL | {"disability": "three"}))

    said = [text for reason in pupil["because"] for text in reason["facts"].values()]
    assert "由窗口认定" in said
    assert "未找到" not in said


def test_a_birth_known_by_its_year_gives_the_first_and_the_last_day(adviser):
    year = {"from": "1957-01-01", "to": "1957-12-31"}

    assert foretold(adviser, year, "gaoling") == [
        ("2027-01-01", "not_before", "最早从这天起，可能符合高龄老人津贴：年满70周岁"),
        ("2027-12-31", "not_after", "最晚从这天起，开始符合高龄老人津贴：年满70周岁"),
        ("2037-01-01", "not_before", "最早从这天起，高龄老人津贴可能由每月200元变为每月200至300元"),
    ]


def test_what_the_calendar_alone_ends_is_sure_also_for_a_year_of_birth(adviser):
    year = {"from": "1957-01-01", "to": "1957-12-31"}

    [(day, when, _)] = foretold(adviser, year, "kuogang")

    assert (day, when) == ("2027-01-01", "on")


def test_the_next_question_does_not_depend_on_the_day_somebody_else_asked_for(pack, adviser):
    """All days from the last change of a rule on share one epoch, however far they lie ahead."""
    misled = Adviser(pack)
    far, near = date(2100, 12, 31), date(2028, 3, 1)
    misled.assessment(misled.household({}, far), far)

    for answers in ({}, {"household": {"people": 1}}, family(MOTHER, FATHER, BABY)):
        asked = (
            orjson.loads(each.assessment(each.household(answers, near), near))["next_question"]
            for each in (misled, adviser)
        )
        assert next(asked) == next(asked)
    assert misled.desk(near) is misled.desk(far)


def test_of_a_childs_benefit_the_childs_reason_comes_before_the_parents(adviser):
    pupil = {"relation": "child", "birth_date": "2019-11-01", "school": "kindergarten_last"}

    mother = MOTHER | {"school": "none"}
    refused = decided(adviser, "baojiao", **family(mother, pupil, children_away=False))

    assert refused["verdict"] == "ineligible"
    assert refused["because"][0]["subjects"] == ["members/0"]


ABROAD = {"birth_date": "1955-01-01", "hukou": "foreign"}
HERE = {"birth_date": "1955-01-01", "hukou": "guangming"}


def test_what_no_source_says_of_foreigners_is_for_the_office(adviser):
    alone = decided(adviser, "jinglao", **family(ABROAD, lives_in="guangming"))

    assert (alone["verdict"], alone["needs_office"], alone["missing"]) == ("unknown", True, [])
    assert alone["because"][-1]["text"] == "来源没有写外国人能不能享受，由窗口认定"


def test_what_a_source_keeps_for_the_local_register_is_a_no_with_the_source(adviser):
    decision = decided(adviser, "gaoling", **family(ABROAD))

    assert decision["verdict"] == "ineligible"
    assert decision["because"][0]["text"] == "需为深圳户籍"
    assert decision["because"][0]["source"]["title"]


def test_of_a_mixed_couple_the_one_with_a_register_has_it(adviser):
    both = decided(
        adviser, "jinglao", **family(HERE, ABROAD | {"relation": "spouse"}, lives_in="guangming")
    )

    assert (both["verdict"], both["for"]) == ("eligible", ["applicant"])
    assert both["undecided"] == ["members/0"]


def test_a_foreigner_is_promised_nothing_for_a_later_day(adviser):
    given = adviser.household(
        family(ABROAD | {"birth_date": "1970-01-01"}, lives_in="guangming"), TODAY
    )
    items = adviser.forecast(given, TODAY, date(2037, 1, 1))["items"]

    assert [each["policy"]["id"] for each in items if each["policy"]["id"] == "jinglao"] == []


def test_what_would_help_two_alike_is_said_once(adviser):
    poor = {"insured": False, "birth_date": "1985-01-01", "income": 100_000}
    two = family(poor, poor | {"relation": "spouse"}, hardship="none", gravely_ill=False)

    said = [each["text"] for each in decided(adviser, "yiliao", **two)["nearest"]]

    assert len(said) == 1


@pytest.mark.parametrize("hardship", ["tekun", "dibao", "edge"])
def test_who_is_recognised_already_is_sent_to_no_window_for_a_lower_kind(adviser, hardship):
    decision = decided(adviser, "rigid", **family(HERE, hardship=hardship))

    assert decision["verdict"] == "ineligible"


FOUNDER = {"birth_date": "1998-01-01", "work": "founder", "startup_since": "2026-01-05"}


@pytest.mark.parametrize(("hires", "most"), [(2, 600_000), (3, 1_500_000)])
def test_the_hires_of_one_firm_are_counted_once_for_its_two_founders(adviser, hires, most):
    """Two who say the same speak of one firm; two who do not, of two."""
    pair = family(
        FOUNDER | {"startup_hires": 2},
        FOUNDER | {"relation": "spouse", "startup_hires": hires},
    )

    assert decided(adviser, "cy_daidong", **pair)["amount"]["upper_fen"] == most


def test_the_fee_for_an_only_child_is_ten_yuan_for_a_couple(adviser):
    holder = {"hukou": "guangming", "only_child_certificate": True, "lost_child": "no"}
    couple = [
        holder | {"birth_date": "1985-01-03"},
        holder | {"birth_date": "1985-01-03", "relation": "spouse"},
    ]
    child = {"relation": "child", "birth_date": "2016-01-03"}

    said = decided(adviser, "dusheng", **family(*couple, child, children_away=False))

    assert said["amount"]["text"] == "每月10元（2人合计）"


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ([{"only_child_certificate": True}, {"relation": "child"}, {"relation": "child"}], False),
        ([{"only_child_certificate": False}, {"relation": "child"}], False),
        ([{"only_child_certificate": True}, {"relation": "child"}], True),
        ([{"only_child_certificate": "dont_know"}, {"relation": "child"}], True),
    ],
)
def test_nobody_is_asked_about_a_lost_child_without_a_reason(adviser, people, asked):
    """Only who holds the certificate, or does not know, and has no second child."""
    first, *children = people
    mother = {"birth_date": "1976-03-01", "hukou": "guangming", "sex": "female"} | first
    children = [each | {"birth_date": "2016-01-01"} for each in children]

    said = decided(adviser, "dusheng", **family(mother, *children, children_away=False))

    assert ("lost_child" in said["missing"]) is asked


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"birth_date": "1986-01-01", "work": "employed"}, False),
        ({"birth_date": "1986-01-01", "work": "none"}, False),
        ({"birth_date": "1986-01-01", "work": "student"}, True),
        ({"birth_date": "2002-01-01", "work": "founder"}, True),
        ({"birth_date": "2016-01-01"}, True),
    ],
)
def test_only_who_may_be_at_school_is_asked_about_it(pack, engine, answers, asked):
    rules = engine.rules_on(TODAY)
    given = read_answers(pack, {"household": {"people": 1}, "applicant": answers}, TODAY)

    names = {name for name, _ in rules.bits.named(rules.assess(given, TODAY).askable)}

    assert ("school" in names) is asked
