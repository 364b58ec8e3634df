"""The tables of the directory."""

from weijiayuan.directory.models.alliance_charter import Charter, Elector, Signature
from weijiayuan.directory.models.entries import (
    Closure,
    HallMatter,
    Hours,
    Organisation,
    SavedSite,
    Service,
    ServiceAt,
    Site,
    Wish,
)
from weijiayuan.directory.models.entry_verification import Assurance, Check
from weijiayuan.directory.models.resource_sharing import (
    Loan,
    LoanDraw,
    LoanDrawEntry,
    Representative,
    Resource,
)
from weijiayuan.directory.models.service_usage import Delivery, DeliverySource
from weijiayuan.directory.models.visitor_reports import DoorReport, Doubt

__all__ = [
    "Assurance",
    "Charter",
    "Check",
    "Closure",
    "Delivery",
    "DeliverySource",
    "DoorReport",
    "Doubt",
    "Elector",
    "HallMatter",
    "Hours",
    "Loan",
    "LoanDraw",
    "LoanDrawEntry",
    "Organisation",
    "Representative",
    "Resource",
    "SavedSite",
    "Service",
    "ServiceAt",
    "Signature",
    "Site",
    "Wish",
]
