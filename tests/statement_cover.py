"""Which tests run on SQLite alone: those whose statements other tests ask of PostgreSQL.

A test that runs on both engines costs twice, and most ask what a hundred others ask too. So each
statement (and each error a database raised at one) is asked of PostgreSQL by at least `TIMES` tests
where so many ask it at all, and the rest run on SQLite alone; `sqlite_alone.txt` names them, a new
test is in no list and runs on both. Tests of races, of processes of their own and of what an engine
does are never listed.

    make both                                  every test on both engines
    STATEMENTS=var/statements pytest tests     note what each test asks of SQLite
    python -m tests.statement_cover var/statements   write the list again from that
"""

import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

LIST = Path(__file__).with_name("sqlite_alone.txt")
FIRST = " first"
TIMES = 2
SAVEPOINT = re.compile(r"sa_savepoint_\d+")
MANY = re.compile(r"\((\?(?:, \?)*)\)")
ROWS = re.compile(r"(\([^()]*\?[^()]*\))(?:, \1)+")


class Unit(NamedTuple):
    """What PostgreSQL may be spared: a test with all its cases, or all but the first."""

    name: str
    asked: frozenset[str]
    seconds: float


def shape(statement: str) -> str:
    """Name a statement whatever the number of its rows, values and savepoints."""
    said = ROWS.sub(r"\1", MANY.sub("(?)", SAVEPOINT.sub("savepoint", statement)))
    return sha256(said.encode()).hexdigest()[:10]


def engine_of(item: pytest.Item) -> str | None:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("engine") if callspec is not None else None


def is_about_engines(item: pytest.Item) -> bool:
    """Tell whether a test names the engine, races, or has processes that really commit."""
    names_it = "engine" in item._fixtureinfo.argnames
    return names_it or "ground" in item.fixturenames or item.get_closest_marker("race") is not None


def spared(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests on PostgreSQL whose statements others ask of it."""
    if os.environ.get("ENGINES") == "both":
        return []
    lines = LIST.read_text("utf-8").splitlines()
    once = {each.removesuffix(FIRST) for each in lines if each.endswith(FIRST)}
    never, found = set(lines), []
    for item in items:
        if engine_of(item) != "postgresql" or is_about_engines(item):
            continue
        name = item.nodeid.split("[", 1)[0]
        if name in never:
            found.append(item)
        elif name in once:
            never.add(name)
    return found


class Recorder:
    """Notes what each test asks of SQLite; a plugin."""

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path, self.noted, self.asked = folder / f"{worker}.json", {}, set()
        event.listen(Engine, "before_cursor_execute", self.note)
        event.listen(Engine, "handle_error", self.note_error)

    def note(self, _connection, _cursor, statement, *_rest) -> None:
        self.asked.add(shape(statement))

    def note_error(self, context) -> None:
        if context.statement:
            kind = type(context.original_exception).__name__
            self.asked.add(f"{kind} at {shape(context.statement)}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items) -> None:
        items[:] = [each for each in items if engine_of(each) == "sqlite"]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.asked.clear()
        began = time.process_time()
        ended = yield
        if not is_about_engines(item):
            seconds = round(time.process_time() - began, 4)
            self.noted[item.nodeid] = [seconds, sorted(self.asked)]
        return ended

    def pytest_sessionfinish(self) -> None:
        if self.noted:
            self.path.write_text(json.dumps(self.noted), "ascii")


def units(noted: dict[str, list]) -> tuple[list[Unit], set[str]]:
    """Return what may be spared, and the tests whose first case asks all that their others ask."""
    tests = defaultdict(list)
    for nodeid, (seconds, asked) in noted.items():
        tests[nodeid.split("[", 1)[0]].append((seconds, frozenset(asked)))
    found, first = [], set()
    for name, cases in tests.items():
        asked = frozenset().union(*(case for _, case in cases))
        alike = len(cases) > 1 and cases[0][1] == asked
        if alike:
            first.add(name)
        seconds = cases[0][0] if alike else sum(each for each, _ in cases)
        found.append(Unit(name, asked, seconds))
    return found, first


def chosen(found: list[Unit], times: int = TIMES) -> set[str]:
    """Choose cheap tests such that each statement is asked by `times` of them, if so many ask."""
    askers = defaultdict(list)
    for unit in found:
        for each in unit.asked:
            askers[each].append(unit)
    kept, met = set(), Counter()
    for each, by in sorted(askers.items(), key=lambda pair: (len(pair[1]), pair[0])):
        missing = min(times, len(by)) - met[each]

        def worth(unit: Unit) -> tuple[float, str]:
            new = sum(1 for other in unit.asked if met[other] < times)
            return unit.seconds / max(new, 1), unit.name

        for unit in sorted((one for one in by if one.name not in kept), key=worth)[
            : max(missing, 0)
        ]:
            kept.add(unit.name)
            met.update(unit.asked)
    return kept


def main(folder: str) -> None:
    noted = {}
    for path in sorted(Path(folder).glob("*.json")):
        noted |= json.loads(path.read_text("ascii"))
    found, first = units(noted)
    kept = chosen(found)
    lines = [unit.name for unit in found if unit.name not in kept]
    lines += [name + FIRST for name in first & kept]
    LIST.write_text("".join(f"{line}\n" for line in sorted(lines)), "utf-8")
    spare = sum(unit.seconds for unit in found if unit.name not in kept)
    print(f"{len(found)} tests, {len(kept)} on both engines; spared {spare:.0f} s of a processor")


if __name__ == "__main__":
    main(*sys.argv[1:])
