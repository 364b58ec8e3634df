"""The refusals of the ledger of matters."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class EventNotFound(NotFound):
    code = "events.not_found"


class OrderNotFound(NotFound):
    code = "events.order_not_found"


class PictureNotFound(NotFound):
    """The matter has no such photo."""

    code = "events.picture_not_found"


class NothingToClean(Refused):
    """The reporter has not left, or somebody looked at the words already."""

    code = "events.nothing_to_clean"


class PhraseNotFound(Malformed):
    """What is to be starred out stands nowhere in the words."""

    code = "events.phrase_not_found"


class UnitNotFound(NotFound):
    code = "events.unit_not_found"


class AssistNotFound(NotFound):
    """No such request for help waits for an answer."""

    code = "events.assist_not_found"


class AssistAsked(Refused):
    code = "events.assist_asked"


class AssistOfItself(Refused):
    """Whoever has a matter does not help itself."""

    code = "events.assist_of_itself"


class NoUnitYet(Refused):
    """Nobody has the matter whom another could help."""

    code = "events.no_unit_yet"


class CategoryNotFound(Malformed):
    code = "events.category_not_found"


class FieldsWrong(Malformed):
    """An attribute does not fit the category. Fact: `problems` (key → what is wrong)."""

    code = "events.fields_wrong"


class IllegalMove(Refused):
    """The table has no such move from here. Facts: `action`, `state`, `allowed`."""

    code = "events.illegal_move"


class ChangedMeanwhile(Refused):
    """Somebody did something since the version that `If-Match` names."""

    code = "events.changed_meanwhile"


class NotYours(Forbidden):
    """You may see the matter, but this step belongs to someone else. Fact: `actors`."""

    code = "events.not_yours"


class SamePerson(Refused):
    """Whoever did the work cannot check, score or accept it."""

    code = "events.same_person"


class TooFarAway(Refused):
    """Facts: `metres`, `limit`."""

    code = "events.too_far_away"


class PositionNeeded(Refused):
    code = "events.position_needed"


class DispatchNeeded(Refused):
    """It is not settled on the spot: a unit gets it (巡办分离)."""

    code = "events.dispatch_needed"


class OutcomeDiffers(Refused):
    """Nobody closes as fixed what was handed in otherwise. Fact: `outcome`."""

    code = "events.outcome_differs"


class OutsideDistrict(Refused):
    code = "events.outside_district"


class TooFarToMerge(Refused):
    """Facts: `metres`, `limit`."""

    code = "events.too_far_to_merge"


class CodeLocked(Refused):
    """Too many wrong codes; `until` says when to try again."""

    code = "events.code_locked"


class ProofNeeded(Refused):
    """A photo of the result, or a reason why there is none."""

    code = "events.proof_needed"


class ReasonNeeded(Refused):
    code = "events.reason_needed"


class ReturnTooLate(Refused):
    """Fact: `until`."""

    code = "events.return_too_late"


class Designated(Refused):
    """The dispatcher has settled who is responsible."""

    code = "events.designated"


class RaisedByDevice(Refused):
    """A device raised it, and it is grave: the alarm is judged, by two people."""

    code = "events.raised_by_device"


class MeasuredByDevice(Refused):
    """A device measures it: its danger and its category are made less grave by nobody alone."""

    code = "events.measured_by_device"


class NeededForRescue(Refused):
    """Somebody may be in danger there: what says where stays until the matter is over."""

    code = "events.needed_for_rescue"


class DangerNeedsTwo(Refused):
    """It tells of danger: one person takes that back, and another may then refuse it."""

    code = "events.danger_needs_two"


class DeviceMeasuresIt(Refused):
    """A device measures what was reported, and it is grave: somebody looks before it ends."""

    code = "events.device_measures_it"


class UnitNotResponsible(Refused):
    """Facts: `unit`, `category`."""

    code = "events.unit_not_responsible"


class WaitedBefore(Refused):
    code = "events.waited_before"


class ExtendedBefore(Refused):
    code = "events.extended_before"


class ExtensionTooLong(Refused):
    code = "events.extension_too_long"


class AlreadyAsked(Refused):
    code = "events.already_asked"


class ReopenTooLate(Refused):
    """Fact: `days`."""

    code = "events.reopen_too_late"


class ReopenedBefore(Refused):
    code = "events.reopened_before"


class NotMergeable(Refused):
    """The other matter is this one, is over, or was itself merged."""

    code = "events.not_mergeable"


class CategoryNeeded(Refused):
    code = "events.category_needed"


class CountersignNeeded(Refused):
    """An order of this rank needs the street's consent first."""

    code = "events.countersign_needed"


class ScoreOutOfRange(Malformed):
    code = "events.score_out_of_range"


class ScoredBefore(Refused):
    code = "events.scored_before"


class ContestedBefore(Refused):
    code = "events.contested_before"


class AppealTooLate(Refused):
    code = "events.appeal_too_late"


class AppealedBefore(Refused):
    """A score is appealed against once, decided once, and not scored again meanwhile or after."""

    code = "events.appealed_before"


class NothingToDecide(Refused):
    code = "events.nothing_to_decide"


class WrongCode(Refused):
    """The code shown at the place does not match."""

    code = "events.wrong_code"


class NothingToReview(Refused):
    code = "events.nothing_to_review"


class RatedBefore(Refused):
    code = "events.rated_before"


class RatingTooLate(Refused):
    """Fact: `days`."""

    code = "events.rating_too_late"


class RepliedBefore(Refused):
    code = "events.replied_before"


class TooSoon(Malformed):
    """The latest moment to report in has passed already."""

    code = "events.too_soon"


class LeadNotNamed(Malformed):
    """The lead must be one of the departments."""

    code = "events.lead_not_named"
