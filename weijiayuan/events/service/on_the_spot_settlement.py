"""巡办合一: a grid worker reports, or reports and settles in one call."""

from datetime import datetime

from weijiayuan.district.current_district import district
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.errors import CategoryNeeded, OutsideDistrict
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Outcome, State
from weijiayuan.events.service import matter_handling, matter_registration
from weijiayuan.events.service.matter_handling import Proof
from weijiayuan.events.service.matter_registration import Report
from weijiayuan.places import district_files


def report(
    found: Report, *, settled: Proof | None, outcome: Outcome, who: Who, now: datetime
) -> Event:
    """Enter what a grid worker found; with `settled` it is done as well, all or nothing.

    Whoever settles a matter has judged it: it is accepted even where a dispatcher would be asked.
    """
    if not district_files.boundary(district()).contains(found.point):
        raise OutsideDistrict
    event = matter_registration.register(found, now=now)
    if settled is None:
        return event
    if event.category_code is None:
        raise CategoryNeeded
    if event.state is State.SUBMITTED:
        matter_registration.accept(event, who=SYSTEM, now=now)
    return matter_handling.handle(event, who=who, now=now, proof=settled, outcome=outcome)
