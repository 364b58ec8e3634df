"""The ledger and tips: sending a tip, and what people wait for as history grows.

`GROWN` matters (EVENTS_BENCH, 1,000,000 unless told otherwise) are generated in bulk beside 10,000:
the same number of open ones and the same number a day, only more history, as a district gathers.
"""

import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from flask_migrate import upgrade
from sqlalchemy import insert

from benchmarks.load import request
from benchmarks.measure import Row, against_bare, say
from benchmarks.people import token
from benchmarks.servers import Running
from weijiayuan.accounts.queries import resident_by_openid
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Entry, Event
from weijiayuan.events.queries import overview, work
from weijiayuan.events.rules import similar, tables
from weijiayuan.events.rules.hours import Limit, due
from weijiayuan.events.service import clockwork
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import FileKind
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import loading
from weijiayuan.places import queries as places
from weijiayuan.places.datum import Datum, Point
from weijiayuan.settings import Settings

SMALL = 10_000
GROWN = int(os.environ.get("EVENTS_BENCH", "1000000"))  # how much history to make
A_DAY = 700  # so that also the 10,000 fill the fortnight that the nearby hint looks at
OPEN = 2_000
PORTION = 20_000
TRIES = 40
PHOTOS = 8_000
HERE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
DISTRICT = Territory(TerritoryKind.DISTRICT, "440311")
numbers = itertools.count()


def measures(product: Running, bare: Running) -> Iterator[Row]:
    yield sending(product, bare)
    yield from growth()


def sending(product: Running, bare: Running) -> Row:
    """Send tips, each with a photo that was stored before."""
    who = f"Bearer {token(product, 'tip-bench')}"
    photos = iter(stored_photos(product))

    def tips() -> list[bytes]:
        return [_tip(who, str(photo)) for photo in itertools.islice(photos, 1_500)]

    return against_bare(
        "POST /tips with a stored photo", product, bare, tips, reach=0.2, expect=frozenset({201})
    )


def _tip(who: str, photo: str) -> bytes:
    body = {"category": "06010", "text": "路边有一堆垃圾没人清", "place": HERE, "photos": [photo]}
    return request(
        "POST",
        "/api/v1/tips",
        body=json.dumps(body).encode(),
        Authorization=who,
        Idempotency_Key=f"tip-{next(numbers)}",
    )


def stored_photos(product: Running) -> list[UUID]:
    """Note photos of the sender, as uploads before the tip would have."""
    assert product.settings is not None
    with inside(product.settings), transaction():
        resident = resident_by_openid(openid_of("tip-bench"))
        assert resident is not None
        files = [
            StoredFile(
                id=uuid4(),
                key=uuid4().hex,
                kind=FileKind.PHOTO,
                media_type="image/jpeg",
                size=1000,
                resident_id=resident.id,
            )
            for _ in range(PHOTOS)
        ]
        db.session.add_all(files)
        return [file.id for file in files]


def growth() -> Iterator[Row]:
    """What people wait for, at 10,000 matters and at many more."""
    with grown(SMALL) as settings:
        few = timed(settings)
    with grown(GROWN) as settings:
        many = timed(settings)
    for name, took in many.items():
        ratio = took / few[name]
        figure = f"{few[name] * 1000:.2f} ms → {took * 1000:.2f} ms ({ratio:.2f}×)"
        yield Row(f"{name}, {SMALL:,} → {GROWN:,} matters", figure, "≤ 2×", ratio <= 2)
    yield due_times()


@contextmanager
def inside(settings: Settings) -> Iterator[None]:
    app = create_app(settings)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def grown(count: int) -> Iterator[Settings]:
    """A database of its own with so many matters."""
    say(f"generating {count:,} matters")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{Path(folder) / 'grown.db'}",
            data_dir=Path(folder),
            secret_key="bench",
            data_keys="b1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            index_key="bench",
            limits=False,
        )
        with inside(settings):
            upgrade()
            with transaction():
                loading.load_district()
            fill(count)
            with transaction():
                overview.roll_up(clock.now())
        yield settings


def fill(count: int) -> None:
    """Insert matters in bulk: closed ones through the past, the same few open ones at its end."""
    chance, now = Random(1), clock.now()
    grids = [(each.code, each.centre_lng, each.centre_lat) for each in places.newest_grids()]
    codes = list(tables.categories())
    for start in range(0, count, PORTION):
        events, entries = [], []
        for number in range(start, min(start + PORTION, count)):
            at = now - timedelta(days=(count - number) / A_DAY)
            event = _matter(number, at, count - number <= OPEN, chance, grids, codes)
            events.append(event)
            entries += _history(event)
        with transaction():
            db.session.execute(insert(Event), events)
            db.session.execute(insert(Entry), entries)


def _matter(  # noqa: PLR0917  # one row of a bulk
    number: int,
    at: datetime,
    is_open: bool,  # noqa: FBT001
    chance: Random,
    grids: list,
    codes: list[str],
) -> dict:
    grid, lng, lat = chance.choice(grids)
    lng, lat = lng + chance.uniform(-0.008, 0.008), lat + chance.uniform(-0.008, 0.008)
    closed = None if is_open else at + timedelta(hours=3)
    return {
        "id": new_id(), "created_at": at, "number": f"B{number:08}", "source": "resident",
        "text": f"路边有一堆垃圾没人清 {number % 977}", "lng": lng, "lat": lat,
        "cell": similar.cell(lng, lat), "reported_at": at, "address": "",
        "state": "handling" if is_open else "closed", "category_code": chance.choice(codes),
        "confidence": 1.0, "level": 4, "mode": "together", "attributes": {}, "grid_id": None,
        "grid_code": grid, "community_code": grid[:12], "street_code": grid[:9],
        "unit_code": grid, "due_at": at + timedelta(hours=6), "handled_at": closed,
        "closed_at": closed, "in_time": None if is_open else True, "on_the_spot": True,
        "highest_level": 0, "supervision": 0, "returns": 0, "designated": False, "waits": 0,
        "extensions": 0, "reworks": 0, "reopens": 0, "reporter_reopens": 0,
        "text_check": "never", "is_sample": False,
    }  # fmt: skip


def _history(event: dict) -> Iterator[dict]:
    moments = {"report": event["reported_at"], "accept": event["reported_at"]}
    if event["closed_at"] is not None:
        moments["close"] = event["closed_at"]
    for number, (action, at) in enumerate(moments.items(), 1):
        yield {
            "id": new_id(), "created_at": at, "event_id": event["id"], "number": number, "at": at,
            "action": action, "actor": "system", "words": "", "is_public": True, "facts": {},
        }  # fmt: skip


def timed(settings: Settings) -> dict[str, float]:
    """The median time of each question, in seconds."""
    with inside(settings):
        now = clock.now()
        unit = Territory(TerritoryKind.UNIT, "440311001001001")
        here = Point(113.94493, 22.7415, Datum.GCJ02)
        asked: dict[str, Callable[[], object]] = {
            "work list of a unit": lambda: work.work_of([unit]),
            "nearby hint": lambda: work.nearby(here, now=now, text="路边有一堆垃圾没人清"),
            "overview": lambda: overview.overview([DISTRICT], now=now),
        }
        return {name: _median(question) for name, question in asked.items()}


def _median(question: Callable[[], object]) -> float:
    took = []
    for _ in range(TRIES):
        begin = time.perf_counter()
        question()
        took.append(time.perf_counter() - begin)
        db.session.rollback()
    return statistics.median(took)


def due_times() -> Row:
    """Recompute ten thousand due times over the real calendar."""
    with grown(10) as settings, inside(settings):
        office, now = clockwork.office(), clock.now()
        limits = [Limit.parse(text) for text in ("4h", "2d", "14h", "4eh")]
        begin = time.perf_counter()
        for number in range(10_000):
            due(now + timedelta(minutes=47 * number), limits[number % 4], office)
        took = time.perf_counter() - begin
    return Row("10,000 due times recomputed", f"{took:.2f} s", "≤ 1 s", took <= 1)
