"""What posts are measured by here and now."""

from datetime import datetime

from weijiayuan.district.current_district import district
from weijiayuan.jobs.rules import wages
from weijiayuan.kernel.clock import local_date


def in_force(now: datetime) -> wages.InForce:
    """Return the day with the minimum wage that the district's region has on it."""
    return wages.in_force(local_date(now), region=district().minimum_wage_region)
