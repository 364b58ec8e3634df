from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.gateways.fake_wechat.template_rules import unfit_keyword
from weijiayuan.kernel.clock import CHINA, at_local
from weijiayuan.notices import rules
from weijiayuan.notices.rules import Kind, Words
from weijiayuan.notices.subscribe_templates import read_templates
from weijiayuan.settings import BadSettings

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        (time(21, 29, 59), False),
        (time(21, 30), True),
        (time(23, 59), True),
        (time(0, 0), True),
        (time(7, 59, 59), True),
        (time(8, 0), False),
        (time(12, 0), False),
    ],
)
def test_people_are_left_in_peace_from_half_past_nine_to_eight(clock, quiet):
    assert rules.is_quiet(at_local(DAY, clock)) == quiet


def test_quiet_is_by_the_districts_clock_whatever_the_zone():
    evening = at_local(DAY, time(22, 0))
    assert rules.is_quiet(evening.astimezone(CHINA))
    assert rules.is_quiet(evening.astimezone(UTC))


@pytest.mark.parametrize(
    ("answer", "held", "long_term", "left"),
    [
        ("accept", 0, False, 1),
        ("accept", 3, False, 4),
        ("accept", 100, False, 100),
        ("reject", 3, False, 3),
        ("filter", 3, False, 3),
        ("ban", 3, False, 0),
        ("accept", 0, True, 1),
        ("accept", 1, True, 1),
        ("reject", 1, True, 0),
        ("ban", 1, True, 0),
    ],
)
def test_credits_follow_the_answer(answer, held, long_term, left):
    assert rules.credits_after(answer, held=held, is_long_term=long_term) == left


@given(st.sampled_from(["accept", "reject", "ban", "filter"]), st.integers(0, 100), st.booleans())
def test_credits_stay_within_bounds(answer, held, long_term):
    assert 0 <= rules.credits_after(answer, held=held, is_long_term=long_term) <= 100


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("您预约的场地已确认，请准时到场", "您预约的场地已确认"),
        ("已办结。", "已办结"),
        ("没有标点", "没有标点"),
        ("，开头", "，开头"),
        ("", ""),
    ],
)
def test_the_title_is_the_first_clause(text, title):
    assert rules.title_of(text) == title


def test_old_news_rings_no_telephone():
    assert not rules.is_stale(NOON, now=NOON + timedelta(days=3))
    assert rules.is_stale(NOON, now=NOON + timedelta(days=3, seconds=1))


def test_the_moment_is_the_first_among_the_facts():
    later = NOON + timedelta(hours=3)
    assert rules.moment_of({"venue": "球场", "starts_at": later}, now=NOON) == later
    assert rules.moment_of({"venue": "球场"}, now=NOON) == NOON


@given(st.integers(1, 1000))
def test_pauses_grow_to_an_hour(attempts):
    assert rules.pause_after(attempts) <= rules.pause_after(attempts + 1) <= timedelta(hours=1)


@given(st.text(), st.text(), st.sampled_from(list(Kind)))
def test_whatever_is_said_wechat_takes_it(title, text, kind):
    template = read_templates("", fake=True)[kind]
    data = template.data(Words(title, text, NOON))
    assert (
        unfit_keyword(template.id, {key: {"value": value} for key, value in data.items()}) is None
    )


def test_without_templates_of_its_own_a_real_mini_program_has_none():
    assert read_templates("", fake=False) == {}


def test_the_operator_names_templates():
    text = '{"progress": {"id": "abc", "title": "thing7", "text": "thing8", "moment": "date2", "long_term": true}}'
    (template,) = read_templates(text, fake=False).values()
    assert (template.id, template.long_term) == ("abc", True)
    assert template.data(Words("甲", "乙", NOON)) == {
        "thing7": "甲",
        "thing8": "乙",
        "date2": "2026年11月23日 12:00",
    }


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"unknown": {}}',
        '{"progress": {}}',
        '{"progress": {"id": "a", "title": "colour1", "text": "thing2", "moment": "time3"}}',
        '{"progress": {"id": "a", "title": "number1", "text": "thing2", "moment": "time3"}}',
        '{"progress": {"id": "a", "title": "thing1", "text": "thing2", "moment": "thing3"}}',
    ],
)
def test_templates_that_cannot_work_stop_the_start_with_a_sentence(text):
    with pytest.raises(BadSettings, match="WECHAT_TEMPLATES"):
        read_templates(text, fake=False)
