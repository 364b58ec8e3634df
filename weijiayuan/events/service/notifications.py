"""Who is told what, when a matter moves.

Nothing is written to anybody at the moment in which the sender of an anonymous tip acts: such rows
carry exact times. The worker announces these matters after the hour is over (`announce`).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.db import insert_new
from weijiayuan.events.department_orders import queries as orders
from weijiayuan.events.models import Ask, Escalation, Event, EventClock, Follower, Message
from weijiayuan.events.queries import matters as queries
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Action, Actor
from weijiayuan.notices import my_matters as shelf
from weijiayuan.notices import service as notices
from weijiayuan.web.messages import text

TIP_PAGE = "/pages/tips/tip/tip?number="
WORK_PAGE = "/packages/grid/event/event?id="

TO_REPORTER = {
    Action.ACCEPT: "tip_accepted",
    Action.REJECT: "tip_rejected",
    Action.MERGE: "tip_merged",
    Action.HANDLE: "tip_handled",
    Action.CLOSE: "tip_closed",
    Action.CONFIRM: "tip_closed",
}
TO_UNIT = {Action.DISPATCH, Action.REWORK, Action.REOPEN}
TO_DISPATCHER = {None, Action.RETURN, Action.APPEAL, Action.REOPEN}


def of_move(event: Event, action: Action | None, *, actor: Actor, now: datetime) -> None:
    """Tell reporter, followers and whoever is next what happened; None stands for a new report."""
    if action in TO_REPORTER and actor is not Actor.REPORTER:
        _reporter(event, TO_REPORTER[action], now=now)
    if action in (Action.CLOSE, Action.CONFIRM):
        for resident_id in queries.follower_ids(event.id):
            _one(resident_id, event, "followed_closed", now=now, link=None)
    if event.is_anonymous and actor in (Actor.REPORTER, Actor.SYSTEM):
        return
    if action in TO_UNIT and event.unit_code:
        _all(organisational_units.people_of_unit(event.unit_code), event, "work_new", now=now)
    if action in TO_DISPATCHER:
        _all(_dispatchers(event), event, "work_to_dispatch", now=now)
    if action is Action.ACCEPT and event.unit_code is None and event.grid_code:
        _all(organisational_units.people_of_unit(event.grid_code), event, "work_new", now=now)


def of_recall(event: Event, *, now: datetime) -> None:
    """Tell the unit that it no longer has the matter."""
    if event.unit_code:
        _all(organisational_units.people_of_unit(event.unit_code), event, "work_recalled", now=now)


def of_assistance(
    event: Event, unit_code: str, template: str, *, now: datetime, cause: str
) -> None:
    """Tell a unit that its help is asked for, or that help came."""
    _all(organisational_units.people_of_unit(unit_code), event, template, now=now, cause=cause)


def of_danger(event: Event, *, now: datetime) -> None:
    """Page the people of the place: somebody is in danger. It goes out at night too.

    Of an anonymous matter nothing is kept of when it came: the page carries the hour, an id
    without a clock, and leaves no line when it is delivered.
    """
    grid = event.grid_code or ""
    people = [*_dispatchers(event), *organisational_units.people_of_unit(grid)]
    people += organisational_units.people_of_place(Role.SECRETARY, grid)
    told = ToldDanger.of(event)
    for resident_id in dict.fromkeys(people):
        notices.tell(
            resident_id,
            cause=f"danger:{event.id}:{'+'.join(told.kinds)}",
            template="work_danger",
            facts={
                "number": event.number,
                "danger": told.words(event.danger)[0],
                "call": "、".join(told.call),
            },
            now=now,
            link=f"{WORK_PAGE}{event.id}",
            urgent=True,
            traceless=event.is_anonymous,
        )


def of_report(event: Event, report: Event, *, now: datetime) -> None:
    """Tell whoever goes there that one more tells of the danger: it may say where somebody is."""
    units = [event.unit_code, event.grid_code]
    people = [each for unit in units if unit for each in organisational_units.people_of_unit(unit)]
    for resident_id in dict.fromkeys([*_dispatchers(event), *people]):
        notices.tell(
            resident_id,
            cause=f"report:{event.id}:{report.number}",
            template="work_report_joined",
            facts={"number": event.number},
            now=now,
            link=f"{WORK_PAGE}{event.id}",
            urgent=True,
            traceless=event.is_anonymous or report.is_anonymous,
        )


def announce(event: Event, *, now: datetime) -> None:
    """Tell the people of the place about an anonymous matter, once the hour is over."""
    if event.grid_code:
        _all(organisational_units.people_of_unit(event.grid_code), event, "work_new", now=now)
    _all(_dispatchers(event), event, "work_to_dispatch", now=now)


def of_ask(event: Event, asked: Ask, *, now: datetime) -> None:
    """Tell the street's dispatchers that a unit asked for something."""
    _all(_dispatchers(event), event, f"work_ask_{asked.kind}", now=now)


def of_message(event: Event, message: Message, *, now: datetime) -> None:
    """Tell the other side that somebody wrote."""
    if not message.from_reporter:
        template = "tip_question" if message.is_question else "tip_answer"
        _reporter(event, template, now=now, cause=str(message.id))
    elif not event.is_anonymous and event.unit_code:
        people = organisational_units.people_of_unit(event.unit_code)
        _all(people, event, "work_message", now=now, cause=str(message.id))


def of_low_rating(event: Event, *, now: datetime) -> None:
    """Tell the supervisors that a reporter is not content."""
    if not event.is_anonymous:
        people = organisational_units.people_of_place(Role.SUPERVISOR, event.grid_code or "")
        _all(people, event, "work_review", now=now)


def of_rung(clock: EventClock, escalation: Escalation, *, now: datetime) -> None:
    """Tell whom the ladder names that time is running out, or has."""
    if clock.event_id is not None:
        event = queries.locked(clock.event_id)
        _rung(_told(escalation.tells, event), event.number, clock, escalation, now=now)
    elif clock.part_id is not None:
        part, order = orders.part_with_order(clock.part_id)
        people = [*organisational_units.people_of_unit(part.unit_code)]
        if escalation.supervision:
            people += organisational_units.people_of_place(Role.SUPERVISOR, order.community_code)
        _rung(people, order.number, clock, escalation, now=now)


def _told(tells: str, event: Event) -> list[UUID]:
    grid = event.grid_code or ""
    handlers = (
        organisational_units.people_of_unit(event.unit_code)
        if event.unit_code
        else _dispatchers(event)
    )
    higher = {
        "handler": (),
        "unit_lead": (),
        "street": organisational_units.people_of_place(Role.DISPATCHER, grid),
    }
    return [
        *handlers,
        *higher.get(tells, organisational_units.people_of_place(Role.SUPERVISOR, grid)),
    ]


def _rung(
    people: Iterable[UUID],
    number: str,
    clock: EventClock,
    escalation: Escalation,
    *,
    now: datetime,
) -> None:
    for resident_id in dict.fromkeys(people):
        notices.tell(
            resident_id,
            cause=f"rung:{escalation.id}",
            template="work_rung",
            facts={
                "number": number,
                "clock": text(f"events.clock_{clock.kind}"),
                "rung": escalation.name,
                "reached": escalation.reached_at,
            },
            now=now,
            link=f"{WORK_PAGE}{clock.event_id}" if clock.event_id else None,
        )


def _dispatchers(event: Event) -> list[UUID]:
    return list(organisational_units.people_of_place(Role.DISPATCHER, event.grid_code or ""))


def _reporter(event: Event, template: str, *, now: datetime, cause: str = "") -> None:
    if event.reporter_id is not None:
        link = f"{TIP_PAGE}{event.number}"
        _one(event.reporter_id, event, template, now=now, link=link, cause=cause)


def _all(
    people: Iterable[UUID], event: Event, template: str, *, now: datetime, cause: str = ""
) -> None:
    for resident_id in dict.fromkeys(people):
        link = f"{WORK_PAGE}{event.id}"
        _one(resident_id, event, template, now=now, link=link, cause=cause)


def _one(
    resident_id: UUID,
    event: Event,
    template: str,
    *,
    now: datetime,
    link: str | None,
    cause: str = "",
) -> None:
    """Owe one message; its cause holds the round, so that a reopened matter speaks again."""
    rounds = f"{event.reopens}.{event.reworks}.{event.returns}"
    category = reference_data.categories().get(event.category_code or "")
    outcome = text(f"events.outcome_{event.outcome}") if event.outcome else ""
    notices.tell(
        resident_id,
        cause=f"event:{event.id}:{template}:{cause or rounds}",
        template=template,
        facts={
            "number": event.number,
            "category": category.name if category else "待分类",
            "due": event.due_at or event.promised_at,
            "outcome": outcome,
        },
        now=now,
        link=link,
    )


def follow(parent: Event, *residents: UUID | None) -> None:
    """Let the people of a merged report follow the one it was merged into."""
    rows = [
        {"event_id": parent.id, "resident_id": each}
        for each in sorted({each for each in residents if each is not None})
        if each != parent.reporter_id
    ]
    insert_new(Follower, rows)


def matter(event: Event, now: datetime) -> None:
    """Put the present state into the reporter's own list (我的事项)."""
    if event.reporter_id is None:
        return
    category = reference_data.categories().get(event.category_code or "")
    shelf.put(
        event.reporter_id,
        kind="tip",
        ref=event.number,
        title=f"微线索：{category.name if category else event.text[:20]}",
        state=event.state.value,
        state_text=text(f"events.state_{event.state}"),
        link=f"{TIP_PAGE}{event.number}",
        at=now,
    )
