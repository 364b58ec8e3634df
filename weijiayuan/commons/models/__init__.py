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
from weijiayuan.commons.models.consent_sheets import ConsentGiven, ConsentSheet, ConsentWay
from weijiayuan.commons.models.covenants import (
    Covenant,
    CovenantKind,
    CovenantSignature,
    CovenantState,
)
from weijiayuan.commons.models.deliberation_spaces import (
    Evidence,
    Member,
    MemberRequest,
    RequestState,
    Roll,
    RollState,
    Space,
    SpaceKind,
)
from weijiayuan.commons.models.meeting_demands import Demand, DemandSignature
from weijiayuan.commons.models.meeting_outcomes import Outcome
from weijiayuan.commons.models.meetings import (
    AgendaItem,
    Attendance,
    CommonsMeeting,
    MinutesConfirmation,
    MinutesObjection,
)
from weijiayuan.commons.models.owners_assembly_foundings import CoSign, CoSignState, Founding
from weijiayuan.commons.models.participatory_budgeting import SpendingRound, SpendingVote
from weijiayuan.commons.models.social_organisations import Organisation, OrganisationKind
from weijiayuan.commons.models.text_reviews import ReviewState, TextReview
from weijiayuan.commons.models.topic_deliberation import StanceTaken, Statement, Support, Topic

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "BallotState",
    "Cast",
    "Channel",
    "CoSign",
    "CoSignState",
    "CommonsMeeting",
    "ConsentGiven",
    "ConsentSheet",
    "ConsentWay",
    "Covenant",
    "CovenantKind",
    "CovenantSignature",
    "CovenantState",
    "Demand",
    "DemandSignature",
    "Evidence",
    "Founding",
    "ImportState",
    "Member",
    "MemberRequest",
    "MinutesConfirmation",
    "MinutesObjection",
    "OfficialResult",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "PaperEntry",
    "Proxy",
    "RequestState",
    "ReviewState",
    "Roll",
    "RollState",
    "Secrecy",
    "Space",
    "SpaceKind",
    "SpendingRound",
    "SpendingVote",
    "StanceTaken",
    "Statement",
    "Support",
    "TextReview",
    "Topic",
    "Urn",
]
