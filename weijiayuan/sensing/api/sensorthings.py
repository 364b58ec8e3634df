"""How devices speak: a subset of OGC SensorThings 1.1 over HTTP, one key a device or gateway.

A reading of a moment counts once: sent again it answers 200 `duplicate`. Times carry a zone.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, request

from weijiayuan import db
from weijiayuan.kernel.errors import DomainError
from weijiayuan.sensing import device_classes_in_force, device_queries, observation_queries
from weijiayuan.sensing.api import strict_bodies
from weijiayuan.sensing.api.query_options import OF_LISTS, OF_OBSERVATIONS, options_of
from weijiayuan.sensing.errors import (
    DatastreamNotFound,
    DeviceKeyUnknown,
    NotFiled,
    ObservationNotFound,
    QueryUnsupported,
    ReadingMalformed,
)
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.schemas import DataArrayIn, ObservationIn
from weijiayuan.sensing.service import shared_ingest
from weijiayuan.sensing.service.devices import hash_of
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.danger_screening import of_machines
from weijiayuan.web.errors import answer_refusal
from weijiayuan.web.middleware import bearer_token

ROOT = "/sensing/v1.1"
BYTES = 512 * 1024
MOST_AT_ONCE = 1000
DUPLICATE = "duplicate"
ERROR = "error"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    r"([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
ANYTHING: dict[str, Any] = {"type": "object", "additionalProperties": True}
LINKS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


@of_machines
def require_device() -> None:
    """Let in a device in service by its key. Raises `DeviceKeyUnknown`, `BodyAmbiguous`."""
    key = bearer_token()
    device = device_queries.device_with_key(hash_of(key)) if key is not None else None
    if device is None:
        raise DeviceKeyUnknown
    if request.method == "POST" and request.is_json:
        with suppress(ValueError):  # what is no JSON is refused as everywhere
            g.sent = strict_bodies.read(request.get_data())
    g.device, g.device_id = device, device.id
    g.caller_key = f"device:{device.id}"


sensor_things = Blueprint(
    "sensor_things", __name__, guard=require_device, url_prefix=ROOT, description="SensorThings"
)


@sensor_things.get("/")
@sensor_things.response(200, ANYTHING)
def read_root() -> Response:
    """Name what can be asked, as SensorThings wants."""
    here = _root()
    names = ("Datastreams", "CreateObservations")
    return jsonify({"value": [{"name": name, "url": f"{here}/{name}"} for name in names]})


def _root() -> str:
    """Return the address of the service: links are absolute (OGC 15-078r6, 9)."""
    return request.url_root.rstrip("/") + ROOT


@sensor_things.get("/Datastreams")
@sensor_things.response(200, ANYTHING)
@sensor_things.refuses(QueryUnsupported)
def read_datastreams() -> Response:
    """Return the datastreams that my key speaks for."""
    asked = options_of(request.args, OF_LISTS)
    found = observation_queries.voices_of(g.device, skip=asked.skip, limit=asked.top + 1)
    shown: dict[str, Any] = {"value": [_datastream(each) for each in found[: asked.top]]}
    if asked.count:
        shown = {"@iot.count": observation_queries.count_voices(g.device), **shown}
    return _listed(shown, asked.next_link(f"{_root()}/Datastreams", found=len(found)))


@sensor_things.get("/Datastreams('<uuid:datastream_id>')")
@sensor_things.response(200, ANYTHING)
@sensor_things.refuses(DatastreamNotFound, QueryUnsupported)
def read_datastream(datastream_id: UUID) -> Response:
    """Return one of my datastreams: what it measures and in what unit."""
    options_of(request.args, ())
    return jsonify(_datastream(_mine(datastream_id)))


def _datastream(device: Device) -> dict[str, Any]:
    kind = device_classes_in_force.classes().by_code[device.kind]
    link = f"{_root()}/Datastreams('{device.datastream_id}')"
    return {
        "@iot.id": str(device.datastream_id),
        "@iot.selfLink": link,
        "Observations@iot.navigationLink": f"{link}/Observations",
        "name": device.name,
        "description": kind.name,
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "unitOfMeasurement": {"name": kind.property, "symbol": kind.unit, "definition": ""},
    }


@sensor_things.get("/Datastreams('<uuid:datastream_id>')/Observations")
@sensor_things.response(200, ANYTHING)
@sensor_things.refuses(DatastreamNotFound, QueryUnsupported)
def read_observations(datastream_id: UUID) -> Response:
    """Return observations of one of my datastreams, a hundred at most, the newest first."""
    asked = options_of(request.args, OF_OBSERVATIONS)
    _mine(datastream_id)
    where = [(each.column, each.operator, each.value) for each in asked.where]
    found = observation_queries.observations_of(
        datastream_id,
        where,
        newest_first=asked.newest_first,
        skip=asked.skip,
        limit=asked.top + 1,
    )
    shown: dict[str, Any] = {
        "value": [_observation(datastream_id, at, value) for at, value in found[: asked.top]]
    }
    if asked.count:
        shown = {
            "@iot.count": observation_queries.count_observations(datastream_id, where),
            **shown,
        }
    path = f"{_root()}/Datastreams('{datastream_id}')/Observations"
    shown_last = found[: asked.top][-1][0] if asked.top and found else None
    return _listed(shown, asked.link_after(path, shown_last, found=len(found)))


@sensor_things.get("/Observations('<uuid:datastream_id>~<int:micros>')")
@sensor_things.response(200, ANYTHING)
@sensor_things.refuses(DatastreamNotFound, QueryUnsupported, ObservationNotFound)
def read_observation(datastream_id: UUID, micros: int) -> Response:
    """Return one observation of one of my datastreams by its id."""
    options_of(request.args, ())
    _mine(datastream_id)
    try:
        at = EPOCH + timedelta(microseconds=micros)
    except OverflowError as error:
        raise ObservationNotFound from error
    where = [("phenomenonTime", "eq", at)]
    found = observation_queries.observations_of(
        datastream_id, where, newest_first=True, skip=0, limit=1
    )
    if not found:
        raise ObservationNotFound
    return jsonify(_observation(datastream_id, *found[0]))


def _observation(datastream_id: UUID, at: datetime, value: float) -> dict[str, Any]:
    reading = Reading(datastream_id, at, value)
    return {
        "@iot.id": id_of(reading),
        "@iot.selfLink": link_of(reading),
        "phenomenonTime": at.isoformat(),
        "result": value,
    }


def _listed(shown: dict[str, Any], rest: str | None) -> Response:
    return jsonify({**shown, "@iot.nextLink": rest} if rest else shown)


@sensor_things.post(
    "/Datastreams('<uuid:datastream_id>')/Observations",
    idempotent=False,
    commits_together=True,
    max_bytes=BYTES,
)
@sensor_things.arguments(ObservationIn)
@sensor_things.response(201, ANYTHING)
@sensor_things.alt_response(200, description="duplicate: 已经有这一时刻的读数")
@sensor_things.refuses(DatastreamNotFound, ReadingMalformed, NotFiled)
def add_observation(asked: dict[str, Any], datastream_id: UUID) -> Response:
    """Take one reading in: 201 when it is new, 200 `duplicate` when it was said of its moment."""
    _check_units([(datastream_id, g.sent)])
    reading = reading_of(datastream_id, asked["phenomenon_time"], asked["result"])
    (is_new,) = shared_ingest.take_in(g.device_id, [reading])
    if isinstance(is_new, DomainError):
        return answer_refusal(is_new)  # and not raised: what it shows of the clock is kept
    link = link_of(reading)
    answer = jsonify({"@iot.selfLink": link} if is_new else {"status": DUPLICATE})
    answer.status_code = 201 if is_new else 200
    if is_new:
        answer.headers["Location"] = link
    return answer


@sensor_things.post("/CreateObservations", idempotent=False, commits_together=True, max_bytes=BYTES)
@sensor_things.arguments(DataArrayIn(many=True))
@sensor_things.response(201, LINKS)
@sensor_things.refuses(DatastreamNotFound, ReadingMalformed, NotFiled)
def create_observations(asked: list[dict[str, Any]]) -> Response:
    """Take up to a thousand readings in at once (data array extension).

    Answers one entry a reading, in order: its link, `duplicate`, or `error` for one that cannot be
    meant (OGC 15-078r6, 13); the others are kept. Where all are such, the first one's refusal.
    """
    _check_units([(_stream_of(part), part) for part in g.sent])
    read = [entry for part in asked for entry in entries_of(part)]
    if len(read) > MOST_AT_ONCE:
        raise ReadingMalformed(why=f"一次最多{MOST_AT_ONCE}条")
    told = shared_ingest.take_in(g.device_id, read)
    refusals = [each for each in told if isinstance(each, DomainError)]
    if refusals and len(refusals) == len(told):
        return answer_refusal(refusals[0])
    pairs = zip(read, told, strict=True)
    answer = jsonify([_entry(reading, is_new=new) for reading, new in pairs])
    answer.status_code = 201
    return answer


def _stream_of(part: Any) -> UUID | None:
    """Return the datastream that a data array names, None where it names none of ours."""
    try:
        return UUID(str(part["Datastream"].get("@iot.id", "")))
    except ValueError:
        return None


def _check_units(sent: Iterable[tuple[UUID | None, Any]]) -> None:
    """Check the units that were stated of my datastreams, if any. Raises `ReadingMalformed`."""
    stated = [(stream, part) for stream, part in sent if stream and strict_bodies.states_unit(part)]
    if not stated:
        return
    with db.reading():
        mine = device_queries.spoken_for(g.device_id, (stream for stream, _ in stated))
        kinds = device_classes_in_force.classes().by_code
        for stream, part in stated:
            if stream in mine:
                strict_bodies.check_unit(part, kinds.get(mine[stream].kind))


def _entry(reading: Reading | DomainError, *, is_new: bool | DomainError) -> str:
    if isinstance(reading, DomainError) or isinstance(is_new, DomainError):
        return ERROR
    return link_of(reading) if is_new else DUPLICATE


def entries_of(part: dict[str, Any]) -> list[Reading | DomainError]:
    """Read one data array: a reading or why it is none. Raises `ReadingMalformed` of its shape."""
    columns = part["components"]
    if len(set(columns)) < len(columns):
        raise ReadingMalformed(why="components 里有重复的名字")
    if not {"phenomenonTime", "result"} <= set(columns):
        raise ReadingMalformed(why="components 要有 phenomenonTime 和 result")
    at, value = columns.index("phenomenonTime"), columns.index("result")
    stream = part["datastream"].get("@iot.id", "")
    rows = part["data_array"]
    return [
        _read(stream, row[at], row[value])
        if len(row) == len(columns)
        else ReadingMalformed(why="dataArray 的列数和 components 不一样")
        for row in rows
    ]


def _read(stream: Any, moment: Any, result: Any) -> Reading | DomainError:
    try:
        return reading_of(UUID(str(stream)), moment, result)
    except ReadingMalformed as refusal:
        return refusal
    except ValueError:
        return DatastreamNotFound(datastream=str(stream)[:40])


def reading_of(datastream_id: UUID, moment: Any, result: Any) -> Reading:
    """Read one observation. Raises `ReadingMalformed`."""
    try:
        at = datetime.fromisoformat(moment if MOMENT.fullmatch(moment) else "")
    except (TypeError, ValueError) as error:
        raise ReadingMalformed(why="phenomenonTime 不是 ISO 8601 时间") from error
    if at.tzinfo is None:
        raise ReadingMalformed(why="时间要写明时区")
    try:
        moment_in_utc = at.astimezone(UTC)
    except OverflowError as error:
        raise ReadingMalformed(why="时间离现在太远") from error
    return Reading(datastream_id, moment_in_utc, _number(result), is_bit=isinstance(result, bool))


def _number(result: Any) -> float:
    """Return a result as a number; true and false are 1 and 0, as alarm bits are sent."""
    if isinstance(result, bool | int | float):
        try:
            return float(result)
        except OverflowError as error:
            raise ReadingMalformed(why="数值太大") from error
    raise ReadingMalformed(why="result 要是数值")


def id_of(reading: Reading) -> str:
    """Return the id of a reading: its datastream and moment, which name it."""
    return f"{reading.datastream_id}~{(reading.at - EPOCH) // timedelta(microseconds=1)}"


def link_of(reading: Reading) -> str:
    return f"{_root()}/Observations('{id_of(reading)}')"


def _mine(datastream_id: UUID) -> Device:
    found = device_queries.spoken_for(g.device_id, [datastream_id]).get(datastream_id)
    if found is None:
        raise DatastreamNotFound(datastream=str(datastream_id))
    return found
