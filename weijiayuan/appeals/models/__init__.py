"""The tables of appeals, mediation and confirmation."""

from weijiayuan.appeals.models.appeals import (
    Appeal,
    AppealMessage,
    DutyPage,
    DutyShift,
    HandOver,
    HolderChange,
    Lead,
)
from weijiayuan.appeals.models.judicial_confirmation import (
    Confirmation,
    CourtAnswer,
    CourtResult,
    CourtRoom,
    Interruption,
    Judge,
    Presence,
    StepConsent,
)
from weijiayuan.appeals.models.mediation import (
    Agreement,
    InvitationStep,
    Mediation,
    MediationParty,
    Mediator,
    Performance,
    TalkLine,
    TermsReview,
    TermsSignature,
)

__all__ = [
    "Agreement",
    "Appeal",
    "AppealMessage",
    "Confirmation",
    "CourtAnswer",
    "CourtResult",
    "CourtRoom",
    "DutyPage",
    "DutyShift",
    "HandOver",
    "HolderChange",
    "Interruption",
    "InvitationStep",
    "Judge",
    "Lead",
    "Mediation",
    "MediationParty",
    "Mediator",
    "Performance",
    "Presence",
    "StepConsent",
    "TalkLine",
    "TermsReview",
    "TermsSignature",
]
