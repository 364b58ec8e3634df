"""How two addresses lie to each other: whether one is the other, lies in it, or holds it.

An address names a house (a road and its number, or an estate) and what is meant inside: buildings,
storeys, rooms. What it leaves open it may mean: 12号 holds 12号302, and so does 12号3层.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

LEAST_ROOM = 100
"""From here on the number of a room says its storey."""
MOST_DOORS = 50
"""No building has more numbers in a row than that: 3-302号 is a room."""
LABEL = re.compile(r"(-?)([A-Z]?)([0-9]+)([A-Z]?)")
STOREYS = ("楼", "层")
HOUSES = ("栋", "幢", "座", "号楼", "号厂房", "厂房", "单元", "期", "区", "区域", "排")
DOOR = "号"
JOINING = frozenset("至到和与及")
"""What may stand between the numbers of a row of doors."""


@dataclass(frozen=True)
class Part:
    """One part of an address: a name, or a numbered thing. `label` is empty for a name.

    `tail` is the letter behind a number that is none of a building: 6C.
    """

    name: str
    label: str = ""
    unit: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Inside:
    """One thing that may be meant in a house; what is None is left open."""

    door: int | None = None
    storey: int | None = None
    room: int | None = None
    wing: str = ""
    """The letter before a room: A302."""

    def may_be(self, other: "Inside") -> bool:
        """Tell whether both may mean the same, or one what lies in the other."""
        pairs = (
            (self.door, other.door),
            (self.storey, other.storey),
            (self.room, other.room),
            (self.wing or None, other.wing or None),
        )
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


@dataclass(frozen=True)
class Premises:
    """A place: the houses it may be in, which buildings of it, and what inside."""

    houses: tuple[str, ...]
    buildings: frozenset[str]
    inside: tuple[Inside, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing inside is named."""
        return self.inside == (Inside(),)

    def reaches(self, storey: int) -> bool:
        """Tell whether anything named lies on a storey or above it."""
        return any(each.storey is not None and each.storey >= storey for each in self.inside)

    @property
    def is_at_ground(self) -> bool:
        """Tell whether all that is named lies on the ground floor or below."""
        return all(each.storey is not None and each.storey <= 1 for each in self.inside)

    def touches(self, other: "Premises") -> bool:
        """Tell whether one of two places may be the other, lie in it, or hold it."""
        return bool(set(self.houses) & set(other.houses)) and self.overlaps(other)

    def overlaps(self, other: "Premises") -> bool:
        """Tell the same of two places in one house."""
        if self.buildings and other.buildings and self.buildings.isdisjoint(other.buildings):
            return False
        return any(mine.may_be(its) for mine in self.inside for its in other.inside)

    def is_home_of(self, shop: "Premises", *, is_called_shop: bool) -> bool:
        """Tell whether a shop lies in this home, or holds it.

        Who lives at 12号 and says no more may have a shop on the ground floor of the house.
        """
        is_below = shop.is_at_ground or is_called_shop
        return self.touches(shop) and not (self.is_whole and is_below)

    def in_houses(self, houses: tuple[str, ...]) -> "Premises":
        """Return the same in houses that are known otherwise."""
        return replace(self, houses=houses)

    def written(self) -> str:
        """Return what is inside as text, to be read again by `read_inside`."""
        inside = [asdict(each) for each in self.inside]
        return json.dumps({"buildings": sorted(self.buildings), "inside": inside})


def read_inside(text: str) -> Premises:
    """Return premises whose house is known otherwise."""
    found = json.loads(text)
    inside = tuple(Inside(**each) for each in found["inside"])
    return Premises((), frozenset(found["buildings"]), inside)


def behind_a_road(road: str, parts: Sequence[Part]) -> Premises:
    """Return the place that numbers behind a road mean: its door or doors first."""
    size = _doors_in_front(parts)
    doors = [part for part in parts[:size] if part.label]
    numbers = [number for part in doors for number in _doors(part.label)]
    rooms = [room for part in doors if (room := _room_of_door(part.label))]
    rest = [*rooms, *parts[size:]]
    houses = (f"{road}|{number}" for number in range(numbers[0], max(numbers) + 1))
    return Premises(tuple(houses), _buildings(rest), tuple(_inside(rest)))


def _doors_in_front(parts: Sequence[Part]) -> int:
    """Return how many parts say doors: the first, and others of the row that 号 closes."""
    size, first = 1, _first(parts[0].label)
    for at, part in enumerate(parts[1:], start=2):
        if part.name in JOINING:
            continue
        if not part.label or part.unit not in {"", DOOR} or not part.label[-1].isdigit():
            break
        if not 0 < _first(part.label) - first <= MOST_DOORS:
            break
        size = at if part.unit == DOOR else size
    return size


def of_a_name(name: str, parts: Sequence[Part]) -> Premises:
    """Return the place that numbers behind the name of an estate or a village mean.

    The first number with 号 is a door there: 六排8号 holds 六排8号302, and 六排9号 is another.
    """
    numbered = [part for part in parts if part.label]
    door = next((part for part in numbered if part.unit == DOOR), None)
    inside = _inside(part for part in numbered if part is not door)
    number = _first(door.label) if door else None
    return Premises((name,), _buildings(parts), tuple(_at(each, number) for each in inside))


def _at(inside: Inside, door: int | None) -> Inside:
    return Inside(door, inside.storey, inside.room, inside.wing)


def _buildings(parts: Iterable[Part]) -> frozenset[str]:
    return frozenset(
        re.sub(r"(?<![0-9])0+(?=[0-9])", "", part.label) for part in parts if part.unit in HOUSES
    )


def _inside(parts: Iterable[Part]) -> list[Inside]:
    """Return what is named inside: rooms with their storeys, and storeys of which no room is."""
    storeys: list[int] = []
    found: list[Inside] = []
    for part in parts:
        if not part.label or part.unit in HOUSES:
            continue
        if part.unit in STOREYS:
            storeys += _span(part.label)
        else:
            found += _rooms(part.label + part.tail, storeys[-1] if len(storeys) == 1 else None)
    said = {each.storey for each in found}
    found += [Inside(storey=each) for each in storeys if each not in said]
    return list(dict.fromkeys(found)) or [Inside()]


def _rooms(label: str, storey: int | None) -> Iterator[Inside]:
    """Yield what the number of a room may mean: 302, A302, 3-302, 6C, or 5 on a storey."""
    numbers = LABEL.findall(label)
    high = [each for each in numbers if int(each[2]) >= LEAST_ROOM]
    for _, wing, digits, tail in high or numbers[:1]:
        number = int(digits)
        if number >= LEAST_ROOM:
            yield Inside(storey=number // LEAST_ROOM, room=number, wing=wing)
        elif tail:
            yield Inside(storey=number)
        elif storey is not None:
            yield Inside(storey=storey, room=storey * LEAST_ROOM + number, wing=wing)
        else:
            yield Inside(room=number, wing=wing)


def _span(label: str) -> list[int]:
    """Return the storeys of a label: one, or from one to another; below the ground negative."""
    below = -1 if label.startswith("-") else 1
    numbers = [int(each) for each in re.findall("[0-9]+", label)]
    if len(numbers) > 1 and 0 < numbers[1] - numbers[0] <= MOST_DOORS:
        return list(range(numbers[0], numbers[1] + 1))
    return [below * numbers[0]] if numbers else []


def _doors(label: str) -> list[int]:
    """Return the doors of a label: 12, 12 to 16; of 12-302 and 12-3 the first."""
    numbers = [int(each) for each in re.findall("[0-9]+", label)]
    if len(numbers) > 1 and 0 < numbers[1] - numbers[0] <= MOST_DOORS and len(numbers) == 2:
        return list(range(numbers[0], numbers[1] + 1))
    return numbers[:1]


def _room_of_door(label: str) -> Part | None:
    """Return the room that a door number holds: 1763-302号."""
    numbers = re.findall("[0-9]+", label)
    is_room = len(numbers) > 1 and int(numbers[1]) >= LEAST_ROOM and len(_doors(label)) == 1
    return Part("", numbers[1], "") if is_room else None


def _first(label: str) -> int:
    return int(re.findall("[0-9]+", label)[0])
