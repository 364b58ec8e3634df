"""The doors of the directory."""

from weijiayuan.directory.api import (
    blueprints,
    door,
    figures,
    fit,
    keeping,
    pages,
    services,
    sites,
)

BLUEPRINTS = (
    blueprints.services,
    blueprints.sites,
    blueprints.hall_matters,
    blueprints.coverage,
    blueprints.alliances,
    blueprints.held,
)

__all__ = ["BLUEPRINTS", "door", "figures", "fit", "keeping", "pages", "services", "sites"]
