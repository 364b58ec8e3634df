"""The doors of the directory."""

from weijiayuan.directory.api import (
    alliance_charter,
    blueprints,
    door_reports,
    entry_imports,
    keeper_tasks,
    nearby,
    pages,
    resource_sharing,
    service_eligibility,
    sites,
    statistics,
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
    "door_reports",
    "entry_imports",
    "keeper_tasks",
    "nearby",
    "pages",
    "resource_sharing",
    "service_eligibility",
    "sites",
    "statistics",
]
