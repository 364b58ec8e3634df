"""What an entry of the trail says, in words: whom or what it is about, and its details."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.role_definitions import ROLES
from weijiayuan.appeals.models import Appeal, Confirmation, Mediation
from weijiayuan.audit.models import AuditEntry
from weijiayuan.commons.models import CommonsMeeting, Covenant, Organisation, Space
from weijiayuan.db import db
from weijiayuan.directory.models import Site
from weijiayuan.events.models import Event, Order
from weijiayuan.jobs.models import Employer, Job
from weijiayuan.markets.models import Market
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.venues.models import Activity, Venue
from weijiayuan.web.messages import catalogue

SHOWN = 8
DIGEST = re.compile(r"[0-9a-f]{40,}")
DUTY = re.compile(r"([a-z_]+)@(\w+):(.+)")
CALLED: Mapping[str, Any] = {
    "event": (Event.id, Event.number),
    "order": (Order.id, Order.number),
    "appeal": (Appeal.id, Appeal.number),
    "mediation": (Mediation.id, Mediation.number),
    "confirmation": (Confirmation.id, Confirmation.number),
    "staff": (StaffAccount.id, StaffAccount.display_name),
    "venue": (Venue.id, Venue.name),
    "activity": (Activity.id, Activity.title),
    "market": (Market.id, Market.title),
    "job": (Job.id, Job.title),
    "employer": (Employer.id, Employer.name),
    "site": (Site.id, Site.name),
    "device": (Device.id, Device.name),
    "alarm": (Alarm.id, select(Device.name).filter_by(id=Alarm.device_id).scalar_subquery()),
    "space": (Space.id, Space.name),
    "organisation": (Organisation.id, Organisation.name),
    "meeting": (CommonsMeeting.id, CommonsMeeting.title),
    "covenant": (Covenant.id, Covenant.title),
}
"""What a thing of a kind is called: its number, name or title."""


def names_of(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return what the things are called that entries are about, and staff named in details."""
    found: dict[str, str] = {}
    for kind, (key, name) in CALLED.items():
        ids = _ids(entry.subject_id for entry in entries if entry.subject_kind == kind)
        if ids:
            rows = db.session.execute(select(key, name).where(key.in_(ids)))
            found |= {str(row[0]): row[1] for row in rows}
    return found


def _ids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for each in set(texts):
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def subject(kind: str, subject_id: str, names: Mapping[str, str]) -> str:
    """Return the kind in words and what the thing is called; of one without a name, its end."""
    if subject_id in names:
        return f"{kind} {names[subject_id]}"
    if (said := value(subject_id)) != subject_id:
        return f"{kind}：{said}"
    return f"{kind} …{subject_id[-SHOWN:]}" if _ids([subject_id]) else f"{kind} {subject_id}"


def details(facts: Mapping[str, Any]) -> str:
    """Return the details of an entry in words."""
    return "，".join(f"{fact_name(name)}：{value(fact)}" for name, fact in facts.items())


def fact_name(name: str) -> str:
    return catalogue().get(f"trail.fact_{name}", name)


def value(fact: Any) -> str:
    """Return a value in words; of a digest or an id the end, as nobody reads more."""
    if isinstance(fact, bool):
        return "是" if fact else "否"
    if fact is None:
        return "无"
    if isinstance(fact, (list, tuple)):
        return "、".join(value(each) for each in fact) or "无"
    if isinstance(fact, Mapping):
        return "、".join(f"{fact_name(name)} {value(each)}" for name, each in fact.items())
    return _word(str(fact))


def _word(text: str) -> str:
    if (said := catalogue().get(f"trail.value_{text}")) is not None:
        return said
    if (duty := DUTY.fullmatch(text)) is not None:
        return f"{_role(duty[1])}（{duty[3]}）"
    return f"…{text[-SHOWN:]}" if DIGEST.fullmatch(text) or _ids([text]) else text


def _role(code: str) -> str:
    return next((facts.words for role, facts in ROLES.items() if role.value == code), code)


__all__ = ["details", "fact_name", "names_of", "subject", "value"]
