"""The endpoints of the commons."""

from weijiayuan.commons.api.ballots import ballots
from weijiayuan.commons.api.calculator import calculator
from weijiayuan.commons.api.consent_sheets import consent_sheets
from weijiayuan.commons.api.covenants import covenants
from weijiayuan.commons.api.demands import demands
from weijiayuan.commons.api.foundings import foundings
from weijiayuan.commons.api.meetings import meetings
from weijiayuan.commons.api.organisations import organisations
from weijiayuan.commons.api.outcomes import outcomes
from weijiayuan.commons.api.participatory_budgeting import spending_rounds
from weijiayuan.commons.api.spaces import spaces
from weijiayuan.commons.api.topics import topics

BLUEPRINTS = (
    calculator,
    spaces,
    ballots,
    topics,
    meetings,
    outcomes,
    covenants,
    consent_sheets,
    demands,
    foundings,
    organisations,
    spending_rounds,
)
