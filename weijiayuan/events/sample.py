"""Sample units, duties of the sample staff, and matters in every state, marked 示例."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.queries import granted_to
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.events import organisational_unit_import
from weijiayuan.events.access import Who
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.department_orders.service import Call
from weijiayuan.events.models import Event, OrderPart
from weijiayuan.events.rules import category_suggestion, reference_data
from weijiayuan.events.rules.vocabulary import Level, Mode, NoPhotoReason, Source, State
from weijiayuan.events.service import dispatching, matter_handling, matter_registration
from weijiayuan.events.service.matter_handling import Proof
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.models import Grid

COUNT = 60
HOME_SHARE = 0.35

Step = Callable[[Event, datetime], object]


def load() -> str:
    """Add what is not there yet and say what was added."""
    units = organisational_unit_import.load()
    people = _people()
    if people is None or db.session.scalar(select(Event.id).filter_by(is_sample=True).limit(1)):
        return f"{units}, 0 sample matters"
    chance, now = Random(int(district().code)), clock.now()  # noqa: S311  # a sample, the same every time
    grids = places.newest_grids()
    events = [_one(number, people, grids, chance, now) for number in range(COUNT)]
    _call(next(event for event in events if event.is_open), people, now)
    return f"{units}, {COUNT} sample matters"


def _duties(grid: str) -> dict[str, tuple[Role, TerritoryKind, str]]:
    """Return which sample staff looks after what, around the grid of the grid worker."""
    return {
        "grid-worker": (Role.GRID_WORKER, TerritoryKind.GRID, grid),
        "secretary": (Role.SECRETARY, TerritoryKind.COMMUNITY, grid[:12]),
        "dispatcher": (Role.DISPATCHER, TerritoryKind.STREET, grid[:9]),
        "department": (Role.DEPARTMENT, TerritoryKind.UNIT, f"{district().code}-transport"),
    }


def _people() -> dict[str, Who] | None:
    """Give the sample staff duties over the sample territory and return them."""
    found: dict[str, Who] = {}
    for username, (role, kind, code) in _duties(places.newest_grids()[0].code).items():
        staff = db.session.scalars(select(StaffAccount).filter_by(username=username)).first()
        if staff is None:
            return None
        duty = {"staff_id": staff.id, "role": role, "territory_kind": kind, "territory_code": code}
        insert_new(Duty, [duty])
        found[username] = Who(staff_id=staff.id, granted=frozenset(granted_to(staff.id)))
    return found


def fitting() -> list[tuple[str, str]]:
    """Return the shipped examples that fit a category."""
    return [
        (code, text)
        for code, text in category_suggestion.examples()
        if code != category_suggestion.NONE
    ]


def _one(
    number: int, people: dict[str, Who], grids: Sequence[Grid], chance: Random, now: datetime
) -> Event:
    code, text = chance.choice(fitting())
    age = timedelta(hours=1 + number * 3)
    at = now - age
    event = matter_registration.register(
        matter_registration.Report(
            text=f"【示例】{text}",
            point=_somewhere(grids, chance),
            source=Source.GRID_WORKER if number % 4 == 0 else Source.RESIDENT,
            category_code=code,
            attributes={
                field.key: field.choices[0]
                for field in reference_data.categories()[code].fields
                if field.required
            },
            address="示例地址",
            is_sample=True,
        ),
        now=at,
    )
    steps = _steps(event, people)
    waits = event.state is State.SUBMITTED and number % 3 == 0
    for step in steps[: 0 if waits else chance.randint(0, len(steps))]:
        at = min(at + timedelta(hours=chance.choice((1, 2, 4))), now)
        step(event, at)
    return event


def _somewhere(grids: Sequence[Grid], chance: Random) -> Point:
    """Return a place inside a grid, often the home grid of the sample grid worker."""
    grid = grids[0] if chance.random() < HOME_SHARE else chance.choice(grids)
    shift = [chance.uniform(-0.003, 0.003) for _ in range(2)]
    return Point(grid.centre_lng + shift[0], grid.centre_lat + shift[1], Datum.GCJ02)


def _steps(event: Event, people: dict[str, Who]) -> list[Step]:
    """Return the moves this matter could make, in their order."""
    worker, desk, unit = (people[name] for name in ("grid-worker", "dispatcher", "department"))
    proof = Proof(no_photo=NoPhotoReason.BY_TALK, position=Point(event.lng, event.lat, Datum.GCJ02))
    last: list[Step] = [
        lambda matter, at: matter_handling.verify(
            matter, passed=True, who=people["secretary"], now=at
        ),
        lambda matter, at: matter_handling.close(matter, who=desk, now=at),
    ]
    accept: list[Step] = []
    if event.state is State.SUBMITTED:
        accept = [lambda matter, at: matter_registration.accept(matter, who=desk, now=at)]
    if event.mode is Mode.TOGETHER and event.level == Level.MICRO:
        settle: Step = lambda matter, at: matter_handling.handle(  # noqa: E731  # one step of a list
            matter, who=worker, now=at, proof=proof, words="示例：已现场处置"
        )
        return [*accept, settle, *last]
    return [
        *accept,
        lambda matter, at: dispatching.dispatch(matter, who=desk, now=at),
        lambda matter, at: dispatching.sign(matter, who=unit, now=at),
        lambda matter, at: matter_handling.handle(
            matter, who=unit, now=at, proof=proof, words="示例：已处置"
        ),
        *last,
    ]


def _call(event: Event, people: dict[str, Who], now: datetime) -> None:
    """Issue one sample order about a matter, signed and waited for."""
    lead, helper = (f"{district().code}-{kind}" for kind in ("transport", "water"))
    category = reference_data.categories().get(event.category_code or "")
    order = orders.issue(
        event,
        Call(
            departments=(lead, helper),
            lead=lead,
            item=f"示例：{category.name if category else '综合'}联合处置",
            place="示例：现场路口",
        ),
        who=people["secretary"],
        now=now - timedelta(hours=5),
    )
    order.is_sample = True
    part = db.session.scalars(select(OrderPart).filter_by(order_id=order.id, unit_code=lead)).one()
    orders.sign(part, order, who=people["department"], now=now - timedelta(hours=4))
