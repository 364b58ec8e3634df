"""Who decides at the desk, and what nobody decides alone or in a matter of their own."""

from dataclasses import dataclass
from uuid import UUID

from weijiayuan.approvals.errors import OwnApplication, SecondPersonNeeded


@dataclass(frozen=True)
class Officer:
    """A member of staff at the desk. `resident_id` is who they are as a resident, if known."""

    key: str
    resident_id: UUID | None
    is_head: bool

    @property
    def capacity(self) -> str:
        """Say as what they decide."""
        return "registrar_head" if self.is_head else "registrar"

    def check_apart(self, resident_id: UUID) -> None:
        """Raise `OwnApplication` where the matter is their own."""
        if self.resident_id == resident_id:
            raise OwnApplication

    def check_second(self, first: str) -> None:
        """Raise `SecondPersonNeeded` unless they are a head and somebody else than the first."""
        if self.key == first or not self.is_head:
            raise SecondPersonNeeded
