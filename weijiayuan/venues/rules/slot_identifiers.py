"""The name of a slot. It says which venue and when, so that slots need no rows of their own."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct
from uuid import UUID

from weijiayuan.kernel.time_span import Span

PATTERN = r"^[A-Za-z0-9_-]{29}[AQgw]$"
FORM = Struct(">16sHHH")  # venue, day, minute of the day, length in minutes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SlotName:
    venue_id: UUID
    span: Span

    def __str__(self) -> str:
        since = self.span.starts_at - EPOCH
        length = (self.span.ends_at - self.span.starts_at) // timedelta(minutes=1)
        packed = FORM.pack(self.venue_id.bytes, since.days, since.seconds // 60, length)
        return urlsafe_b64encode(packed).rstrip(b"=").decode()


def slot_name(text: str) -> SlotName:
    """Read a name that has the form of `PATTERN`. Whether such a slot exists, hours decide."""
    raw, day, minute, length = FORM.unpack(urlsafe_b64decode(text + "=="))
    starts_at = EPOCH + timedelta(days=day, minutes=minute)
    return SlotName(UUID(bytes=raw), Span(starts_at, starts_at + timedelta(minutes=length)))
