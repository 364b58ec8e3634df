"""What stands at an address."""

from sqlalchemy import bindparam, func, select

from weijiayuan.approvals.models import Licence
from weijiayuan.approvals.rules.states import IN_BUSINESS
from weijiayuan.db import run

LIVE_HERE = (
    select(func.count())
    .select_from(Licence)
    .where(
        Licence.address_key == bindparam("key"),
        Licence.is_current,
        Licence.state.in_(sorted(IN_BUSINESS)),
    )
)


def live_at(address_key: str) -> int:
    """Return how many licences are in business at an address."""
    return int(run(LIVE_HERE, {"key": address_key}).scalar_one())
