"""`python -m benchmarks.directory [--postgres]`: near questions at 1,500 places and at 150,000.

Generated facilities over twelve kilometres square, each with one service; three of the needs are a
hundred times rarer than the others. Pages of three, so that both sizes answer as much. Processor
time of the whole request, this process alone (SQLite works in it); elapsed time with PostgreSQL.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_migrate import upgrade
from sqlalchemy import insert, text

from benchmarks.__main__ import postgres
from benchmarks.measure import Row, say, table
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.directory.models import Service, ServiceAt, Site
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.vocabulary import Assurer, How, SiteKind
from weijiayuan.directory.service import entries
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.settings import Settings

SIZES = (1_500, 150_000)
TRIES = 20
WARM = 3
MOST_GROWTH = 1.5
MOST_MILLISECONDS = 30
LAT, LNG, SIDE = 22.69, 113.88, 0.117
CASES = {
    "near": "/api/v1/services?near={}&limit=3",
    "near, open": "/api/v1/services?near={}&limit=3&open_at=2026-12-02T10:00:00%2B08:00",
    "near + need": "/api/v1/services?near={}&limit=3&need={need}",
    "near + rare need": "/api/v1/services?near={}&limit=3&need={rare}",
    "near + need + lift": "/api/v1/services?near={}&limit=3&need={need}&accessible=lift",
    "near + need + lift, open":
        "/api/v1/services?near={}&limit=3&need={need}&accessible=lift&open_at=2026-12-02T10:00:00%2B08:00",
    "near + alliance": "/api/v1/services?near={}&limit=3&alliance={alliance}",
    "near, at night": "/api/v1/services?near={}&limit=20&open_at=2026-12-02T03:00:00%2B08:00",
    "near + a feature no place has": "/api/v1/services?near={}&limit=20&accessible=toilet",
    "near + words of a need": "/api/v1/services?near={}&limit=20&q=%E5%89%AA%E5%A4%B4%E5%8F%91",
    "near + words no place has": "/api/v1/services?near={}&limit=20&q=%E6%B2%A1%E6%9C%89",
    "near places": "/api/v1/sites?near={}&limit=3",
    "near places + need": "/api/v1/sites?near={}&limit=3&need={need}",
    "list": "/api/v1/services?limit=20",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    clock_of = time.perf_counter if asked.postgres else time.process_time
    with ExitStack() as stack:
        found = [measured(stack, size, is_postgres=asked.postgres, now=clock_of) for size in SIZES]
    few, many = found
    print(table([row(case, few[case], many[case]) for case in CASES]))


def row(case: str, few: float, many: float) -> Row:
    held = many <= MOST_MILLISECONDS and many <= max(few * MOST_GROWTH, few + 1)
    return Row(
        case,
        f"p95 {few:.1f} → {many:.1f} ms, × {many / few:.2f}",
        f"≤ × {MOST_GROWTH}, ≤ {MOST_MILLISECONDS} ms",
        held,
    )


def measured(
    stack: ExitStack, size: int, *, is_postgres: bool, now: Callable[[], float]
) -> dict[str, float]:
    """Return the milliseconds that 19 of 20 answers stay under, by case."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wjy-directory-")))
    settings = Settings.from_env({"DATA_DIR": str(folder)})
    if is_postgres:
        url = stack.enter_context(postgres()).replace("postgresql://", "postgresql+psycopg://")
        settings = replace(settings, database_url=url)
    app = create_app(settings)
    with app.app_context():
        upgrade()
        say(f"{size} places")
        fill(size)
        cases = {case: list(asked(form, WARM + TRIES)) for case, form in CASES.items()}
    client = app.test_client()
    for urls in cases.values():
        client.get(urls[0])
    return {case: p95(client, urls, now) for case, urls in cases.items()}


def p95(client: Any, urls: list[str], now: Callable[[], float]) -> float:
    times = []
    for url in urls:
        begin = now()
        answer = client.get(url, headers={"If-None-Match": ""})
        times.append((now() - begin) * 1000)
        assert answer.status_code == 200, answer.text
    return sorted(times[WARM:])[int(0.95 * (TRIES - 1))]


def asked(form: str, count: int) -> Iterator[str]:
    chance, needs = random.Random(7), sorted(tree().needs)
    for nth in range(count):
        lat, lng = (at + SIDE * chance.uniform(0.25, 0.75) for at in (LAT, LNG))
        yield form.format(
            f"{lng:.3f},{lat:.3f}&datum=gcj02",
            need=needs[nth % 5],
            rare=needs[-1 - nth % 3],
            alliance=tree().needs[needs[nth % 5]].alliance,
        )


def fill(size: int) -> None:
    """Write places and services in bulk; the last needs are held a hundred times less often."""
    chance, today = random.Random(size), clock.local_date(clock.now())
    needs = sorted(tree().needs)
    weights = [1.0] * (len(needs) - 3) + [0.01] * 3
    with transaction():
        opens = [entries.keep_hours(each) for each in timetables()]
        services = {need: service(need) for need in needs}
        sites = [site(nth, chance, today, opens) for nth in range(size)]
        held = [
            {"id": new_id(), "created_at": clock.now(), "service_id": services[need],
             "site_id": each["id"], "assured_on": today, "desk": ""}
            for each in sites
            for need in {*chance.choices(needs, weights, k=1)}
        ]  # fmt: skip
        db.session.execute(insert(Site), sites)
        db.session.execute(insert(ServiceAt), held)
        entries.note_change()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def timetables() -> Iterator[Timetable]:
    for opens in range(7, 11):
        for closes in range(17, 22):
            yield Timetable((Opening(frozenset(range(1, 8)), opens * 60, closes * 60),), 30)


def service(need: str) -> UUID:
    known = tree().needs[need]
    one = Service(
        code=need, name=need, need=need, alliance=known.alliance, text="", how=How.WALK_IN
    )
    db.session.add(one)
    db.session.flush()
    return one.id


def site(nth: int, chance: random.Random, today: date, opens: list[UUID | None]) -> dict[str, Any]:
    return {
        "id": new_id(), "created_at": clock.now(), "code": f"B{nth}", "name": f"设施{nth}",
        "kind": SiteKind.FACILITY, "assured_on": today, "assured_by": Assurer.IMPORT,
        "lat": LAT + SIDE * chance.random(), "lng": LNG + SIDE * chance.random(), "address": "",
        "hours_id": chance.choice(opens), "phone": "", "note": "", "standing": "active",
        "lift": chance.choice([True, False, None]), "source": "generated", "is_sample": True,
        "version": 1,
    }  # fmt: skip


if __name__ == "__main__":
    main()
