"""Devices with their keys, and readings as they send them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.db import db, transaction
from weijiayuan.places import coordinates
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import devices, ingest

numbers = count(1)


def make_device(kind: str = "road_water", **given: Any) -> tuple[Device, str]:
    """A device on the register at the square, and its key."""
    place = given.pop("place", GUANGMING_SQUARE)
    usual: dict[str, Any] = {
        "code": f"dev-{next(numbers)}",
        "kind": kind,
        "name": "牛山路低洼点",
        "place_kind": "road",
        "address": "牛山路与光明大道交叉口",
        "owner": "示例水务站",
        "owner_phone": "",
        "basis": "防洪排涝监测",
        "interval_seconds": 60,
        "installed_on": date(2026, 11, 1),
    }
    with transaction():
        device, key = devices.register(coordinates.point_of(place), **usual | given)
        db.session.flush()
    return device, key


def data_array(device: Device, values: list[Any], *, begin: datetime, step: int = 60) -> list[Any]:
    """A SensorThings data array: one value a minute from a moment on."""
    rows = [
        [(begin + timedelta(seconds=step * nth)).isoformat(), value]
        for nth, value in enumerate(values)
    ]
    return [array_of(device, rows)]


def array_of(device: Device, rows: list[Any]) -> dict[str, Any]:
    return {
        "Datastream": {"@iot.id": str(device.datastream_id)},
        "components": ["phenomenonTime", "result"],
        "dataArray@iot.count": len(rows),
        "dataArray": rows,
    }


def measured(device: Device, values: list[float]) -> None:
    """Take in one value a minute, the last of them now."""
    begin = datetime.now(UTC) - timedelta(minutes=len(values))
    readings = [
        Reading(device.datastream_id, begin + timedelta(minutes=nth), float(value))
        for nth, value in enumerate(values)
    ]
    with transaction():
        ingest.take_in(device, readings, now=datetime.now(UTC))
