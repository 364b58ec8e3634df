"""A copy of what files keep about a resident, and its erasure (PIPL 45, 47)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.files import periodic_tasks, queries, service
from weijiayuan.files.schemas import OwnFileOut


def export(resident_id: UUID) -> dict[str, Any]:
    """Return what the resident sent; the photos themselves are read under their ids."""
    return {"files": OwnFileOut(many=True).dump(queries.owned_by(resident_id))}


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Take the name off what belongs to a public record, and remove the rest with its bytes."""
    unused = service.release_ownership(resident_id, now=now)
    if unused:
        periodic_tasks.remove_bytes.later(service.drop(unused))
