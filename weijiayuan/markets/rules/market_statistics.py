"""What became of a market, counted without names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean

from weijiayuan.markets.rules.states import CAME, AgeGroup, TicketState


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What counting looks at; times are None until they happened."""

    service: str
    state: TicketState
    age_group: AgeGroup
    walk_in: bool
    arrived_at: datetime | None = None
    called_at: datetime | None = None
    served_at: datetime | None = None
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of people, means in minutes and stars (None without anyone)."""

    signed_up: int
    walk_ins: int
    came: int
    served: int
    no_shows: int
    withdrawn: int
    still_waiting: int
    mean_wait_minutes: float | None
    mean_service_minutes: float | None
    mean_stars: float | None
    ratings: int
    by_age: dict[AgeGroup, int] = field(default_factory=dict)


def count(tickets: Sequence[TicketFacts]) -> Figures:
    """Return the figures of these tickets. `by_age` counts those who came."""
    states = Counter(ticket.state for ticket in tickets)
    came = [ticket for ticket in tickets if ticket.state in CAME]
    stars = [ticket.stars for ticket in tickets if ticket.stars is not None]
    return Figures(
        signed_up=sum(not ticket.walk_in for ticket in tickets),
        walk_ins=sum(ticket.walk_in for ticket in tickets),
        came=len(came),
        served=states[TicketState.SERVED],
        no_shows=states[TicketState.NO_SHOW],
        withdrawn=states[TicketState.WITHDRAWN],
        still_waiting=states[TicketState.WAITING] + states[TicketState.EXPIRED],
        mean_wait_minutes=_minutes((one.arrived_at, one.called_at) for one in came),
        mean_service_minutes=_minutes((one.called_at, one.served_at) for one in came),
        mean_stars=round(fmean(stars), 1) if stars else None,
        ratings=len(stars),
        by_age=dict(Counter(ticket.age_group for ticket in came)),
    )


def per_service(tickets: Iterable[TicketFacts]) -> dict[str, Figures]:
    """Return the figures of each service, in the order met."""
    groups: dict[str, list[TicketFacts]] = {}
    for ticket in tickets:
        groups.setdefault(ticket.service, []).append(ticket)
    return {service: count(group) for service, group in groups.items()}


def _minutes(spans: Iterable[tuple[datetime | None, datetime | None]]) -> float | None:
    lengths = [
        max(end - start, timedelta()) / timedelta(minutes=1)
        for start, end in spans
        if start and end
    ]
    return round(fmean(lengths), 1) if lengths else None
