"""What PostgreSQL is spared is asked of it by others, and every name in the list is a test."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

from tests.statement_cover import FIRST, LIST, chosen, shape, units

ROOT = Path(__file__).parents[2]


@cache
def functions_of(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_test_that_runs_on_sqlite_alone_is_there():
    named = [line.removesuffix(FIRST).split("::") for line in LIST.read_text("utf-8").splitlines()]
    assert [each for each in named if each[-1] not in functions_of(each[0])] == []


def test_each_statement_is_asked_of_both_engines_twice_where_two_tests_ask_it():
    noted = {
        f"tests/test_{n}.py::test_it[sqlite]": [0.1 * n, [f"s{n % 3}", f"s{n % 7}", "every"]]
        for n in range(30)
    }
    noted["tests/test_lone.py::test_it[sqlite]"] = [9.0, ["asked once"]]
    found, _ = units(noted)

    kept = chosen(found)

    met = Counter(each for unit in found if unit.name in kept for each in unit.asked)
    asked = Counter(each for unit in found for each in unit.asked)
    assert all(met[each] >= min(2, count) for each, count in asked.items())
    assert len(kept) < len(found) / 2


def test_cases_that_ask_no_more_than_the_first_are_one():
    noted = {
        "tests/test_a.py::test_alike[sqlite-1]": [1.0, ["x", "y"]],
        "tests/test_a.py::test_alike[sqlite-2]": [1.0, ["x"]],
        "tests/test_a.py::test_unlike[sqlite-1]": [1.0, ["x"]],
        "tests/test_a.py::test_unlike[sqlite-2]": [1.0, ["z"]],
    }
    found, first = units(noted)
    assert first == {"tests/test_a.py::test_alike"}
    assert {unit.name: unit.seconds for unit in found} == {
        "tests/test_a.py::test_alike": 1.0,
        "tests/test_a.py::test_unlike": 2.0,
    }


def test_a_statement_is_one_however_many_rows_it_writes():
    assert shape("INSERT INTO a VALUES (?, ?), (?, ?)") == shape("INSERT INTO a VALUES (?, ?)")
    assert shape("SAVEPOINT sa_savepoint_3") == shape("SAVEPOINT sa_savepoint_14")
    assert shape("SELECT a FROM b") != shape("SELECT a FROM c")
