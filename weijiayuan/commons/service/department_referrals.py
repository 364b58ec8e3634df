"""A department's outcome becomes a matter in the ledger, and an order whose clock residents see."""

from datetime import datetime
from uuid import UUID

from weijiayuan.commons.errors import CalledAlready, NoMatterYet
from weijiayuan.commons.models import Outcome
from weijiayuan.commons.queries import deliberation_spaces, outcome_progress
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules.states import OutcomeKind, OutcomeState
from weijiayuan.commons.service import meeting_outcomes
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.department_orders.service import Call
from weijiayuan.events.models import Event, Order
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.events.service import matter_handling, matter_registration
from weijiayuan.events.service.matter_registration import Report
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.web.messages import text

ENDED = frozenset({State.CLOSED, State.ARCHIVED, State.REJECTED, State.WITHDRAWN})


def register(outcome: Outcome, *, by: UUID | None, now: datetime) -> Event:
    """Enter the matter of an outcome into the ledger, for whoever raised the topic."""
    space = deliberation_spaces.space(outcome.space_id)
    place = outcome.place or {"lng": space.lng, "lat": space.lat, "datum": "gcj02"}
    raiser = topic_queries.topic(outcome.topic_id).raised_by if outcome.topic_id else None
    report = Report(
        text=text("commons.matter", space=space.name, words=outcome.text),
        point=Point(float(place["lng"]), float(place["lat"]), Datum(place["datum"])),
        source=Source.RESIDENT if raiser else Source.GRID_WORKER,
        address=space.address or space.name,
        reporter_id=raiser,
        staff_id=None if raiser else by,
    )
    event = matter_registration.register(report, now=now)
    outcome.event_id = event.id
    return event


def call(outcome_id: UUID, call_: Call, *, who: Who, now: datetime) -> Order:
    """Call departments as the community's secretary. Raises `NoMatterYet`, `CalledAlready`."""
    outcome = outcome_queries.outcome_to_change(outcome_id)
    if outcome.kind is not OutcomeKind.DEPARTMENT or outcome.event_id is None:
        raise NoMatterYet
    if set(call_.departments) & outcome_progress.at_it(outcome.event_id):
        raise CalledAlready
    event = matters.to_change(outcome.event_id, who)
    order = orders.issue(event, call_, who=who, now=now)
    if outcome.state is OutcomeState.AGREED:
        outcome.move_to(OutcomeState.DOING)
    return order


def follow(outcome: Outcome, *, now: datetime) -> bool:
    """Note that the matter in the ledger is over, however it ended, and ask the raisers to check.

    What they sent back is over only once the matter is closed anew.
    """
    assert outcome.event_id is not None
    event = matters.of(outcome.event_id)
    if event.state is State.MERGED and event.parent_id is not None:
        outcome.event_id = event.parent_id
        event = matters.of(event.parent_id)
    ended_at = event.closed_at or now
    was_sent_back = outcome.done_at is not None
    if event.state not in ENDED or (was_sent_back and not _is_closed_anew(event, outcome)):
        return False
    outcome.move_to(OutcomeState.DONE)
    outcome.done_at = ended_at
    meeting_outcomes.ask_to_check(outcome, now=now)
    return True


def take_up_again(outcome: Outcome, *, words: str, by: UUID | None, now: datetime) -> None:
    """Open the matter of an outcome again that those who raised it sent back.

    One that is filed away or was never taken on cannot be opened: a new one takes its place.
    """
    assert outcome.event_id is not None
    event = matters.locked(outcome.event_id)
    if event.state is State.CLOSED:
        reason = text("commons.sent_back", words=words or text("commons.sent_back_bare"))
        matter_handling.reopen(event, who=SYSTEM, now=now, reason=reason)
    elif event.state in ENDED:
        register(outcome, by=by, now=now)


def _is_closed_anew(event: Event, outcome: Outcome) -> bool:
    return bool(event.closed_at and outcome.done_at and event.closed_at > outcome.done_at)
