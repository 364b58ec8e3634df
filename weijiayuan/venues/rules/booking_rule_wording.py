"""The booking rules as residents read them, before they book and when a rule bites."""

from collections.abc import Iterator

from weijiayuan.venues.rules import no_shows
from weijiayuan.venues.rules.booking_rules import Approval, BookingRules


def sentences(rules: BookingRules) -> list[str]:
    """Say every rule in one plain sentence."""
    return [*_when(rules), *_how_much(rules), *_who(rules), *_presence(rules)]


def _when(rules: BookingRules) -> Iterator[str]:
    if rules.days_ahead:
        yield f"每天{rules.release_time}放出{rules.days_ahead}天后的时段"
    else:
        yield f"当天{rules.release_time}起预约当天的时段"
    if rules.notice_minutes:
        yield f"开始前{duration(rules.notice_minutes)}停止预约"
    if rules.hold_minutes:
        yield f"选定后{duration(rules.hold_minutes)}内确认，逾期自动释放"
    yield f"约满可以候补，有空位按顺序通知，{duration(rules.offer_minutes)}内接受有效"


def _how_much(rules: BookingRules) -> Iterator[str]:
    limits = (
        ("每人每天最多{}次", rules.per_day),
        ("每人每周最多{}次", rules.per_week),
        ("同类场地每人每周最多{}次", rules.kind_per_week),
    )
    yield from (line.format(most) for line, most in limits if most is not None)
    if rules.max_people > 1:
        yield f"每次最多{rules.max_people}人"
    yield "同一时间只能有一个预约"


def _who(rules: BookingRules) -> Iterator[str]:
    if (ages := age_words(rules.min_age, rules.max_age)) is not None:
        yield f"限{ages}"
    if rules.communities:
        yield "限所在社区居民预约"
    if rules.for_family:
        yield "可以为家人预约"
    if rules.for_groups:
        yield "可以为团体预约"
    if rules.approval is Approval.ALWAYS:
        yield f"需要场地方审核，{rules.approval_hours}小时内答复，逾期自动释放"
    if rules.approval is Approval.TWO_STEP:
        yield f"需要两级审核，要留联系人和电话，每级{rules.approval_hours}小时内答复，逾期自动释放"
    if rules.approval is Approval.FIRST:
        yield f"首次预约需要场地方审核，{rules.approval_hours}小时内答复"


def _presence(rules: BookingRules) -> Iterator[str]:
    yield f"开始前{duration(rules.cancel_minutes)}以前可以取消"
    yield (f"开始前{rules.early_minutes}分钟起签到，开始后{rules.late_minutes}分钟未到记一次爽约")
    yield (
        f"{no_shows.COUNTED_WITHIN.days}天内爽约{no_shows.NO_SHOWS_ALLOWED + 1}次，"
        f"暂停预约{no_shows.SUSPENDED_FOR.days}天，可以申诉"
    )


def duration(minutes: int) -> str:
    """Write a length of time the short way.

    >>> duration(30), duration(120), duration(90), duration(2880)
    ('30分钟', '2小时', '1小时30分钟', '2天')
    """
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = ((days, "天"), (hours, "小时"), (left, "分钟"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0分钟"


def age_words(min_age: int | None, max_age: int | None) -> str | None:
    """Write an age range.

    >>> age_words(6, None), age_words(None, 14), age_words(6, 14), age_words(None, None)
    ('6岁及以上', '14岁及以下', '6至14岁', None)
    """
    if min_age is not None and max_age is not None:
        return f"{min_age}至{max_age}岁"
    if min_age is not None:
        return f"{min_age}岁及以上"
    return None if max_age is None else f"{max_age}岁及以下"
