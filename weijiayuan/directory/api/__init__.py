"""The doors of the directory."""

from weijiayuan.directory.api.services import services
from weijiayuan.directory.api.sites import sites

BLUEPRINTS = (services, sites)
