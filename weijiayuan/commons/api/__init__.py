"""The endpoints of the commons."""

from weijiayuan.commons.api.ballots import ballots
from weijiayuan.commons.api.consent_sheets import consent_sheets
from weijiayuan.commons.api.covenants import covenants
from weijiayuan.commons.api.deliberation_spaces import spaces
from weijiayuan.commons.api.meeting_demands import demands
from weijiayuan.commons.api.meeting_outcomes import outcomes
from weijiayuan.commons.api.meetings import meetings
from weijiayuan.commons.api.owner_rolls import rolls
from weijiayuan.commons.api.owners_assembly_foundings import foundings
from weijiayuan.commons.api.participatory_budgeting import spending_rounds
from weijiayuan.commons.api.social_organisations import organisations
from weijiayuan.commons.api.text_reviews import text_reviews
from weijiayuan.commons.api.topic_deliberation import topics
from weijiayuan.commons.api.vote_calculator import calculator

BLUEPRINTS = (
    calculator,
    spaces,
    rolls,
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
    text_reviews,
)
