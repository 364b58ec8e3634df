"""The doors of the directory."""

from weijiayuan.directory.api import blueprints, fit, pages, services, sites

BLUEPRINTS = (blueprints.services, blueprints.sites, blueprints.hall_matters)

__all__ = ["BLUEPRINTS", "fit", "pages", "services", "sites"]
