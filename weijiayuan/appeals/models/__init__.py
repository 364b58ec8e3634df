"""The tables of appeals, mediation and confirmation."""

from weijiayuan.appeals.models.appeals import Appeal, AppealMessage, HandOver, HolderChange
from weijiayuan.appeals.models.duty_roster import DutyPage, DutyShift
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
from weijiayuan.appeals.models.safety_leads import Lead

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
