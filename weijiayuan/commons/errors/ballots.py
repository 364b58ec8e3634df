"""The refusals of ballots."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class BallotNotFound(NotFound):
    code = "commons.ballot_not_found"


class CommitteeElection(Refused):
    """Owners choose their committee in their assembly, by the city's voting system: not here."""

    code = "commons.committee_election"


class NotOnline(Refused):
    """The law wants a booth and a count on the spot; `article` says where."""

    code = "commons.not_online"


class BasisUnfit(Refused):
    """The rule counts other people than this roll lists."""

    code = "commons.basis_unfit"


class VoteTooShort(Refused):
    """Whoever votes must know of it `days` days before it ends, says `article`."""

    code = "commons.vote_too_short"


class AskedBefore(Refused):
    """The same was asked before (`asked_on`): why again is said, and stands beside it."""

    code = "commons.asked_before"


class AskedAlready(Refused):
    """The same is being asked."""

    code = "commons.asked_already"


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


class BallotAtMeeting(Refused):
    """Votes are being cast at the meeting: two people end the vote before it is called off."""

    code = "commons.ballot_at_meeting"


class MeetingUnfit(Refused):
    """The meeting is another space's, or is not held."""

    code = "commons.meeting_unfit"


class NotHeldYet(Malformed):
    """A result is entered of a vote that is still to be held."""

    code = "commons.not_held_yet"


class AlreadyVoted(Refused):
    """A vote of this member was cast, by whatever channel."""

    code = "commons.already_voted"


class SlipTaken(AlreadyVoted):
    """Somebody took a slip for this member; brought back, it leaves the vote free."""

    code = "commons.slip_taken"


class NoSlipTaken(Refused):
    """There is no slip of this member's to take back."""

    code = "commons.no_slip_taken"


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


class FileDiffers(Refused):
    """The second person's file is not the one that was entered: its SHA-256 is another."""

    code = "commons.file_differs"
