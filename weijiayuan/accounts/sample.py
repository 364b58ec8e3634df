"""Sample staff, one for each role, reachable as a persona of the fake WeChat and at the desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from weijiayuan.accounts import staff_administration
from weijiayuan.accounts.errors import StaffNotFound
from weijiayuan.accounts.models import Resident, StaffAccount
from weijiayuan.accounts.queries import resident_by_openid
from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.gateways.fake_wechat import openid_of

SAMPLE_PASSWORD = "Sample-2026"  # noqa: S105  # sample accounts exist only beside the fake WeChat
SAMPLE_HASH = (  # of the password above, made once: samples are loaded while others wait
    "$argon2id$v=19$m=19456,t=2,p=1$bzkBtqs4t1KbYn6eB9ToPQ$lj5+V1"
    "o34h6uediY0WjorP6mmOmHsi4ez/IPkGGrcBQ"
)
PERSONAS = {
    "organiser": ("示例·市集组织者", Role.ORGANISER),
    "venue-keeper": ("示例·场地管理员", Role.VENUE_KEEPER),
    "grid-worker": ("示例·网格员", Role.GRID_WORKER),
    "secretary": ("示例·社区书记", Role.SECRETARY),
    "dispatcher": ("示例·街道分拨员", Role.DISPATCHER),
    "department": ("示例·职能部门", Role.DEPARTMENT),
    "supervisor": ("示例·督办员", Role.SUPERVISOR),
    "policy-officer": ("示例·政策专员", Role.POLICY_OFFICER),
    "policy-officer-2": ("示例·政策专员乙", Role.POLICY_OFFICER),
    "registrar": ("示例·登记人员", Role.REGISTRAR),
    "registrar-head": ("示例·登记负责人", Role.REGISTRAR_HEAD),
    "auditor": ("示例·审计员", Role.AUDITOR),
    "admin": ("示例·管理员", Role.ADMIN),
    "admin-2": ("示例·第二位管理员", Role.ADMIN),
    "duty-worker": ("示例·值班员", Role.DUTY_WORKER),
    "mediator": ("示例·人民调解员", Role.MEDIATOR),
    "judge": ("示例·审判员", Role.JUDGE),
    "room-keeper": ("示例·确认室管理员", Role.ROOM_KEEPER),
    "adviser": ("示例·法律顾问", Role.ADVISER),
    "committee": ("示例·业委会委员甲", Role.COMMITTEE),
    "committee-2": ("示例·业委会委员乙", Role.COMMITTEE),
    "property": ("示例·物业服务企业", Role.PROPERTY),
    "street-filing": ("示例·街道备案人员", Role.STREET_FILING),
}


def load() -> str:
    """Add the sample staff that are not there yet and say how many there were."""
    added = sum(_add(persona, name, role) for persona, (name, role) in PERSONAS.items())
    return f"{added} sample staff"


def people() -> Sequence[StaffAccount]:
    """Return the sample staff who may sign in, as they are listed here."""
    asked = select(StaffAccount).where(
        StaffAccount.is_sample,
        StaffAccount.username.in_(PERSONAS),
        StaffAccount.disabled_at.is_(None),
    )
    order = list(PERSONAS)
    return sorted(db.session.scalars(asked), key=lambda one: order.index(one.username))


def person(username: str) -> StaffAccount:
    """Return one of them. Raises `StaffNotFound` for everybody else."""
    for one in people():
        if one.username == username:
            return one
    raise StaffNotFound


def sample_resident(persona: str, *, nickname: str) -> Resident:
    """Return the resident of a persona, made if need be."""
    openid = openid_of(persona)
    resident = resident_by_openid(openid)
    if resident is None:
        resident = Resident(openid=openid, nickname=nickname)
        db.session.add(resident)
        db.session.flush()
    return resident


def _add(persona: str, name: str, role: Role) -> bool:
    if db.session.scalars(select(StaffAccount).filter_by(username=persona)).first():
        return False
    everywhere = Territory(TerritoryKind.DISTRICT, district().code)
    account = staff_administration.appoint(
        persona, display_name=name, duties=[Granted(role, everywhere)], is_sample=True
    )
    account.resident_id = sample_resident(persona, nickname=name).id
    staff_administration.keep_password(account, SAMPLE_HASH, is_first=False)
    return True


def shut(*, now: datetime) -> int:
    """Shut every sample account, take its duties and its password; return how many there were."""
    found = db.session.scalars(select(StaffAccount).filter_by(is_sample=True)).all()
    for account in found:
        staff_administration.grant(account, [])
        staff_administration.disable(account, reason="sample", now=now)
        account.password_hash, account.is_sample = None, False
    return len(found)
