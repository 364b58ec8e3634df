"""What marshmallow says of a field that is filled in wrongly, in the catalogue's words.

Residents read these sentences beside the field. A field that has a better one of its own keeps it.
"""

from typing import Any

from marshmallow import fields, validate
from webargs.fields import DelimitedList

from weijiayuan.web.messages import catalogue

BY_FIELD: dict[type[fields.Field[Any]], tuple[str, ...]] = {
    fields.Field: ("required", "null", "validator_failed"),
    fields.String: ("invalid", "invalid_utf8"),
    fields.Number: ("invalid", "too_large"),
    fields.Integer: ("invalid",),
    fields.Float: ("special",),
    fields.Decimal: ("special",),
    fields.Boolean: ("invalid",),
    fields.Date: ("invalid",),
    fields.DateTime: ("invalid",),
    fields.AwareDateTime: ("invalid", "invalid_awareness"),
    fields.List: ("invalid",),
    DelimitedList: ("invalid",),
    fields.Mapping: ("invalid",),
    fields.Nested: ("type",),
    fields.UUID: ("invalid_uuid",),
    fields.Enum: ("unknown",),
}
BY_CHECK: dict[type[validate.Validator], tuple[str, ...]] = {
    validate.Length: ("message_min", "message_max", "message_all", "message_equal"),
    validate.Range: (
        "message_min",
        "message_max",
        "message_all",
        "message_gte",
        "message_gt",
        "message_lte",
        "message_lt",
    ),
    validate.OneOf: ("default_message",),
    validate.Regexp: ("default_message",),
}


def in_chinese() -> None:
    """Give every kind of field and check its sentences, for the whole process."""
    for kind, names in BY_FIELD.items():
        kind.default_error_messages = kind.default_error_messages | {
            name: sentence(kind, name) for name in names
        }
    for check, names in BY_CHECK.items():
        for name in names:
            setattr(check, name, sentence(check, name))


def sentence(kind: type, name: str) -> str:
    return catalogue()[f"fields.{kind.__name__.lower()}_{name.removeprefix('message_')}"]
