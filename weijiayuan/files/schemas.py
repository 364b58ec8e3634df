from base64 import b64decode
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import ValidationError, fields, post_load, validate

from weijiayuan.files.rules import FileKind, Rendition
from weijiayuan.web.schemas import Moment, Schema, StrictBoolean, one_of

SHEET_BYTES = 6 * 1024 * 1024
"""What a request with a sheet in base64 may weigh."""


class FileIn(Schema):
    file = Upload(required=True, error_messages={"required": "请选择文件"})


class KindIn(Schema):
    kind = one_of(*FileKind, required=True)


class FileOut(Schema):
    id = fields.UUID()
    kind = fields.String()
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)
    size = fields.Integer(metadata={"description": "字节"})
    address = fields.String(metadata={"description": "半小时内可直接打开的地址"})


class OwnFileOut(Schema):
    id = fields.UUID()
    kind = fields.String()
    sent_at = Moment(attribute="created_at")
    attached_to = fields.String(attribute="attached_kind", allow_none=True)
    size = fields.Integer()


class AnonymousFileOut(Schema):
    upload_code = fields.String(
        metadata={"description": "随机上传码: 提交匿名线索时凭它附上照片, 只显示一次"}
    )
    kind = fields.String()
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)


class ReadIn(Schema):
    size = one_of(*Rendition, load_default=Rendition.FULL.value)
    pass_ = fields.String(
        data_key="pass", load_default=None, validate=validate.Length(max=200, error="地址不对")
    )


class SheetIn(Schema):
    """A sheet: the file as it is in base64 (xlsx, csv), or its text."""

    csv = fields.String(
        load_default=None, validate=validate.Length(max=2_000_000, error="文件太大，请分几次导入")
    )
    file = fields.String(
        load_default=None, validate=validate.Length(max=5_600_000, error="文件太大，请分几次导入")
    )
    dry_run = StrictBoolean(load_default=False)

    @post_load
    def as_bytes(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return what was sent as the bytes of a file."""
        if (data["csv"] is None) == (data["file"] is None):
            raise ValidationError({"file": ["请选择一个文件"]})
        try:
            body = (
                b64decode(data["file"], validate=True)
                if data["file"] is not None
                else data["csv"].encode("utf-8", "replace")
            )
        except ValueError as error:
            raise ValidationError({"file": ["文件没有传完整，请再试一次"]}) from error
        rest = {name: value for name, value in data.items() if name not in {"csv", "file"}}
        return rest | {"body": body}


class RowErrorOut(Schema):
    row = fields.Integer(metadata={"description": "表格里的行号, 表头是第1行"})
    column = fields.String()
    problem = fields.String()
