"""Open311 GeoReport v2: categories, public matters and updates, in JSON and XML.

Coordinates are WGS-84, as the standard has it. Reading needs no key. Names, telephones and mail
addresses that clients send along are not looked at and not kept.
"""

from collections.abc import Mapping
from json import loads
from typing import Any
from unicodedata import category as category_of

from flask import Response, g, request

from weijiayuan.db import transaction
from weijiayuan.events.errors import FieldsWrong
from weijiayuan.events.models import Event
from weijiayuan.events.rules import public_visibility, reference_data
from weijiayuan.events.rules.reference_data import Category
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.files import service as files
from weijiayuan.files.rules import FileKind
from weijiayuan.files.upload_processing import receive
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import Busy, DomainError
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.tips.open311 import (
    address_lookup,
    queries,
    query_parameters,
    serializers,
    service,
    vocabulary,
)
from weijiayuan.tips.open311.errors import Problems
from weijiayuan.tips.open311.json_xml_formats import MEDIA, Form, written
from weijiayuan.tips.open311.jurisdiction import check_jurisdiction
from weijiayuan.tips.open311.models import Open311Key
from weijiayuan.tips.open311.openapi import ANSWERS, REQUEST_FORM, UPDATE_FORM
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.errors import answer_refusal
from weijiayuan.web.idempotency import once
from weijiayuan.web.messages import text
from weijiayuan.web.public_base_url import public_root
from weijiayuan.web.rate_limits import limited

BODY_BYTES = 32 * 1024 * 1024
MOST_PHOTOS = 3
PROBLEM = "application/problem+json"
UNSEEN = {"Cc", "Cs", "Cn"}
ADDRESSES = {"address_string", "address_id"}
NO_PLACE = "lat and long, address_string or address_id required"
FORM = "<any(json, xml):form>"

open311 = Blueprint(
    "open311",
    __name__,
    guard=open_to_all,
    url_prefix="/open311",
    description="Open311 GeoReport v2",
)


def answer(form: str, root: str, content: Any, *, status: int = 200) -> Response:
    """Write an answer in the form that was asked for."""
    chosen = Form(form)
    return Response(written(chosen, root, content), status, content_type=MEDIA[chosen])


@open311.errorhandler(Problems)
def refuse(error: Problems) -> Response:
    """Write one entry for each problem."""
    return _errors(error.status, *error.descriptions)


@open311.errorhandler(DomainError)
def refuse_by_rule(error: DomainError) -> Response:
    """Write a refusal of the ledger as the protocol knows it: 400, unless we are busy."""
    if isinstance(error, Busy):
        return answer_refusal(error)
    if isinstance(error, FieldsWrong):
        named: Any = error.facts.get("fields", {})
        return _errors(400, *(f"{path.split('.')[-1]}: {said[0]}" for path, said in named.items()))
    return _errors(400, text(error.code, **error.facts))


@open311.after_app_request
def in_the_standards_form(said: Response) -> Response:
    """Write what was refused below these doors as the standard has errors: 405, 503, no path."""
    if not request.path.startswith("/open311/") or said.mimetype != PROBLEM:
        return said
    problem = loads(said.get_data())
    ours = _errors(said.status_code, problem["detail"])
    for name in ("Retry-After", "Allow", "WWW-Authenticate"):
        if name in said.headers:
            ours.headers[name] = said.headers[name]
    return ours


def _errors(status: int, *descriptions: str) -> Response:
    form = Form.XML if request.path.endswith(".xml") else Form.JSON
    listed = [{"code": status, "description": description} for description in descriptions]
    return answer(form, "errors", listed, status=status)


@open311.get(f"/discovery.{FORM}")
@open311.get(f"/v2/discovery.{FORM}")
@open311.doc(responses=ANSWERS)
def discover(form: str) -> Response:
    """Say where the endpoint is and what it speaks."""
    said = answer(form, "discovery", serializers.discovery(public_root()))
    said.headers["Content-Type"] = said.mimetype  # the published validator wants it bare
    return said


@open311.get(f"/v2/services.{FORM}")
@open311.doc(responses=ANSWERS)
def list_services(form: str) -> Response:
    """List the kinds of requests."""
    check_jurisdiction(request.args)
    return answer(form, "services", serializers.services())


@open311.get(f"/v2/services/<code>.{FORM}")
@open311.doc(responses=ANSWERS)
def define_service(code: str, form: str) -> Response:
    """Return the questions that belong to a kind of request."""
    check_jurisdiction(request.args)
    return answer(form, "service_definition", serializers.definition(_category(code)))


@open311.get(f"/v2/requests.{FORM}")
@open311.doc(responses=ANSWERS)
def list_requests(form: str) -> Response:
    """List public requests: of the last 90 days, 1,000 at most, unless told otherwise."""
    check_jurisdiction(request.args)
    asked = query_parameters.read(request.args, now=clock.now())
    return answer(form, "service_requests", _shown(asked))


@open311.get(f"/v2/requests/<number>.{FORM}")
@open311.doc(responses=ANSWERS)
def read_request(number: str, form: str) -> Response:
    """Return one request, in a list as the standard has it."""
    check_jurisdiction(request.args)
    asked = query_parameters.Asked(
        ids=(number,), extensions=query_parameters.is_extended(request.args)
    )
    if found := _shown(asked):
        return answer(form, "service_requests", found)
    raise Problems(404, f"service_request_id {number} was not found")


@open311.get(f"/v2/tokens/<token>.{FORM}")
@open311.doc(responses=ANSWERS)
def read_token(token: str, form: str) -> Response:
    """Return the request of a token. Ours are given at once, so a token is the request's id."""
    check_jurisdiction(request.args)
    if not queries.requests(query_parameters.Asked(ids=(token,))):
        raise Problems(404, f"token {token} was not found")
    return answer(form, "service_requests", [{"service_request_id": token, "token": token}])


def _shown(asked: query_parameters.Asked) -> list[dict[str, Any]]:
    root = public_root()
    return serializers.requests(queries.requests(asked), root=root, extensions=asked.extensions)


def _category(code: str) -> Category:
    known = reference_data.categories().get(code)
    if known is None or code in public_visibility.private_categories():
        raise Problems(404, f"service_code {code} was not found")
    return known


@open311.post(
    f"/v2/requests.{FORM}", idempotent=False, asks_outside=True, raw_body=True, max_bytes=BODY_BYTES
)
@open311.doc(requestBody=REQUEST_FORM, responses=ANSWERS)
@limited("120 per minute")
def create_request(form: str) -> Response:
    """Create a request. With an `Idempotency-Key`, sending it again creates no second one.

    Photos come as `media`; a `media_url` is not fetched.
    """
    given = _given()
    key = _writer(given)
    asked = _request_of(given)
    prepared = [receive(each.stream, FileKind.PHOTO) for each in _photos()]
    with transaction():
        return _once(key, lambda: _created(form, key, asked, prepared))


def _created(
    form: str, key: Open311Key, asked: dict[str, Any], prepared: list[files.PreparedUpload]
) -> Response:
    now = clock.now()
    codes = tuple(files.add_anonymous(each, now=now)[1] for each in prepared)
    is_placed = asked["is_placed"]
    sent = {name: value for name, value in asked.items() if name != "is_placed"}
    event = service.report(service.Request(**sent, upload_codes=codes), by=key, now=now)
    noted = {
        "service_request_id": event.number,
        "service_notice": _notice(event, is_placed=is_placed),
        "account_id": None,
    }
    return answer(form, "service_requests", [noted])


def _notice(event: Event, *, is_placed: bool) -> str:
    """Say that it has come, and first whom to call where its words tell of danger."""
    said = text(f"tips.open311_notice{'' if is_placed else '_roughly'}")
    told = ToldDanger.of(event)
    if not told:
        return said
    name, advice = told.words(event.danger)
    numbers = "、".join(told.call)
    return text("tips.open311_danger", name=name, numbers=numbers, advice=advice, said=said)


def _given() -> dict[str, str]:
    """Return the parameters of body and address that say something."""
    both = {**request.args.to_dict(), **request.form.to_dict()}
    return {name: value.strip() for name, value in both.items() if value.strip()}


def _writer(given: Mapping[str, str]) -> Open311Key:
    key = queries.key(given["api_key"]) if "api_key" in given else None
    if key is None:
        raise Problems(403, "api_key is missing or not known")
    return key


def _once(key: Open311Key, act: Any) -> Response:
    g.caller_key = f"open311:{key.id}"
    return once(act) if "Idempotency-Key" in request.headers else act()


def _request_of(given: Mapping[str, str]) -> dict[str, Any]:
    """Read what is reported, or refuse with everything that is wrong."""
    check_jurisdiction(given)
    if "service_code" not in given:
        has_place = {"lat", "long"} <= given.keys() or given.keys() & ADDRESSES
        raise Problems(400, "service_code required", *(() if has_place else (NO_PLACE,)))
    category = _category(given["service_code"])
    if len(given.get("description", "")) > vocabulary.MOST_DESCRIPTION:
        raise Problems(400, f"description is longer than {vocabulary.MOST_DESCRIPTION} characters")
    attributes = vocabulary.attributes_of(dict(request.form.lists()) | dict(request.args.lists()))
    return {
        "category": category,
        "text": clean(given.get("description", category.name)),
        "point": _point(given),
        "is_placed": "lat" in given and "long" in given,
        "attributes": service.answers_of(category, attributes),
        "address": clean(given.get("address_string", ""))[:256],
    }


def clean(given: str) -> str:
    """Return text without characters that cannot be stored or seen."""
    kept = (letter for letter in given if letter in "\n\t" or category_of(letter) not in UNSEEN)
    return "".join(kept)


def _point(given: Mapping[str, str]) -> Point:
    """Read lat and long, WGS-84; without them the place that an address names."""
    if "lat" not in given or "long" not in given:
        asked = given.get("address_id", ""), given.get("address_string", "")
        if not any(asked):
            raise Problems(400, NO_PLACE)
        found = address_lookup.find(address_id=asked[0], address=asked[1])
        if found is None:
            raise Problems(400, "the address names no place here: lat and long required")
        return found
    reader = query_parameters.Reader(given)
    lat, lng = reader.number("lat", -90, 90), reader.number("long", -180, 180)
    if lat is None or lng is None:
        raise Problems(400, *reader.problems)
    return Point(lng, lat, Datum.WGS84)


def _photos() -> list[Any]:
    sent = [*request.files.getlist("media"), *request.files.getlist("media[]")]
    if len(sent) > MOST_PHOTOS:
        raise Problems(400, f"no more than {MOST_PHOTOS} photos as media")
    return sent


@open311.get(f"/v2/servicerequestupdates.{FORM}")
@open311.doc(responses=ANSWERS)
def list_updates(form: str) -> Response:
    """List what happened to the requests that the system of this key created."""
    given = {name: value for name, value in request.args.items() if value.strip()}
    key = _writer(given)
    check_jurisdiction(given)
    reader = query_parameters.Reader(given)
    window, (offset, limit) = reader.requested(clock.now()), reader.paging()
    if reader.problems:
        raise Problems(400, *reader.problems)
    rows = queries.updates(key.id, window, offset=offset, limit=limit)
    return answer(form, "service_request_updates", [serializers.update(row) for row in rows])


@open311.post(f"/v2/servicerequestupdates.{FORM}", idempotent=False, raw_body=True)
@open311.doc(requestBody=UPDATE_FORM, responses=ANSWERS)
@limited("120 per minute")
def create_update(form: str) -> Response:
    """Add an update to a request that the system of this key created; once per `update_id`."""
    given = _given()
    key = _writer(given)
    check_jurisdiction(given)
    missing = [
        f"{name} required"
        for name in ("update_id", "service_request_id", "description")
        if name not in given
    ]
    if missing:
        raise Problems(400, *missing)
    if len(given["description"]) > vocabulary.MOST_DESCRIPTION or len(given["update_id"]) > 200:
        raise Problems(400, "description or update_id is too long")
    sent = service.Update(
        update_id=clean(given["update_id"]),
        number=given["service_request_id"],
        text=clean(given["description"]),
    )
    noted = service.add_update(sent, by=key, now=clock.now())
    return answer(form, "service_request_updates", [{"update_id": noted.update_id}])
