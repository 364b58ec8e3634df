"""The tables of the commons."""

from weijiayuan.commons.models.ballots import (
    Ballot,
    BallotState,
    Cast,
    Channel,
    ImportState,
    OfficialResult,
    PaperEntry,
    Proxy,
    Secrecy,
    Urn,
)
from weijiayuan.commons.models.spaces import (
    Member,
    MemberRequest,
    RequestState,
    Roll,
    RollState,
    Space,
    SpaceKind,
)

__all__ = [
    "Ballot",
    "BallotState",
    "Cast",
    "Channel",
    "ImportState",
    "Member",
    "MemberRequest",
    "OfficialResult",
    "PaperEntry",
    "Proxy",
    "RequestState",
    "Roll",
    "RollState",
    "Secrecy",
    "Space",
    "SpaceKind",
    "Urn",
]
