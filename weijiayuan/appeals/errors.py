"""The refusals of appeals, mediation and confirmation."""

from weijiayuan.kernel.errors import Busy, Forbidden, Malformed, NotFound, Refused
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid


class AnswersMalformed(Malformed):
    """Some answers cannot be meant; the fact `fields` names each with its sentence."""

    code = "appeals.answers_malformed"

    @classmethod
    def of(cls, invalid: AnswersInvalid) -> "AnswersMalformed":
        """Return the refusal that names each answer by its path in the request."""
        named = {path.removeprefix("applicant."): text for path, text in invalid.fields.items()}
        return cls(fields={f"answers.{path}": [text] for path, text in named.items()})


class AppealNotFound(NotFound):
    code = "appeals.not_found"


class ReceiptUnknown(NotFound):
    """The receipt is wrong, unknown or has ended: one answer for all three."""

    code = "appeals.receipt_unknown"


class NobodyOnDuty(Refused):
    """There is no member of staff who could have the appeal."""

    code = "appeals.nobody_on_duty"


class NotHolder(Refused):
    """Only who has the appeal may do this; the fact `holder` says who that is."""

    code = "appeals.not_holder"


class HandOverPending(Refused):
    """The appeal is being handed over already."""

    code = "appeals.hand_over_pending"


class NoHandOver(Refused):
    """Nothing is offered to the caller."""

    code = "appeals.no_hand_over"


class CannotTake(Malformed):
    """The colleague is unknown, or has no duty that takes appeals."""

    code = "appeals.cannot_take"


class FormalRoadFirst(Refused):
    """Fewer than fifteen days are left on a formal road: it must be offered first."""

    code = "appeals.formal_road_first"


class NoJointMediation(Refused):
    """Violence at home: the parties are not brought together."""

    code = "appeals.no_joint_mediation"


class DangerFirst(Refused):
    """Danger was told, and nobody has looked at it yet."""

    code = "appeals.danger_first"


class TalkApart(Refused):
    """Nothing joint goes on. The sentence tells no side what another told."""

    code = "mediations.talk_apart"


class SaidNo(Refused):
    """The side said no, or was silent twice: it comes back by itself, or not at all."""

    code = "mediations.said_no"


class NothingStopped(Refused):
    """Nothing was stopped for violence at home."""

    code = "mediations.nothing_stopped"


class ReasonNeeded(Malformed):
    """Whoever looks at the words says why."""

    code = "appeals.reason_needed"


class ClauseUnknown(NotFound):
    """No covenant that is out of the draft has this clause."""

    code = "appeals.clause_unknown"


class OpenedBefore(Refused):
    """The appeal is being mediated already."""

    code = "mediations.opened_before"


class NothingToReview(Refused):
    """The terms have nothing that a second person must look at, or faults to mend first."""

    code = "mediations.nothing_to_review"


class ReviewNeeded(Refused):
    """The terms have something that a second person must let stand first."""

    code = "mediations.review_needed"


class ReviewedBefore(Refused):
    """A review of these terms was asked for already; new terms may be sent again."""

    code = "mediations.reviewed_before"


class ReviewNotFound(NotFound):
    code = "mediations.review_not_found"


class SamePerson(Refused):
    """Somebody would stand on both sides, as party, guardian or agent (民法典 35, 168)."""

    code = "mediations.same_person"


class ConsentChanged(Refused):
    """What the yes was to is not what stands now; the fact `findings` says what is otherwise."""

    code = "mediations.consent_changed"


class GuardianMustAct(Refused):
    """Only the guardian of this side, of age and verified in person, acts for it."""

    code = "mediations.guardian_must_act"


class ReopenTooLate(Refused):
    code = "appeals.reopen_too_late"


class RatedBefore(Refused):
    code = "appeals.rated_before"


class LabelRefused(Malformed):
    """Staff wrote a diagnosis or a label of a person."""

    code = "appeals.label_refused"


class PageNotFound(NotFound):
    code = "appeals.page_not_found"


class ShiftNotFound(NotFound):
    code = "appeals.shift_not_found"


class LeadNotFound(NotFound):
    code = "appeals.lead_not_found"


class MediationNotFound(NotFound):
    code = "mediations.not_found"


class CodeUnknown(NotFound):
    """The invitation code is wrong, unknown or used up."""

    code = "mediations.code_unknown"


class NotAParty(Forbidden):
    code = "mediations.not_a_party"


class TooManyParties(Refused):
    code = "mediations.too_many_parties"


class ConsentsMissing(Refused):
    """Not every party has agreed to mediation yet."""

    code = "mediations.consents_missing"


class NoMediator(Refused):
    """Nobody fits: everybody is away, tied to a party, or was refused."""

    code = "mediations.no_mediator"


class SignedAlready(Refused):
    """The agreement is signed: whoever mediated it has done so."""

    code = "mediations.signed_already"


class RefusedBefore(Refused):
    """Each side may ask for another mediator once without saying why."""

    code = "mediations.refused_before"


class NotDisclosed(Refused):
    """The mediator has not said yet whether there are ties to a party."""

    code = "mediations.not_disclosed"


class TermsFaulty(Refused):
    """The terms have faults; the fact `findings` names them."""

    code = "mediations.terms_faulty"


class NoAgreement(Refused):
    code = "mediations.no_agreement"


class TermsChanged(Refused):
    """What was read is not what stands now."""

    code = "mediations.terms_changed"


class SignedBefore(Refused):
    code = "mediations.signed_before"


class VerifyFirst(Refused):
    """Identity was not verified in the last thirty minutes."""

    code = "mediations.verify_first"


class IdentityMismatch(Refused):
    code = "mediations.identity_mismatch"


class AuthorityMissing(Refused):
    """Somebody acts for a party without a written authority."""

    code = "mediations.authority_missing"


class PaperBroken(Refused):
    """The signed paper is not intact."""

    code = "mediations.paper_broken"


class PaperMovedOn(Busy):
    """Somebody else signed the paper while this signature was made."""

    code = "web.busy"


class ConfirmationNotFound(NotFound):
    code = "confirmations.not_found"


class OtherPartyMissing(Refused):
    """Not every party has consented with verified identity."""

    code = "confirmations.other_party_missing"


class TooLate(Refused):
    """More than thirty days since the agreement took effect."""

    code = "confirmations.too_late"


class NotConfirmable(Refused):
    """The agreement has something the court does not confirm; the fact `article` says which."""

    code = "confirmations.not_confirmable"


class AppliedBefore(Refused):
    code = "confirmations.applied_before"


class NoSlot(Refused):
    """No room or no judge is free over that span."""

    code = "confirmations.no_slot"


class NoCourtHere(Refused):
    """There is no room or no judge at all."""

    code = "confirmations.no_court_here"


class StartsInThePast(Malformed):
    code = "confirmations.starts_in_the_past"


class AfterLastDay(Refused):
    """The session would begin after the last `day` of the ruling."""

    code = "confirmations.after_last_day"


class ExtendedBefore(Refused):
    """The time for the ruling was made longer already, or is over."""

    code = "confirmations.extended_before"


class NotYourCase(NotFound):
    """The judge is not the one the case was given to."""

    code = "confirmations.not_your_case"


class AnswersMissing(Refused):
    """A fixed question has no yes of every party."""

    code = "confirmations.answers_missing"


class RecordNotConfirmed(Refused):
    """Not every party has confirmed the record as it stands."""

    code = "confirmations.record_not_confirmed"


class ArticleUnknown(Malformed):
    code = "confirmations.article_unknown"


class ResultUnsigned(Malformed):
    """A result from another machine is not signed by the court's key."""

    code = "confirmations.result_unsigned"


class ResultMalformed(Malformed):
    """A signed result that cannot be meant."""

    code = "confirmations.result_malformed"


class TermNotFound(NotFound):
    code = "confirmations.term_not_found"


class SessionNotBegun(Refused):
    """The session has not begun, or none is booked."""

    code = "confirmations.session_not_begun"


class NumberTaken(Refused):
    """Another ruling has this number."""

    code = "confirmations.number_taken"


class NumberOdd(Refused):
    """The number is `odd` for such a ruling; whoever looked again says so."""

    code = "confirmations.number_odd"


class LateReasonNeeded(Refused):
    """The thirty minutes are over, and nobody has said why."""

    code = "confirmations.late_reason_needed"


class NotPresent(Refused):
    """Not every party has come to the session."""

    code = "confirmations.not_present"
