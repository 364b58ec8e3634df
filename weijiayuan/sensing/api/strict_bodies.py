"""Reads what devices send strictly: no key twice, no unit but that of the class."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from weijiayuan.sensing.errors import BodyAmbiguous, ReadingMalformed
from weijiayuan.sensing.rules.device_classes import DeviceClass


def read(body: bytes | str) -> Any:
    """Read JSON. Raises `ValueError`, and `BodyAmbiguous` where a key stands twice."""
    return json.loads(body, object_pairs_hook=_object)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BodyAmbiguous(key=key[:40])
        found[key] = value
    return found


def states_unit(sent: Mapping[str, Any]) -> bool:
    """Tell whether what was sent states any unit."""
    return _unit(sent) is not None


def check_unit(sent: Mapping[str, Any], kind: DeviceClass | None) -> None:
    """Check that what was sent states no other unit. Raises `ReadingMalformed`."""
    stated = _unit(sent)
    if kind is not None and stated is not None and stated != kind.unit:
        raise ReadingMalformed(why=f"这台设备按 {kind.unit} 报数，不是 {stated[:20]}")


def _unit(sent: Mapping[str, Any]) -> str | None:
    """Return the unit that an observation or its datastream states, None for none."""
    datastream, parameters = sent.get("Datastream"), sent.get("parameters")
    nested = datastream.get("unitOfMeasurement") if isinstance(datastream, Mapping) else None
    for each in (sent.get("unitOfMeasurement"), nested):
        if isinstance(each, Mapping) and isinstance(each.get("symbol"), str):
            return str(each["symbol"])
        if isinstance(each, str):
            return each
    unit = parameters.get("unit") if isinstance(parameters, Mapping) else None
    return unit if isinstance(unit, str) else None
