"""The refusals of accounts."""

from weijiayuan.kernel.errors import Busy, Forbidden, Malformed, NotFound, NotSignedIn, Refused


class SignInFirst(NotSignedIn):
    """There is no session, or it has ended."""

    code = "web.not_signed_in"


class NotYours(Forbidden):
    """The role or territory of the caller does not cover this."""

    code = "web.forbidden"


class LoginCodeRefused(NotSignedIn):
    """WeChat does not know the code, or it was used before."""

    code = "accounts.login_code_refused"


class PhoneCodeRefused(Refused):
    """WeChat does not know the code for a telephone number, or it was used before."""

    code = "accounts.phone_code_refused"


class WeChatBusy(Busy):
    """WeChat does not answer now."""

    code = "accounts.wechat_busy"


class PhoneTaken(Refused):
    """Another account has this telephone number."""

    code = "accounts.phone_taken"


class StaffLoginRefused(NotSignedIn):
    """User name, password and one-time code do not belong together."""

    code = "accounts.staff_login_refused"


class StaffLocked(Refused):
    """Too many failures; `until` says when to try again."""

    code = "accounts.staff_locked"


class PasswordWeak(Malformed):
    """The new password breaks a rule; `fields` says which."""

    code = "accounts.password_weak"


class PasswordIsFirst(Refused):
    """Somebody else chose the password: it has to be replaced while signing in at the desk."""

    code = "accounts.password_is_first"


class FamilyMemberNotFound(NotFound):
    """The caller has no such family member."""

    code = "accounts.family_member_not_found"


class TooManyFamilyMembers(Refused):
    """More than a family has."""

    code = "accounts.too_many_family_members"


class ConsentUnknown(Malformed):
    """There is no such document in this version."""

    code = "accounts.consent_unknown"


class ConsentDocumentNotFound(NotFound):
    """There is no such document."""

    code = "accounts.consent_document_not_found"


class ChildConsentNeeded(Refused):
    """What is kept of a child under fourteen needs the guardian's consent first (PIPL 31)."""

    code = "accounts.child_consent_needed"


class StaffNotFound(NotFound):
    """There is no such member of staff."""

    code = "accounts.staff_not_found"


class StepUpNeeded(Forbidden):
    """The telephone is linked to staff but not on duty: the one-time code comes first."""

    code = "accounts.step_up_needed"


class DeskOnly(Forbidden):
    """The duty can be exercised only after signing in at the desk."""

    code = "accounts.desk_only"


class CredentialWrong(Malformed):
    """The present password or the one-time code is wrong; `fields` says which."""

    code = "accounts.credential_wrong"


class LinkCodeUnknown(Refused):
    """The code is not one that was just shown at the desk."""

    code = "accounts.link_code_unknown"


class LinkedElsewhere(Refused):
    """The account, or this WeChat, is linked already."""

    code = "accounts.linked_elsewhere"


class NotLinked(Refused):
    """No member of staff is linked to this WeChat."""

    code = "accounts.not_linked"


class OwnDuties(Refused):
    """Nobody gives themselves a duty; another administrator does."""

    code = "accounts.own_duties"


class OwnAccount(Refused):
    """What is asked for about one's own account another administrator asks for."""

    code = "accounts.own_account"


class NoSecondAdmin(Refused):
    """Nobody could confirm it: the operator appoints a second administrator by command."""

    code = "accounts.no_second_admin"


class DutiesCollide(Refused):
    """Nobody is both an administrator and an auditor."""

    code = "accounts.duties_collide"


class DualControlRequestNotFound(NotFound):
    """There is no such request."""

    code = "accounts.request_not_found"


class RequestSettled(Refused):
    """The request was decided, withdrawn or lapsed, or whoever asked is no administrator now."""

    code = "accounts.request_settled"


class SecondPersonNeeded(Refused):
    """Neither who asked nor whom it is about confirms it."""

    code = "accounts.second_person_needed"


class SetupCodeRefused(NotSignedIn):
    """The name and the code, or what proves the other factor, do not belong together."""

    code = "accounts.setup_code_refused"


class LastAdmin(Refused):
    """Nobody could appoint anybody any more."""

    code = "accounts.last_admin"


class UsernameTaken(Refused):
    """There is an account of this name."""

    code = "accounts.username_taken"


class TerritoryUnfit(Malformed):
    """A duty cannot be bounded by this kind of territory; `fields` says which."""

    code = "accounts.territory_unfit"
