"""Danger in what a resident writes, weighed at every door: the answer says whom to call.

Whatever somebody writes freely is read when a body is read, and a card is put into the answer of
the view. What a service makes of it besides (a page to somebody, a rank in a list) is its own.
Doors of staff are left out: what they write is about others, who have been asked already.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, wraps
from http import HTTPStatus
from typing import Any

import marshmallow
from flask import Response, current_app, g
from marshmallow import fields

from weijiayuan import danger
from weijiayuan.danger import Danger
from weijiayuan.web import json
from weijiayuan.web.danger_screening_cache import CalmTextMemory
from weijiayuan.web.schemas import Text

View = Callable[..., Any]
Guard = Callable[[], None]
Free = dict[str, Any]
"""Names of fields: True where people write freely, or such names of what is inside."""

CALM = CalmTextMemory()
LEAST_FREE = 100
"""A field in which a sentence has room is free text; names and codes are shorter."""


class DangerOut(marshmallow.Schema):
    """What threatens somebody, and whom to call at once."""

    kind = fields.String()
    name = fields.String()
    call = fields.List(fields.String())
    advice = fields.String()


def of_staff(guard: Guard) -> Guard:
    """Mark a guard as one that lets in staff only."""
    guard.of_staff = True  # type: ignore[attr-defined]  # read by `is_for_residents`
    return guard


def of_machines(guard: Guard) -> Guard:
    """Mark a guard as one that lets in machines only: nobody writes there."""
    guard.of_machines = True  # type: ignore[attr-defined]  # read by `is_for_residents`
    return guard


def is_for_residents(guard: Guard) -> bool:
    """Tell whether others than staff and machines come in by this guard."""
    return not (getattr(guard, "of_staff", False) or getattr(guard, "of_machines", False))


def reading(view: View, free: Free) -> View:
    """Return the view that notes what was freely written to it, found in its first argument."""

    @wraps(view)
    def read(given: Any, *args: Any, **kwargs: Any) -> Any:
        g.freely_written = list(_written(given, free))
        return view(given, *args, **kwargs)

    return read


def answering(view: View) -> View:
    """Return the view whose answer carries a card if danger was written to it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        answer = current_app.make_response(view(*args, **kwargs))
        found = _found(g.pop("freely_written", ()))
        return answer if found is None else _with_card(answer, found)

    return answered


def free_fields(schema: marshmallow.Schema) -> Free:
    """Return the fields of a shape into which people write freely, with those inside them."""
    chosen = {name: _free(field) for name, field in schema.fields.items()}
    return {name: inside for name, inside in chosen.items() if inside}


def _free(field: fields.Field[Any]) -> Any:
    if isinstance(field, Text):
        return field.lines or field.most >= LEAST_FREE
    if isinstance(field, fields.Nested):
        return free_fields(field.schema)
    if isinstance(field, fields.List):
        return _free(field.inner)
    return isinstance(field, fields.Dict)


def _written(given: Any, free: Any) -> Iterator[str]:
    """Yield the texts that stand in such fields of what was read."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, list):
        for each in given:
            yield from _written(each, free)
    elif isinstance(given, Mapping):
        for name, each in given.items():
            inside = free if isinstance(free, bool) else free.get(name, False)
            if inside:
                yield from _written(each, inside)


def _found(written: Iterable[str]) -> Danger | None:
    for text in written:
        if CALM.knows(text):
            continue
        found = danger.recognise(text)
        if found is not None:
            return found
        CALM.keep(text)
    return None


def _with_card(answer: Response, found: Danger) -> Response:
    """Return the answer with the card, unless it is refused, no object, or has one of its own."""
    body = {} if not answer.get_data() else answer.get_json(silent=True)
    if answer.status_code >= HTTPStatus.BAD_REQUEST or not isinstance(body, dict):
        return answer
    if "danger" in body:
        return answer
    if answer.status_code == HTTPStatus.NO_CONTENT:
        answer.status_code = HTTPStatus.OK
    answer.set_data(json.dump_bytes(body | {"danger": DangerOut().dump(found)}))
    answer.mimetype = "application/json"
    return answer


def documented(doc: dict[str, Any]) -> None:
    """Say in the document of an operation that its answer may carry a card."""
    for status, answer in doc.get("responses", {}).items():
        is_done = str(status).startswith("2") and isinstance(answer, dict)
        body = answer.get("content", {}).get("application/json", {}) if is_done else {}
        if body.get("schema") is not None:
            body["schema"] = _carrying(body["schema"])


def _carrying(schema: Any) -> Any:
    """Return the shape with a card in it; a list has no room for one."""
    made = schema() if isinstance(schema, type) else schema
    if not isinstance(made, marshmallow.Schema) or made.many or "danger" in made.fields:
        return schema
    return _shape_with_card(type(made))


@cache
def _shape_with_card(kind: type[marshmallow.Schema]) -> type[marshmallow.Schema]:
    """Return the shape that has a card besides, at home where the shape is."""
    carrying = kind.from_dict(
        {"danger": fields.Nested(DangerOut)},
        name=f"{kind.__name__.removesuffix('Out')}WithDangerOut",
    )
    carrying.__module__ = kind.__module__
    return carrying
