"""The role matrix: route × role × own or other, generated from the routes, every cell asserted.

Each line of the tables says in which state an action is tried and who may take it there, written
by hand from the facts page, not derived from the code. Whoever stands elsewhere learns nothing
(404); whoever sees it but may not act is told so (403). A route without a line fails the test.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.engines import ONE_DATABASE
from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.events import (
    COMMUNITY,
    GRID,
    STREET,
    make_event,
    make_unit,
    unit_territory,
    who_is,
)
from tests.factories.files import make_photo
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.department_orders.rules.state_transitions import PartState, Rank
from weijiayuan.events.department_orders.service import Call
from weijiayuan.events.models import (
    Ask,
    AskKind,
    Assistance,
    Escalation,
    EventClock,
    EventPhoto,
    OrderPart,
    Rating,
    Stage,
    Supervision,
)
from weijiayuan.events.rules.vocabulary import Mode, State
from weijiayuan.events.service import dispatching, matter_registration
from weijiayuan.kernel import clock

pytestmark = pytest.mark.usefixtures("district")

GRID_W, SEC, DISP, DEPT, SUP, AUD = (
    Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER, Role.DEPARTMENT, Role.SUPERVISOR, Role.AUDITOR,
)  # fmt: skip
LEDGER = (GRID_W, SEC, DISP, DEPT, SUP, AUD)
ELSEWHERE = {
    GRID_W: Territory(TerritoryKind.GRID, "440311001001002"),
    SEC: Territory(TerritoryKind.COMMUNITY, "440311001002"),
    DISP: Territory(TerritoryKind.STREET, "440311002"),
    SUP: Territory(TerritoryKind.STREET, "440311002"),
    AUD: Territory(TerritoryKind.STREET, "440311002"),
}
AT_HOME = {GRID_W: GRID, SEC: COMMUNITY, DISP: STREET, SUP: STREET, AUD: STREET}


@dataclass(frozen=True)
class Line:
    """Who may do it at home, once the matter stands in `state`.

    `blind` do not see it even there; with `own_work` a department is told that nobody judges
    their own work.
    """

    state: Any
    may: tuple[Role, ...]
    body: dict[str, Any] = field(default_factory=dict)
    guard: tuple[Role, ...] = LEDGER
    blind: tuple[Role, ...] = ()
    done: int = 200
    own_work: bool = False
    together: bool = False

    def expected(self, role: Role, *, at_home: bool) -> int:
        if role not in self.guard:
            return 403
        if not at_home or role in self.blind:
            return 404
        if self.own_work and role is DEPT:
            return 409
        return self.done if role in self.may else 403


S, P = State, PartState
ON_SITE = {"no_photo": "by_talk", "position": HERE}
WORDS = {"reason": "原因"}
EVENTS = {
    "GET ": Line(S.ACCEPTED, LEDGER),
    "GET /desk": Line(S.ACCEPTED, LEDGER),
    "POST /reporter": Line(S.ACCEPTED, (GRID_W, DISP, DEPT), WORDS),
    "POST /accept": Line(S.SUBMITTED, (SEC, DISP)),
    "POST /danger": Line(S.SUBMITTED, (SEC, DISP, SUP), {"reason": "误报"}),
    "POST /reject": Line(S.SUBMITTED, (DISP,), {"reason": "abusive", "words": "无关"}),
    "POST /merge": Line(S.ACCEPTED, (DISP,), {"into": "another"}),
    "POST /dispatch": Line(S.ACCEPTED, (SEC, DISP), {"unit": "roads"}),
    "POST /unmerge": Line(S.MERGED, (DISP,), WORDS),
    "POST /restore": Line(S.REJECTED, (DISP, SUP), WORDS),
    "POST /reclassify": Line(S.ACCEPTED, (SEC, DISP), WORDS | {"category": "06010"}),
    "POST /return": Line(S.DISPATCHED, (DEPT,), WORDS),
    "POST /recall": Line(S.DISPATCHED, (SEC, DISP), WORDS),
    "POST /transfer": Line(S.HANDLING, (DISP, DEPT), WORDS),
    "POST /sign": Line(S.DISPATCHED, (DEPT,)),
    "POST /start": Line(S.ACCEPTED, (GRID_W,), {"position": HERE}, together=True),
    "POST /handle": Line(S.HANDLING, (DEPT,), ON_SITE),
    "POST /wait": Line(S.HANDLING, (DISP, DEPT), {"reason": "weather", "words": "下雨"}),
    "POST /resume": Line(S.WAITING, (DISP, DEPT)),
    "POST /extend": Line(S.HANDLING, (DISP, DEPT), {"extra": "1d", "words": "材料"}),
    "POST /asks/decide": Line(S.HANDLING, (DISP,), {"approved": False}),
    "POST /verify": Line(S.HANDLED, (GRID_W, SEC, DISP), {"position": HERE}),
    "POST /close": Line(S.VERIFIED, (SEC, DISP)),
    "POST /reopen": Line(S.CLOSED, (SEC, SUP), WORDS),
    "POST /messages": Line(S.HANDLING, (GRID_W, SEC, DISP, DEPT, SUP), {"text": "在哪"}, done=201),
    "POST /photos/judge": Line(S.HANDLING, (DISP, SUP), {"shown": False, "reason": "不宜公开"}),
    "POST /words": Line(S.HANDLING, (DISP, SUP), {"hide": []}),
    "POST /review": Line(S.CLOSED, (SUP,), {"decision": "uphold", "finding": "属实"}),
    "POST /assists": Line(S.HANDLING, (DISP, DEPT), {"unit": "helper", "words": "看电缆"}, done=201),
    "POST /assists/answer": Line(S.HANDLING, (), {"done": True, "words": "看过"}),
    "POST /assists/withdraw": Line(S.HANDLING, (DISP, DEPT)),
    "POST /orders": Line(
        S.HANDLING, (SEC,), {"departments": ["roads"], "lead": "roads", "place": "路口"},
        guard=(SEC,), done=201,
    ),
}  # fmt: skip
FIELD = (GRID_W,)
HIDDEN = (GRID_W, DEPT)  # what the street has not signed yet, the department knows nothing of
ORDERS = {
    "GET ": Line(P.ISSUED, (SEC, DISP, DEPT, SUP, AUD), blind=FIELD),
    "POST /countersign": Line(P.DRAFT, (DISP, SUP), blind=HIDDEN),
    "POST /sign": Line(P.ISSUED, (DEPT,), blind=FIELD),
    "POST /contest": Line(P.SIGNED, (DEPT,), WORDS, blind=FIELD),
    "POST /ruling": Line(P.CONTESTED, (DISP, SUP), {"upheld": True, "words": "归"}, blind=FIELD),
    "POST /report-in": Line(P.SIGNED, (DEPT,), {"officer": "李工", "position": HERE}, blind=FIELD),
    "POST /done": Line(
        P.REPORTED_IN, (DEPT,), {"measures": "做了", "no_photo": "by_talk"}, blind=FIELD
    ),
    "POST /cancel": Line(P.SIGNED, (SEC, DISP, SUP), WORDS, blind=FIELD),
    "POST /accept": Line(P.DONE, (SEC,), blind=FIELD, own_work=True),
    "POST /score": Line(
        P.ACCEPTED, (SEC, DISP, SUP), {"cooperation": 1, "result": 1}, blind=FIELD, own_work=True
    ),
    "POST /appeal": Line(P.SCORED, (DEPT,), WORDS, blind=FIELD),
    "POST /appeal/decide": Line(
        P.SCORED,
        (SUP,),
        {"granted": True, "score": 80, "reason": "属实"},
        blind=FIELD,
        own_work=True,
    ),
}
SUPERVISIONS = {"POST /reply": Line(None, (DEPT,), {"reply": "在办"})}
TABLES = {"events": EVENTS, "orders": ORDERS, "supervisions": SUPERVISIONS}


def routes_of(app, kind):
    """Every route about one matter, order or supervision, in the words of the tables."""
    found = {}
    for rule in app.url_map.iter_rules():
        if re.match(rf"/api/v1/{kind}/<uuid", rule.rule):
            short = re.sub(r"/<uuid:\w+>", "", rule.rule.removeprefix(f"/api/v1/{kind}"))
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                found[f"{method} {short}"] = rule.rule
    return found


@pytest.fixture
def cast(as_role):
    """One of each role at home, and one of each elsewhere."""
    roads = make_unit("transport", "06013")
    home = AT_HOME | {DEPT: unit_territory(roads.code)}
    away = ELSEWHERE | {DEPT: unit_territory(make_unit("transport", "06013").code)}
    return {
        "roads": roads.code,
        "helper": make_unit("power", "05001").code,
        True: {role: as_role(role, territory=home[role]) for role in LEDGER},
        False: {role: as_role(role, territory=away[role]) for role in LEDGER},
    }


def matter_in(state, cast, *, together=False):
    """A named matter of the roads department, put into a state with what belongs to it."""
    now = clock.now()
    event = make_event(category_code="06013", text="路面有个大坑", reporter_id=make_resident().id)
    with transaction():
        if state is not S.SUBMITTED:
            matter_registration.accept(event, who=SYSTEM, now=now)
        if state is S.DISPATCHED:
            dispatching.dispatch(event, who=SYSTEM, now=now, unit_code=cast["roads"])
        event.state, event.unit_code = state, cast["roads"]
        if together:
            event.mode = Mode.TOGETHER
        if state is S.CLOSED:
            event.closed_at, event.stars = now, 1
            db.session.add(
                Rating(event_id=event.id, round=0, at=now, stars=1, why="slow", needs_review=True)
            )
    return event


def waiting_ask(event, cast):
    asked = cast[True][DEPT].staff.id
    ask = Ask(event_id=event.id, kind=AskKind.WAIT, reason="下雨", asked_by=asked, code="weather")
    with transaction():
        db.session.add(ask)
    return ask.id


def waiting_help(event, cast, helper):
    """Help asked of a third department, which none of the cast belongs to."""
    asked = Assistance(
        event_id=event.id,
        unit_code=helper,
        asked_at=clock.now(),
        asked_by=cast[True][DEPT].staff.id,
        words="看电缆",
    )
    return saved(asked).id


def photo_of(event):
    photo = make_photo()
    saved(EventPhoto(event_id=event.id, file_id=photo.id, stage=Stage.BEFORE))
    return photo.id


def order_in(state, cast, *, appealed=False):
    """An order to the roads department whose part stands in a state."""
    now = clock.now()
    event = matter_in(S.HANDLING, cast)
    rank = Rank.KEY if state is P.DRAFT else Rank.REGULAR
    call = Call(
        departments=(cast["roads"],), lead=cast["roads"], item="补路", place="路口", rank=rank
    )
    with transaction():
        order = orders.issue(event, call, who=who_is(cast[True][SEC]), now=now)
        part = db.session.scalars(db.select(OrderPart).filter_by(order_id=order.id)).one()
        part.state = state
        if state is P.SCORED:
            part.score, part.scored_at = 60.0, now
        if appealed:
            part.appealed_at, part.appeal = now, "低了"
    return order


def supervision_of(event):
    with transaction():
        running = db.session.scalars(db.select(EventClock).filter_by(event_id=event.id)).first()
        rung = Escalation(
            clock_id=running.id, percent=100, name="红色督办", tells="street",
            reached_at=clock.now(), supervision=1, event_id=event.id,
        )  # fmt: skip
        db.session.add(rung)
        db.session.flush()
        found = Supervision(
            escalation_id=rung.id, level=1, opened_at=clock.now(), event_id=event.id,
            unit_code=event.unit_code,
        )  # fmt: skip
        db.session.add(found)
    return found


def subject_for(kind, name, line, cast):
    """The address of what a cell is tried on, and the body that would be right."""
    given = {"roads": cast["roads"], "helper": cast["helper"]}
    if kind == "orders":
        found = order_in(line.state, cast, appealed=name.endswith("/decide"))
    else:
        found = matter_in(line.state or S.HANDLING, cast, together=line.together)
    ids = [found.id]
    if name == "POST /asks/decide":
        ids.append(waiting_ask(found, cast))
    if name.startswith("POST /assists/"):
        ids.append(waiting_help(found, cast, cast["helper"]))
    if name == "POST /words":
        with transaction():
            found.words_due_at = clock.now()
    if name == "POST /photos/judge":
        ids.append(photo_of(found))
    if name == "POST /merge":
        given["another"] = str(matter_in(S.ACCEPTED, cast).id)
    if kind == "supervisions":
        ids = [supervision_of(found).id]
    body = {key: _filled(value, given) for key, value in line.body.items()}
    return ids, body


def _filled(value, given):
    if isinstance(value, list):
        return [_filled(each, given) for each in value]
    return given.get(value, value) if isinstance(value, str) else value


def try_it(speaker, method, path, body):
    """Ask, and take back whatever came of it: the next one finds everything as it was."""
    db.session.commit()
    undo = db.engines[None].begin_nested()
    try:
        return speaker.get(path) if method == "GET" else speaker.post(path, json=body)
    finally:
        undo.rollback()
        db.session.expire_all()


@ONE_DATABASE
@pytest.mark.parametrize("kind", TABLES)
def test_every_cell_of_the_matrix(app, cast, kind):
    table, routes, wrong, cells = TABLES[kind], routes_of(app, kind), [], 0
    assert table.keys() == routes.keys()
    for name, line in table.items():
        ids, body = subject_for(kind, name, line, cast)
        path = routes[name]
        for each in ids:
            path = re.sub(r"<uuid:\w+>", str(each), path, count=1)
        speakers = [(role, home, cast[home][role]) for home in (False, True) for role in LEDGER]
        for role, at_home, speaker in speakers:
            answer = try_it(speaker, name.split()[0], path, body)
            expected = line.expected(role, at_home=at_home)
            cells += 1
            if answer.status_code != expected:
                where = "at home" if at_home else "elsewhere"
                wrong.append(
                    f"{name} {role} {where}: {answer.status_code}, not {expected}: {answer.json}"
                )
    assert wrong == []
    assert cells == len(routes) * len(LEDGER) * 2


LISTS = {
    "/api/v1/events": LEDGER,
    "/api/v1/events/today": (GRID_W,),
    "/api/v1/events/work": (DEPT,),
    "/api/v1/orders": (SEC, DISP, DEPT, SUP, AUD),
    "/api/v1/supervisions": LEDGER,
}


def test_lists_hold_what_lies_at_home_and_nothing_from_elsewhere(cast):
    order = order_in(P.ISSUED, cast)
    event = order.event_id
    found = supervision_of(matter_in(S.HANDLING, cast))
    ids = {"orders": str(order.id), "supervisions": str(found.id), "events": str(event)}
    for path, roles in LISTS.items():
        wanted = ids[path.split("/")[3]]
        for role in LEDGER:
            for at_home in (True, False):
                answer = cast[at_home][role].get(path)
                if answer.status_code == 403:
                    assert role not in roles, (path, role)
                    continue
                held = wanted in [each["id"] for each in answer.json["items"]]
                assert held == (at_home and role in roles), (path, role, at_home)


def test_supervisions_by_matter_hold_what_lies_at_home_and_nothing_from_elsewhere(cast):
    found = supervision_of(matter_in(S.HANDLING, cast))
    for role in LEDGER:
        for at_home in (True, False):
            for asked in ("", "?open=true"):
                answer = cast[at_home][role].get(f"/api/v1/supervisions/matters{asked}")
                held = [rung["id"] for one in answer.json["items"] for rung in one["rungs"]]
                assert (str(found.id) in held) == at_home, (role, at_home, asked)


def test_counts_are_of_home_alone(cast):
    matter_in(S.HANDLING, cast)
    for role in (SEC, DISP, SUP, AUD):
        assert cast[True][role].get("/api/v1/events/overview").json["processing"] == 1, role
        assert cast[False][role].get("/api/v1/events/overview").json["processing"] == 0, role
