"""Tips and clocks: sending a tip with a stored photo, and working due times out again."""

import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from benchmarks.load import request
from benchmarks.measure import Row, against_bare
from benchmarks.people import token
from benchmarks.servers import Running
from weijiayuan.accounts.queries import resident_by_openid
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.deadline_clocks.working_time import Limit, OfficeHours, due
from weijiayuan.events.rules import reference_data
from weijiayuan.files.models import StoredFile
from weijiayuan.files.rules import FileKind
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.places import announced_holidays
from weijiayuan.places.working_calendar import calendar_of
from weijiayuan.settings import Settings

PHOTOS = 8_000
HERE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
numbers = itertools.count()


def measures(product: Running, bare: Running) -> Iterator[Row]:
    yield sending(product, bare)
    yield due_times()


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


@contextmanager
def inside(settings: Settings) -> Iterator[None]:
    app = create_app(settings)
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def due_times() -> Row:
    """Recompute ten thousand due times over the calendar that ships."""
    days = calendar_of(
        announced_holidays.marked_by_package(), announced=announced_holidays.announced_by_package()
    )
    office, now = OfficeHours(days, reference_data.limits().windows), clock.now()
    limits = [Limit.parse(text) for text in ("4h", "2d", "14h", "4eh")]
    begin = time.perf_counter()
    for number in range(10_000):
        due(now + timedelta(minutes=47 * number), limits[number % 4], office)
    took = time.perf_counter() - begin
    return Row("10,000 due times recomputed", f"{took:.2f} s", "≤ 1 s", took <= 1)
