"""Many devices at once: all of a list, or, while a row has a problem, nothing of it."""

from collections.abc import Sequence
from uuid import UUID

from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.sensing import device_classes_in_force, device_queries
from weijiayuan.sensing.errors import ListFaulty, ListUnreadable
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules import device_spreadsheet
from weijiayuan.sensing.rules.device_spreadsheet import CODE, DeviceRow
from weijiayuan.sensing.service import devices
from weijiayuan.web.messages import text

MOST_TOLD = 200
GATEWAY = "网关编号"
NOT_OF_A_DEVICE = ("lng", "lat", "datum", "gateway")


def read(body: bytes) -> list[DeviceRow]:
    """Read a list before anything is locked, and check each row. Raises `ListUnreadable`."""
    known = device_classes_in_force.classes()
    kinds = {kind.name: code for code, kind in known.by_code.items()}
    places = {name: code for code, name in {**known.places, **known.forbidden_places}.items()}
    try:
        rows = device_spreadsheet.read(body, kinds=kinds, places=places)
    except Unreadable as error:
        raise ListUnreadable(problem=str(error)) from error
    gateways = {row.values.get("code") for row in rows}
    for row in rows:
        if not row.problems:
            _check(row)
        gateway = row.values.get("gateway")
        if gateway and gateway not in gateways and device_queries.id_of(gateway) is None:
            row.problems.append((GATEWAY, f"没有编号为{gateway}的设备"))
    return rows


def _check(row: DeviceRow) -> None:
    try:
        devices.check_new(_point(row), **_given(row, gateway_id=None))
    except DomainError as refusal:
        row.problems.append((CODE, text(refusal.code, **refusal.facts)))


def _point(row: DeviceRow) -> Point:
    return Point(row.values["lng"], row.values["lat"], Datum(row.values["datum"]))


def _given(row: DeviceRow, *, gateway_id: UUID | None) -> dict[str, object]:
    kept = {name: value for name, value in row.values.items() if name not in NOT_OF_A_DEVICE}
    return {**kept, "gateway_id": gateway_id}


def problems_of(rows: Sequence[DeviceRow]) -> list[dict[str, object]]:
    """Return what has to be mended: row, column, sentence."""
    return [
        {"row": row.number, "column": column, "problem": problem}
        for row in rows
        for column, problem in row.problems
    ]


def take_in(rows: Sequence[DeviceRow]) -> list[tuple[Device, str]]:
    """Put all devices of a list on the register, gateways first; return each with its key.

    Raises `ListFaulty` while a row has a problem, and what `devices.register` raises.
    """
    if problems := problems_of(rows):
        raise ListFaulty(
            count=len({each["row"] for each in problems}), findings=problems[:MOST_TOLD]
        )
    behind = [row for row in rows if row.values["gateway"]]
    made = [_register(row) for row in rows if not row.values["gateway"]]
    return made + [_register(row) for row in behind]


def _register(row: DeviceRow) -> tuple[Device, str]:
    gateway = row.values["gateway"]
    gateway_id = device_queries.id_of(gateway) if gateway else None
    return devices.register(_point(row), **_given(row, gateway_id=gateway_id))
