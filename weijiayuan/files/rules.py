"""What may be uploaded, and who may read it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MOST_BYTES = 10 * 1024 * 1024
UNATTACHED_FOR = timedelta(hours=24)
PASS_LASTS = timedelta(minutes=30)


class FileKind(StrEnum):
    """What an upload is for; it decides what is accepted and what becomes of it."""

    PHOTO = "photo"
    PAPER = "paper"


class Rendition(StrEnum):
    """The sizes in which a photo is kept."""

    FULL = "full"
    SMALL = "small"


class Audience(StrEnum):
    """To whom a file is shown."""

    EVERYONE = "everyone"
    RESIDENT = "resident"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, or some duty, to whom a file is shown besides its owner."""

    audience: Audience
    resident_id: UUID | None = None
    role: str | None = None
    territory_kind: str | None = None
    territory_code: str | None = None


EVERYONE = Reader(Audience.EVERYONE)


def resident(resident_id: UUID) -> Reader:
    """Show the file to one resident."""
    return Reader(Audience.RESIDENT, resident_id=resident_id)


def duty(role: str, territory_kind: str, territory_code: str) -> Reader:
    """Show the file to whoever has the role in a territory that holds this one."""
    return Reader(
        Audience.DUTY, role=role, territory_kind=territory_kind, territory_code=territory_code
    )


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who wants to read: their ids, and whether they have a role in a territory."""

    ids: frozenset[UUID]
    has_duty: Callable[[str, str, str], bool]

    def is_among(self, readers: Iterable[Reader]) -> bool:
        """Tell whether one of the readers is this viewer."""
        return any(self._is(reader) for reader in readers)

    def _is(self, reader: Reader) -> bool:
        match reader.audience:
            case Audience.EVERYONE:
                return True
            case Audience.RESIDENT:
                return reader.resident_id in self.ids
            case Audience.DUTY:
                role, kind, code = reader.role, reader.territory_kind, reader.territory_code
                return bool(role and kind and code) and self.has_duty(
                    str(role), str(kind), str(code)
                )


NOBODY = Viewer(frozenset(), lambda *_duty: False)


def to_the_hour(moment: datetime) -> datetime:
    """Return the hour a moment lies in: all that is noted of when an anonymous photo came."""
    return moment.replace(minute=0, second=0, microsecond=0)
