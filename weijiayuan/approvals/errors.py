"""The refusals of approvals."""

from weijiayuan.kernel.errors import Busy, Forbidden, Malformed, NotFound, Refused


class ApplicationNotFound(NotFound):
    """There is no such application, or it is another person's."""

    code = "approvals.not_found"


class LicenceNotFound(NotFound):
    """There is no such licence, or it is not sealed yet."""

    code = "approvals.licence_not_found"


class RulebookNotFound(NotFound):
    code = "approvals.rulebook_not_found"


class NoObjection(Refused):
    """Whoever wants to lift an objection made none that stands."""

    code = "approvals.no_objection"


class ConsentNotAsked(NotFound):
    """Nobody asks this of the person, or it can no longer be answered."""

    code = "approvals.consent_not_asked"


class FaceCheckNeeded(Refused):
    """To agree takes a face check within the last half hour, in the account that agrees."""

    code = "approvals.face_check_needed"


class TermsChanged(Refused):
    """What is agreed to was altered after it was read; `findings` say what."""

    code = "approvals.terms_changed"


class HandoverOfCompany(Refused):
    """A company passes to nobody by a code: shares and representatives change by resolution."""

    code = "approvals.handover_of_company"


class RepresentativeActs(Refused):
    """Changes of a company are applied for by its registered representative."""

    code = "approvals.representative_acts"


class KindUnknown(Malformed):
    """No such kind of application."""

    code = "approvals.kind_unknown"


class PaperNotFound(NotFound):
    """The application has no such paper."""

    code = "approvals.paper_not_found"


class PaperSubmitted(Refused):
    """What was submitted stays with its attempt."""

    code = "approvals.paper_submitted"


class TooManyPapers(Refused):
    """An application takes only so many papers."""

    code = "approvals.too_many_papers"


class AnswersMalformed(Malformed):
    """An answer cannot be meant; `fields` say which."""

    code = "approvals.answers_malformed"


class AlreadyApplied(Refused):
    """The same person has another live application or a licence at this place."""

    code = "approvals.already_applied"


class NameTaken(Refused):
    """Somebody was given the name in the meantime."""

    code = "approvals.name_taken"


class ReasonNeeded(Malformed):
    """A no needs an article and a reason."""

    code = "approvals.reason_needed"


class EvidenceNeeded(Malformed):
    """A rule stands open, and the `papers` that settle it are not named."""

    code = "approvals.evidence_needed"


class SecondPersonNeeded(Forbidden):
    """Somebody else has to look at it."""

    code = "approvals.second_person_needed"


class AlreadyExtended(Refused):
    """The time was extended once; the law knows no second time."""

    code = "approvals.already_extended"


class NotSimple(Refused):
    """The simple way of closing is not open to this licence; `why` says so."""

    code = "approvals.not_simple"


class PauseTooLong(Refused):
    """Pauses come to more than three years in all."""

    code = "approvals.pause_too_long"


class RulebookRejected(Refused):
    """The rulebook has mistakes, or its own cases come out otherwise; `findings` say which."""

    code = "approvals.rulebook_rejected"


class RulebookCheckUnderway(Refused):
    """Another text is being checked: one at a time, ask again in a few seconds."""

    code = "approvals.rulebook_check_underway"


class RulebookMovedOn(Refused):
    """Another text came into force since this one was proposed; propose it anew."""

    code = "approvals.rulebook_moved_on"


class RulebookVersionTaken(Refused):
    """Another text bears this `version` already; a text is published under a name of its own."""

    code = "approvals.rulebook_version_taken"


class RulebookLoosens(Refused):
    """The text asks less than the one in force, and nobody said that this was seen."""

    code = "approvals.rulebook_loosens"


class ApplicationIncomplete(Refused):
    """What a licence must say is not there: the applicant has to fill it in first."""

    code = "approvals.incomplete"


class ChangedMeanwhile(Refused):
    """The applicant submitted anew since the registrar looked."""

    code = "approvals.changed_meanwhile"


class BeyondOfficers(Refused):
    """The law leaves nobody a choice: the applicant mends it, or it is refused; `why` says what."""

    code = "approvals.beyond_officers"


class FactsChanged(Refused):
    """What decides is otherwise than the registrar saw; `changed` says what."""

    code = "approvals.facts_changed"


class StatusListNotFound(NotFound):
    """No licence has a place in that page of the status list."""

    code = "approvals.status_list_not_found"


class ProposalChanged(Refused):
    """Another proposal stands than the one that a second person looked at, or they named none."""

    code = "approvals.proposal_changed"


class AttemptMovedOn(Refused):
    """The application was submitted anew since these answers were written."""

    code = "approvals.attempt_moved_on"


class RevocationChanged(Refused):
    """Another proposal to revoke came since the head looked."""

    code = "approvals.revocation_changed"


class RevocationVersionNeeded(Malformed):
    """Several people ran the business: which registration was wrong has to be said."""

    code = "approvals.revocation_version_needed"


class CulpritUnknown(Malformed):
    """The application of that version names nobody so with a number."""

    code = "approvals.culprit_unknown"


class OwnApplication(Forbidden):
    """Nobody decides on an application or licence of their own."""

    code = "approvals.own_application"


class BarNotFound(NotFound):
    code = "approvals.bar_not_found"


class BookNotProposed(Refused):
    """The version is not waiting for a decision."""

    code = "approvals.rulebook_not_proposed"


class DocumentEmpty(Malformed):
    """There is nothing in the document that is to be checked."""

    code = "approvals.document_empty"


class ObjectionLate(Refused):
    """The days in which a department objects to a closing are over."""

    code = "approvals.objection_late"


class HandoverNotFound(NotFound):
    """No offer to take over a licence is opened by this code, or its days are over."""

    code = "approvals.handover_not_found"


class HandoverNeeded(Refused):
    """Another operator takes over by a code, in an account of their own."""

    code = "approvals.handover_needed"


class HandoverUnderWay(Refused):
    """Somebody has taken the offer up and is not done."""

    code = "approvals.handover_under_way"


class OwnHandover(Refused):
    """Nobody takes over from themselves."""

    code = "approvals.own_handover"


class LicenceUnderInquiry(Refused):
    """Somebody proposed to revoke the licence; until that is decided it passes to nobody."""

    code = "approvals.licence_under_inquiry"


class HolderChanged(Refused):
    """The licence that the application changes belongs to somebody else by now."""

    code = "approvals.holder_changed"


class LicenceMovedOn(Refused):
    """The licence has another version by now than the one that was looked at."""

    code = "approvals.licence_moved_on"


class TooManyDrafts(Refused):
    """More applications open than one person can have."""

    code = "approvals.too_many_open"


class IdentityUnavailable(Busy):
    """The registers do not answer now; a person can be asked for instead."""

    code = "approvals.identity_unavailable"


class ConsentUnknown(Refused):
    """No consent sheet has the code that was named."""

    code = "approvals.consent_unknown"


class ConsentIncomplete(Refused):
    """Of `owners` of the building `agreed` agreed, or the sheet may still change."""

    code = "approvals.consent_incomplete"
