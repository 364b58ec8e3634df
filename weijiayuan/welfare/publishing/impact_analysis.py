"""Whom a new pack would touch: both packs on the same invented people, policy by policy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.rules_engine.compile.compiler import build
from weijiayuan.rules_engine.evaluate.engine import bit_layout
from weijiayuan.rules_engine.evaluate.population_columns import Population
from weijiayuan.rules_engine.evaluate.vector_evaluator import Column, Vector
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.values.dates import date_of
from weijiayuan.welfare.simulation.census import Census
from weijiayuan.welfare.simulation.synthetic_population import Synthetic

Array = NDArray[Any]
PEOPLE = 20_000
SEED = 1


def touched(before: Pack, after: Pack, on: int, census: Census) -> list[dict[str, Any]]:
    """Return the policies whose verdict or amount moves for somebody, the most touched first.

    Counts are of people (or households) in a drawn population of `of`. Where the questions differ
    the same people cannot be asked twice: then only the totals are told.
    """
    same = _asked(before) == _asked(after)
    drawn = [_drawn(pack, on, census) for pack in (before, after)]
    columns = [_columns(*each, on) for each in zip((before, after), drawn, strict=True)]
    rows = [
        _row(name, before, after, columns, is_same=same)
        for name in sorted({*before.policies, *after.policies})
    ]
    moved = [row for row in rows if row["gain"] or row["lose"] or row["amount"]]
    return sorted(moved, key=lambda row: -(row["gain"] + row["lose"] + row["amount"]))


def _asked(pack: Pack) -> list[object]:
    """Return all of the questions by which people are drawn."""
    return [
        (q.id, q.subject, q.kind, q.choices, q.spread, q.low, q.high)
        for q in pack.questions.values()
    ]


def _drawn(pack: Pack, on: int, census: Census) -> Population:
    return Synthetic(pack, census=census, people=PEOPLE, on=on, seed=SEED).population


def _columns(pack: Pack, people: Population, on: int) -> dict[str, Column]:
    vector = Vector(build(pack, date_of(on)), bit_layout(pack), exact=True)
    (chunk,) = people.chunks(10 * PEOPLE)
    return dict(vector.evaluate(chunk, on=on))


def _row(
    name: str, before: Pack, after: Pack, columns: list[dict[str, Column]], *, is_same: bool
) -> dict[str, Any]:
    was, now = (each.get(name) for each in columns)
    policy = after.policies.get(name) or before.policies[name]
    gain, lose, amount = _moves(was, now) if is_same else (*_totals(was, now), 0)
    return {
        "policy": name,
        "name": policy.name,
        "counts": "households" if policy.of_household else "people",
        "gain": gain,
        "lose": lose,
        "amount": amount,
        "of": PEOPLE,
    }


def _moves(was: Column | None, now: Column | None) -> tuple[int, int, int]:
    length = len(was.sure) if was is not None else len(now.sure) if now is not None else 0
    held, holds = (_sure(each, length) for each in (was, now))
    both = held & holds
    moved = np.zeros(length, dtype=bool)
    for bound in ("low", "high"):
        old, new = (getattr(each, bound, None) for each in (was, now))
        if old is not None and new is not None:
            moved |= both & (old != new)
        elif old is not new:
            moved |= both
    return int((holds & ~held).sum()), int((held & ~holds).sum()), int(moved.sum())


def _totals(was: Column | None, now: Column | None) -> tuple[int, int]:
    held, holds = (int(each.sure.sum()) if each is not None else 0 for each in (was, now))
    return max(0, holds - held), max(0, held - holds)


def _sure(column: Column | None, length: int) -> Array:
    return np.zeros(length, dtype=bool) if column is None else np.asarray(column.sure)
