"""The score of a department's part in an order, and the appeal against it."""

from dataclasses import asdict
from datetime import datetime

from weijiayuan.deadline_clocks.working_time import Limit, due
from weijiayuan.events.access import Who
from weijiayuan.events.department_orders import notifications, queries, service
from weijiayuan.events.department_orders.rules import scoring, state_transitions
from weijiayuan.events.department_orders.rules.scoring import Judgement
from weijiayuan.events.department_orders.rules.state_transitions import OrderAction, Party
from weijiayuan.events.errors import AppealTooLate, NotYours, ReasonNeeded, SamePerson
from weijiayuan.events.models import Order, OrderPart, PartJudgement
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.service import matter_clocks

APPEAL_WITHIN = Limit.parse("5d")


def judge(
    part: OrderPart, order: Order, *, cooperation: int, result: int, who: Who, now: datetime
) -> OrderPart:
    """Take the points of a judge and compute the score with every part explained."""
    state_transitions.check_appeal(OrderAction.SCORE, part.appeal_stands)
    party = _judge(part, order, who)
    given = Judgement(judge=party.value, cooperation=cooperation, result=result)
    scoring.check(given, scoring.shipped())
    assert who.staff_id is not None
    queries.put_judgement(part.id, given, by=who.staff_id)
    service.move(part, order, OrderAction.SCORE, who)
    compute_score(part, order, now=now)
    notifications.scored(order, part, now=now)
    return part


def _judge(part: OrderPart, order: Order, who: Who) -> Party:
    service.not_own_work(part, who)
    mine = service.parties(order, who)
    party = next((each for each in (Party.COMMUNITY, Party.OFFICE) if each in mine), None)
    if party is None:
        raise NotYours(actors=[Party.COMMUNITY.value, Party.OFFICE.value])
    return party


def compute_score(part: OrderPart, order: Order, *, now: datetime) -> None:
    """Work the score out from the clocks, the judges and the residents, and keep its reasons."""
    judgements: list[PartJudgement] = queries.judgements(part.id)
    course = scoring.Course(
        signed_in_time=queries.was_in_time(part.id, ClockKind.ORDER_SIGN, now=now),
        reported_in_in_time=queries.was_in_time(part.id, ClockKind.ORDER_REPORT_IN, now=now),
        overdue_rungs=queries.overdue_rungs(part.id),
        stars=queries.stars(order.event_id),
        judgements=tuple(
            Judgement(judge=each.judge, cooperation=each.cooperation, result=each.result)
            for each in judgements
        ),
    )
    score = scoring.score(course, scoring.shipped())
    part.score, part.score_version, part.is_final = score.total, score.version, score.is_final
    part.score_lines = [asdict(line) for line in score.lines]
    part.scored_at = now


def appeal(part: OrderPart, order: Order, words: str, *, who: Who, now: datetime) -> OrderPart:
    """Ask to look at the score again, once, within five working days."""
    state_transitions.check_appeal(OrderAction.APPEAL, part.appeal_stands)
    service.move(part, order, OrderAction.APPEAL, who)
    if part.scored_at and now > due(part.scored_at, APPEAL_WITHIN, matter_clocks.office()):
        raise AppealTooLate
    part.appealed_at, part.appeal = now, words
    notifications.appealed(order, part, now=now)
    return part


def decide(
    part: OrderPart,
    order: Order,
    *,
    granted: bool,
    total: float | None,
    finding: str,
    who: Who,
    now: datetime,
) -> OrderPart:
    """Decide an appeal as the supervisor, once and with a reason: the score stands, or is `total`.

    Whoever gave points, or belongs to the department, decides nothing about them.
    """
    _not_own_points(part, who)
    state_transitions.check_appeal(OrderAction.DECIDE, part.appeal_stands)
    if granted and total is None:
        raise ReasonNeeded
    service.move(part, order, OrderAction.DECIDE, who)
    part.appeal_decided_at, part.appeal_decided_by = now, who.staff_id
    part.appeal_granted, part.appeal_finding = granted, finding
    part.is_final = True
    if granted and total is not None:
        _replace_score(part, total, finding)
    notifications.decided(order, part, now=now)
    return part


def _replace_score(part: OrderPart, total: float, finding: str) -> None:
    scoring.check_total(total)
    line = scoring.appealed(part.score or 0.0, total, finding)
    part.score_lines = [*part.score_lines, asdict(line)]
    part.score = total


def _not_own_points(part: OrderPart, who: Who) -> None:
    service.not_own_work(part, who)
    if any(each.by == who.staff_id for each in queries.judgements(part.id)):
        raise SamePerson
