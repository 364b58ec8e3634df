"""Staff: the register of devices, alarms, and the versions of the rules."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, reading
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates
from weijiayuan.sensing import (
    alarm_queries,
    device_classes_in_force,
    device_queries,
    presentation,
    tickets,
)
from weijiayuan.sensing.errors import (
    AlarmDecided,
    AlarmNotFound,
    AnotherMustVerify,
    BasisMissing,
    CodeTaken,
    ConfirmFirst,
    DeviceNotFound,
    FoundNeeded,
    InstalledAhead,
    LookFirst,
    NotInRules,
    OutsideDistrict,
    PersonInRegister,
    PersonsRecognised,
    PlaceForbidden,
    Retired,
    RuleDecided,
    RuleInvalid,
    RuleNotFound,
    RuleOutdated,
    SecondPerson,
    StandDownByPerson,
    StillHigh,
)
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.schemas import (
    AlarmOut,
    AlarmPageOut,
    AlarmsIn,
    ContentIn,
    ContentOut,
    DecisionIn,
    DeviceChangeIn,
    DeviceIn,
    DeviceKeyOut,
    DeviceOut,
    DevicePageOut,
    DevicesIn,
    ReplayIn,
    ReplayOut,
    RulesIn,
    RulesOut,
    TicketsOut,
    VersionOut,
    WordsIn,
)
from weijiayuan.sensing.service import alarm_verdicts, rule_publishing
from weijiayuan.sensing.service import devices as device_service
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.idempotency import shown_once
from weijiayuan.web.pagination import page_as_asked

WATCHERS = (
    Role.GRID_WORKER,
    Role.SECRETARY,
    Role.DISPATCHER,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.ADMIN,
)
VERIFIERS = (Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR)
JUDGES = (Role.GRID_WORKER, Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR)
PUBLISHERS = (Role.ADMIN, Role.SUPERVISOR)
"""Auditors read the rules and try them on the past; they change nothing."""
MOST_DAYS = 31

devices = Blueprint(
    "devices",
    __name__,
    guard=require_role(Role.ADMIN),
    url_prefix="/api/v1/devices",
    description="感知设备登记",
)
alarms = Blueprint(
    "alarms",
    __name__,
    guard=require_role(*WATCHERS),
    url_prefix="/api/v1/alarms",
    description="设备报警",
)
sensing_rules = Blueprint(
    "sensing_rules",
    __name__,
    guard=require_role(Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR),
    url_prefix="/api/v1/sensing",
    description="报警规则",
)


@devices.get("")
@devices.arguments(DevicesIn, location="query")
@devices.response(200, DevicePageOut)
def read_devices(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the register, as sorted; silent, unfiled and retired devices say so."""
    mine = current().duties(Role.ADMIN)
    wanted = device_queries.devices(mine, kind=asked.pop("kind"), q=asked.pop("q"))
    page = page_as_asked(wanted, device_queries.ORDERS, Device.id, **asked)
    now = clock.now()
    return {
        "items": [presentation.device(each, now=now) for each in page.items],
        "next_cursor": page.next_cursor,
    }


@devices.get("/tickets")
@devices.response(200, TicketsOut)
def read_tickets() -> dict[str, Any]:
    """Return what has to be seen to: silent devices and wrong clocks, with owner and due time."""
    return {"items": tickets.open_tickets(current().duties(Role.ADMIN), now=clock.now())}


@devices.post("")
@devices.arguments(DeviceIn)
@devices.response(201, DeviceKeyOut)
@devices.refuses(
    NotInRules,
    PersonsRecognised,
    PersonInRegister,
    PlaceForbidden,
    BasisMissing,
    InstalledAhead,
    CodeTaken,
    DeviceNotFound,
    OutsideDistrict,
)
def register_device(asked: dict[str, Any]) -> dict[str, Any]:
    """Put a device on the register. Its key is shown in this answer and never again."""
    device, key = device_service.register(coordinates.point_of(asked.pop("place")), **asked)
    shown_once("key")
    return {"device": presentation.device(device, now=clock.now()), "key": key}


def _device_now(device_id: UUID) -> str:
    return presentation.device_version(device_service.to_change(device_id))


def _alarm_now(alarm_id: UUID) -> str:
    alarm_queries.hold_stream_of(alarm_id)
    return presentation.alarm_version(_to_change(alarm_id))


@devices.put("/<uuid:device_id>")
@devices.arguments(DeviceChangeIn)
@devices.response(200, DeviceOut)
@devices.refuses(
    DeviceNotFound,
    NotInRules,
    PersonsRecognised,
    PersonInRegister,
    PlaceForbidden,
    BasisMissing,
    Retired,
    OutsideDistrict,
)
@decided_as_read(_device_now)
def change_device(asked: dict[str, Any], device_id: UUID) -> dict[str, Any]:
    """Change what is known of a device; a filing number is entered here too."""
    device = device_service.to_change(device_id)
    device_service.change(device, coordinates.point_of(asked.pop("place")), **asked)
    return presentation.device(device, now=clock.now())


@devices.post("/<uuid:device_id>/rotate-key")
@devices.response(200, DeviceKeyOut)
@devices.refuses(DeviceNotFound, Retired)
@decided_as_read(_device_now)
def rotate_key(device_id: UUID) -> dict[str, Any]:
    """Give a device another key; the old one ends at once."""
    device = device_service.to_change(device_id)
    key = device_service.rotate_key(device)
    shown_once("key")
    return {"device": presentation.device(device, now=clock.now()), "key": key}


@devices.post("/<uuid:device_id>/retire")
@devices.response(200, DeviceOut)
@devices.refuses(DeviceNotFound)
@decided_as_read(_device_now)
def retire(device_id: UUID) -> dict[str, Any]:
    """Take a device out of service."""
    device = device_service.to_change(device_id)
    device_service.retire(device, now=clock.now())
    return presentation.device(device, now=clock.now())


@alarms.get("")
@alarms.arguments(AlarmsIn, location="query")
@alarms.response(200, AlarmPageOut)
def read_alarms(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the alarms in my territories, as sorted; `state=open` for those not cleared."""
    narrowed = {name: asked.pop(name) for name in ("state", "kind", "q", "event")}
    wanted = alarm_queries.alarms(current().duties(*WATCHERS), **narrowed)
    page = page_as_asked(wanted, alarm_queries.ORDERS, Alarm.id, **asked)
    return {"items": presentation.alarms(page.items), "next_cursor": page.next_cursor}


@alarms.get("/<uuid:alarm_id>")
@alarms.response(200, AlarmOut)
@alarms.refuses(AlarmNotFound)
def read_alarm(alarm_id: UUID) -> dict[str, Any]:
    """Return one alarm."""
    alarm = db.session.get(Alarm, alarm_id)
    if alarm is None or not _is_mine(alarm, WATCHERS):
        raise AlarmNotFound
    return presentation.alarms([alarm])[0]


@alarms.post("/<uuid:alarm_id>/confirm")
@alarms.arguments(WordsIn)
@alarms.response(200, AlarmOut)
@alarms.refuses(AlarmNotFound, AlarmDecided)
@decided_as_read(_alarm_now)
def confirm(asked: dict[str, Any], alarm_id: UUID) -> dict[str, Any]:
    """Say that I looked and it is true; it becomes a matter if it is none yet."""
    alarm = _to_change(alarm_id)
    alarm_verdicts.confirm(alarm, by=actor_id(), words=asked["words"], now=clock.now())
    return presentation.alarms([alarm])[0]


@alarms.post("/<uuid:alarm_id>/false")
@alarms.arguments(WordsIn)
@alarms.response(200, AlarmOut)
@alarms.refuses(AlarmNotFound, AlarmDecided, AnotherMustVerify)
@decided_as_read(_alarm_now)
def deny(asked: dict[str, Any], alarm_id: UUID) -> dict[str, Any]:
    """Say that I looked and there is nothing, or no such place; of Ⅰ and Ⅱ two people say so."""
    alarm_queries.hold_stream_of(alarm_id)
    alarm = _to_change(alarm_id)
    may_verify = _is_mine(alarm, VERIFIERS)
    alarm_verdicts.deny(
        alarm, by=actor_id(), may_verify=may_verify, words=asked["words"], now=clock.now()
    )
    return presentation.alarms([alarm])[0]


@alarms.post("/<uuid:alarm_id>/clear")
@alarms.arguments(WordsIn)
@alarms.response(200, AlarmOut)
@alarms.refuses(AlarmNotFound, StandDownByPerson, StillHigh, ConfirmFirst, LookFirst, FoundNeeded)
@decided_as_read(_alarm_now)
def clear(asked: dict[str, Any], alarm_id: UUID) -> dict[str, Any]:
    """Clear an alarm by hand: Ⅰ and Ⅱ by a dispatcher or supervisor, slopes by a supervisor.

    Not while its device still measures what raised it; what never goes back, such as a slope, is
    measured from a new zero once another person confirmed the alarm.
    """
    alarm_queries.hold_stream_of(alarm_id)
    alarm = _to_change(alarm_id)
    alarm_verdicts.stand_down(
        alarm,
        by=actor_id(),
        words=asked["words"],
        may_grave=_is_mine(alarm, (Role.DISPATCHER, Role.SUPERVISOR)),
        is_engineer=_is_mine(alarm, (Role.SUPERVISOR,)),
        now=clock.now(),
    )
    return presentation.alarms([alarm])[0]


def _to_change(alarm_id: UUID) -> Alarm:
    """Return an alarm that the caller may judge, locked. Raises `AlarmNotFound`."""
    alarm = alarm_queries.alarm_to_change(alarm_id)
    if alarm is None or not _is_mine(alarm, JUDGES):
        raise AlarmNotFound
    return alarm


def _is_mine(alarm: Alarm, roles: tuple[Role, ...]) -> bool:
    area = Territory(TerritoryKind.GRID, alarm.grid_code or "outside")
    return current().may(*roles, within=area)


@sensing_rules.get("/rules")
@sensing_rules.response(200, RulesOut)
def read_rules() -> dict[str, Any]:
    """Return the lines in force, how often each was right, and the versions."""
    return presentation.rules()


@sensing_rules.get("/rules/content")
@sensing_rules.arguments(ContentIn, location="query")
@sensing_rules.response(200, ContentOut)
@sensing_rules.refuses(RuleNotFound)
def read_content(asked: dict[str, Any]) -> dict[str, Any]:
    """Return a version as it was written: what a draft begins from."""
    return {"content": rule_publishing.content_of(asked["version"])}


@sensing_rules.post("/rules", guard=require_role(*PUBLISHERS))
@sensing_rules.arguments(RulesIn)
@sensing_rules.response(201, VersionOut)
@sensing_rules.refuses(RuleInvalid)
def propose_rules(asked: dict[str, Any]) -> Any:
    """Propose a version of the classes and lines; another person approves it."""
    return rule_publishing.propose(
        asked["content"], reason=asked["reason"], by=actor_id(), now=clock.now()
    )


@sensing_rules.post("/rules/<version>/decide", guard=require_role(*PUBLISHERS))
@sensing_rules.arguments(DecisionIn)
@sensing_rules.response(200, VersionOut)
@sensing_rules.refuses(RuleNotFound, RuleDecided, RuleOutdated, SecondPerson, RuleInvalid)
def decide_rules(asked: dict[str, Any], version: str) -> Any:
    """Approve or refuse a version that somebody else proposed; approved it is in force at once."""
    return rule_publishing.decide(
        version, approved=asked["approved"], by=actor_id(), now=clock.now()
    )


@sensing_rules.post("/replays", idempotent=False, asks_outside=True)
@sensing_rules.arguments(ReplayIn)
@sensing_rules.response(200, ReplayOut)
@sensing_rules.refuses(RuleInvalid)
def replay(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the alarms that a draft, or the rules in force, would have raised; keeps nothing."""
    since, until = _stretch(asked["from_"], asked["to"])
    with reading():
        known = (
            rule_publishing.readable(asked["content"])
            if asked["content"] is not None
            else device_classes_in_force.classes()
        )
        kind = known.by_code.get(asked["kind"])
        if kind is None:
            raise RuleInvalid(why=f"没有类别 {asked['kind']}")
        wanted = device_queries.devices(current().duties(Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR))
        found = db.session.scalars(wanted.where(Device.kind == kind.code)).all()
        items = rule_publishing.replay(kind, found, since=since, until=until)
    return {"version": known.version, "items": [presentation.replayed(each) for each in items]}


def _stretch(first: date, last: date) -> tuple[datetime, datetime]:
    if not 0 <= (last - first).days < MOST_DAYS:
        raise RuleInvalid(why=f"请选择1到{MOST_DAYS}天")
    return clock.at_local(first, time()), clock.at_local(last + timedelta(days=1), time())
