"""What a body may be, at every door: said in a schema, or nothing at all."""

from marshmallow import fields

from tests.architecture.test_who_may import doors
from weijiayuan.accounts.guards import RoleGuard, require_desk, require_staff
from weijiayuan.web.schemas import StrictBoolean


def schemas(app, place):
    found = (getattr(view, place, None) for view in app.view_functions.values())
    return [schema for schema in found if schema is not None]


def fields_of(schema, seen=()):
    for field in schema.fields.values():
        yield from parts_of(field, (*seen, type(schema)))


def parts_of(field, seen):
    yield seen[-1], field
    if isinstance(field, fields.Nested) and type(field.schema) not in seen:
        yield from fields_of(field.schema, seen)
    for inner in (getattr(field, "inner", None), getattr(field, "value_field", None)):
        if inner is not None:
            yield from parts_of(inner, seen)


def test_a_promise_in_json_is_true_or_false_and_never_a_number_or_a_word(app):
    asked_in_addresses = tuple(type(each) for each in schemas(app, "query_schema"))
    loose = {
        f"{schema.__module__}.{schema.__name__}.{field.name}"
        for body in schemas(app, "body_schema")
        for schema, field in fields_of(body)
        if isinstance(field, fields.Boolean) and not isinstance(field, StrictBoolean)
        if schema not in asked_in_addresses  # a saved search is what was asked in an address
    }
    assert loose == set()


def test_in_an_address_true_is_written_as_text(app):
    strict = {
        f"{schema.__name__}.{field.name}"
        for asked in schemas(app, "query_schema")
        for schema, field in fields_of(asked)
        if isinstance(field, StrictBoolean)
    }
    assert strict == set()


ODD = (
    ({"data": {"version": "1"}}, 415),
    ({"data": "version=1", "content_type": "text/plain"}, 415),
    ({"data": "{bad", "content_type": "application/json"}, 400),
    ({"json": {"zzz": 1}}, 422),
    ({"data": "null", "content_type": "application/json"}, 422),
    ({"json": []}, 422),
)


def silent_doors(app):
    """Doors that write and have no schema for a body: (method, address, guard)."""
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    heard = {rule for rule, view in views.items() if getattr(view, "takes_body", True)}
    adapter = app.url_map.bind("localhost")
    for method, address, guard in doors(app):
        rule, _ = adapter.match(address, method=method, return_rule=True)
        if method in {"POST", "PUT"} and rule.rule not in heard:
            yield method, address, guard


def test_a_door_that_asks_nothing_takes_no_body_that_means_something(app, as_resident, as_role):
    resident, wrong, tried = as_resident(), [], 0
    for method, address, guard in silent_doors(app):
        speaker = as_role(*guard.roles) if isinstance(guard, RoleGuard) else resident
        if guard in {require_staff, require_desk} or getattr(guard, "at_desk", False):
            continue
        verb = speaker.post if method == "POST" else speaker.put
        for body, status in ODD:
            with verb(address, **body) as answer:
                tried += 1
                if answer.status_code != status:
                    wrong.append(f"{method} {address} {body}: {answer.status_code}")
    assert wrong == []
    assert tried > 300


def test_no_body_and_an_empty_one_are_the_same_at_such_a_door(as_resident):
    speaker = as_resident()
    for body in ({}, {"json": {}}, {"data": "", "content_type": "application/json"}):
        assert speaker.post("/api/v1/me/notices/read-all", **body).status_code < 300, body
