from tests.factories import saved
from weijiayuan.capacity_claims.models import Bookable


def make_bookable(capacity: int = 1) -> Bookable:
    """Something with places that no service knows: a court room, a judge, a lent drone."""
    return saved(Bookable(capacity=capacity))
