"""What the shapes of the ledger share."""

from typing import Any

from marshmallow import fields, validate

from weijiayuan.web.schemas import (
    Id,
    Schema,
)

CODE = validate.Regexp(r"^[0-9A-Za-z_-]{1,64}$", error="编码不对")


def photos() -> fields.List[Any]:
    """Return the field of up to nine photos, uploaded before."""
    return fields.List(
        Id(), load_default=list, validate=validate.Length(max=9, error="最多9张照片")
    )


class CodeNameOut(Schema):
    code = fields.String()
    name = fields.String()
