"""The moves of the table: each address is one action on one matter."""

from typing import Any
from uuid import UUID

from weijiayuan.deadline_clocks.working_time import Limit
from weijiayuan.events import errors
from weijiayuan.events.api.matters import change, events, proof
from weijiayuan.events.models import AskKind
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Outcome, RejectReason, WaitReason
from weijiayuan.events.schemas import (
    DecideIn,
    DispatchIn,
    EventAcceptIn,
    EventCloseIn,
    EventDangerIn,
    EventOut,
    EventReasonIn,
    EventReclassifyIn,
    EventRejectIn,
    EventStartIn,
    EventVerifyIn,
    EventWaitIn,
    EventWordsIn,
    ExtendIn,
    HandleIn,
    MergeIn,
)
from weijiayuan.events.service import (
    danger_alarm,
    dispatching,
    matter_handling,
    matter_merging,
    matter_registration,
    pause_and_extension_requests,
)
from weijiayuan.kernel import clock


@events.post("/<uuid:event_id>/accept")
@events.arguments(EventAcceptIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.CategoryNeeded, errors.CategoryNotFound, errors.MeasuredByDevice)
def accept(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Accept a report: its category is settled and the resolution clock starts."""
    return change(
        event_id,
        lambda event, who: matter_registration.accept(
            event,
            who=who,
            now=clock.now(),
            category_code=asked["category"],
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/danger")
@events.arguments(EventDangerIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.MeasuredByDevice)
def judge_danger(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Take a danger back that a machine saw, or name one that it did not, with the reason."""
    return change(
        event_id,
        lambda event, who: danger_alarm.judge(
            event, asked["kind"], who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/reject")
@events.arguments(EventRejectIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
@events.refuses(errors.RaisedByDevice, errors.DangerNeedsTwo)
def reject(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Refuse a report that cannot be handled here, with a reason the reporter reads."""
    return change(
        event_id,
        lambda event, who: matter_handling.reject(
            event,
            code=RejectReason(asked["reason"]),
            words=asked["words"],
            who=who,
            now=clock.now(),
        ),
    )


@events.post("/<uuid:event_id>/merge")
@events.arguments(MergeIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.NotMergeable)
@events.refuses(errors.TooFarToMerge)
def merge(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Join a report to an open one about the same matter."""
    matters.lock_both(event_id, asked["into"])
    return change(
        event_id,
        lambda event, who: matter_merging.merge(
            event, asked["into"], who=who, now=clock.now(), words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/unmerge")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
def unmerge(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Let a merged report stand by itself again."""
    return change(
        event_id,
        lambda event, who: matter_merging.unmerge(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/restore")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
def restore(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Take a rejection back: the report waits again to be accepted."""
    return change(
        event_id,
        lambda event, who: matter_handling.restore(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/reclassify")
@events.arguments(EventReclassifyIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
@events.refuses(errors.CategoryNotFound, errors.CategoryNeeded, errors.MeasuredByDevice)
def reclassify(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Give it another category before a unit works on it; its limit follows."""
    return change(
        event_id,
        lambda event, who: dispatching.reclassify(
            event, asked["category"], who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/dispatch")
@events.arguments(DispatchIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.CategoryNeeded)
@events.refuses(errors.UnitNotFound, errors.UnitNotResponsible, errors.Designated)
def dispatch(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Give it to a unit: the one named, or the one the rules find."""
    return change(
        event_id,
        lambda event, who: dispatching.dispatch(
            event,
            who=who,
            now=clock.now(),
            unit_code=asked["unit"],
            designate=asked["designate"],
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/recall")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ReasonNeeded)
def recall(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Take it back from whoever has it, signed or not, to give it to somebody else."""
    return change(
        event_id,
        lambda event, who: dispatching.recall(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/transfer")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.AlreadyAsked, errors.ReasonNeeded)
def transfer(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Ask that somebody else gets it: a unit asks, the dispatcher takes it back."""
    return change(
        event_id,
        lambda event, who: pause_and_extension_requests.ask(
            event, AskKind.TRANSFER, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/return")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.Designated)
@events.refuses(errors.ReturnTooLate, errors.ReasonNeeded)
def send_back(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Send back what is not the unit's business, within two working hours."""
    return change(
        event_id,
        lambda event, who: dispatching.send_back(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )


@events.post("/<uuid:event_id>/sign")
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def sign(event_id: UUID) -> dict[str, Any]:
    """Sign for a matter: the unit has it now."""
    return change(event_id, lambda event, who: dispatching.sign(event, who=who, now=clock.now()))


@events.post("/<uuid:event_id>/start")
@events.arguments(EventStartIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.PositionNeeded, errors.TooFarAway, errors.DispatchNeeded)
def start(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Begin to settle it on the spot."""
    return change(
        event_id,
        lambda event, who: matter_handling.start(
            event, who=who, now=clock.now(), proof=proof(asked)
        ),
    )


@events.post("/<uuid:event_id>/handle")
@events.arguments(HandleIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.ProofNeeded)
@events.refuses(errors.PositionNeeded, errors.TooFarAway, errors.DispatchNeeded)
def handle(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Say that it is done and show it. A grid worker must stand within 100 m."""
    return change(
        event_id,
        lambda event, who: matter_handling.handle(
            event,
            who=who,
            now=clock.now(),
            proof=proof(asked),
            outcome=Outcome(asked["outcome"]),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/wait")
@events.arguments(EventWaitIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.WaitedBefore, errors.AlreadyAsked)
def wait(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Stop the clock: a unit asks the dispatcher, a dispatcher does it."""
    return change(
        event_id,
        lambda event, who: pause_and_extension_requests.ask(
            event,
            AskKind.WAIT,
            who=who,
            now=clock.now(),
            reason=asked["words"],
            code=WaitReason(asked["reason"]),
        ),
    )


@events.post("/<uuid:event_id>/resume")
@events.arguments(EventWordsIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def resume(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Let the clock run on."""
    return change(
        event_id,
        lambda event, who: matter_handling.resume(
            event, who=who, now=clock.now(), words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/extend")
@events.arguments(ExtendIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.AlreadyAsked)
@events.refuses(errors.ExtendedBefore, errors.ExtensionTooLong)
def extend(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Give it more time, once: a unit asks, a dispatcher grants."""
    return change(
        event_id,
        lambda event, who: pause_and_extension_requests.ask(
            event,
            AskKind.EXTEND,
            who=who,
            now=clock.now(),
            reason=asked["words"],
            extra=Limit.parse(asked["extra"]),
        ),
    )


@events.post("/<uuid:event_id>/asks/<uuid:ask_id>/decide")
@events.arguments(DecideIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
def decide(asked: dict[str, Any], event_id: UUID, ask_id: UUID) -> dict[str, Any]:
    """Approve or refuse what a unit asked for."""
    return change(
        event_id,
        lambda event, who: pause_and_extension_requests.decide(
            event,
            ask_id,
            approved=asked["approved"],
            who=who,
            now=clock.now(),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/verify")
@events.arguments(EventVerifyIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@events.refuses(errors.PositionNeeded, errors.TooFarAway, errors.ReasonNeeded)
def verify(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Check somebody else's work; `passed: false` sends it back to be done again."""
    return change(
        event_id,
        lambda event, who: matter_handling.verify(
            event,
            passed=asked["passed"],
            who=who,
            now=clock.now(),
            proof=proof(asked),
            words=asked["words"],
        ),
    )


@events.post("/<uuid:event_id>/close")
@events.arguments(EventCloseIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.OutcomeDiffers, errors.ReasonNeeded)
def close(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Close a checked matter with its outcome."""
    outcome = Outcome(asked["outcome"]) if asked["outcome"] else None
    return change(
        event_id,
        lambda event, who: matter_handling.close(
            event, who=who, now=clock.now(), outcome=outcome, words=asked["words"]
        ),
    )


@events.post("/<uuid:event_id>/reopen")
@events.arguments(EventReasonIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
def reopen(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Open it again: half the time, one level up."""
    return change(
        event_id,
        lambda event, who: matter_handling.reopen(
            event, who=who, now=clock.now(), reason=asked["reason"]
        ),
    )
