"""The tree of needs of the district at hand."""

from collections.abc import Sequence

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.directory.errors import NeedUnknown
from weijiayuan.directory.models import ServiceAt
from weijiayuan.directory.rules.need_taxonomy import NeedTree, read_needs
from weijiayuan.district.current_district import district


def tree() -> NeedTree:
    """Return the alliances and needs of the district that is served."""
    return read_needs(district().folder)


def elsewhere(needs: Sequence[str]) -> str:
    """Return where to go for the first of these needs, empty where a place here offers it."""
    known = tree().needs
    need = known[needs[0]] if needs and needs[0] in known else None
    if need is None or not need.elsewhere:
        return ""
    offered = select(ServiceAt.id).where(ServiceAt.need == need.id).limit(1)
    return "" if db.session.scalar(offered) else need.elsewhere


def check(*, need: str | None = None, alliance: str | None = None) -> None:
    """See that a need and an alliance are in the tree. Raises `NeedUnknown`."""
    known = tree()
    unknown = [
        name
        for name, word, words in (
            ("need", need, known.needs),
            ("alliance", alliance, known.alliances),
        )
        if word is not None and word not in words
    ]
    if unknown:
        raise NeedUnknown(fields={name: [NeedUnknown.code] for name in unknown})
