import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel.clock import at_local, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.rules import booking_rule_wording, booking_rules
from weijiayuan.venues.rules.booking_rules import (
    Approval,
    BookingRules,
    Limit,
    Own,
    SlotState,
    kept_until,
    limit_reached,
    needs_approval,
    overlapping,
    slot_state,
    week_around,
)
from weijiayuan.venues.rules.slot_identifiers import PATTERN, SlotName, slot_name
from weijiayuan.venues.rules.states import BookingState

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
SPAN = Span(NOON, NOON + timedelta(hours=1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
RULES = BookingRules()


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at_local(date(2026, 11, 16), time(8, 59, 59)), SlotState.NOT_YET),
        (at_local(date(2026, 11, 16), time(9)), SlotState.OPEN),
        (NOON - timedelta(minutes=30), SlotState.OPEN),
        (NOON - timedelta(minutes=30) + timedelta(seconds=1), SlotState.ENDED),
    ],
)
def test_a_slot_opens_at_nine_seven_days_ahead_and_ends_half_an_hour_before(now, state):
    assert slot_state(RULES.moments_of_change(SPAN), left=1, is_blocked=False, now=now) is state


def test_full_and_closed_are_told_apart():
    now = NOON - timedelta(days=1)
    assert (
        slot_state(RULES.moments_of_change(SPAN), left=0, is_blocked=False, now=now)
        is SlotState.FULL
    )
    assert (
        slot_state(RULES.moments_of_change(SPAN), left=5, is_blocked=True, now=now)
        is SlotState.CLOSED
    )


@given(MOMENTS, st.integers(0, 90), st.integers(0, 1439))
def test_the_last_released_day_is_released_and_the_next_is_not(now, days_ahead, minute):
    rules = BookingRules(days_ahead=days_ahead, release_time=f"{minute // 60:02}:{minute % 60:02}")
    last = rules.last_day(now)
    assert rules.released_at(last) <= now < rules.released_at(last + timedelta(days=1))


@given(MOMENTS)
def test_a_week_has_seven_days_and_begins_on_monday(moment):
    week = week_around(moment)
    assert week.starts_at <= moment < week.ends_at
    assert week.ends_at - week.starts_at == timedelta(days=7)
    assert local_date(week.starts_at).weekday() == 0


def own(starts_at, bookable="court", kind="court", state=BookingState.CONFIRMED):
    return Own(bookable, kind, Span(starts_at, starts_at + timedelta(hours=1)), state)


@pytest.mark.parametrize(
    ("others", "limit"),
    [
        ([], None),
        ([own(NOON + timedelta(hours=3))], Limit.DAY),
        ([own(NOON + timedelta(hours=3), bookable="other")], None),
        ([own(NOON + timedelta(days=n)) for n in (1, 2, 6)], Limit.WEEK),
        ([own(NOON + timedelta(days=n)) for n in (1, 2, 7)], None),
        ([own(NOON - timedelta(days=n)) for n in (1, 2, 3)], None),
        ([own(NOON + timedelta(days=n), bookable="other") for n in (1, 2, 3, 4)], Limit.KIND),
    ],
)
def test_limits_by_day_week_and_kind(others, limit):
    rules = BookingRules(per_day=1, per_week=3, kind_per_week=4)
    assert limit_reached(rules, SPAN, bookable="court", kind="court", others=others) is limit


def test_just_before_midnight_and_just_after_are_two_days():
    midnight = at_local(date(2026, 11, 24), datetime.min.time())
    late = own(midnight - timedelta(minutes=1))
    early = Span(midnight, midnight + timedelta(hours=1))
    assert limit_reached(RULES, early, bookable="court", kind="court", others=[late]) is None
    assert overlapping(early, [late]) == late


@given(st.integers(-180, 180))
def test_two_bookings_overlap_exactly_when_they_share_a_minute(minutes):
    other = own(NOON + timedelta(minutes=minutes))
    shared = max(0, 60 - abs(minutes))
    assert (overlapping(SPAN, [other]) is not None) is (shared > 0)


@pytest.mark.parametrize(
    ("approval", "has_been_here", "needed"),
    [
        (Approval.NONE, False, False),
        (Approval.ALWAYS, True, True),
        (Approval.FIRST, False, True),
        (Approval.FIRST, True, False),
    ],
)
def test_who_needs_approval(approval, has_been_here, needed):
    assert needs_approval(BookingRules(approval=approval), has_been_here=has_been_here) is needed


def test_holds_and_requests_lapse_and_never_outlive_the_start():
    rules = BookingRules(hold_minutes=15, approval_hours=24)
    early, late = NOON - timedelta(days=3), NOON - timedelta(minutes=5)
    assert kept_until(rules, SPAN, state=BookingState.HELD, now=early) == early + timedelta(
        minutes=15
    )
    assert kept_until(rules, SPAN, state=BookingState.HELD, now=late) == NOON
    assert kept_until(rules, SPAN, state=BookingState.PENDING, now=early) == early + timedelta(
        days=1
    )
    assert kept_until(rules, SPAN, state=BookingState.PENDING, now=late) == NOON
    assert kept_until(rules, SPAN, state=BookingState.CONFIRMED, now=early) is None


@pytest.mark.parametrize(
    ("born", "verdict"),
    [
        (date(2020, 11, 23), True),
        (date(2020, 11, 24), False),
        (date(2011, 11, 23), False),
        (None, None),
    ],
)
def test_ages_are_judged_on_the_day_itself(born, verdict):
    rules = BookingRules(min_age=6, max_age=14)
    assert booking_rules.is_of_age(rules, born=born, day=date(2026, 11, 23)) is verdict
    assert booking_rules.is_of_age(BookingRules(), born=None, day=date(2026, 11, 23)) is True


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        (BookingRules(days_ahead=91), "days_ahead"),
        (BookingRules(release_time="24:00"), "release_time"),
        (BookingRules(notice_minutes=-1), "notice"),
        (BookingRules(cancel_minutes=-1), "cancel"),
        (BookingRules(per_day=0), "limits"),
        (BookingRules(max_people=0), "people"),
        (BookingRules(min_age=15, max_age=14), "ages"),
    ],
)
def test_rules_that_cannot_be_meant_are_named(rules, fault):
    assert booking_rules.faults(rules) == [fault]


def test_rules_survive_being_stored_and_old_rows_take_defaults():
    rules = BookingRules(approval=Approval.FIRST, communities=("440311001001",), max_people=4)
    assert booking_rules.from_data(booking_rules.to_data(rules)) == rules
    assert booking_rules.from_data({}) == RULES
    assert booking_rules.faults(RULES) == []


def test_rules_are_said_in_plain_words():
    rules = BookingRules(
        days_ahead=7,
        release_time="09:00",
        notice_minutes=30,
        hold_minutes=15,
        kind_per_week=2,
        max_people=4,
        min_age=6,
        communities=("x",),
        for_groups=True,
        approval=Approval.ALWAYS,
    )
    assert booking_rule_wording.sentences(rules) == [
        "每天09:00放出7天后的时段",
        "开始前30分钟停止预约",
        "选定后15分钟内确认，逾期自动释放",
        "约满可以候补，有空位按顺序通知，1小时内接受有效",
        "每人每天最多1次",
        "每人每周最多3次",
        "同类场地每人每周最多2次",
        "每次最多4人",
        "同一时间只能有一个预约",
        "限6岁及以上",
        "限所在社区居民预约",
        "可以为家人预约",
        "可以为团体预约",
        "需要场地方审核，24小时内答复，逾期自动释放",
        "开始前2小时以前可以取消",
        "开始前15分钟起签到，开始后15分钟未到记一次爽约",
        "90天内爽约3次，暂停预约30天，可以申诉",
    ]
    quiet = BookingRules(
        days_ahead=0,
        notice_minutes=0,
        per_day=None,
        per_week=None,
        for_family=False,
        approval=Approval.FIRST,
        cancel_minutes=0,
    )
    assert "当天09:00起预约当天的时段" in booking_rule_wording.sentences(quiet)
    assert "首次预约需要场地方审核，24小时内答复" in booking_rule_wording.sentences(quiet)


@given(st.uuids(), st.integers(0, 2**16 * 1440 - 1), st.integers(0, 2**16 - 1))
def test_a_slots_name_says_which_slot_it_is(venue_id, minute, length):
    starts_at = datetime.fromtimestamp(minute * 60, UTC)
    name = SlotName(venue_id, Span(starts_at, starts_at + timedelta(minutes=length)))
    assert slot_name(str(name)) == name
    assert re.fullmatch(PATTERN, str(name))


@given(st.from_regex(PATTERN, fullmatch=True))
def test_whatever_has_the_form_of_a_name_can_be_read(text):
    assert slot_name(text).span.starts_at <= slot_name(text).span.ends_at
