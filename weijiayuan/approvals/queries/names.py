"""The register of names: the same ones, and the alike ones, by keys and never by reading it all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

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
SAME = select(*_COLUMNS).where(
    RegisteredName.trade_name == bindparam("trade_name"),
    RegisteredName.authority == bindparam("authority"),
)
ALIKE = (
    select(RegisteredName.trade_name, RegisteredName.industry, RegisteredName.name)
    .join(NameKey, NameKey.name_id == RegisteredName.id)
    .where(
        NameKey.key.in_(bindparam("keys", expanding=True)),
        RegisteredName.authority == bindparam("authority"),
        RegisteredName.is_standing,
    )
    .distinct()
    .limit(MOST_READ)
)


@dataclass(frozen=True)
class Neighbours:
    """Names beside the one that was asked about."""

    same: tuple[str, ...]
    alike: tuple[str, ...]


def same_names(
    trade_name: str, industry: str, authority: str, *, on: date, but: UUID | None = None
) -> list[str]:
    """Return the names that stand in the way of this one; those of one application apart."""
    rows = run(SAME, {"trade_name": trade_name, "authority": authority}).all()
    return [
        row.name
        for row in rows
        if is_same_industry(row.industry, industry)
        and stands_in_the_way(NameState(row.state), row.until, on=on)
        and (but is None or row.application_id != but)
    ]


def alike_names(trade_name: str, industry: str, authority: str) -> list[str]:
    """Return standing names whose 字号 is easily taken for this one, the nearest first."""
    names = {"keys": sorted(keys_of(trade_name)), "authority": authority}
    rows = run(ALIKE, names).all()
    near = _near(((row.trade_name, row.industry, row.name) for row in rows), trade_name, industry)
    return [name for _, name in worst_first(near, trade_name)][:MOST_ALIKE]


def _near(
    rows: Iterable[tuple[str, str, str]], trade_name: str, industry: str
) -> list[tuple[str, str]]:
    return [
        (other, name)
        for other, of, name in rows
        if is_same_industry(of, industry) and is_alike(other, trade_name)
    ]


def neighbours(trade_name: str, industry: str, authority: str, *, on: date) -> Neighbours:
    """Return both: what refuses the name and what only warns."""
    if not trade_name:
        return Neighbours((), ())
    return Neighbours(
        tuple(same_names(trade_name, industry, authority, on=on)),
        tuple(alike_names(trade_name, industry, authority)),
    )
