"""The doors of the directory."""

from weijiayuan.directory.api import blueprints, door, fit, keeping, pages, services, sites

BLUEPRINTS = (blueprints.services, blueprints.sites, blueprints.hall_matters)

__all__ = ["BLUEPRINTS", "door", "fit", "keeping", "pages", "services", "sites"]
