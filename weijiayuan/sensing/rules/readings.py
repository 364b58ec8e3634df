"""One reading as it came over the wire, put right where its clock is known to be wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Key = tuple[UUID, datetime]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one datastream, in the unit of its class, with the moment it was measured."""

    datastream_id: UUID
    at: datetime
    value: float
    is_bit: bool = False
    """It came as true or false, which only an alarm bit may."""
    claimed_at: datetime | None = None
    """What the device said of the time, where its clock is known to be wrong."""
    stamp_stands: bool = False
    """It says something new with the stamp of its last message: the stamp tells nothing."""

    @property
    def key(self) -> Key:
        return self.datastream_id, self.at

    @property
    def claim(self) -> datetime:
        return self.claimed_at or self.at
