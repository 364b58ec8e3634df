"""How long a right can still be used: the last day of every road, with its rule. Pure.

A period of years or months ends on the day that carries the number of the day it began on, and
where the month has none on its last (民法典 202); the first day is not counted (201). A last day
on which nobody works is followed by the next working day (203, 民事诉讼法 85). The day before
rolling is the one to keep to.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

SOON = timedelta(days=15)


class WorkingDays(Protocol):
    """What is asked of the working calendar."""

    def roll_forward(self, day: date) -> date: ...

    def is_provisional(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Period:
    """So many years, months or days after a day."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        """Return the last day of the period.

        >>> Period(years=3).after(date(2024, 2, 29)), Period(months=6).after(date(2026, 8, 31))
        (datetime.date(2027, 2, 28), datetime.date(2027, 2, 28))
        """
        if self.days:
            return start + timedelta(days=self.days)
        months = start.year * 12 + start.month - 1 + self.years * 12 + self.months
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))

    @property
    def in_words(self) -> str:
        if self.days:
            return f"{self.days}日"
        return f"{self.years}年" if self.years else f"{self.months}个月"


@dataclass(frozen=True, slots=True)
class Rule:
    """A limitation: from which day, how long, by which article.

    `longest` runs from what happened, whenever it became known.
    """

    period: Period
    starts: tuple[str, ...]
    article: str
    interrupted: bool = False
    longest: Period | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a road. `safe` does not lean on days of rest."""

    safe: date
    rolled: date
    start: date
    start_is: str
    rule: Rule
    provisional: bool
    too_late: date | None = None
    """A request that came after the end, and so began nothing anew."""

    def is_over(self, on: date) -> bool:
        return on > self.rolled

    def is_soon(self, on: date) -> bool:
        """Tell whether fewer than fifteen days are left: the formal road is offered first."""
        return not self.is_over(on) and self.safe - on < SOON


CIVIL_STARTS = ("due_on", "learned_on", "happened_on", "ended_on")
CIVIL = Rule(
    Period(years=3),
    CIVIL_STARTS,
    "民法典第一百八十八条；诉讼时效规定第十二条",
    interrupted=True,
    longest=Period(years=20),
)
LOAN = Rule(
    Period(years=3), ("due_on",), "民法典第一百八十八条；诉讼时效规定第四条", interrupted=True
)
"""A loan without a day to pay it back is not overdue before it is asked back."""
AGREED_CIVIL = Rule(
    Period(years=3), ("due_on", "agreed_on"), "民法典第一百八十八条", interrupted=True
)
ARBITRATION = Rule(
    Period(years=1),
    ("ended_on", "learned_on", "happened_on"),
    "劳动争议调解仲裁法第二十七条",
    interrupted=True,
)
AFTER_AWARD = Rule(Period(days=15), ("learned_on",), "劳动争议调解仲裁法第五十条")
APPEAL = Rule(Period(days=15), ("learned_on",), "民事诉讼法第一百七十一条")
INJURY = Rule(Period(years=1), ("happened_on", "learned_on"), "工伤保险条例第十七条")
REVIEW = Rule(
    Period(days=60),
    ("learned_on", "happened_on"),
    "行政复议法第二十条、第二十一条",
    longest=Period(years=5),
)
SUIT = Rule(
    Period(months=6),
    ("learned_on", "happened_on"),
    "行政诉讼法第四十六条",
    longest=Period(years=5),
)
AFTER_REVIEW = Rule(Period(days=15), ("learned_on",), "行政诉讼法第四十五条")
PETITION_AGAIN = Rule(Period(days=30), ("learned_on",), "信访工作条例第三十五条")
CONFIRMATION = Rule(Period(days=30), ("agreed_on",), "民事诉讼法第二百零五条；人民调解法第三十三条")
ENFORCEMENT = Rule(
    Period(years=2), ("due_on", "learned_on"), "民事诉讼法第二百五十条", interrupted=True
)


USUAL = {
    "civil_suit": CIVIL,
    "labour_arbitration": ARBITRATION,
    "injury_recognition": INJURY,
    "administrative_review": REVIEW,
    "administrative_suit": SUIT,
    "judicial_confirmation": CONFIRMATION,
    "enforcement": ENFORCEMENT,
}
AFTER = {
    ("civil_suit", "award"): AFTER_AWARD,
    ("civil_suit", "judgment"): APPEAL,
    ("administrative_suit", "review_decision"): AFTER_REVIEW,
    ("petition", "petition_opinion"): PETITION_AGAIN,
}
"""What runs instead once something was decided."""
OF_DECISIONS = (*AFTER.values(), ENFORCEMENT)
DECIDED = frozenset(pending for _, pending in AFTER)
LEARNED = "learned_on"
"""Once something was decided, the day on which that was learned: no other period begins with it."""
UNLIMITED = ("divorce", "family")
"""Who is married to whom, and who keeps whom, falls under no limitation (民法典 196)."""


def rule_for(road: str, answers: Mapping[str, Any]) -> Rule | None:
    """Return the limitation of a road in a case; None where none runs."""
    decided = AFTER.get((road, str(answers.get("pending"))))
    if decided is not None:
        return decided
    if road == "civil_suit" and answers.get("agreement") == "broken":
        return AGREED_CIVIL
    if road == "civil_suit" and answers.get("matter") in UNLIMITED:
        return None
    if road == "civil_suit" and answers.get("matter") == "debt":
        return LOAN
    if road == "labour_arbitration" and answers.get("employed"):
        return None if answers.get("matter") == "wages" else ARBITRATION
    return USUAL.get(road)


def deadline(road: str, answers: Mapping[str, Any], calendar: WorkingDays) -> Deadline | None:
    """Return the last day of a road, None while the day it runs from is not known."""
    rule = rule_for(road, answers)
    if rule is None:
        return None
    requests = requests_in(answers) if rule.interrupted else ()
    known = next((name for name in _starts(rule, answers) if answers.get(name)), None)
    if known is None and not requests:
        return None
    start_is, first = (known, answers[known]) if known else ("interrupted_on", requests[0])
    start, too_late = _renewed(rule, first, requests, calendar)
    safe = rule.period.after(start)
    if rule.longest and answers.get("happened_on"):
        safe = min(safe, rule.longest.after(answers["happened_on"]))
    return Deadline(
        safe,
        rolled := calendar.roll_forward(safe),
        start,
        start_is if start == first else "interrupted_on",
        rule,
        calendar.is_provisional(rolled),
        too_late,
    )


def _starts(rule: Rule, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the days from which a rule may run in a case, the first that is known decides."""
    if answers.get("pending") in DECIDED and rule not in OF_DECISIONS:
        return tuple(name for name in rule.starts if name != LEARNED)
    return rule.starts


def requests_in(answers: Mapping[str, Any]) -> tuple[date, ...]:
    """Return the days on which a claim was made or acknowledged, the earliest first."""
    said = answers.get("interrupted_on") or ()
    return (said,) if isinstance(said, date) else tuple(sorted(said))


def _renewed(
    rule: Rule, start: date, requests: tuple[date, ...], calendar: WorkingDays
) -> tuple[date, date | None]:
    """Return the day a period runs anew from, and the first request that came too late for it.

    Only a period that still runs is interrupted (民法典 195); what is over stays over.
    """
    for request in requests:
        if request > calendar.roll_forward(rule.period.after(start)):
            return start, request
        start = max(start, request)
    return start, None
