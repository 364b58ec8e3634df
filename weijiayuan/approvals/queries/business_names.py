"""The register of names: the same ones, and the alike ones, by keys and never by reading it all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, union

from weijiayuan.approvals.models import NameKey, RegisteredName
from weijiayuan.approvals.rules.name_similarity import (
    is_alike,
    is_same_industry,
    keys_of,
    stands_in_the_way,
    worst_first,
)
from weijiayuan.approvals.rules.states import NameState
from weijiayuan.db import run

MOST_ALIKE = 20
MOST_READ = 400
_COLUMNS = (
    RegisteredName.trade_name,
    RegisteredName.industry,
    RegisteredName.name,
    RegisteredName.state,
    RegisteredName.until,
    RegisteredName.application_id,
)
_THIS = (
    RegisteredName.trade_name == bindparam("trade_name"),
    RegisteredName.authority == bindparam("authority"),
)
_ALIKE = (
    select(*_COLUMNS, RegisteredName.is_standing)
    .join(NameKey, NameKey.name_id == RegisteredName.id)
    .where(
        NameKey.key.in_(bindparam("keys", expanding=True)),
        RegisteredName.authority == bindparam("authority"),
        RegisteredName.is_standing,
    )
    .distinct()
    .limit(MOST_READ)
    .subquery()
)
BOTH = union(select(*_COLUMNS, RegisteredName.is_standing).where(*_THIS), select(_ALIKE))


@dataclass(frozen=True)
class Neighbours:
    """Names beside the one that was asked about."""

    same: tuple[str, ...]
    alike: tuple[str, ...]


def _bars(row: Any, industry: str, on: date) -> bool:
    """Tell whether a row of the same 字号 stands in the way of an industry on a day."""
    is_in_force = stands_in_the_way(NameState(row.state), row.until, on=on)
    return is_in_force and is_same_industry(row.industry, industry)


def _near(
    rows: Iterable[tuple[str, str, str]], trade_name: str, industry: str
) -> list[tuple[str, str]]:
    return [
        (other, name)
        for other, of, name in rows
        if is_same_industry(of, industry) and is_alike(other, trade_name)
    ]


def neighbours(
    trade_name: str, industry: str, authority: str, *, on: date, but: Collection[UUID] = ()
) -> Neighbours:
    """Return both, in one question: what refuses the name and what only warns.

    Names of the applications in `but` are neither.
    """
    if not trade_name:
        return Neighbours((), ())
    asked = {"trade_name": trade_name, "authority": authority, "keys": sorted(keys_of(trade_name))}
    rows = [row for row in run(BOTH, asked) if row.application_id not in but]
    same = [r.name for r in rows if r.trade_name == trade_name and _bars(r, industry, on)]
    standing = ((row.trade_name, row.industry, row.name) for row in rows if row.is_standing)
    near = worst_first(_near(standing, trade_name, industry), trade_name)
    return Neighbours(tuple(same), tuple(name for _, name in near[:MOST_ALIKE]))
