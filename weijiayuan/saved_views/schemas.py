"""The shapes of views and of tables that are taken away."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from weijiayuan.files.spreadsheet_writing import CSV, XLSX
from weijiayuan.web.schemas import Id, Schema, Text, one_of

PAGE = validate.Regexp(r"^[a-z][a-z/-]{0,39}$", error="没有这一页")
MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 40, 2_000, 4_000


class ViewsIn(Schema):
    page = fields.String(required=True, validate=PAGE)


class ViewIn(ViewsIn):
    name = Text(most=20, required=True)
    settings = Text(least=0, most=2_000, required=True)


class ViewOut(Schema):
    id = Id()
    page = fields.String()
    name = fields.String()
    settings = fields.String()


class ViewsOut(Schema):
    items = fields.List(fields.Nested(ViewOut))


class CellField(fields.Field[Any]):
    """Text, a number, or nothing."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Any:
        is_plain = value is None or isinstance(value, (str, int, float))
        if not is_plain or isinstance(value, bool) or len(str(value)) > LONGEST_CELL:
            raise ValidationError("单元格只能是文字或数字")
        return value


class SheetIn(ViewsIn):
    """A table as it is shown: heads, and as many cells in every row."""

    title = Text(most=60, required=True)
    kind = one_of(CSV, XLSX, required=True)
    heads = fields.List(
        Text(least=0, most=60), required=True, validate=validate.Length(min=1, max=MOST_COLUMNS)
    )
    rows = fields.List(
        fields.List(CellField(allow_none=True)),
        required=True,
        validate=validate.Length(max=MOST_ROWS, error=f"一次最多{MOST_ROWS}行"),
    )

    @validates_schema
    def _check_width(self, asked: dict[str, Any], **_more: Any) -> None:
        width = len(asked["heads"])
        if any(len(row) != width for row in asked["rows"]):
            raise ValidationError({"rows": [f"每一行要有{width}格"]})
