"""Administrators: a list of devices (xlsx, csv) at once."""

import csv
import io
from functools import partial
from typing import Any

from flask import Response, jsonify

from weijiayuan.files.schemas import SHEET_BYTES
from weijiayuan.sensing.api.desk import devices
from weijiayuan.sensing.errors import ListFaulty, ListUnreadable
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.device_spreadsheet import HEADINGS, DeviceRow
from weijiayuan.sensing.schemas import DeviceImportIn, DeviceImportOut
from weijiayuan.sensing.service import device_import
from weijiayuan.web.idempotency import once_seen, shown_once
from weijiayuan.web.rate_limits import limited

__all__ = ["devices"]
ANSWER = DeviceImportOut()


@devices.get("/imports/template")
@devices.response(200, content_type="text/csv")
def read_import_template() -> Response:
    """Return an empty list: its headings, as spreadsheets read them."""
    line = io.StringIO()
    csv.writer(line).writerow(HEADINGS)
    named = {"Content-Disposition": "attachment; filename=devices-template.csv"}
    return Response("\ufeff" + line.getvalue(), mimetype="text/csv", headers=named)


@devices.post("/imports", looks_first=True, max_bytes=SHEET_BYTES)
@devices.arguments(DeviceImportIn)
@devices.response(200, DeviceImportOut)
@devices.refuses(ListUnreadable, ListFaulty)
@limited("60 per hour")
def import_devices(asked: dict[str, Any]) -> Response:
    """Say what is wrong with a list of devices, or put all of it on the register.

    With `dry_run` nothing is kept. While one row has a problem none is registered: the refusal's
    `findings` name row and column. The keys are shown in this answer and never again.
    """
    look = partial(device_import.read, asked["body"])
    return once_seen(look, _checked if asked["dry_run"] else _taken_in)


def _checked(rows: list[DeviceRow]) -> Response:
    problems = device_import.problems_of(rows)
    return jsonify(ANSWER.dump({"count": len(rows), "problems": problems, "items": []}))


def _taken_in(rows: list[DeviceRow]) -> Response:
    made = device_import.take_in(rows)
    shown_once("items")
    items = [_item(device, key) for device, key in made]
    return jsonify(ANSWER.dump({"count": len(made), "problems": [], "items": items}))


def _item(device: Device, key: str) -> dict[str, Any]:
    return {
        "id": device.id,
        "code": device.code,
        "name": device.name,
        "datastream_id": device.datastream_id,
        "key": key,
    }
