"""Questions about the district. The process keeps what is the same for all until it changes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import has_request_context
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db, run
from weijiayuan.district.current_district import district
from weijiayuan.places import district_files
from weijiayuan.places.grid_finder import GridFacts, GridFinder, Outline, outline_of
from weijiayuan.places.models import (
    CalendarDay,
    CalendarYear,
    Community,
    Grid,
    GridVersion,
    Revision,
    ServicePoint,
    Street,
    Topic,
)
from weijiayuan.places.working_calendar import MarkedDay, WorkingCalendar, calendar_of

Kept = TypeVar("Kept")
TOKENS = "weijiayuan.places.tokens"
_kept: dict[Topic, tuple[UUID | None, Any]] = {}


REVISIONS = select(Revision.topic, Revision.token)


def revision(topic: Topic) -> UUID | None:
    """Return the token of the topic's present state, or None while nothing was ever loaded.

    All tokens are read together, and once in the transaction of a request: a report asks for
    them five times. Elsewhere a transaction may be long, and each question reads them again.
    """
    session = db.session()
    transaction, tokens = session.info.get(TOKENS, (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        tokens = {row.topic: row.token for row in run(REVISIONS)}
        if has_request_context():
            session.info[TOKENS] = (session.get_transaction(), tokens)
    return cast("UUID | None", tokens.get(topic))


def forget_revisions() -> None:
    """Read the tokens again, as one was changed in this very transaction."""
    db.session().info.pop(TOKENS, None)


def kept(topic: Topic, read: Callable[[], Kept]) -> Kept:
    """Return what this process read at the topic's present revision, reading it if that is new.

    A token is never used twice, so a state that was rolled back cannot be mistaken for another.
    """
    token = revision(topic)
    held = _kept.get(topic)
    if held is None or held[0] != token:
        held = _kept[topic] = (token, read())
    return cast("Kept", held[1])


def working_calendar() -> WorkingCalendar:
    """Return the calendar as entered; read again only after somebody changed it."""
    return kept(Topic.CALENDAR, _read_calendar)


def _read_calendar() -> WorkingCalendar:
    marked = db.session.execute(select(CalendarDay.day, CalendarDay.kind, CalendarDay.name))
    return calendar_of(
        [MarkedDay(*row) for row in marked],
        announced=db.session.scalars(select(CalendarYear.year)).all(),
        statutory=district_files.statutory_days(district().calendar_region),
    )


def finder() -> GridFinder:
    """Return the finder over the newest version of the grids."""
    return kept(Topic.GRIDS, _read_finder)


def _read_finder() -> GridFinder:
    return GridFinder(outlines())


def facts_of(grid: Grid) -> GridFacts:
    """Return what others need to know of a grid, free of the session."""
    return GridFacts(
        id=grid.id,
        code=grid.code,
        name=grid.name,
        community_id=grid.community_id,
        community_code=grid.community.code,
        community_name=grid.community.name,
        street_code=grid.community.street.code,
        street_name=grid.community.street.name,
        version=grid.version.number,
        is_sample=grid.version.is_sample,
    )


def newest_version() -> GridVersion | None:
    """Return the version of the grids that is in force."""
    return db.session.scalars(select(GridVersion).order_by(GridVersion.number.desc())).first()


def newest_grids() -> Sequence[Grid]:
    """Return the grids in force by code, with their communities."""
    newest = select(func.max(GridVersion.number)).scalar_subquery()
    wanted = select(Grid).join(Grid.version).where(GridVersion.number == newest)
    related = (joinedload(Grid.community), joinedload(Grid.version))
    return db.session.scalars(wanted.options(*related).order_by(Grid.code)).all()


def grid(code: str) -> Grid | None:
    """Return the grid in force with this code."""
    wanted = select(Grid).join(Grid.version).filter(Grid.code == code)
    return db.session.scalars(wanted.order_by(GridVersion.number.desc())).first()


def streets() -> Sequence[Street]:
    """Return the streets by code."""
    return db.session.scalars(select(Street).order_by(Street.code)).all()


def street(code: str) -> Street | None:
    """Return one street."""
    return db.session.scalars(select(Street).filter_by(code=code)).one_or_none()


def communities(*, on: date, street_code: str | None = None) -> Sequence[Community]:
    """Return the communities that exist on a day, coded ones first."""
    wanted = select(Community).join(Community.street).where(*_living(on))
    if street_code is not None:
        wanted = wanted.where(Street.code == street_code)
    order = (Street.code, Community.code.is_(None), Community.code, Community.name)
    return db.session.scalars(wanted.order_by(*order)).all()


def _living(on: date) -> tuple[Any, ...]:
    began = or_(Community.valid_from.is_(None), Community.valid_from <= on)
    return began, or_(Community.valid_to.is_(None), Community.valid_to > on)


def community(code: str) -> Community | None:
    """Return the community with this code, living or not."""
    return db.session.scalars(select(Community).filter_by(code=code)).one_or_none()


def community_to_change(community_id: UUID) -> Community | None:
    """Return a community that has not ended, locked until the transaction ends."""
    wanted = select(Community).filter_by(id=community_id, valid_to=None)
    return db.session.scalars(wanted.with_for_update(of=Community)).one_or_none()


def is_name_taken(street_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    """Say whether a living community of the street has this name already."""
    wanted = select(Community.id).filter_by(street_id=street_id, name=name, valid_to=None)
    return db.session.scalar(wanted.where(Community.id != but).limit(1)) is not None


def is_code_taken(code: str, *, but: UUID | None = None) -> bool:
    """Say whether any community ever had this code."""
    wanted = select(Community.id).filter_by(code=code)
    return db.session.scalar(wanted.where(Community.id != but).limit(1)) is not None


def service_points(*, street_code: str | None, kind: str | None) -> Sequence[Any]:
    """Return service points as rows: name, kind, code, street, community, source."""
    wanted = (
        select(
            ServicePoint.id,
            ServicePoint.name,
            ServicePoint.kind,
            ServicePoint.code,
            Street.name.label("street"),
            Community.name.label("community"),
            ServicePoint.source,
        )
        .outerjoin(Street, ServicePoint.street_id == Street.id)
        .outerjoin(Community, ServicePoint.community_id == Community.id)
    )
    if street_code is not None:
        wanted = wanted.where(Street.code == street_code)
    if kind is not None:
        wanted = wanted.where(ServicePoint.kind == kind)
    return db.session.execute(wanted.order_by(ServicePoint.kind, ServicePoint.name)).all()


def outlines() -> list[tuple[GridFacts, Outline]]:
    """Return the grids in force with their outlines in GCJ-02 degrees."""
    return [(facts_of(grid), outline_of(grid.outline)) for grid in newest_grids()]
