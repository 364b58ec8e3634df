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

__all__ = [
    "Closure",
    "HallMatter",
    "Hours",
    "Organisation",
    "SavedSite",
    "Service",
    "ServiceAt",
    "Site",
    "Wish",
]
