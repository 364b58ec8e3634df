"""The refusals of spaces and rolls."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class SpaceNotFound(NotFound):
    code = "commons.space_not_found"


class CommunityUnknown(Malformed):
    """The district has no such community."""

    code = "commons.community_unknown"


class RollNotFound(NotFound):
    """There is no such roll, or none in force for what is asked."""

    code = "commons.roll_not_found"


class NamesakesUnasked(Refused):
    """Owners of one name without a number: are they one buyer? Says whose `units`."""

    code = "commons.namesakes_unasked"


class RollNotDraft(Refused):
    """The roll was put in force or replaced already."""

    code = "commons.roll_not_draft"


class RollNotInForce(Refused):
    """The roll waits for its second person, or a newer one is in force."""

    code = "commons.roll_not_in_force"


class SecondPersonNeeded(Refused):
    """Somebody else has to do it."""

    code = "commons.second_person_needed"


class RequestNotFound(NotFound):
    code = "commons.request_not_found"


class RequestDecided(Refused):
    """The request was decided already."""

    code = "commons.request_decided"


class AlreadyMember(Refused):
    """The resident speaks for a unit of this roll already, or asked to."""

    code = "commons.already_member"


class UnitNotOnRoll(Refused):
    """No member of the roll has this unit."""

    code = "commons.unit_not_on_roll"


class UnitTaken(Refused):
    """Another account was verified for this unit: two people take it off first."""

    code = "commons.unit_taken"


class PaperNeeded(Refused):
    """Another account has the unit: whoever says that it is theirs brings a paper."""

    code = "commons.paper_needed"


class AskedTooSoon(Refused):
    """The account was refused on this roll: it asks again from `until` on."""

    code = "commons.asked_too_soon"


class ProofUsed(Refused):
    """The very paper was seen for another unit: one number, one unit."""

    code = "commons.proof_used"


class UnitsJoinedByName(Refused):
    """An old roll joined these units by a name: a newer one says by number whose they are."""

    code = "commons.units_joined_by_name"


class NotMember(Forbidden):
    """The caller is not on the roll."""

    code = "commons.not_member"


class SheetUnreadable(Malformed):
    """The bytes are no sheet; `problem` says why."""

    code = "commons.sheet_unreadable"


class TooFewDelegates(Refused):
    """Of the members of a delegates' meeting at least `share` are delegates (`article`)."""

    code = "commons.too_few_delegates"


class ProofNotNamed(Malformed):
    """Whoever verifies says which paper was seen, and its number, where none was handed in."""

    code = "commons.proof_not_named"


class ProofDiffers(Refused):
    """The second person read another number than the first."""

    code = "commons.proof_differs"


class OwnRequest(Forbidden):
    """Nobody decides at the desk what they asked for themselves."""

    code = "commons.own_request"


class BallotRunning(Refused):
    """While votes are cast on a roll, no account is taken off its units."""

    code = "commons.ballot_running"


class BoundTooLate(Refused):
    """The account was bound to the unit after the vote had begun: its owner votes on paper."""

    code = "commons.bound_too_late"
