"""The endpoints of the commons."""

from weijiayuan.commons.api.calculator import calculator

BLUEPRINTS = (calculator,)
