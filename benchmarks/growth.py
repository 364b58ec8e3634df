"""What people wait for as a district gathers history: 10,000 matters beside a million.

`GROWN` (EVENTS_BENCH) matters are written in bulk, on the engine the product runs on. What must
stay within twice its time is measured as the bare question; lists are measured as whole requests,
by the time that 19 of 20 stayed under.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import psycopg
from flask import Flask
from flask_migrate import upgrade

from benchmarks.history import History, fill
from benchmarks.measure import Row, say
from benchmarks.servers import Running
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.models import Duty, LoginSession, Resident, StaffAccount
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.queries import work_lists
from weijiayuan.events.statistics import overview
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_token
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.settings import Settings

SMALL = 10_000
GROWN = int(os.environ.get("EVENTS_BENCH", "1000000"))  # how much history to make
ROUNDS = 4
TRIES = 50
WARM = 3
GRID = "440311001001001"
DISTRICT = Territory(TerritoryKind.DISTRICT, "440311")
HERE = Point(113.94493, 22.7415, Datum.GCJ02)
STAFF = {
    "grid worker": (Role.GRID_WORKER, Territory(TerritoryKind.GRID, GRID)),
    "secretary": (Role.SECRETARY, Territory(TerritoryKind.COMMUNITY, GRID[:12])),
    "dispatcher": (Role.DISPATCHER, Territory(TerritoryKind.STREET, GRID[:9])),
    "department": (Role.DEPARTMENT, Territory(TerritoryKind.UNIT, f"{GRID[:9]}-enforcement")),
    "supervisor": (Role.SUPERVISOR, DISTRICT),
}
LISTS = (
    ("grid worker", "/api/v1/events/today"),
    ("grid worker", "/api/v1/events?state=open"),
    ("secretary", "/api/v1/events?overdue=true"),
    ("dispatcher", "/api/v1/events?state=submitted"),
    ("dispatcher", "/api/v1/orders"),
    ("department", "/api/v1/events"),
    ("department", "/api/v1/events/work"),
    ("department", "/api/v1/orders?state=issued"),
    ("supervisor", "/api/v1/events?state=rejected"),
    ("supervisor", f"/api/v1/events?grid={GRID}&category=06010"),
    ("supervisor", "/api/v1/supervisions"),
    ("resident", "/api/v1/tips"),
    ("nobody", "/api/v1/tips/nearby?lng=113.94493&lat=22.7415&datum=gcj02"),
    ("nobody", "/open311/v2/requests.json?page_size=20"),
)
Asked = dict[str, Callable[[], object]]


class Figure(NamedTuple):
    """What is compared of many times."""

    name: str
    of: Callable[[list[float]], float]


MEDIAN = Figure("median", statistics.median)
P95 = Figure("p95", lambda times: statistics.quantiles(times, n=20)[-1])


def measures(product: Running, _bare: Running) -> Iterator[Row]:
    assert product.settings is not None
    with grown(product.settings, SMALL) as small, grown(product.settings, GROWN) as large:
        yield from compared(small, large, questions, most=2.0, figure=MEDIAN)
        yield from compared(small, large, lists, most=1.5, figure=P95)


def compared(
    small: Flask, large: Flask, asked_of: Callable[[Flask], Asked], *, most: float, figure: Figure
) -> Iterator[Row]:
    """Ask both in turn, so that what else the machine does falls on both alike."""
    few, many = asked_of(small), asked_of(large)
    for name in few:
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            took[0].extend(_times(small, few[name]))
            took[1].extend(_times(large, many[name]))
        before, after = (1000 * figure.of(each) for each in took)
        ratio = after / before
        what = f"{name}, {SMALL:,} → {GROWN:,} matters"
        said = f"{before:.2f} → {after:.2f} ms {figure.name} ({ratio:.2f}×)"
        yield Row(what, said, f"≤ {most:g}×", ratio <= most)


@contextmanager
def grown(like: Settings, count: int) -> Iterator[Flask]:
    """An app over a database of its own with so many matters, on the engine of `like`."""
    say(f"writing {count:,} matters")
    with tempfile.TemporaryDirectory() as folder, database(like, Path(folder)) as url:
        app = create_app(replace(like, database_url=url, data_dir=Path(folder), limits=False))
        with app.app_context():
            upgrade()
            fill(History(matters=count), say)
        try:
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()


@contextmanager
def database(like: Settings, folder: Path) -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    if like.database_url.startswith("sqlite"):
        yield f"sqlite:///{folder / 'grown.db'}"
        return
    name = f"grown_{uuid4().hex[:8]}"
    plain = like.database_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield like.database_url.replace("/postgres?", f"/{name}?")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def questions(_app: Flask) -> Asked:
    """The bare questions that must stay within twice their time."""
    now = clock.now()
    unit = Territory(TerritoryKind.UNIT, GRID)
    return {
        "work list of a unit": lambda: work_lists.work_of([unit]),
        "nearby hint": lambda: work_lists.nearby(HERE, now=now, text="路边有一堆垃圾没人清"),
        "overview": lambda: overview.overview([DISTRICT], now=now),
    }


def lists(app: Flask) -> Asked:
    """Whole requests for lists, each by somebody who reads it every day."""
    with app.app_context():
        signed_in = tokens()
    client = app.test_client()

    def request(who: str, path: str) -> Callable[[], object]:
        headers = {"Authorization": f"Bearer {signed_in[who]}"} if who in signed_in else {}

        def ask() -> None:
            answer = client.get(path, headers=headers)
            assert answer.status_code == 200, (path, answer.status_code)

        return ask

    return {
        f"GET {path.removeprefix('/api/v1')} by {who}": request(who, path) for who, path in LISTS
    }


def tokens() -> dict[str, str]:
    """Bearer tokens for one of each capacity, and for a resident with many tips."""
    with transaction():
        reporter = db.session.scalar(
            db.select(Event.reporter_id).where(Event.reporter_id.is_not(None)).limit(1)
        )
        found = {"resident": _sign_in(resident_id=reporter)}
        for name, (role, territory) in STAFF.items():
            resident = Resident(openid=f"bench-{name}")
            db.session.add(resident)
            db.session.flush()
            account = StaffAccount(username=name, display_name="小李", resident_id=resident.id)
            db.session.add(account)
            db.session.flush()
            place = {"territory_kind": territory.kind, "territory_code": territory.code}
            db.session.add(Duty(staff_id=account.id, role=role, **place))
            found[name] = _sign_in(staff_id=account.id)
    return found


def _sign_in(**owner: object) -> str:
    token, now = new_token(), clock.now()
    until = now + timedelta(days=1)
    db.session.add(LoginSession(token_hash=hash_of(token), expires_at=until, seen_at=now, **owner))
    return token


def _times(app: Flask, ask: Callable[[], object]) -> list[float]:
    took = []
    with app.app_context():
        for _ in range(TRIES + WARM):
            begin = time.perf_counter()
            ask()
            took.append(time.perf_counter() - begin)
            db.session.rollback()
    return took[WARM:]
