"""The tables of the directory."""

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
from weijiayuan.directory.models.trust import (
    Assurance,
    Check,
    Delivery,
    DeliverySource,
    DoorReport,
    Doubt,
)

__all__ = [
    "Assurance",
    "Check",
    "Closure",
    "Delivery",
    "DeliverySource",
    "DoorReport",
    "Doubt",
    "HallMatter",
    "Hours",
    "Organisation",
    "SavedSite",
    "Service",
    "ServiceAt",
    "Site",
    "Wish",
]
