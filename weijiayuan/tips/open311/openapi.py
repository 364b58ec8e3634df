"""How the protocol's answers and forms stand in the OpenAPI document."""

from typing import Any

_ERRORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"code": {"type": "integer"}, "description": {"type": "string"}},
    },
}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "content": {
            "application/json": {"schema": schema},
            "text/xml": {"schema": {"type": "string"}},
        },
    }


ANSWERS = {
    "200": _answer("GeoReport v2; lists have a list at the top", {}),
    "400": _answer("a parameter is missing or wrong: one entry for each", _ERRORS),
    "403": _answer("api_key is missing or not known", _ERRORS),
    "404": _answer("no such service, request, token or jurisdiction", _ERRORS),
}


def _form(required: list[str], properties: dict[str, Any], *, files: bool) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": properties}
    kinds = ["application/x-www-form-urlencoded"] + (["multipart/form-data"] if files else [])
    return {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}


_TEXT = {"type": "string"}
REQUEST_FORM = _form(
    ["api_key", "service_code", "lat", "long"],
    {
        "api_key": _TEXT,
        "jurisdiction_id": _TEXT,
        "service_code": _TEXT,
        "lat": {"type": "number", "description": "WGS-84"},
        "long": {"type": "number", "description": "WGS-84"},
        "address_string": _TEXT,
        "description": {"type": "string", "maxLength": 4000},
        "media": {"type": "string", "format": "binary"},
    },
    files=True,
)
UPDATE_FORM = _form(
    ["api_key", "update_id", "service_request_id", "description"],
    {
        "api_key": _TEXT,
        "jurisdiction_id": _TEXT,
        "update_id": _TEXT,
        "service_request_id": _TEXT,
        "status": _TEXT,
        "description": {"type": "string", "maxLength": 4000},
        "updated_datetime": _TEXT,
    },
    files=False,
)
