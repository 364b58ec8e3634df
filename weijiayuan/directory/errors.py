"""What the directory refuses."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class EntryNotFound(NotFound):
    """The directory has no such entry."""

    code = "directory.entry_not_found"


class ServiceNotFound(NotFound):
    code = "directory.service_not_found"


class SiteNotFound(NotFound):
    code = "directory.site_not_found"


class NeedUnknown(Malformed):
    """The tree of needs has no such need, or no such alliance."""

    code = "directory.need_unknown"


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "directory.answers_malformed"


class CommunityUnknown(Malformed):
    code = "directory.community_unknown"


class HoursMalformed(Malformed):
    """The timetable cannot be kept; `fields` says why."""

    code = "directory.hours_malformed"


class NotYourSite(Forbidden):
    """The caller's duty does not cover this site."""

    code = "directory.not_your_site"


class KeptAtVenue(Refused):
    """Hours and place of this site follow its bookable venue, and are set there."""

    code = "directory.kept_at_venue"


class CodeTaken(Refused):
    code = "directory.code_taken"


class ReportedToday(Refused):
    """One report a person, site and day."""

    code = "directory.reported_today"


class NothingToAnswer(Refused):
    """Nobody doubts the site now."""

    code = "directory.nothing_to_answer"


class LookedToday(Refused):
    """One look a person, site and day."""

    code = "directory.looked_today"


class OwnSite(Refused):
    """Who keeps a site cannot vouch for it as somebody from outside."""

    code = "directory.own_site"


class SiteNotInUse(Refused):
    """The site was closed down or is out of use."""

    code = "directory.site_not_in_use"


class CorrectFirst(Refused):
    """Something has changed, and nothing of the entry was mended today."""

    code = "directory.correct_first"


class CorrectWhatWasFound(Refused):
    """The entry says still what residents found otherwise. Fact: `kinds`, in words."""

    code = "directory.correct_what_was_found"


class OutsideDistrict(Malformed):
    """The place lies outside the district."""

    code = "directory.outside_district"


class LookCloser(Refused):
    """Who looks at a site stands within a hundred metres of it."""

    code = "directory.look_closer"


class PhotoNeeded(Refused):
    code = "directory.photo_needed"


class LookRepeated(Refused):
    """The photo, or one that is nearly the same, was the proof of another look."""

    code = "directory.look_repeated"


class LookTooFast(Refused):
    """Whoever looks cannot have come here since they looked elsewhere."""

    code = "directory.look_too_fast"


class CountedEnough(Refused):
    """Fact: `most` taps a day."""

    code = "directory.counted_enough"


class ResourceNotFound(NotFound):
    code = "directory.resource_not_found"


class LoanNotFound(NotFound):
    code = "directory.loan_not_found"


class CharterNotFound(NotFound):
    code = "directory.charter_not_found"


class NotYourMember(Forbidden):
    """The caller does not act for this member."""

    code = "directory.not_your_member"


class ChangedMeanwhile(Refused):
    """Somebody else changed the site since it was read."""

    code = "directory.changed_meanwhile"


class BothSides(Refused):
    """Who acts for lender and borrower does not deal with themselves."""

    code = "directory.both_sides"


class ResourceTaken(Refused):
    """Somebody else has it then."""

    code = "directory.resource_taken"


class LoanTooEarly(Refused):
    """What is asked for has begun already."""

    code = "directory.loan_begun"


class OwnResource(Refused):
    """A member lends to others: what is its own it uses without us."""

    code = "directory.own_resource"


class LoanTooFar(Refused):
    """Fact: `days` ahead at most."""

    code = "directory.loan_too_far"


class LoansEnough(Refused):
    """Fact: `most` loans of one thing for one member that are not over."""

    code = "directory.loans_enough"


class LoanNotYet(Refused):
    """Fact: `at`, when it may be handed over at the earliest."""

    code = "directory.loan_not_yet"


class ResourceKnown(Refused):
    """The member shares something of this name already."""

    code = "directory.resource_known"


class NotAnElector(Refused):
    """The member joined after the version was put before the members."""

    code = "directory.not_an_elector"


class AppointedLate(Refused):
    """Whoever acts for the member was named after the version was put before the members."""

    code = "directory.appointed_late"


class VotedForAnother(Refused):
    """Fact: `member`, for which this person voted on this version."""

    code = "directory.voted_for_another"


class LoanDrawNotFound(NotFound):
    code = "directory.loan_draw_not_found"


class DrawTooLate(Refused):
    """Entries close between now and the time that is drawn for."""

    code = "directory.draw_too_late"


class CharterOpen(Refused):
    """Members vote on another version still."""

    code = "directory.charter_open"


class CharterClosed(Refused):
    """The version was taken back, rejected, or is in force already."""

    code = "directory.charter_closed"


class NoMembers(Refused):
    """Nobody could sign: no member has somebody who acts for it."""

    code = "directory.no_members"


class AlreadySigned(Refused):
    code = "directory.already_signed"


class SheetUnreadable(Malformed):
    """What was sent is no list. Fact: `problem`, a sentence."""

    code = "directory.sheet_unreadable"


class SheetFaulty(Refused):
    """Some rows cannot land, so none does. Facts: `count` of rows, `findings` by row and column."""

    code = "directory.sheet_faulty"


class PlanChanged(Refused):
    """The list would do something else now than when somebody looked at the plan."""

    code = "directory.plan_changed"


class NotYourList(Forbidden):
    """Services and organisations are of the whole district, and the administrator's."""

    code = "directory.not_your_list"


class ListFromTheFuture(Malformed):
    code = "directory.list_from_the_future"
