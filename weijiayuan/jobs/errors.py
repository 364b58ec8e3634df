"""The refusals of jobs."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class JobNotFound(NotFound):
    """There is no such post, or it is not for this caller."""

    code = "jobs.not_found"


class EmployerNotFound(NotFound):
    code = "jobs.employer_not_found"


class ApplicationNotFound(NotFound):
    code = "jobs.application_not_found"


class ReportNotFound(NotFound):
    code = "jobs.report_not_found"


class FairNotFound(NotFound):
    code = "jobs.fair_not_found"


class SavedSearchNotFound(NotFound):
    code = "jobs.saved_search_not_found"


class ProfileMissing(NotFound):
    """The resident has made no profile yet."""

    code = "jobs.profile_missing"


class NotYourEmployer(Forbidden):
    """The caller does not act for this employer, or may not invite for it."""

    code = "jobs.not_your_employer"


class BadCreditCode(Malformed):
    """The unified social credit code is not one; `fields` says where it fails."""

    code = "jobs.uscc_invalid"


class AgencyLicenceMissing(Malformed):
    """An agency needs the number of its licence (就业促进法 40)."""

    code = "jobs.agency_licence_missing"


class CommunityUnknown(Malformed):
    code = "jobs.community_unknown"


class OccupationUnknown(Malformed):
    code = "jobs.occupation_unknown"


class TableUnreadable(Malformed):
    """The CSV has not the columns that the template has."""

    code = "jobs.table_unreadable"


class CreditCodeTaken(Refused):
    """The organisation has registered before: join it by invitation."""

    code = "jobs.uscc_taken"


class EmployerMayNot(Refused):
    """The employer is refused or suspended; `reason` says why."""

    code = "jobs.employer_may_not"


class EmployerNotVerified(Refused):
    code = "jobs.employer_not_verified"


class ContactUnverified(Refused):
    """Nobody has verified the telephone number of the contact yet."""

    code = "jobs.contact_unverified"


class InvitationInvalid(Refused):
    code = "jobs.invitation_invalid"


class LastOwner(Refused):
    code = "jobs.last_owner"


class WhichEmployer(Refused):
    """The caller acts for several employers, or none, and named none."""

    code = "jobs.which_employer"


class UnlawfulContent(Refused):
    """The post breaks the law; `findings` say which words, which article, what instead."""

    code = "jobs.unlawful_content"


class MessageNotSent(Refused):
    """What an employer writes to an applicant may not stand in a post either, or may mislead."""

    code = "jobs.message_not_sent"


class NotEditable(Refused):
    code = "jobs.not_editable"


class NotInReview(Refused):
    """Somebody has decided about the post already."""

    code = "jobs.not_in_review"


class SeenOtherwise(Refused):
    """The post has changed since the reviewer read it."""

    code = "jobs.seen_otherwise"


class EmployerSeenOtherwise(Refused):
    """The employer has changed what it says since the reviewer read it."""

    code = "jobs.employer_seen_otherwise"


class SamePost(Refused):
    """The employer offers the very same in another post."""

    code = "jobs.same_post"


class WantedBelowHired(Malformed):
    """Fewer people wanted than are hired; `hired` says how many."""

    code = "jobs.wanted_below_hired"


class ReportSettled(Refused):
    """The report has its answer already."""

    code = "jobs.report_settled"


class NotOpen(Refused):
    """The post takes no applications now."""

    code = "jobs.not_open"


class TermsChanged(Refused):
    """The post was altered after an applicant read it and said yes; `findings` say in what."""

    code = "jobs.terms_changed"


class AcceptedOtherTerms(Refused):
    """The post was altered after its offer was accepted: nobody said yes to what it is now."""

    code = "jobs.accepted_other_terms"


class AlreadyApplied(Refused):
    code = "jobs.already_applied"


class RefusedLately(Refused):
    """The employer said no to the same terms a short while ago."""

    code = "jobs.refused_lately"


class OwnPost(Refused):
    code = "jobs.own_post"


class ReasonNeeded(Refused):
    """A no needs its reason, an interview its time and place."""

    code = "jobs.reason_needed"


class InterviewIncomplete(Refused):
    code = "jobs.interview_incomplete"


class PlacesFilled(Refused):
    """As many people are hired as are wanted."""

    code = "jobs.places_filled"


class AlreadyReported(Refused):
    code = "jobs.already_reported"


class TooManySearches(Refused):
    code = "jobs.too_many_searches"
