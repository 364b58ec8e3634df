"""The register of devices: who runs what, where, on what basis; keys that change."""

import logging
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock, ids
from weijiayuan.places import district_files
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.public_words import tells_who_lives_where
from weijiayuan.sensing import (
    alarm_queries,
    datastream_state,
    device_classes_in_force,
    device_queries,
)
from weijiayuan.sensing.errors import (
    BasisMissing,
    CodeTaken,
    DeviceNotFound,
    InstalledAhead,
    NotInRules,
    OutsideDistrict,
    PersonInRegister,
    PersonsRecognised,
    PlaceForbidden,
    Retired,
)
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.device_classes import (
    Classes,
    is_private_owner,
    names_home,
    names_private_room,
)
from weijiayuan.sensing.rules.person_recognition import recognises

SHOWN_TO_ALL = ("name", "address", "owner", "basis")

logger = logging.getLogger(__name__)


def hash_of(key: str) -> str:
    """Return what is stored of a key: it has 256 random bits, so a plain hash keeps it."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def register(point: Point, **given: Any) -> tuple[Device, str]:
    """Put a device on the register; return it and its key, which is shown this once.

    Raises `NotInRules`, `PersonsRecognised`, `PersonInRegister`, `PlaceForbidden`, `BasisMissing`,
    `InstalledAhead`, `CodeTaken`, and `DeviceNotFound` for an unknown gateway.
    """
    check_new(point, **given)
    key = ids.new_token()
    here = point.to(Datum.GCJ02)
    device = Device(
        **given,
        lng=here.lng,
        lat=here.lat,
        grid_code=_grid_of(point),
        key_hash=hash_of(key),
        datastream_id=ids.new_id(),
    )
    db.session.add(device)
    db.session.flush()
    datastream_state.begin(device.datastream_id)
    _note(device, "device_registered")
    return device, key


def check_new(point: Point, **given: Any) -> None:
    """Check what is said of a device that is not on the register yet. Raises as `register` does."""
    _check_lawful(given["kind"], given)
    if given["installed_on"] > clock.local_date(clock.now()):
        raise InstalledAhead
    _check_here(point)
    if device_queries.is_code_taken(given["code"]):
        raise CodeTaken(taken=given["code"])
    if given.get("gateway_id") and device_queries.device(given["gateway_id"]) is None:
        raise DeviceNotFound


def _check_lawful(kind: str, given: Mapping[str, Any]) -> None:
    known, place_kind = device_classes_in_force.classes(), given["place_kind"]
    if kind not in known.by_code:
        raise NotInRules(what=f"类别 {kind}")
    if place_kind not in {*known.places, *known.forbidden_places}:
        raise NotInRules(what=f"场所 {place_kind}")
    shown = [given[name] for name in SHOWN_TO_ALL]
    if word := recognises(*shown, given.get("filed_no", "")):
        raise PersonsRecognised(words=word)
    if any(tells_who_lives_where(each) or names_home(each) for each in shown):
        raise PersonInRegister
    if is_private_owner(given["owner"]):
        raise PersonInRegister
    if known.by_code[kind].camera:
        _check_camera(known, given)


def _check_camera(known: Classes, given: Mapping[str, Any]) -> None:
    """Check where a camera stands and why (条例 7, 8, 9); what only measures may stand anywhere."""
    if given["place_kind"] in known.forbidden_places:
        raise PlaceForbidden(place=known.forbidden_places[given["place_kind"]])
    if names_private_room(given["name"], given["address"], given["basis"]):
        raise PlaceForbidden(place=f"“{given['name']}”所说的地方")
    if given["basis"].strip(" 。．.-—无没有") == "":
        raise BasisMissing


def _check_here(point: Point) -> None:
    if not district_files.boundary(district()).contains(point):
        raise OutsideDistrict


def _grid_of(point: Point) -> str | None:
    found = places.finder().find(point)
    return found.grid.code if found else None


def change(device: Device, point: Point, **given: Any) -> None:
    """Change what is known of a device.

    Raises `NotInRules`, `PersonsRecognised`, `PersonInRegister`, `PlaceForbidden`, `BasisMissing`,
    `Retired`.
    """
    if device.retired_at is not None:
        raise Retired
    _check_lawful(device.kind, given)
    _check_here(point)
    here = point.to(Datum.GCJ02)
    device.lng, device.lat, device.grid_code = here.lng, here.lat, _grid_of(point)
    for name, value in given.items():
        setattr(device, name, value)
    _note(device, "device_changed")


def rotate_key(device: Device) -> str:
    """Give a device another key; the old one opens nothing from now on. Raises `Retired`."""
    if device.retired_at is not None:
        raise Retired
    key = ids.new_token()
    device.key_hash = hash_of(key)
    _note(device, "device_key_rotated")
    return key


def retire(device: Device, *, now: datetime) -> None:
    """Take a device out of service; its alarms end, what it measured stays until its time."""
    device.retired_at = device.retired_at or now
    for alarm in alarm_queries.alarms_that_ran([device.datastream_id], since=None):
        alarm.cleared_at = now
    _note(device, "device_retired")


def _note(device: Device, action: str) -> None:
    audit.record(action, subject_kind="device", subject_id=str(device.id))
    logger.info(action.replace("_", " "), extra={"device_id": str(device.id)})


def to_change(device_id: UUID) -> Device:
    """Return a device, locked. Raises `DeviceNotFound`."""
    device = device_queries.device_to_change(device_id)
    if device is None:
        raise DeviceNotFound
    return device
