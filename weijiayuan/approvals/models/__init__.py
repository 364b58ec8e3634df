"""The tables of approvals."""

from weijiayuan.approvals.models.applications import (
    Application,
    ApplicationMove,
    Attempt,
    IdentityCheck,
)
from weijiayuan.approvals.models.barred_persons import Bar, RevocationGround
from weijiayuan.approvals.models.business_names import NameKey, RegisteredName
from weijiayuan.approvals.models.consents import Consent, ConsentState, ConsentTo
from weijiayuan.approvals.models.licence_transfers import Handover
from weijiayuan.approvals.models.licences import (
    Counter,
    Licence,
    LicenceChange,
    LicencePaper,
    Objection,
)
from weijiayuan.approvals.models.rulebooks import Replay, RulebookText, RulebookVersion
from weijiayuan.approvals.models.supporting_papers import SupportingPaper
from weijiayuan.approvals.models.told_places import ToldPlace

__all__ = [
    "Application",
    "ApplicationMove",
    "Attempt",
    "Bar",
    "Consent",
    "ConsentState",
    "ConsentTo",
    "Counter",
    "Handover",
    "IdentityCheck",
    "Licence",
    "LicenceChange",
    "LicencePaper",
    "NameKey",
    "Objection",
    "RegisteredName",
    "Replay",
    "RevocationGround",
    "RulebookText",
    "RulebookVersion",
    "SupportingPaper",
    "ToldPlace",
]
