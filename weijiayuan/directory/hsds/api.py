"""The open directory: HSDS 3.0 for any site or app, without a key, from any origin."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import EXCLUDE, fields, validate

from weijiayuan.directory.errors import EntryNotFound
from weijiayuan.directory.hsds import queries, serializers
from weijiayuan.directory.hsds.queries import Numbered, Wanted
from weijiayuan.directory.queries import entries
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.cross_origin import let_every_origin_read
from weijiayuan.web.public_base_url import public_root
from weijiayuan.web.schemas import Moment, Schema, Text, Whole

Json = dict[str, Any]
VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/"

hsds = Blueprint(
    "hsds",
    __name__,
    url_prefix="/hsds/v3",
    guard=open_to_all,
    description="党群服务：开放数据（HSDS 3.0）",
)


class HsdsIn(Schema):
    """What the specification lets one ask; conditions are cumulative, the unknown is let by."""

    class Meta:
        unknown = EXCLUDE

    page = Whole(least=1, most=1_000_000, load_default=1)
    per_page = Whole(least=1, most=100, load_default=50)
    search = Text(least=0, most=80, load_default="")
    taxonomy_term_id = fields.UUID(load_default=None)
    taxonomy_id = fields.UUID(load_default=None)
    organization_id = fields.UUID(load_default=None)
    modified_after = Moment(load_default=None)
    full = fields.Boolean(load_default=False)
    minimal = fields.Boolean(load_default=False)


class HsdsPageOut(Schema):
    """A page of the specification; its contents are as its schemas say."""

    total_items = fields.Integer()
    total_pages = fields.Integer()
    page_number = fields.Integer()
    size = fields.Integer()
    first_page = fields.Boolean()
    last_page = fields.Boolean()
    empty = fields.Boolean()
    contents = fields.List(fields.Dict())


class HsdsMetaOut(Schema):
    version = fields.String(validate=validate.OneOf([VERSION]))
    profile = fields.String()
    openapi_url = fields.String()


hsds.after_request(let_every_origin_read)


def wanted(asked: Json) -> Wanted:
    """Return the conditions of a query; a term that is none matches nothing."""
    needs = None if asked["taxonomy_term_id"] is None else _needs(asked["taxonomy_term_id"])
    if not _is_ours(asked["taxonomy_id"]):
        needs = ()
    after: datetime | None = asked["modified_after"]
    return Wanted(asked["search"], needs, asked["organization_id"], after)


def _needs(term: UUID) -> tuple[str, ...]:
    known = tree()
    return tuple(
        need.id
        for need in known.needs.values()
        if str(term) in {serializers.term_id(need.id), serializers.term_id(need.alliance)}
    )


def _is_ours(taxonomy: UUID | None) -> bool:
    """Say whether a taxonomy that is asked for is the one there is, or none is asked for."""
    return taxonomy is None or str(taxonomy) == serializers.taxonomy()["id"]


def page(found: Numbered, serialized: Callable[[Any], Json]) -> Json:
    return serializers.page(found, [serialized(each) for each in found.items])


def written(entry: Json) -> Response:
    """Write one entry as it is: its shape is the standard's."""
    return Response(json.dump_bytes(entry), mimetype="application/json")


def listed(contents: Sequence[Json], asked: Json) -> Json:
    """Cut a short list to the page asked for."""
    begin = (asked["page"] - 1) * asked["per_page"]
    some = contents[begin : begin + asked["per_page"]]
    return serializers.page(
        Numbered(some, len(contents), asked["page"], asked["per_page"]), list(some)
    )


@hsds.get("/")
@hsds.response(200, HsdsMetaOut)
def describe() -> Json:
    """Say which version and profile this is, and where whoever asks finds our description."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{public_root()}/openapi.json"}


@hsds.get("/services", alike=True)
@hsds.arguments(HsdsIn, location="query")
@hsds.response(200, HsdsPageOut)
def list_services(asked: Json) -> Json:
    """List services; `full` with everything below each, `minimal` with id and date alone."""
    found = queries.services(wanted(asked), number=asked["page"], size=asked["per_page"])
    if asked["minimal"]:
        return page(found, _minimal)
    if asked["full"]:
        return page(found, _whole)
    return page(found, serializers.service)


def _minimal(one: Any) -> Json:
    whole = serializers.service(one)
    return {"id": whole["id"], "last_modified": whole["last_modified"]}


def _whole(one: Any) -> Json:
    return serializers.whole_service(one, queries.places_of(one.id))


@hsds.get("/services/<uuid:service_id>", alike=True)
@hsds.response(200, {"type": "object", "additionalProperties": True})
@hsds.refuses(EntryNotFound)
def show_service(service_id: UUID) -> Response:
    """Return one service with places, schedules, papers, costs and its need."""
    return written(_whole(entries.service(service_id)))


@hsds.get("/organizations", alike=True)
@hsds.arguments(HsdsIn, location="query")
@hsds.response(200, HsdsPageOut)
def list_organisations(asked: Json) -> Json:
    """List organisations."""
    found = queries.organisations(asked["search"], number=asked["page"], size=asked["per_page"])
    return page(found, serializers.organisation)


@hsds.get("/organizations/<uuid:organisation_id>", alike=True)
@hsds.response(200, {"type": "object", "additionalProperties": True})
@hsds.refuses(EntryNotFound)
def show_organisation(organisation_id: UUID) -> Response:
    """Return one organisation with its services."""
    found = queries.organisation(organisation_id)
    if found is None:
        raise EntryNotFound
    own = [serializers.service(each) for each in queries.services_of(organisation_id)]
    return written(serializers.organisation(found) | {"services": own})


@hsds.get("/taxonomies", alike=True)
@hsds.arguments(HsdsIn, location="query")
@hsds.response(200, HsdsPageOut)
def list_taxonomies(asked: Json) -> Json:
    """List the one taxonomy: alliances and the needs under them."""
    return listed([serializers.taxonomy()], asked)


@hsds.get("/taxonomies/<uuid:taxonomy_id>", alike=True)
@hsds.response(200, {"type": "object", "additionalProperties": True})
@hsds.refuses(EntryNotFound)
def show_taxonomy(taxonomy_id: UUID) -> Response:
    """Return the taxonomy."""
    found = serializers.taxonomy()
    if found["id"] != str(taxonomy_id):
        raise EntryNotFound
    return written(found)


@hsds.get("/taxonomy_terms", alike=True)
@hsds.arguments(HsdsIn, location="query")
@hsds.response(200, HsdsPageOut)
def list_terms(asked: Json) -> Json:
    """List alliances and needs as terms; a need's parent is its alliance."""
    return listed(serializers.terms() if _is_ours(asked["taxonomy_id"]) else [], asked)


@hsds.get("/taxonomy_terms/<uuid:term_id>", alike=True)
@hsds.response(200, {"type": "object", "additionalProperties": True})
@hsds.refuses(EntryNotFound)
def show_term(term_id: UUID) -> Response:
    """Return one term."""
    found = next((each for each in serializers.terms() if each["id"] == str(term_id)), None)
    if found is None:
        raise EntryNotFound
    return written(found)


@hsds.get("/service_at_locations", alike=True)
@hsds.arguments(HsdsIn, location="query")
@hsds.response(200, HsdsPageOut)
def list_held(asked: Json) -> Json:
    """List services at their places; `full` with the hours of each."""
    found = queries.services_held(wanted(asked), number=asked["page"], size=asked["per_page"])
    return page(found, _held_in_full if asked["full"] else serializers.held)


def _held_in_full(one: Any) -> Json:
    return serializers.place_of(one) | {"service": serializers.service(one.service)}


@hsds.get("/service_at_locations/<uuid:service_at_id>", alike=True)
@hsds.response(200, {"type": "object", "additionalProperties": True})
@hsds.refuses(EntryNotFound)
def show_held(service_at_id: UUID) -> Response:
    """Return one service at one place with its hours there."""
    found = queries.held(service_at_id)
    if found is None:
        raise EntryNotFound
    return written(_held_in_full(found))
