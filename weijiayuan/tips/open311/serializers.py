"""What a client reads: rows and tables as the protocol names their parts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from weijiayuan.events import presentation
from weijiayuan.events.queries import public_matters
from weijiayuan.events.rules import public_visibility, reference_data
from weijiayuan.events.rules.reference_data import Category, Field
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.kernel.private_number_masking import masked
from weijiayuan.public_words import names_anybody
from weijiayuan.tips.open311 import queries, vocabulary
from weijiayuan.web.messages import text

GROUPS = {
    "01": "市政公用设施",
    "06": "市容环境",
    "07": "宣传广告",
    "08": "施工管理",
    "09": "街面秩序",
    "10": "其他事项",
}
CHANGESET = "2026-11-29T00:00:00+08:00"
SPECIFICATIONS = (
    "http://wiki.open311.org/GeoReport_v2",
    "http://wiki.open311.org/Service_Request_Updates",
)
DATATYPES = {"choice": "singlevaluelist", "number": "number", "text": "string"}


def services() -> list[dict[str, Any]]:
    """Return the categories as services."""
    hidden = public_visibility.private_categories()
    known = reference_data.categories().values()
    return [_service(category) for category in known if category.code not in hidden]


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.help,
        "metadata": bool(category.fields),
        "type": "realtime",
        "keywords": ",".join(category.words),
        "group": GROUPS.get(category.code[:2], "其他事项"),
    }


def definition(category: Category) -> dict[str, Any]:
    """Return the questions of a category as attributes."""
    return {
        "service_code": category.code,
        "attributes": [
            _attribute(field, order) for order, field in enumerate(category.fields, start=1)
        ],
    }


def _attribute(field: Field, order: int) -> dict[str, Any]:
    return {
        "variable": True,
        "code": field.key,
        "datatype": DATATYPES.get(field.kind, "string"),
        "required": field.required,
        "datatype_description": "",
        "order": order,
        "description": field.label,
        "values": [{"key": choice, "name": choice} for choice in field.choices],
    }


def requests(rows: Sequence[Any], *, root: str, extensions: bool) -> list[dict[str, Any]]:
    """Return matters as service requests. `root` begins the addresses of photos."""
    ids = [row.id for row in rows]
    readable = [row.id for row in rows if public_matters.shows_words(row)]
    photos = queries.public_photos(readable) if readable else {}
    notes = queries.public_entries(ids) if ids and extensions else {}
    shown = []
    for row in rows:
        pictures = [f"{root}/api/v1/files/{file_id}" for file_id in photos.get(row.id, [])]
        request = _request(row, pictures)
        shown.append(request | _more(row, pictures, notes) if extensions else request)
    return shown


def _request(row: Any, photos: Sequence[str]) -> dict[str, Any]:
    place = queries.place_of(row)
    category = reference_data.categories()[row.category_code]
    return {
        "service_request_id": row.number,
        "status": vocabulary.status(row.state),
        "status_notes": _notes(row),
        "service_name": category.name,
        "service_code": category.code,
        "description": _description(row, category),
        "agency_responsible": row.unit,
        "service_notice": None,
        "requested_datetime": vocabulary.moment(row.reported_at),
        "updated_datetime": vocabulary.moment(row.updated_at or row.reported_at),
        "expected_datetime": vocabulary.moment(row.due_at or row.promised_at),
        "address": _address(row),
        "address_id": row.grid_code,
        "zipcode": None,
        "lat": round(place.lat, 6),
        "long": round(place.lng, 6),
        "media_url": photos[0] if photos else None,
    }


def _notes(row: Any) -> str:
    """Return the fine state in words: closed is not fixed."""
    outcome = presentation.outcome_text(row.outcome)
    state = presentation.state_text(row.state)
    return f"{state}：{outcome}" if outcome else state


def _description(row: Any, category: Category) -> str:
    """Return the words that anyone may read, else what kind of matter it is."""
    return str(row.public_text) if public_matters.shows_words(row) else category.name


def _address(row: Any) -> str | None:
    """Return the address another system published, else the grid: never a resident's own words."""
    if row.source == Source.OPEN311 and row.address and not names_anybody(row.address):
        return masked(row.address)
    grid = presentation.grid_of(row.grid_code)
    return grid["name"] if grid else None


def _more(row: Any, photos: Sequence[str], notes: dict[UUID, list[Any]]) -> dict[str, Any]:
    """Return what clients ask for with `extensions=true`."""
    shown = public_matters.shows_words(row)
    known = reference_data.categories()[row.category_code].fields
    labels = {field.key: field.label for field in known if shown or field.kind != "text"}
    return {
        "attributes": [
            {"code": key, "label": labels.get(key, key), "value": str(value)}
            for key, value in row.attributes.items()
            if key in labels and not names_anybody(str(value))
        ],
        "extended_attributes": {
            "channel": "open311" if row.source == Source.OPEN311 else "weijiayuan",
            "detailed_status": vocabulary.detailed(row.state),
            "photos": list(photos),
        },
        "notes": [
            {
                "datetime": vocabulary.moment(entry.at),
                "description": did_text(entry.action),
                "type": entry.action,
            }
            for entry in notes.get(row.id, [])
        ],
    }


def update(row: Any) -> dict[str, Any]:
    """Return a line of the history as an update for the system that reported the matter."""
    title = did_text(row.action)
    words = "" if names_anybody(row.words) else row.words
    return {
        "update_id": str(row.id),
        "service_request_id": row.number,
        "status": vocabulary.update_status(row.to_state, row.outcome),
        "updated_datetime": vocabulary.moment(row.at),
        "description": f"{title}：{words}" if words else title,
        "media_url": None,
    }


def discovery(root: str) -> dict[str, Any]:
    """Return where the endpoints are and what they speak.

    Requests by the standard, and updates by the extension that FixMyStreet and its councils speak.
    """
    return {
        "changeset": CHANGESET,
        "contact": f"{root}/docs",
        "key_service": f"{root}/docs",
        "endpoints": [
            {
                "specification": specification,
                "url": f"{root}/open311/v2",
                "changeset": CHANGESET,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
            for specification in SPECIFICATIONS
        ],
    }


def did_text(action: str) -> str:
    """Return what was done, as people read it."""
    return text(f"events.did_{action.replace('-', '_')}")
