"""A district's history in bulk: years of matters with everything that hangs on them.

Rows go past the ORM: prepared tuples for SQLite, COPY for PostgreSQL. A million matters come with
three million lines of history, their tips, clocks and orders, and take some two minutes.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from weijiayuan.accounts.models import Resident
from weijiayuan.db import Model, db, transaction
from weijiayuan.events import organisational_unit_import
from weijiayuan.events.models import (
    Entry,
    Escalation,
    Event,
    EventClock,
    Order,
    OrderPart,
    Supervision,
    Unit,
)
from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.reference_data import Category
from weijiayuan.events.rules.vocabulary import Mode, State
from weijiayuan.events.statistics import overview
from weijiayuan.kernel import clock
from weijiayuan.places import district_loading
from weijiayuan.places import queries as places
from weijiayuan.tips.models import Tip

PORTION = 20_000
RESIDENTS = 2_000
WORDS = ("路边有一堆垃圾没人清", "小区门口电动车乱停", "人行道地砖松动", "晚上施工太吵", "路灯不亮")
STANDING = (State.SUBMITTED, State.ACCEPTED, State.DISPATCHED, State.HANDLING, State.HANDLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How many matters, how many came a day, and how many are still open.

    A district that gathers history has the same number a day and open, only more years of them.
    """

    matters: int
    a_day: int = 700
    open: int = 2_000


def born_with(model: type[Model]) -> dict:
    """What a row has from birth unless somebody says otherwise, id and moment aside."""
    columns = (column for column in model.__table__.columns if column.default is not None)
    plain = {each.key: each.default.arg for each in columns if each.default.is_scalar}
    made = {each.name: each.default_factory for each in fields(model)}
    kept = {name: make() for name, make in made.items() if make is not MISSING}
    return {
        name: value for name, value in (kept | plain).items() if name not in ("id", "created_at")
    }


@dataclass
class Rows:
    """Rows of one table on their way into the database."""

    model: type[Model]
    defaults: dict = field(default_factory=dict)
    waiting: list[tuple] = field(default_factory=list)

    def __post_init__(self) -> None:
        dialect = db.engine.dialect
        self.columns = list(self.model.__table__.columns)
        self.defaults = born_with(self.model) | self.defaults
        self.binds = [
            each.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)
            for each in self.columns
        ]

    def add(self, **values: object) -> None:
        known = self.defaults | values
        row = (known.get(each.key) for each in self.columns)
        self.waiting.append(tuple(bind(value) for bind, value in zip(self.binds, row, strict=True)))

    def flush(self) -> None:
        """Hand the waiting rows to the driver in the fastest way it has."""
        connection = db.session.connection().connection.driver_connection
        names = ", ".join(f'"{each.name}"' for each in self.columns)
        table = self.model.__tablename__
        if db.engine.dialect.name == "postgresql":
            with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as stream:
                for row in self.waiting:
                    stream.write_row(row)
        else:
            marks = ", ".join("?" * len(self.columns))
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", self.waiting)
        self.waiting.clear()


MATTER = {"confidence": 1.0}
PART = {"is_lead": True}
LINE = {"actor": "system"}


class Writer:
    """Makes up matters one by one, the oldest first, and keeps their rows together."""

    def __init__(self, history: History, now: datetime) -> None:
        self.history, self.now, self.chance = history, now, Random(1)
        self.grids = [
            (each.code, each.centre_lng, each.centre_lat, each.id) for each in places.newest_grids()
        ]
        self.categories = list(reference_data.categories().values())
        self.units = set(db.session.scalars(db.select(Unit.code)))
        self.residents = _residents()
        self.staff = uuid4()
        self.events, self.lines = Rows(Event, MATTER), Rows(Entry, LINE)
        self.tips, self.clocks = Rows(Tip, {"points_due": False}), Rows(EventClock, {"share": 100})
        self.orders = Rows(Order, {"is_sample": False, "report_code": "123456"})
        self.parts = Rows(OrderPart, PART)
        self.rungs = Rows(Escalation, {"percent": 100, "name": "红色督办", "tells": "street"})
        self.supervisions = Rows(Supervision, {"level": 1, "reply": ""})

    @property
    def tables(self) -> Iterable[Rows]:
        matter = (self.events, self.lines, self.tips, self.clocks)
        return (*matter, self.orders, self.parts, self.rungs, self.supervisions)

    def write(self, number: int) -> None:
        """Write matter `number` with its history."""
        ago = (self.history.matters - number) / self.history.a_day
        at = self.now - timedelta(days=ago)
        event = self._event(number, at)
        self.events.add(**event)
        for count, (action, moment, target) in enumerate(_moves(event), 1):
            self.lines.add(
                id=_id_at(moment, self.chance), created_at=moment, event_id=event["id"],
                number=count, at=moment, action=action, to_state=target,
            )  # fmt: skip
        if event["source"] != "grid_worker":
            self._tip(event)
        clock_id = self._clock(event)
        if number % 100 == 0:
            self._order(event)
        if number % 50 == 0:
            self._supervision(event, clock_id)

    def _event(self, number: int, at: datetime) -> dict:
        chance = self.chance
        is_open = self.history.matters - number <= self.history.open
        grid, lng, lat, grid_id = chance.choice(self.grids)
        lng, lat = lng + chance.uniform(-0.008, 0.008), lat + chance.uniform(-0.008, 0.008)
        category = chance.choice(self.categories)
        source = chance.choices(("resident", "grid_worker", "anonymous"), (70, 25, 5))[0]
        closed = None if is_open else at + timedelta(hours=3)
        return {
            "id": _id_at(at, chance), "created_at": at, "number": f"B{number:09}",
            "source": source, "text": f"{chance.choice(WORDS)} {number % 977}",
            "lng": lng, "lat": lat, "cell": duplicate_hints.cell(lng, lat), "reported_at": at,
            "state": self._state(at, is_open=is_open), "category_code": category.code,
            "level": int(category.level), "mode": category.mode,
            "grid_id": grid_id, "grid_code": grid,
            "community_code": grid[:12], "street_code": grid[:9],
            "unit_code": self._unit(category, grid),
            "reporter_id": chance.choice(self.residents) if source == "resident" else None,
            "promised_at": at + timedelta(hours=8), "due_at": at + timedelta(hours=8),
            "handled_at": closed, "closed_at": closed, "in_time": None if is_open else True,
            "outcome": None if is_open else "fixed",
            "supervision": int(number % 50 == 0),
            "text_check": "passed" if source == "resident" else "never",
        }  # fmt: skip

    def _state(self, at: datetime, *, is_open: bool) -> State:
        if is_open:
            return self.chance.choice(STANDING)
        if self.chance.random() < 0.03:
            return self.chance.choice((State.REJECTED, State.MERGED, State.WITHDRAWN))
        return State.CLOSED if self.now - at < timedelta(days=30) else State.ARCHIVED

    def _unit(self, category: Category, grid: str) -> str:
        if category.mode is Mode.TOGETHER:
            return grid
        local = f"{grid[:9]}-{category.unit_kind}"
        return local if local in self.units else f"440311-{category.unit_kind}"

    def _tip(self, event: dict) -> None:
        named = event["reporter_id"] is not None
        self.tips.add(
            id=_id_at(event["created_at"], self.chance), created_at=event["created_at"],
            event_id=event["id"], number=event["number"], resident_id=event["reporter_id"],
            receipt_mark=None if named else uuid4().hex * 2,
            receipt_until=event["closed_at"] and event["closed_at"] + timedelta(days=180),
        )  # fmt: skip

    def _clock(self, event: dict) -> UUID:
        stopped, due = event["closed_at"], event["due_at"]
        born = _id_at(event["created_at"], self.chance)
        self.clocks.add(
            id=born, created_at=event["created_at"],
            kind="resolve", unit="h", budget_seconds=14_400, original_seconds=14_400,
            started_at=event["reported_at"], event_id=event["id"], due_at=due,
            original_due_at=due, next_at=None if stopped else due, stopped_at=stopped,
        )  # fmt: skip
        return born

    def _order(self, event: dict) -> None:
        at, over = event["reported_at"], event["closed_at"]
        order = _id_at(at, self.chance)
        self.orders.add(
            id=order, created_at=at, number=f"L{event['number']}", event_id=event["id"],
            community_code=event["community_code"], street_code=event["street_code"],
            rank="regular", item="路面", place="路口", lng=event["lng"], lat=event["lat"],
            issued_by=self.staff, issued_at=at,
        )  # fmt: skip
        self.parts.add(
            id=_id_at(at, self.chance), created_at=at, order_id=order, accepted_at=over,
            unit_code=event["unit_code"], state="accepted" if over else "issued", done_at=over,
        )  # fmt: skip

    def _supervision(self, event: dict, clock_id: UUID) -> None:
        at = event["due_at"]
        rung = _id_at(at, self.chance)
        self.rungs.add(
            id=rung, created_at=at, clock_id=clock_id, reached_at=at, supervision=1,
            event_id=event["id"],
        )  # fmt: skip
        self.supervisions.add(
            id=_id_at(at, self.chance), created_at=at, escalation_id=rung, opened_at=at,
            unit_code=event["unit_code"], event_id=event["id"], replied_at=event["closed_at"],
        )  # fmt: skip


def _moves(event: dict) -> Iterator[tuple[str, datetime, str]]:
    yield "report", event["reported_at"], "submitted"
    yield "accept", event["reported_at"], "accepted"
    if event["closed_at"] is not None:
        yield "close", event["closed_at"], "closed"


def _id_at(moment: datetime, chance: Random) -> UUID:
    """An id as it would have been born then, so that the indexes look as they would."""
    bits = int(moment.timestamp() * 1000) << 80 | chance.getrandbits(80)
    return UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def _residents() -> list[UUID]:
    people = [Resident(openid=f"bench-{number}") for number in range(RESIDENTS)]
    with transaction():
        db.session.add_all(people)
        return [each.id for each in people]


def fill(history: History, tell: Callable[[str], None]) -> None:
    """Load the district and its history into an empty database, telling how far it is.

    Days that are over are added up, as the worker does every half hour.
    """
    with transaction():
        district_loading.load_district()
        organisational_unit_import.load()
    begin = time.perf_counter()
    writer = Writer(history, clock.now())
    for start in range(0, history.matters, PORTION):
        until = min(start + PORTION, history.matters)
        for number in range(start, until):
            writer.write(number)
        with transaction():
            for rows in writer.tables:
                rows.flush()
        if until % 100_000 == 0:
            took = time.perf_counter() - begin
            tell(f"{until:,} of {history.matters:,} matters after {took:.0f} s")
    with transaction():
        while overview.roll_up(clock.now()):
            pass
    _settle_down()


def _settle_down() -> None:
    """Let the database look at what it holds, as its own housekeeping does in time."""
    connection = db.engine.raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    if db.engine.dialect.name == "postgresql":
        driver.autocommit = True  # the engine's own option is undone when a transaction begins
        driver.execute("SET statement_timeout = 0")
        driver.execute("VACUUM ANALYZE")
        connection.invalidate()
    else:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
