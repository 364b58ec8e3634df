"""What posts are measured by here and now."""

from datetime import datetime

from weijiayuan.district.current_district import district
from weijiayuan.jobs.rules import minimum_wage
from weijiayuan.kernel.clock import local_date


def in_force(now: datetime) -> minimum_wage.InForce:
    """Return the day with the minimum wage that the district's region has on it."""
    return minimum_wage.in_force(local_date(now), region=district().minimum_wage_region)
