"""Reads what a client asks for. An empty parameter counts as absent. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.tips.open311 import vocabulary
from weijiayuan.tips.open311.errors import Problems

MOST_IDS = 200
MOST_ROWS = 1000
USUAL_PAGE = 100
MOST_PAGE = 10_000
MOST_SIZE = 1_000_000  # what is asked beyond MOST_ROWS gets MOST_ROWS
LONGEST_RADIUS = 20_000.0
Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Circle:
    """Around a point in WGS-84 degrees, as far as `metres`."""

    lng: float
    lat: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which requests a client wants."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    states: frozenset[State] = frozenset(State)
    requested: Window = (None, None)
    updated: Window = (None, None)
    around: Circle | None = None
    box: tuple[float, float, float, float] | None = None
    offset: int = 0
    limit: int = MOST_ROWS
    extensions: bool = False


def read(arguments: Mapping[str, str], *, now: datetime) -> Asked:
    """Read the arguments of GET requests, or refuse with everything that is wrong with them.

    `service_request_id` overrides all other arguments but the form of the answer.
    """
    given = {name: value.strip() for name, value in arguments.items() if value.strip()}
    extensions = is_extended(given)
    if ids := _list(given.get("service_request_id", "")):
        if len(ids) > MOST_IDS:
            raise Problems(400, f"no more than {MOST_IDS} service_request_ids at once")
        return Asked(ids=ids, extensions=extensions)
    reader = Reader(given)
    offset, limit = reader.paging()
    asked = Asked(
        codes=reader.codes(),
        states=reader.states(),
        requested=reader.requested(now),
        updated=(reader.moment("updated_after"), reader.moment("updated_before")),
        around=reader.circle(),
        box=reader.box(),
        offset=offset,
        limit=limit,
        extensions=extensions,
    )
    if reader.problems:
        raise Problems(400, *reader.problems)
    return asked


def is_extended(given: Mapping[str, str]) -> bool:
    """Tell whether the client asks for more than the standard's fields."""
    return any(
        given.get(name, "").lower() in vocabulary.TRUE for name in ("extensions", "extended")
    )


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


class Reader:
    """Reads argument by argument and gathers what is wrong."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.problems: list[str] = []

    def codes(self) -> tuple[str, ...]:
        codes = _list(self.given.get("service_code", ""))
        unknown = [code for code in codes if code not in reference_data.categories()]
        if unknown:
            raise Problems(404, *(f"service_code {code} was not found" for code in unknown))
        return codes

    def states(self) -> frozenset[State]:
        asked = _list(self.given.get("status", "").lower())
        if wrong := [word for word in asked if word not in vocabulary.STATES]:
            self.problems.append(f"status must be open or closed, not {', '.join(wrong)}")
            return frozenset()
        chosen = frozenset[State]().union(*(vocabulary.STATES[word] for word in asked))
        return chosen or frozenset(State)

    def moment(self, name: str) -> datetime | None:
        """Read a moment, or a day: its beginning, or for the end of a window its end."""
        if name not in self.given:
            return None
        is_end = name.startswith("end") or name.endswith("before")
        try:
            return vocabulary.read_moment(self.given[name], ends_day=is_end)
        except (ValueError, OverflowError):
            self.problems.append(f"{name} must be like 2026-11-23T09:00:00+08:00 or 2026-11-23")
            return None

    def requested(self, now: datetime) -> Window:
        """Return the span of requested_datetime, the last 90 days if none is given.

        The standard lets a server limit the span; clients do not ask again in portions but hang
        or lose what lies outside. So any span is answered, the newest 1,000 at a time.
        """
        start, end = self.moment("start_date"), self.moment("end_date")
        if start is None and end is None:
            updated = {"updated_after", "updated_before"} & self.given.keys()
            return (None, None) if updated else (now - vocabulary.LONGEST_SPAN, None)
        try:
            start = start or (end or now) - vocabulary.LONGEST_SPAN
        except OverflowError:
            self.problems.append("start_date and end_date are out of range")
            return (None, None)
        end = end or max(now, start)
        if end < start:
            self.problems.append("end_date is before start_date")
        return (start, end)

    def number(self, name: str, least: float, most: float) -> float | None:
        if name not in self.given:
            return None
        try:
            value = float(self.given[name])
        except ValueError:
            value = float("nan")
        if not (isfinite(value) and least <= value <= most):
            self.problems.append(f"{name} must be a number from {least:g} to {most:g}")
            return None
        return value

    def circle(self) -> Circle | None:
        if not {"lat", "long"} & self.given.keys():
            return None
        lat, lng = self.number("lat", -90, 90), self.number("long", -180, 180)
        metres = self.number("radius", 1, LONGEST_RADIUS)
        if lat is None or lng is None:
            self.problems.append("lat and long go together")
            return None
        return Circle(lng, lat, metres or 1000.0)

    def box(self) -> tuple[float, float, float, float] | None:
        """Read uReport's `bbox`: west, south, east, north in WGS-84 degrees."""
        if "bbox" not in self.given:
            return None
        try:
            west, south, east, north = (float(part) for part in self.given["bbox"].split(","))
        except ValueError:
            self.problems.append("bbox must be west,south,east,north in degrees")
            return None
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            self.problems.append("bbox must be west,south,east,north in degrees")
        return (west, south, east, north)

    def paging(self) -> tuple[int, int]:
        """Return offset and limit; without paging, the newest 1,000."""
        page = self.whole("page", 1, MOST_PAGE)
        size = self.whole("page_size", 1, MOST_SIZE)
        if page is None and size is None:
            return 0, MOST_ROWS
        size = min(size or USUAL_PAGE, MOST_ROWS)
        return ((page or 1) - 1) * size, size

    def whole(self, name: str, least: int, most: int) -> int | None:
        value = self.given.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and least <= int(value[:12]) <= most):
            self.problems.append(f"{name} must be a whole number from {least} to {most}")
            return None
        return int(value)
