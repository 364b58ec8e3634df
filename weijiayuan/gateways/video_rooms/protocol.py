"""What we ask of a video service, in our words. Pictures and sound never pass through here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class VideoDown(Exception):
    """No room can be had now: the session goes on by record, or is moved."""


@dataclass(frozen=True, slots=True)
class VideoRoom:
    """A room. A sample has no picture: only who is there, and the clock."""

    link: str
    is_sample: bool


class VideoRooms(Protocol):
    """A service that opens rooms. May raise `VideoDown`."""

    def open(self, case: str, *, starts_at: datetime, ends_at: datetime) -> VideoRoom:
        """Return the room of a session; asked again for one case and start, the same one."""
        ...
