"""One answer in JSON or XML, shaped as GeoReport v2 clients expect. Pure.

In JSON the top level is a list for services, requests, tokens, errors and updates, and an object
for a definition and discovery. In XML lists have a root and an element name.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree as ET  # only for writing


class Form(StrEnum):
    """How an answer is written; the ending of its address."""

    JSON = "json"
    XML = "xml"


NOT_CARRIED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA = {
    Form.JSON: "application/json; charset=utf-8",
    Form.XML: "text/xml; charset=utf-8",
}
ITEMS = {
    "services": "service",
    "groups": "group",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "notes": "note",
}


def written(form: Form, root: str, content: Any) -> bytes:
    """Write a list or an object under its root."""
    if form is Form.JSON:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    body: bytes = ET.tostring(_element(root, content), encoding="utf-8", xml_declaration=True)
    return body


def _element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, Mapping):
        for key, value in content.items():
            element.append(_element(str(key), value))
    elif isinstance(content, list):
        for value in content:
            element.append(_element(ITEMS.get(name, "item"), value))
    elif content is not None:
        element.text = _clean(content)
    return element


def _clean(value: Any) -> str:
    """Return text without the characters that XML 1.0 cannot carry."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return NOT_CARRIED.sub("", str(value))
