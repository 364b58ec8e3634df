"""Endpoints for residents: signing in, who I am, my family, my consents."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts import (
    consent_document_versions,
    current_caller,
    queries,
    resident_account,
    resident_sessions,
)
from weijiayuan.accounts.current_caller import current, current_resident, current_resident_id
from weijiayuan.accounts.errors import (
    ChildConsentNeeded,
    ConsentDocumentNotFound,
    ConsentUnknown,
    FamilyMemberNotFound,
    LoginCodeRefused,
    PhoneCodeRefused,
    PhoneTaken,
    TooManyFamilyMembers,
)
from weijiayuan.accounts.guards import require_anyone, require_resident
from weijiayuan.accounts.models import FamilyMember, Resident
from weijiayuan.accounts.schemas import (
    ConsentIn,
    ConsentOut,
    ConsentsOut,
    FamilyMemberIn,
    FamilyMemberOut,
    FamilyOut,
    LoginIn,
    MeIn,
    MeOut,
    PhoneIn,
    ResidentOut,
    ResidentSessionsOut,
    SessionOut,
)
from weijiayuan.db import db
from weijiayuan.gateways.setup import wechat
from weijiayuan.gateways.wechat.errors import CodeRefused
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.idempotency import once
from weijiayuan.web.rate_limits import limited

sessions = Blueprint("sessions", __name__, guard=require_anyone, description="登录与退出")
me = Blueprint("me", __name__, guard=require_resident, description="我的资料、家人与同意书")
RESIDENT = ResidentOut()


@sessions.post("", guard=open_to_all, idempotent=False)
@sessions.arguments(LoginIn)
@sessions.response(201, SessionOut)
@sessions.refuses(LoginCodeRefused)
@limited("600 per minute")
def sign_in(asked: dict[str, Any]) -> dict[str, object]:
    """Open a session with the code that wx.login gave; a code opens one session."""
    try:
        person = wechat().session_of(asked["code"])
    except CodeRefused as error:
        raise LoginCodeRefused from error
    token, session, resident = resident_sessions.sign_in(person.openid, now=clock.now())
    return {"token": token, "expires_at": session.expires_at, "resident": resident}


@sessions.delete("/current")
@sessions.response(204)
def sign_out() -> None:
    """End the session of this token."""
    resident_sessions.sign_out(current().session_id)


@me.get("")
@me.response(200, MeOut)
def read_me() -> Response:
    """Return what we keep about the person who asks, with their duties if they are staff."""
    shown: dict[str, object] = RESIDENT.dump(current_resident())
    caller = current()
    duties = [
        {
            "role": each.role,
            "territory_kind": each.territory.kind,
            "territory_code": each.territory.code,
        }
        for each in caller.granted
    ]
    staff_id = caller.staff_id or caller.resting_staff_id
    known = {
        "linked": staff_id is not None,
        "on_duty": caller.staff_id is not None,
        "name": queries.staff(staff_id).display_name if staff_id else None,
    }
    return jsonify(shown | {"duties": duties, "staff": known})


@me.put("")
@me.arguments(MeIn)
@me.response(200, ResidentOut)
def change_me(asked: dict[str, Any]) -> Resident:
    """Replace how the resident is called, where they live and how they like to read."""
    resident = current_resident()
    for name, value in asked.items():
        setattr(resident, name, value)
    return resident


@me.post("/phone", asks_outside=True)
@me.arguments(PhoneIn)
@me.response(200, ResidentOut)
@me.refuses(PhoneCodeRefused, PhoneTaken)
def set_phone(asked: dict[str, Any]) -> Response:
    """Keep the telephone number that WeChat vouches for with this code.

    WeChat is asked before the transaction, so that nobody waits for it. Its codes work once: a
    repeated request is refused by WeChat and then answered from what was kept under its key.
    """
    try:
        number = wechat().phone_number(asked["code"]).dialled
    except CodeRefused:
        number = None
    return once(lambda: _keep_phone(number))


def _keep_phone(number: str | None) -> Response:
    current_caller.read_again()
    if number is None:
        raise PhoneCodeRefused
    resident = current_resident()
    resident_account.set_phone(resident, number)
    return jsonify(RESIDENT.dump(resident))


@me.get("/family")
@me.response(200, FamilyOut)
def family() -> dict[str, object]:
    """Return the people the resident acts for."""
    return {"items": queries.family_of(current_resident().id)}


@me.post("/family")
@me.arguments(FamilyMemberIn)
@me.response(201, FamilyMemberOut)
@me.refuses(TooManyFamilyMembers, ChildConsentNeeded)
def add_family_member(asked: dict[str, Any]) -> FamilyMember:
    """Add somebody the resident acts for; a child under fourteen once `child` is agreed to."""
    member = resident_account.add_family_member(
        current_resident(), on=clock.local_date(clock.now()), **asked
    )
    db.session.flush()
    return member


@me.put("/family/<uuid:member_id>")
@me.arguments(FamilyMemberIn)
@me.response(200, FamilyMemberOut)
@me.refuses(FamilyMemberNotFound, ChildConsentNeeded)
def change_family_member(asked: dict[str, Any], member_id: UUID) -> FamilyMember:
    """Replace what is kept about a family member."""
    me_myself = current_resident()
    member = queries.family_member(member_id, of=me_myself.id)
    resident_account.change_family_member(
        member, by=me_myself, on=clock.local_date(clock.now()), **asked
    )
    return member


@me.delete("/family/<uuid:member_id>")
@me.response(204)
@me.refuses(FamilyMemberNotFound)
def remove_family_member(member_id: UUID) -> None:
    """Stop acting for a family member and forget what was kept about them."""
    db.session.delete(queries.family_member(member_id, of=current_resident().id))


@me.get("/sessions")
@me.response(200, ResidentSessionsOut)
def list_sessions() -> dict[str, object]:
    """List where I am signed in, the newest first."""
    mine = queries.sessions_of_resident(current_resident_id(), now=clock.now())
    this = current().session_id
    items = [
        {
            "id": each.id,
            "began_at": each.created_at,
            "expires_at": each.expires_at,
            "is_this": each.id == this,
        }
        for each in mine
    ]
    return {"items": items}


@me.delete("/sessions/<uuid:session_id>")
@me.response(204)
def end_session(session_id: UUID) -> None:
    """End one of my sessions, such as that of a telephone that was lost."""
    resident_sessions.end_session_of(current_resident_id(), session_id)


@me.get("/consents")
@me.response(200, ConsentsOut)
def consents() -> dict[str, object]:
    """Return what the resident agreed to, and the versions in force."""
    return {
        "items": queries.consents_of(current_resident().id),
        "current": consent_document_versions.CURRENT,
    }


@me.post("/consents")
@me.arguments(ConsentIn)
@me.response(201, ConsentOut)
@me.refuses(ConsentUnknown)
def give_consent(asked: dict[str, Any]) -> object:
    """Record that the resident agrees to a document in the version in force."""
    return resident_account.give_consent(current_resident(), **asked)


@me.post("/consents/<string:document>/withdraw")
@me.response(204)
@me.refuses(ConsentDocumentNotFound)
def withdraw_consent(document: str) -> Response:
    """Record that the resident no longer agrees; what was done before stays lawful."""
    resident_account.withdraw_consent(current_resident(), document=document, now=clock.now())
    return Response(status=204)
