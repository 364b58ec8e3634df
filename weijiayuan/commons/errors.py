"""The refusals of the commons."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class RuleUnknown(NotFound):
    """There is no such rule of decision."""

    code = "commons.rule_unknown"


class RuleMalformed(Malformed):
    """The rule that was written cannot be counted by."""

    code = "commons.rule_malformed"


class RollMalformed(Malformed):
    """The roll cannot be: no area where area is weighed, or one unit twice."""

    code = "commons.roll_malformed"


class VotesImpossible(Malformed):
    """More votes than the roll has, votes of nobody, or two different votes of one owner."""

    code = "commons.votes_impossible"


class SpaceNotFound(NotFound):
    code = "commons.space_not_found"


class CommunityUnknown(Malformed):
    """The district has no such community."""

    code = "commons.community_unknown"


class RollNotFound(NotFound):
    """There is no such roll, or none in force for what is asked."""

    code = "commons.roll_not_found"


class RollNotDraft(Refused):
    """The roll was put in force or replaced already."""

    code = "commons.roll_not_draft"


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
    """Another account was verified for this unit."""

    code = "commons.unit_taken"


class NotMember(Forbidden):
    """The caller is not on the roll."""

    code = "commons.not_member"


class BallotNotFound(NotFound):
    code = "commons.ballot_not_found"


class NotOnline(Refused):
    """The law wants a booth and a count on the spot; `article` says where."""

    code = "commons.not_online"


class BasisUnfit(Refused):
    """The rule counts other people than this roll lists."""

    code = "commons.basis_unfit"


class TimesUnfit(Malformed):
    """It ends before it begins, or lies in the past."""

    code = "commons.times_unfit"


class RunningNeedsNamed(Malformed):
    """A running count of a secret ballot would tell what each next voter said."""

    code = "commons.running_needs_named"


class BallotNotOpen(Refused):
    """Votes can be cast from `opens_at` until `closes_at`."""

    code = "commons.ballot_not_open"


class BallotStillOpen(Refused):
    """Nothing is opened before `closes_at`."""

    code = "commons.ballot_still_open"


class BallotOver(Refused):
    """The ballot was counted or called off."""

    code = "commons.ballot_over"


class AlreadyVoted(Refused):
    """A vote of this member was cast, by whatever channel."""

    code = "commons.already_voted"


class ProxyUnknown(NotFound):
    """The code opens no proxy, or it was taken."""

    code = "commons.proxy_unknown"


class ProxyGiven(Refused):
    """The member has a proxy for this ballot already."""

    code = "commons.proxy_given"


class NotCounter(Forbidden):
    """Only the counters of a ballot may do this."""

    code = "commons.not_counter"


class PaperDiffers(Refused):
    """The two people who typed a paper ballot do not agree."""

    code = "commons.paper_differs"


class PaperDone(Refused):
    """The paper ballot was typed by two people already."""

    code = "commons.paper_done"


class PaperUnfit(Refused):
    """Slips are for secret ballots by heads; named votes on paper are typed by number."""

    code = "commons.paper_unfit"


class SlipsTooMany(Refused):
    """More slips than people who took one."""

    code = "commons.slips_too_many"


class SlipsMissing(Refused):
    """`missing` slips were handed out and are not typed by two people."""

    code = "commons.slips_missing"


class BoxWrong(Refused):
    """The box does not hold what was cast: nothing is counted before people have looked."""

    code = "commons.box_wrong"


class RecordNotPublic(NotFound):
    """There is no record yet, or it is not for everybody."""

    code = "commons.record_not_public"


class ResultNotFound(NotFound):
    code = "commons.result_not_found"


class TopicNotFound(NotFound):
    code = "commons.topic_not_found"


class StatementNotFound(NotFound):
    code = "commons.statement_not_found"


class AlreadySupported(Refused):
    """The resident supports this topic already."""

    code = "commons.already_supported"


class TooManyStatements(Refused):
    """A topic has `most` statements."""

    code = "commons.too_many_statements"


class MeetingNotFound(NotFound):
    code = "commons.meeting_not_found"


class ItemNotFound(NotFound):
    code = "commons.item_not_found"


class OutcomeNotFound(NotFound):
    code = "commons.outcome_not_found"


class NoticeTooShort(Refused):
    """The law wants `days` of notice (`article`); the first day is `earliest`."""

    code = "commons.notice_too_short"


class RoomTaken(Refused):
    """The room is closed or kept for something else."""

    code = "commons.room_taken"


class RoomNotFound(NotFound):
    code = "commons.room_not_found"


class TooEarly(Refused):
    """The meeting has not begun."""

    code = "commons.too_early"


class AgendaIncomplete(Malformed):
    """Every item ends once; an outcome has words, an owner and a day."""

    code = "commons.agenda_incomplete"


class PlaceNeeded(Malformed):
    """A department needs to know where; the space has no place of its own."""

    code = "commons.place_needed"


class NotAttended(Forbidden):
    """Only who was there confirms the minutes."""

    code = "commons.not_attended"


class AlreadyConfirmed(Refused):
    """The resident confirmed these minutes already."""

    code = "commons.already_confirmed"


class NoMatterYet(Refused):
    """The outcome is no department's, or its minutes are not confirmed."""

    code = "commons.no_matter_yet"


class ByTheLedger(Refused):
    """A department does it; its matter in the ledger says how far it is."""

    code = "commons.by_the_ledger"


class ProofNeeded(Malformed):
    """A photo shows that it is done."""

    code = "commons.proof_needed"


class NotRaiser(Forbidden):
    """Those who raised it check it, and not who did it."""

    code = "commons.not_raiser"


class NotDue(Refused):
    """The day has not passed."""

    code = "commons.not_due"


class CovenantNotFound(NotFound):
    code = "commons.covenant_not_found"


class ClausesBlocked(Refused):
    """The fact `findings` says which clauses take what no covenant can take."""

    code = "commons.clauses_blocked"


class ReviewNeeded(Refused):
    """A second person looks at the doubtful clauses first."""

    code = "commons.review_needed"


class SignedBefore(Refused):
    """The resident signed this version already."""

    code = "commons.signed_before"


class SheetNotFound(NotFound):
    code = "commons.sheet_not_found"


class SheetClosed(Refused):
    """The sheet does not change any more."""

    code = "commons.sheet_closed"


class FoundingNotFound(NotFound):
    code = "commons.founding_not_found"


class FoundingExists(Refused):
    """Somebody began for this estate already."""

    code = "commons.founding_exists"


class CoSignNotFound(NotFound):
    code = "commons.co_sign_not_found"


class AlreadyCoSigned(Refused):
    """Somebody co-signed for this unit."""

    code = "commons.already_co_signed"


class StageSkipped(Refused):
    """Stages follow each other."""

    code = "commons.stage_skipped"


class NotEnoughYet(Refused):
    """There are not enough verified co-signatures."""

    code = "commons.not_enough_yet"


class OrganisationNotFound(NotFound):
    code = "commons.organisation_not_found"


class OrganisationTaken(Refused):
    """The register has this name or code already."""

    code = "commons.organisation_taken"


class UsccWrong(Malformed):
    """The code is not one that civil affairs gives."""

    code = "commons.uscc_wrong"


class RoundNotFound(NotFound):
    code = "commons.round_not_found"


class ProjectUnknown(Malformed):
    """The round has no such project."""

    code = "commons.project_unknown"
