"""What the law says about a licence after it was given: pauses, closing, yearly reports."""

from datetime import date, timedelta

from weijiayuan.approvals.rules.states import LicenceState

MOST_PAUSED = 3 * 365 + 1
"""Days of pause in all: three years (条例 30)."""
OBJECT_WITHIN = {"individual": 10, "company": 20}
"""Days in which departments object to a simple deregistration, or in which it is published."""
REPORT_FROM, REPORT_UNTIL = (1, 1), (6, 30)
REMIND_FROM = (6, 1)


def report_due(issued_on: date, *, on: date) -> date | None:
    """Return the last day of the yearly report that is due now; None outside the season.

    >>> report_due(date(2026, 11, 28), on=date(2027, 3, 1))
    datetime.date(2027, 6, 30)
    >>> report_due(date(2026, 11, 28), on=date(2026, 12, 31)) is None
    True
    """
    last = date(on.year, *REPORT_UNTIL)
    return last if issued_on.year < on.year and on <= last else None


def is_time_to_remind(on: date) -> bool:
    """Tell whether the last month of the season has begun."""
    return date(on.year, *REMIND_FROM) <= on <= date(on.year, *REPORT_UNTIL)


def pause_end(start: date, days: int) -> date:
    """Return the last day of a pause."""
    return start + timedelta(days=days - 1)


def objections_end(start: date, kind: str) -> date:
    """Return the last day to object; the day of the filing is not counted.

    >>> objections_end(date(2026, 11, 28), "individual")
    datetime.date(2026, 12, 8)
    """
    return start + timedelta(days=OBJECT_WITHIN[kind])


def why_not_simple(
    state: LicenceState, *, has_pre_permit: bool, is_under_inquiry: bool, is_objected_to: bool
) -> str:
    """Return why the simple way of closing is not open (细则 48, 49); empty if it is."""
    if is_objected_to:
        return "部门提出的异议还没有解除，先处理好，由提出的部门解除"
    if state is LicenceState.REVOKED:
        return "登记已被撤销"
    if is_under_inquiry:
        return "登记机关正在调查这张执照"
    return "注销须经批准的项目要走普通程序" if has_pre_permit else ""
