"""Two regimes of minimum wage: full-time by the month, part-time by the hour."""

from datetime import date
from decimal import Decimal

import pytest

from weijiayuan.jobs.rules.minimum_wage import PayUnit, in_force
from weijiayuan.jobs.rules.post_fields_check import PostFacts, check_post
from weijiayuan.jobs.rules.post_text_check import check_text
from weijiayuan.jobs.rules.states import JobKind

TODAY = in_force(date(2026, 11, 23), region="shenzhen")


def findings(kind, fen, *, unit=PayUnit.HOUR, words=""):
    facts = PostFacts(
        kind=kind,
        texts={"duties": "整理仓库", "requirements": "年满18周岁", "pay_parts": words},
        pay_min_fen=fen,
        pay_max_fen=None,
        pay_unit=unit,
        hours_per_day=Decimal(4),
        days_per_week=Decimal(5),
        wanted=1,
        has_place=True,
        valid_until=TODAY.on,
    )
    found = check_post(facts, when=TODAY)
    return {each.level.value for each in found if each.rule == "minimum_wage"}


@pytest.mark.parametrize(
    ("kind", "fen", "levels"),
    [
        (JobKind.FULL_TIME, 1551, {"refuse"}),
        (JobKind.FULL_TIME, 1552, set()),
        (JobKind.FULL_TIME, 2539, set()),
        (JobKind.HOURLY, 2539, {"refuse"}),
        (JobKind.HOURLY, 2540, set()),
        (JobKind.TEMPORARY, 1551, {"refuse"}),
        (JobKind.TEMPORARY, 2539, {"review"}),
        (JobKind.TEMPORARY, 2540, set()),
    ],
)
def test_an_hour_is_measured_by_the_regime_of_the_work(kind, fen, levels):
    assert findings(kind, fen) == levels


def test_words_of_a_full_time_post_are_measured_by_the_month():
    said = "时薪20-22元，综合6500"
    assert findings(JobKind.FULL_TIME, 650_000, unit=PayUnit.MONTH, words=said) == set()
    assert findings(JobKind.HOURLY, 2600, words=said) == {"refuse"}


def test_a_sentence_alone_is_seen_by_a_person():
    found = check_text("时薪20元", when=TODAY)
    assert [(each.rule, each.level.value) for each in found] == [("minimum_wage", "review")]


@pytest.mark.parametrize(("on", "fen"), [(date(2026, 8, 31), 1449), (date(2026, 9, 1), 1552)])
def test_the_hour_of_full_time_work_follows_the_notice_in_force(on, fen):
    assert in_force(on, region="shenzhen").wage.full_time_hour.fen == fen
