"""Who decides at the desk, and what nobody decides alone or in a matter of their own."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from weijiayuan.approvals.errors import OwnApplication, ProposalChanged, SecondPersonNeeded


@dataclass(frozen=True)
class Officer:
    """A member of staff at the desk. `resident_id` is who they are as a resident, if known."""

    key: str
    resident_id: UUID | None
    is_head: bool
    departments: tuple[str, ...] = ()
    """What they speak for, where departments object: the registrars, or units of the district."""

    @property
    def capacity(self) -> str:
        """Say as what they decide."""
        return "registrar_head" if self.is_head else "registrar"

    def check_apart(self, resident_id: UUID) -> None:
        """Raise `OwnApplication` where the matter is their own."""
        if self.resident_id == resident_id:
            raise OwnApplication

    def speaks_for(self, department: str, by: str) -> bool:
        """Tell whether what `by` said for a department is theirs to take back."""
        return by == self.key or department in self.departments

    def check_second(self, first: str) -> None:
        """Raise `SecondPersonNeeded` unless they are a head and somebody else than the first."""
        if self.key == first or not self.is_head:
            raise SecondPersonNeeded


def proposal_mark(*said: object) -> str:
    """Return the mark of a proposal: who made it, and everything that it says.

    >>> proposal_mark("staff:1", "第 20 条") == proposal_mark("staff:2", "第 20 条")
    False
    """
    text = "\0".join(str(each) for each in said)
    return sha256(text.encode()).hexdigest()[:16]


def check_looked_at(mark: str | None, *said: object) -> None:
    """Raise `ProposalChanged` unless a second person names the proposal that stands."""
    if mark != proposal_mark(*said):
        raise ProposalChanged
