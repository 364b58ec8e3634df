"""The doors of the directory."""

from weijiayuan.directory.api import (
    alliance_charter,
    alliance_members,
    blueprints,
    entry_imports,
    keeper_tasks,
    loan_lotteries,
    nearby,
    resource_sharing,
    service_and_site_pages,
    service_eligibility,
    sites,
    statistics,
    visitor_reports,
)
from weijiayuan.directory.hsds.api import hsds

BLUEPRINTS = (
    blueprints.services,
    blueprints.sites,
    blueprints.hall_matters,
    blueprints.coverage,
    blueprints.alliances,
    blueprints.held,
    blueprints.directory_imports,
    blueprints.resources,
    hsds,
)

__all__ = [
    "BLUEPRINTS",
    "alliance_charter",
    "alliance_members",
    "door_reports",
    "entry_imports",
    "keeper_tasks",
    "loan_lotteries",
    "nearby",
    "resource_sharing",
    "service_and_site_pages",
    "service_eligibility",
    "sites",
    "statistics",
    "visitor_reports",
]
