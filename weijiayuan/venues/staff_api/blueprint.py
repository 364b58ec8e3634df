from weijiayuan.accounts import identity
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.venues.service.keepers import Keeper
from weijiayuan.web.blueprint import Blueprint

KEEPERS = (Role.VENUE_KEEPER, Role.ADMIN)
ORGANISERS = (Role.VENUE_KEEPER, Role.ORGANISER, Role.ADMIN)

venue_keeping = Blueprint(
    "venue_keeping",
    __name__,
    url_prefix="/api/v1/venues",
    guard=require_role(*KEEPERS),
    description="场地管理",
)


def keeper(*roles: Role) -> Keeper:
    """Return the caller as somebody who looks after the territories of these roles."""
    return Keeper(identity.actor_id(), identity.current().duties(*(roles or KEEPERS)))
