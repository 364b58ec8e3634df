"""The doors of the directory."""

from weijiayuan.directory.api import (
    blueprints,
    door,
    figures,
    fit,
    keeping,
    pages,
    services,
    sharing,
    sites,
)
from weijiayuan.directory.hsds.api import hsds

BLUEPRINTS = (
    blueprints.services,
    blueprints.sites,
    blueprints.hall_matters,
    blueprints.coverage,
    blueprints.alliances,
    blueprints.held,
    blueprints.resources,
    hsds,
)

__all__ = [
    "BLUEPRINTS",
    "door",
    "figures",
    "fit",
    "keeping",
    "pages",
    "services",
    "sharing",
    "sites",
]
