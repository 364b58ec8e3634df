"""The endpoints of the commons."""

from weijiayuan.commons.api.ballots import ballots
from weijiayuan.commons.api.calculator import calculator
from weijiayuan.commons.api.spaces import spaces

BLUEPRINTS = (calculator, spaces, ballots)
