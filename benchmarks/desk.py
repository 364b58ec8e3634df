"""The desk beside 100,000 matters: its first page and its table, by any column under any filter.

`DESK_BENCH` matters are written in bulk on the engine the product runs on. Every sort meets every
filter, the first page, the second and the last, as whole requests; what counts is the time
that 19 of 20 of them stayed under, and no pair may be an exception: each that is has a row. Beside
the clock stands this thread's processor time, which other work on the machine does not lengthen; on
SQLite that is all the work there is.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import product as pairs
from typing import NamedTuple

from flask import Flask
from sqlalchemy import update

from benchmarks.__main__ import postgres
from benchmarks.growth import GRID, grown, tokens
from benchmarks.measure import Row, say, table
from weijiayuan.accounts.models import LoginSession
from weijiayuan.db import db, transaction
from weijiayuan.events.queries.work_list_orderings import CHOICES
from weijiayuan.kernel import clock
from weijiayuan.settings import Settings

MATTERS = int(os.environ.get("DESK_BENCH", "100000"))
TRIES = int(os.environ.get("DESK_BENCH_TRIES", "3"))
MOST_MS = 300
FILTERS = (
    "", "mine=true", "state=open", "state=closed", "state=submitted", "due=late", "due=week",
    "overdue=true", "overdue=false", "level=2", "source=resident", "supervised=true",
    "supervised=false", "category=06010", f"grid={GRID}", f"unit={GRID[:9]}-enforcement",
    "category=06010&state=open", "q=垃圾", "q=垃圾&state=open", "q=2611", "q=没有这样的话",
)  # fmt: skip
PEOPLE = ("supervisor", "dispatcher", "department")
MINE = "/events?mine=true&sort=due&limit=20"
LEFT = "/events?words_due=true&limit=20"
WATCHED = (
    "/supervisions/matters?open=true&limit=20",
    "/alarms?state=asked&limit=20",
    "/governance/signals?state=new",
)
FIRST_PAGE = {
    "dispatcher": ("/events/turns", MINE, LEFT, "/orders?limit=20", *WATCHED),
    "department": ("/events/turns", MINE, "/orders?limit=20", "/events/assists", WATCHED[0]),
    "supervisor": ("/events?due=late&state=open&sort=due&limit=20", LEFT, *WATCHED),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="weijiayuan-desk-"))
        settings = Settings.from_env({"DATA_DIR": folder})
        if asked.postgres:
            url = stack.enter_context(postgres())
            settings = replace(settings, database_url=url.replace("://", "+psycopg://", 1))
        rows = []
        for each in measures(settings):
            say(f"{each}")
            rows.append(each)
        print(table(rows))


def measures(settings: Settings) -> Iterator[Row]:
    with grown(settings, MATTERS) as app:
        with app.app_context():
            signed_in = tokens()
        asked = Asked(app, signed_in)
        for who, paths in FIRST_PAGE.items():
            yield asked.first_page(who, paths)
        for who in PEOPLE:
            with app.app_context():
                wake()
            yield from asked.table(who)


def wake() -> None:
    """Let no session have lain idle while others were asked for."""
    with transaction():
        db.session.execute(update(LoginSession).values(seen_at=clock.now()))


class Took(NamedTuple):
    clock: float
    processor: float


class Asked:
    """Requests by people who are signed in, and what they took in milliseconds."""

    def __init__(self, app: Flask, signed_in: dict[str, str]) -> None:
        self.client, self.signed_in = app.test_client(), signed_in

    def get(self, who: str, path: str) -> tuple[Took, dict]:
        headers = {"Authorization": f"Bearer {self.signed_in[who]}"}
        begin, worked = time.perf_counter(), time.thread_time()
        answer = self.client.get(f"/api/v1{path}", headers=headers)
        took = Took(1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - worked))
        assert answer.status_code == 200, (path, answer.status_code)
        return took, answer.json

    def first_page(self, who: str, paths: tuple[str, ...]) -> Row:
        """Ask one after the other what a browser asks at once."""
        for path in paths:
            self.get(who, path)
        tries = [[self.get(who, path)[0] for path in paths] for _ in range(10 * TRIES)]
        took = [Took(*map(sum, zip(*each, strict=True))) for each in tries]
        return row(f"first page of a {who}, {len(paths)} lists", p95(took))

    def table(self, who: str) -> Iterator[Row]:
        """Ask for three pages by every sort under every filter; tell of each pair that is slow."""
        every, pairs_took = [], []
        for sort, asked in pairs(CHOICES, FILTERS):
            took = self.pages(who, sort, asked)
            every += took
            pairs_took.append((p95(took), f"sort={sort}&{asked}"))
        pairs_took.sort(reverse=True)
        yield row(f"table of a {who}, {len(CHOICES)} sorts × {len(FILTERS)} filters", p95(every))
        slow = [each for each in pairs_took if min(each[0]) > MOST_MS]
        for took_most, what in slow or pairs_took[:1]:
            yield row(f"its slowest, {what}", took_most)

    def pages(self, who: str, sort: str, asked: str) -> list[Took]:
        path = f"/events?sort={sort}&limit=50&{asked}"
        back = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
        begun = (path, f"/events?sort={back}&limit=50&{asked}")
        on = [self.get(who, each)[1]["next_cursor"] for each in begun]
        paths = [path, *(f"{path}&cursor={each}" for each in on if each)]
        return [self.get(who, each)[0] for each in paths * TRIES]


def p95(took: list[Took]) -> Took:
    return Took(*(_p95(list(each)) for each in zip(*took, strict=True)))


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def row(what: str, took: Took) -> Row:
    name = f"{what}, {MATTERS:,} matters"
    figure = f"{took.clock:.0f} ms p95, {took.processor:.0f} ms of processor"
    return Row(name, figure, f"≤ {MOST_MS} ms", took.clock <= MOST_MS)


if __name__ == "__main__":
    main()
