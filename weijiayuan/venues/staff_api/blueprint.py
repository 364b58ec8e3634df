from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.venues.service.keeper_permissions import Keeper
from weijiayuan.web.blueprint import Blueprint

KEEPERS = (Role.VENUE_KEEPER,)
ORGANISERS = (Role.VENUE_KEEPER, Role.ORGANISER)

venue_keeping = Blueprint(
    "venue_keeping",
    __name__,
    url_prefix="/api/v1/venues",
    guard=require_role(*KEEPERS),
    description="场地管理",
)


def keeper(*roles: Role) -> Keeper:
    """Return the caller as somebody who looks after the territories of these roles."""
    return Keeper(current_caller.actor_id(), current_caller.current().duties(*(roles or KEEPERS)))
