"""Nobody is asked what their age rules out: the questions still open once age and sex are known."""

import pytest

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.evaluate.answers import read_answers

WORK = {"work", "income", "registered", "left_job", "ui_months", "skill_certificate", "pays_tax"}
BIRTH = {"birth_kind", "babies", "maternity_insured", "only_child_certificate", "lost_child"}
SCHOOL = {"school", "school_kind", "student_loan", "recent_graduate"}
OLD = {"pension", "pension_paid", "care_need"}


@pytest.mark.parametrize(
    ("born", "never"),
    [
        ("2026-11-01", WORK | BIRTH | SCHOOL | OLD | {"service", "talent", "only_child"}),
        ("2016-03-01", WORK | BIRTH | OLD | {"service", "talent", "student_loan"}),
        ("1986-03-01", OLD | {"orphan", "special_child", "childcare_applied"}),
        ("1950-03-01", SCHOOL | {"birth_kind", "babies", "orphan", "only_child"}),
    ],
    ids=["0", "10", "40", "76"],
)
@pytest.mark.parametrize("sex", ["female", "male"])
def test_nobody_is_asked_what_their_age_rules_out(engine, pack, born, sex, never):
    given = read_answers(
        pack,
        {"household": {"people": 1}, "applicant": {"birth_date": born, "sex": sex}},
        TODAY,
    )
    rules = engine.rules_on(TODAY)

    asked = {name for name, _ in rules.bits.named(rules.assess(given, TODAY).askable)}

    assert asked & never == set()
    assert asked
